"""What data says of itself."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.data import Data, arrays, images, table, text
from tests.data.texts.made import RHYME


def test_data_counts_what_it_holds_by_its_own_name() -> None:
    assert repr(text(RHYME, length=16)) == "<Data the texts: 58 train, 7 test windows, target 'next character' (next)>"
    pixels = np.random.default_rng(0).integers(0, 256, (40, 8, 8), np.uint8)
    assert repr(images((pixels, np.arange(40) % 2))).startswith("<Data arrays: 34 train, 6 test pictures, target ")


STEPS = np.arange(200).reshape(40, 5) % 3
SAID = {"n": [*range(20)] * 2, "said": ["red rose here", "blue rose there"] * 20}


@pytest.mark.parametrize(
    ("data", "answered"),
    [
        (text(RHYME, length=16), "character"),
        (text(RHYME, length=16, unit="word"), "word"),
        (table(SAID, "said", task="sequence", unit="word"), "word"),
        (arrays({"ids": STEPS}, STEPS), "step"),
        (arrays({"ids": STEPS}, STEPS * 1.5), "row"),
        (table(SAID, "said"), "row"),
    ],
    ids=["characters", "words", "written words", "steps", "numbers", "rows"],
)
def test_what_one_class_is_told_of_is_a_sample_or_a_part_of_one(data: Data, answered: str) -> None:
    assert data.answered == answered
