"""Every way in which a file may hold its pixels, as 8 bits of grey or of red, green and blue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from neuroglass.data.folders.unreadable import Unreadable

CONVERTED = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr")


def plain(image: Image.Image, channels: int) -> Image.Image:
    """A decoded picture in the mode L (1 channel: 0.299 red + 0.587 green + 0.114 blue) or RGB (3 channels).

    What can be seen through lies on white. 16 bits lose their lower 8, as Pillow and libpng do with 16-bit colour.
    Wider integers and floats have no white of their own: the smallest value of the picture becomes 0, the largest 255.

    Raises:
        Unreadable: a mode that has no such form, or numbers that are not finite.
    """
    mode = "L" if channels == 1 else "RGB"
    if image.mode == mode and not image.has_transparency_data:
        return image
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert(mode)
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(image))).convert(mode)
    if image.mode not in CONVERTED:
        raise Unreadable(f"its colours are kept as {image.mode}, which is not read: save it as PNG")
    return (_on_white(image) if image.has_transparency_data else image).convert(mode)


def _stretched(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    exact = values.astype(np.float64)
    if not np.isfinite(exact).all():
        raise Unreadable("it holds numbers that are not finite")
    low, high = exact.min(), exact.max()
    return np.rint((exact - low) * (255 / (high - low) if high > low else 0)).astype(np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    seen = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(seen, mask=seen.getchannel("A"))
    return white
