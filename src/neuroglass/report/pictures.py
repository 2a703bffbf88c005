"""Arrays as pictures of the page: pixels as they are, and numbers as ink of two colours, put into the page itself."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray
from PIL import Image

from neuroglass.report.svg import element

Pixels = NDArray[np.uint8]

TINY = 48  # pixels of the longer side, up to which a picture is shown pixel by pixel and without loss
LARGEST = 112  # to which a larger one is shrunk, so that a hundred of them keep the page small
BELOW, ABOVE = (58, 124, 200), (222, 122, 44)  # colours that are seen on a dark page and on a light one
FAINT = 0.7  # the power that makes small numbers visible beside large ones
WRITTEN: dict[str, dict[str, Any]] = {"PNG": {"optimize": True}, "JPEG": {"quality": 85}}


def photograph(pixels: Pixels, alt: str, title: str | None = None) -> Markup:
    """A picture as a network sees it.

    Args:
        pixels: (height, width, channels), 1 or 3 of them.
        alt: what it is, for those who cannot see it.
        title: what is told where the mouse rests on it.
    """
    image = Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)
    if max(image.size) <= TINY:
        return _embedded(image, "PNG", alt, title, "pixels")
    image.thumbnail((LARGEST, LARGEST))
    return _embedded(image, "JPEG", alt, title)


def drawn(pixels: Pixels, alt: str, title: str | None = None, kind: str = "pixels") -> Markup:
    """A drawing (height, width, 4) of red, green, blue and opacity, pixel by pixel."""
    return _embedded(Image.fromarray(pixels), "PNG", alt, title, kind)


def inked(values: NDArray[np.floating[Any]]) -> Pixels:
    """Numbers from -1 to 1 as ink, (..., 4): blue below 0, orange above it, the deeper the further from it."""
    color = np.where(values[..., None] < 0, np.array(BELOW), np.array(ABOVE))
    depth = np.rint(255 * np.minimum(np.abs(values), 1.0) ** FAINT)
    return np.concatenate([color, depth[..., None]], axis=-1).astype(np.uint8)


def opaque(pixels: Pixels) -> Pixels:
    """Colours (..., 3) as (..., 4), nothing shining through."""
    return np.concatenate([pixels, np.full_like(pixels[..., :1], 255)], axis=-1)


def enlarged(tiles: Pixels, times: int) -> Pixels:
    """Drawings (n, height, width, 4), each pixel a square of so many."""
    return tiles.repeat(times, axis=1).repeat(times, axis=2)


def sheet(tiles: Pixels, across: int, gap: int) -> Pixels:
    """Drawings (n, height, width, 4) as one, line by line, with nothing between them."""
    count, height, width, _ = tiles.shape
    down = -(-count // across)
    spaced = np.zeros((down * across, height + gap, width + gap, 4), np.uint8)
    spaced[:count, :height, :width] = tiles
    laid = spaced.reshape(down, across, height + gap, width + gap, 4).swapaxes(1, 2)
    return laid.reshape(down * (height + gap), across * (width + gap), 4)[:-gap, :-gap]


def _embedded(image: Image.Image, form: str, alt: str, title: str | None, kind: str | None = None) -> Markup:
    written = io.BytesIO()
    image.save(written, form, **WRITTEN[form])
    source = f"data:image/{form.lower()};base64,{base64.b64encode(written.getvalue()).decode()}"
    return element("img", src=source, alt=alt, title=title, width=image.width, height=image.height, class_=kind)
