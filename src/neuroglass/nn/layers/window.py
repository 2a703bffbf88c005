"""Windows that slide over a series, a picture or a volume: their settings, and the places they stand at."""

from __future__ import annotations

import dataclasses
from typing import ClassVar, Protocol

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Shape, single

Sizes = int | tuple[int, ...]  # the same along each axis, or one number an axis
Pair = tuple[int, int]  # before and after
Padding = str | int | tuple[int | Pair, ...]


class Spatial(Protocol):
    """A layer whose input has so many axes of space between the batch and the channels."""

    dimensions: ClassVar[int]


@dataclasses.dataclass(frozen=True)
class Window:
    """One number an axis of space, in each setting.

    Args:
        size: how many values it takes in.
        strides: how far it moves.
        padding: "valid": it stays within; "same": strides of 1 give a place a value; or how many are added at the ends.
        dilation: how far apart the values it takes in lie.
    """

    size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: str | tuple[Pair, ...]
    dilation: tuple[int, ...]

    @property
    def reach(self) -> tuple[int, ...]:
        """From the first value it takes in to the last."""
        return tuple((size - 1) * apart + 1 for size, apart in zip(self.size, self.dilation, strict=True))

    def ends(self, lengths: Shape) -> tuple[Pair, ...]:
        """How many values are added at both ends of axes of these lengths; where odd, "same" adds more at the last."""
        if not isinstance(self.padding, str):
            return self.padding
        if self.padding == "valid":
            return ((0, 0),) * len(lengths)
        moves = zip(lengths, self.reach, self.strides, strict=True)
        missing = [max((-(-length // stride) - 1) * stride + reach - length, 0) for length, reach, stride in moves]
        return tuple((total // 2, total - total // 2) for total in missing)

    def places(self, kind: str, lengths: Shape) -> Shape:
        """How many places it stands at along axes of these lengths."""
        padded = tuple(sum(end, length) for end, length in zip(self.ends(lengths), lengths, strict=True))
        moves = list(zip(padded, self.reach, self.strides, strict=True))
        if any(reach > length for length, reach, _ in moves):
            raise NetworkError(
                f"{kind} lays a window of {by(self.reach)} over {by(padded)} values",
                "a window that fits",
                'Make it smaller, or set padding="same"',
            )
        return tuple((length - reach) // stride + 1 for length, reach, stride in moves)


def by(sizes: Shape) -> str:
    """Sizes as they are read aloud: 3 by 5."""
    return " by ".join(map(str, sizes))


def each(layer: Spatial, setting: str) -> tuple[int, ...]:
    """A setting of a layer for each of its axes of space."""
    value = getattr(layer, setting)
    sizes = value if isinstance(value, tuple) else (value,) * layer.dimensions
    if len(sizes) != layer.dimensions or not all(_whole(size) and size > 0 for size in sizes):
        several = "" if layer.dimensions == 1 else f", or {layer.dimensions} of them as {(3, 5, 7)[: layer.dimensions]}"
        raise NetworkError(
            f"{type(layer).__name__}({setting}={value!r})", f"{setting} to be a whole number above 0{several}"
        )
    return sizes


def ends(layer: Spatial, setting: str) -> tuple[Pair, ...]:
    """A setting that says how many values lie at both ends of each axis of space."""
    value = getattr(layer, setting)
    sides = value if isinstance(value, tuple) else (value,) * layer.dimensions
    pairs = tuple(side if isinstance(side, tuple) else (side, side) for side in sides)
    right = all(len(pair) == 2 and all(_whole(side) and side >= 0 for side in pair) for pair in pairs)
    if len(pairs) != layer.dimensions or not right:
        example = ((1, 2),) * layer.dimensions
        raise NetworkError(f"{type(layer).__name__}({setting}={value!r})", f"whole numbers, as 1 or {example}")
    return pairs


def check_moves(kind: str, window: Window) -> None:
    """Refuse to leave out values inside the window and places between windows at once, as keras does."""
    if max(window.strides) > 1 and max(window.dilation) > 1:
        raise NetworkError(
            f"{kind} has strides {window.strides} and dilation_rate {window.dilation}", "one of them to be 1"
        )


def padding(layer: Spatial) -> str | tuple[Pair, ...]:
    """The padding of a layer: a word, or the values added at both ends of each axis."""
    value = getattr(layer, "padding")  # noqa: B009 - a layer without the setting asks for none
    if isinstance(value, str) and value not in ("valid", "same"):
        example = ((1, 2),) * layer.dimensions
        raise NetworkError(
            f"{type(layer).__name__}(padding={value!r})", f'"valid", "same", or numbers as 1 or {example}'
        )
    return value if isinstance(value, str) else ends(layer, "padding")


def spatial(layer: Spatial, shapes: tuple[Shape, ...]) -> tuple[Shape, int]:
    """The lengths of the axes of space, and the number of channels."""
    kind = type(layer).__name__
    shape = single(kind, shapes)
    if len(shape) != layer.dimensions + 1:
        axes = {1: "time", 2: "height, width", 3: "depth, height, width"}[layer.dimensions]
        raise NetworkError(f"{kind} got {shape}", f"({axes}, channels)", "Put Reshape before it")
    return shape[:-1], shape[-1]


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
