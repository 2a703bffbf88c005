from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neuroglass.data.pictures.stored import Index, Stored
from tests.data.pictures.drawn import noise

ROWS = np.array([5, 0, 3, 3], np.int64)


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    noise(6, 4, 5, 3).tofile(tmp_path / "pixels")
    return Stored(np.memmap(tmp_path / "pixels", np.uint8, "r", shape=(6, 4, 5, 3)), ROWS)


@pytest.mark.parametrize("index", [slice(None), slice(1, 3), 2, -1, np.array([3, 0]), np.empty(0, np.int64)])
def test_its_rows_are_real_arrays_of_their_own(stored: Stored, index: Index) -> None:
    found = stored[index]
    np.testing.assert_array_equal(found, noise(6, 4, 5, 3)[ROWS][index])
    assert type(found) is np.ndarray
    assert found.flags.owndata
    found[...] = 0
    assert stored.load().any()


def test_it_looks_like_the_array_it_stands_for(stored: Stored) -> None:
    whole = stored.load()
    assert type(whole) is np.ndarray
    assert (stored.shape, stored.dtype, stored.ndim, len(stored)) == (whole.shape, whole.dtype, whole.ndim, 4)
    np.testing.assert_array_equal(whole, noise(6, 4, 5, 3)[ROWS])


def test_beyond_its_rows_there_is_nothing(stored: Stored) -> None:
    with pytest.raises(IndexError, match="out of bounds"):
        stored[4]
