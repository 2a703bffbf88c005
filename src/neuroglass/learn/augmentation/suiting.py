"""Which augmentation suits a set of pictures, and why."""

from __future__ import annotations

import re
from collections.abc import Callable

from neuroglass.learn.augmentation.augmentation import NOTHING, Augmentation
from neuroglass.learn.augmentation.colours import Brightness, Contrast, Saturation
from neuroglass.learn.augmentation.geometry import Crop, Flip, Rotate, Zoom
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
    (_digits, "the classes are digits"),
    (_numbers, "the classes are numbers"),
    (_characters, "the classes are single characters"),
    (_sides, "some classes tell left from right"),
)
IF_CODES = '; if these only stand for things, choose augment="flip, crop {}"'


def for_pictures(shape: tuple[int, ...], classes: tuple[str, ...], rows: int) -> tuple[Augmentation, str]:
    """What suits pictures of this shape, and the sentence that says why.

    Args:
        shape: (height, width, channels).
        classes: their names; none for a target of numbers.
        rows: pictures in the training part.

    >>> augmentation, why = for_pictures((28, 28, 1), tuple("0123456789"), 60_000)
    >>> str(augmentation)
    'crop 2, rotate 10, zoom 0.1'
    """
    side = min(shape[:2])
    if side < SMALLEST:
        return NOTHING, f"pictures of {shape[0]} by {shape[1]} pixels are learnt from as they are"
    near, far = max(1, round(side / 14)), round(side / 8)
    if not classes:
        chosen = Augmentation((Crop(near), *_lights(side)))
        return chosen, f"{_told(chosen)}, not mirrored or turned: the target is a number, which that may change"
    reason = next((reason for fits, reason in ONE_WAY if fits(classes)), "")
    if reason:
        chosen = Augmentation((Crop(near), Rotate(10), Zoom(0.1), *_lights(side)))
        codes = IF_CODES.format(far) if _numbers(classes) and shape[-1] > 1 else ""
        return chosen, f"{_told(chosen)}; no mirror images: {reason}{codes}"
    chosen = Augmentation((Flip(), Crop(far), *_turns(side, rows), *_lights(side)))
    few = f"; turned too, as {rows:,} pictures are few" if rows <= FEW else ""
    return chosen, f"{_told(chosen)}, which leaves them in their class{few}"


def _turns(side: int, rows: int) -> tuple[Transform, ...]:
    if rows <= FEW:
        return (Rotate(10), Zoom(0.2))
    return (Zoom(0.2),) if side >= PHOTOGRAPH else ()


def _lights(side: int) -> tuple[Transform, ...]:
    return (Brightness(0.2), Contrast(0.2), Saturation(0.2)) if side >= PHOTOGRAPH else ()


def _told(chosen: Augmentation) -> str:
    words = [told for transform in chosen.transforms if (told := _words(transform))]
    return f"pictures are {' and '.join(filter(None, (', '.join(words[:-1]), words[-1])))}"


def _words(transform: Transform) -> str:
    match transform:
        case Flip():
            return "mirrored one time in two"
        case Crop(padding):
            return f"moved by up to {padding} pixel{'s' * (padding != 1)}"
        case Rotate(degrees):
            return f"turned by up to {degrees:g} degrees"
        case Zoom(share):
            return f"zoomed by up to {share:.0%}"
        case Brightness():
            return "lit and coloured a little otherwise"
    return ""
