"""The frame that suits a set of pictures, chosen from a sample of them and told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.folders.items import Item
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.pictures.frame import Fit, Frame, Pixels
from neuroglass.data.pictures.image_choices import ImageChoices

SAMPLE = 500  # pictures whose sizes are looked up
SMALL = 64  # pixels a side; pictures that are all alike and no larger stay as they are
LONGEST = 128  # pixels of the longer side, where nothing is told
NEARLY_SQUARE = 1.25
NEARLY_ALIKE = 1.1  # proportions that differ by less are stretched: nobody sees it
MUCH_CUT = 1.5  # times the frame's proportions: cropping would take a third
OFTEN = 0.1  # of the pictures


@dataclass(frozen=True)
class Sample:
    """The heights and widths of some pictures (n, 2), and whether all of them are grey."""

    sizes: NDArray[np.int64]
    is_grey: bool

    @property
    def are_alike(self) -> bool:
        return bool((self.sizes == self.sizes[0]).all())


def choose_frame(items: Sequence[Item] | Pixels, choices: ImageChoices) -> tuple[Frame, list[str]]:
    """The frame for these pictures, and the sentences that say what was chosen and why."""
    sample = _of_pixels(items) if isinstance(items, np.ndarray) else look_at(items)
    height, width = choices.shape or _auto_size(sample, isinstance(items, np.ndarray))
    fit, because = (
        _auto_fit(sample.sizes, height, width) if choices.fit == "auto" else (cast(Fit, choices.fit), "as told")
    )
    is_grey = sample.is_grey if choices.color == "auto" else choices.color == "grey"
    color = "grey" if is_grey else "colour"
    told = f"pictures are {height} x {width} pixels (height x width) in {color}, {_found(sample)}"
    if sample.are_alike and tuple(sample.sizes[0]) == (height, width):
        return Frame(height, width, 1 if is_grey else 3, fit), [f"{told}; none is resized"]
    return Frame(height, width, 1 if is_grey else 3, fit), [f"{told}; size= changes it", f"{WORDS[fit]}: {because}"]


WORDS = {
    "crop": "what stands out of the frame is cut off",
    "pad": "pictures are padded",
    "stretch": "pictures are stretched",
}


def look_at(items: Sequence[Item]) -> Sample:
    """The sizes of pictures spread over a list; of unreadable ones nothing."""
    from neuroglass.data.pictures.opening import peek

    peeks = []
    for at in spread_over(len(items), SAMPLE):
        try:
            peeks.append(peek(items[at].read()))
        except Unreadable:  # decoding counts it and says why
            continue
    sizes = np.array([(found.height, found.width) for found in peeks] or [(LONGEST, LONGEST)], np.int64)
    return Sample(sizes, bool(peeks) and all(found.channels == 1 for found in peeks))


def spread_over(rows: int, most: int) -> NDArray[np.int64]:
    """So many row numbers, evenly spread, none twice."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round().astype(np.int64))


def _of_pixels(pixels: Pixels) -> Sample:
    return Sample(np.array([pixels.shape[1:3]], np.int64), pixels.shape[3] == 1)


def _auto_size(sample: Sample, as_it_is: bool) -> tuple[int, int]:
    """The one size of small pictures; else up to 128 pixels a side in the usual proportions, in steps of 16 or 8."""
    heights, widths = sample.sizes.T
    if as_it_is or (sample.are_alike and sample.sizes.max() <= SMALL):
        return int(heights[0]), int(widths[0])
    ratio = float(np.median(widths / heights))
    longer = _in_steps(min(float(np.median(sample.sizes.max(axis=1))), LONGEST))
    if max(ratio, 1 / ratio) < NEARLY_SQUARE:
        return longer, longer
    shorter = _in_steps(longer * min(ratio, 1 / ratio))
    return (shorter, longer) if ratio > 1 else (longer, shorter)


def _in_steps(side: float) -> int:
    step = 16 if side >= SMALL else 8
    return max(step, round(side / step) * step)


def _auto_fit(sizes: NDArray[np.int64], height: int, width: int) -> tuple[Fit, str]:
    ratios = (sizes[:, 1] / sizes[:, 0]) * (height / width)
    off = np.maximum(ratios, 1 / ratios)
    if off.max() < NEARLY_ALIKE:
        return "stretch", "all have nearly these proportions"
    if (off > MUCH_CUT).mean() > OFTEN:
        return (
            "pad",
            f"cropping would cut off more than a third of {(off > MUCH_CUT).mean():.0%} of them. fit= changes it",
        )
    return "crop", "most have nearly these proportions. fit= changes it"


def _found(sample: Sample) -> str:
    if sample.are_alike:
        return f"found {sample.sizes[0, 0]} x {sample.sizes[0, 1]}"
    low, middle, high = (np.quantile(sample.sizes, q, axis=0, method="nearest") for q in (0, 0.5, 1))
    return f"found {low[0]} x {low[1]} to {high[0]} x {high[1]}, {middle[0]} x {middle[1]} in the middle"
