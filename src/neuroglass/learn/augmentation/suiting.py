"""Which augmentation suits a set of pictures, and why."""

from __future__ import annotations

import re
from collections.abc import Callable

from neuroglass.learn.augmentation.augmentation import NOTHING, Augmentation
from neuroglass.learn.augmentation.geometry import Crop, Flip, Rotate, Zoom
from neuroglass.learn.augmentation.pixels import Brightness, Contrast, Saturation
from neuroglass.learn.augmentation.transform import Transform

PHOTOGRAPH = 96  # pixels of the shorter side, from which things stand at any distance and in any light
FEW = 2_000  # pictures, up to which they are also turned and zoomed
SMALLEST = 8  # pixels of a side, below which a move by one loses an eighth of the picture
SIDES = re.compile(
    r"(?<![^\W\d_])(left|right|east|west|clockwise|counterclockwise|anticlockwise|links|rechts|gauche|droite"
    r"|izquierda|derecha|sinistra|destra)(?![^\W\d_])|[左右]",
    re.IGNORECASE,
)
NUMBERS = frozenset(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"])

Names = tuple[str, ...]


def _digits(names: Names) -> bool:
    return all(len(name) == 1 and name.isdigit() for name in names)


def _numbers(names: Names) -> bool:
    return all(re.fullmatch(r"[+-]?\d+([.,]\d+)?", name) or name.lower() in NUMBERS for name in names)


def _characters(names: Names) -> bool:
    return all(len(name) == 1 for name in names)


def _sides(names: Names) -> bool:
    return any(SIDES.search(name) for name in names)


# In order: the first that fits is told.
ONE_WAY: tuple[tuple[Callable[[Names], bool], str], ...] = (
    (lambda names: not names, "the target is a number, which a mirror image may not share"),
    (_digits, "the classes are digits"),
    (_numbers, "the classes are numbers"),
    (_characters, "the classes are single characters"),
    (_sides, "some classes tell left from right"),
)


def for_pictures(shape: tuple[int, ...], classes: tuple[str, ...], rows: int) -> tuple[Augmentation, str]:
    """What suits pictures of this shape, and the sentence that says why.

    Args:
        shape: (height, width, channels).
        classes: their names; none for a target of numbers.
        rows: pictures in the training part.

    >>> augmentation, why = for_pictures((28, 28, 1), tuple("0123456789"), 60_000)
    >>> str(augmentation)
    'crop 2, rotate 10.0, zoom 0.1'
    """
    side = min(shape[:2])
    if side < SMALLEST:
        return NOTHING, f"pictures of {shape[0]} by {shape[1]} pixels are learnt from as they are"
    reason = next((reason for fits, reason in ONE_WAY if fits(classes)), "")
    if reason:
        chosen = Augmentation((Crop(max(1, round(side / 14))), Rotate(10.0), Zoom(0.1), *_lights(side)))
        return chosen, f"{_told(chosen)}, no mirror images: {reason}"
    chosen = Augmentation((Flip(), Crop(round(side / 8)), *_turns(side, rows), *_lights(side)))
    few = f", for {rows:,} pictures are few" if rows <= FEW else ""
    return chosen, f"{_told(chosen)}: the class stays the same{few}"


def _turns(side: int, rows: int) -> tuple[Transform, ...]:
    if rows <= FEW:
        return (Rotate(10.0), Zoom(0.2))
    return (Zoom(0.2),) if side >= PHOTOGRAPH else ()


def _lights(side: int) -> tuple[Transform, ...]:
    return (Brightness(0.2), Contrast(0.2), Saturation(0.2)) if side >= PHOTOGRAPH else ()


def _told(chosen: Augmentation) -> str:
    """Each picture is mirrored, moved by up to 4 pixels ..."""
    words: list[str] = []
    for transform in chosen.transforms:
        match transform:
            case Flip():
                words.append("mirrored one time in two")
            case Crop(padding):
                words.append(f"moved by up to {padding} pixel{'s' * (padding != 1)}")
            case Rotate(degrees):
                words.append(f"turned by up to {degrees:g} degrees")
            case Zoom(share):
                words.append(f"zoomed by up to {share:.0%}")
            case Brightness():
                words.append("lit and coloured a little otherwise")
    return f"pictures are {', '.join(words[:-1])} and {words[-1]}"
