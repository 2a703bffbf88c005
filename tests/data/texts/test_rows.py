"""Windows and rows are checked against slices of the ids in plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.data.texts.rows import fitting_length, padded, windows
from neuroglass.data.texts.vocabulary import Vocabulary

VOCABULARY = Vocabulary("character", tuple("abc"), lower=False)


@pytest.mark.parametrize("tokens", [2, 3, 4, 5, 8, 9, 10])
@pytest.mark.parametrize("length", [2, 4])
def test_each_step_of_each_window_asks_for_the_token_behind_it_and_all_are_asked_for_once(
    tokens: int, length: int
) -> None:
    ids = np.arange(2, 2 + tokens, dtype=np.int32)
    x, y = windows(ids, length)
    is_asked = y >= 0
    np.testing.assert_array_equal(y[is_asked], ids[1:])
    np.testing.assert_array_equal(x[is_asked], ids[:-1])
    np.testing.assert_array_equal(x[~is_asked], 0)
    assert x.shape == y.shape == (-(-(tokens - 1) // length), length)


def test_a_text_of_one_token_is_one_window_that_asks_for_nothing() -> None:
    x, y = windows(np.array([7], np.int32), 3)
    assert x.tolist() == [[7, 0, 0]]
    assert y.tolist() == [[-1, -1, -1]]


def test_a_text_is_cut_at_the_length_filled_up_behind_its_end_and_an_empty_one_is_one_unknown() -> None:
    assert padded([VOCABULARY.ids(text) for text in ("ab", "abcab", "")], 3).tolist() == [
        [2, 3, 0],
        [2, 3, 4],
        [1, 0, 0],
    ]


@pytest.mark.parametrize(
    ("lengths", "length"),
    [
        ([3, 4, 5], 5),
        ([4] * 97 + [1000] * 3, 4),
        ([4] * 90 + [9] * 8 + [12] * 2, 12),
        ([5000], 2048),
        ([1], 2),
        ([0, 0], 2),
    ],
)
def test_rows_are_as_long_as_nearly_all_texts_need(lengths: list[int], length: int) -> None:
    assert fitting_length([np.ones(tokens, np.int32) for tokens in lengths], "character") == length
