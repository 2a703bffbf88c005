"""Cutout, counted pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import Cutout
from tests.learn.augmentation.cases import changed, keys, repeated

MANY = 800


def hidden(cutout: Cutout, height: int = 9, width: int = 12) -> np.ndarray:
    """Which pixels were changed, bool (MANY, height, width); each must be the mean colour."""
    images, one = repeated(MANY, height, width)
    drawn, _ = changed(cutout, images, keys(MANY))
    where = (drawn != one).any(axis=-1)
    np.testing.assert_allclose(drawn[where], np.broadcast_to(one.mean(axis=(0, 1)), drawn[where].shape), atol=1e-3)
    return where


@pytest.mark.parametrize("side", [1, 4, 5])
def test_what_is_hidden_is_one_square_cut_off_at_the_edges(side: int) -> None:
    for where in hidden(Cutout(side)):
        rows, columns = where.any(axis=1).nonzero()[0], where.any(axis=0).nonzero()[0]
        assert where.sum() == len(rows) * len(columns)
        assert np.ptp(rows) == len(rows) - 1
        assert np.ptp(columns) == len(columns) - 1
        inside = rows[0] > 0 and rows[-1] < 8 and columns[0] > 0 and columns[-1] < 11
        assert max(len(rows), len(columns)) <= side
        assert not inside or len(rows) == len(columns) == side


def test_the_centre_is_anywhere() -> None:
    often = hidden(Cutout(1)).mean(axis=0)
    assert often.min() > 0
    assert often.max() < 4 / often.size


def test_a_share_is_of_the_shorter_side() -> None:
    assert (hidden(Cutout(0.25), 8, 20) == hidden(Cutout(2), 8, 20)).all()


def test_no_size_hides_nothing() -> None:
    assert not hidden(Cutout(0)).any()


def test_a_size_below_0_is_named() -> None:
    with pytest.raises(ConfigurationError, match=r"Cutout\(size=-1\). Expected size to be a number, 0 or above"):
        Cutout(-1)
