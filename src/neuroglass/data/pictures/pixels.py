"""One picture as the network sees it: decoded, upright, fitted to a frame. The same in training and in prediction."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps
from PIL.Image import Resampling, Transpose

from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.pictures.frame import Frame, Pixels
from neuroglass.data.pictures.modes import plain
from neuroglass.data.pictures.opening import opened, orientation

LONGEST = 50  # times as long as the frame, in proportion; of a longer picture nothing could be made out
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


def pixels(content: bytes, frame: Frame) -> Pixels:
    """The uint8 (height, width, channels) pixels of a picture, from the bytes of its file.

    A picture is turned as EXIF says, laid on white where it can be seen through, and resized by a triangle filter as
    wide as the pixels that become one. A picture of the size of the frame is not resized.

    Args:
        content: JPEG, PNG, WebP, BMP, TIFF or GIF; of several frames or pages the first.
        frame: what to make of it.

    Raises:
        Unreadable: no such picture, a damaged one, one of more than 100 million pixels, or one whose proportions are
            50 times those of the frame.
    """
    with opened(content) as image:
        side = 2 * max(frame.height, frame.width)
        image.draft(None, (side, side))  # a JPEG is decoded at 1/2, 1/4 or 1/8 where that is still twice the frame
        return framed(image, frame)


def framed(image: Image.Image, frame: Frame) -> Pixels:
    """The pixels of a picture that Pillow has opened: upright, in the frame's colours and size.

    Raises:
        Unreadable: a mode that is not read, or proportions 50 times those of the frame.
    """
    image.load()
    turn = UPRIGHT.get(orientation(image))
    flat = plain(image, frame.channels)
    upright = flat if turn is None else flat.transpose(turn)
    return np.asarray(_fitted(upright, frame)).reshape(frame.shape)


def _fitted(image: Image.Image, frame: Frame) -> Image.Image:
    size = frame.width, frame.height
    if image.size == size:
        return image
    _require_proportions(image, frame)
    if frame.fit == "crop":
        return ImageOps.fit(image, size, Resampling.BILINEAR)
    if frame.fit == "pad":
        return _padded(image, frame)
    return image.resize(size, Resampling.BILINEAR)


def _require_proportions(image: Image.Image, frame: Frame) -> None:
    wider = (image.width * frame.height) / (image.height * frame.width)
    if (times := max(wider, 1 / wider)) > LONGEST:
        long = "wide" if wider > 1 else "high"
        raise Unreadable(f"it is {times:,.0f} times too {long} for a frame of {frame.width} x {frame.height}")


def _padded(image: Image.Image, frame: Frame) -> Image.Image:
    scale = min(frame.width / image.width, frame.height / image.height)
    width, height = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    whole = Image.new(image.mode, (frame.width, frame.height))
    whole.paste(
        image.resize((width, height), Resampling.BILINEAR), ((frame.width - width) // 2, (frame.height - height) // 2)
    )
    return whole
