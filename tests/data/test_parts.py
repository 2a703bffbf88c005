"""What data says of itself."""

from __future__ import annotations

import numpy as np

from neuroglass.data import images, text
from tests.data.texts.made import RHYME


def test_data_counts_what_it_holds_by_its_own_name() -> None:
    assert repr(text(RHYME, length=16)) == "<Data the texts: 58 train, 7 test windows, target 'next character' (next)>"
    pixels = np.random.default_rng(0).integers(0, 256, (40, 8, 8), np.uint8)
    assert repr(images((pixels, np.arange(40) % 2))).startswith("<Data arrays: 34 train, 6 test pictures, target ")
