"""The frame that pictures are brought into: plain data, which needs no Pillow before a picture is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Fit = Literal["crop", "pad", "stretch"]


@dataclass(frozen=True)
class Frame:
    """The size to which every picture is brought.

    Args:
        height, width: in pixels.
        channels: 1 for luminance, 3 for red, green and blue.
        fit: "crop" fills the frame and cuts off what stands out on two sides; "pad" shows all of it, with black on two
            sides; "stretch" lets go of the proportions.
    """

    height: int
    width: int
    channels: int
    fit: Fit

    def __post_init__(self) -> None:
        if min(self.height, self.width) < 1 or self.channels not in (1, 3):
            raise ValueError(f"pictures of {self.height} x {self.width} pixels with {self.channels} channels")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of the pixels of one picture."""
        return self.height, self.width, self.channels

    @property
    def dtype(self) -> str:
        """Of the pixels."""
        return "uint8"

    def decoded(self, content: bytes) -> Pixels:
        """The pixels of a file. See ``pixels``."""
        from neuroglass.data.pictures.pixels import pixels

        return pixels(content, self)

    def doubt(self, content: bytes) -> str:
        """Nothing: what is odd about a picture makes it unreadable."""
        return ""
