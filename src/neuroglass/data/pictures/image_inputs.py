"""The input side of a spec for pictures: the frame of training, and how any source of pictures is brought into it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.array_inputs import encode_answers
from neuroglass.data.folders.listing import Listing, some
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.inputs import PICTURE, Encoded, InputSpec
from neuroglass.data.kinds import may_be_table
from neuroglass.data.pictures import finding
from neuroglass.data.pictures.frame import Frame, Pixels
from neuroglass.data.pictures.in_frame import in_frame
from neuroglass.data.pictures.picture_arrays import as_pixels, is_one_picture
from neuroglass.data.pictures.stored import some_of
from neuroglass.data.targets import Target
from neuroglass.errors import DataError

if TYPE_CHECKING:
    from PIL import Image

Array = NDArray[np.generic]


@dataclass(frozen=True)
class ImageInputs:
    """The frame of the pictures, and the mean and variance of each channel in the training part, from 0 to 255.

    ``path_column`` is the column of a table that names the files, where training had one.
    """

    frame: Frame
    mean: tuple[float, ...]
    variance: tuple[float, ...]
    path_column: str | None

    def __post_init__(self) -> None:
        channels = self.frame.channels
        if (len(self.mean), len(self.variance)) != (channels, channels) or min(self.variance) <= 0:
            raise ValueError(f"a mean and a variance above 0 for each of {channels} channel(s)")

    @property
    def inputs(self) -> dict[str, InputSpec]:
        return {PICTURE: InputSpec(self.frame.shape, "uint8", None, self.mean, self.variance)}

    def encode(self, raw: Any) -> Encoded:
        """Pictures as pixels: a path of a picture, folder or archive, a glob text, a list of paths, a table with the
        column of paths, arrays of one picture or many, a picture of Pillow or a list of them.

        Raises:
            DataError: nothing there that can be read.
        """
        if _holds_pictures(raw):
            return self._encode_images([_as_image(picture) for picture in (raw if isinstance(raw, list) else [raw])])
        if isinstance(raw, np.ndarray):
            return self._encode_array(raw)
        with finding.pictures(raw, self.path_column) as listing:
            return self._encode_listing(listing)

    def encode_target(self, raw: Any, target: Target) -> Array:
        """The targets of labelled pictures, those that cannot be read among them; or an array of labels or values."""
        if isinstance(raw, np.ndarray):
            return encode_answers(raw, target)
        with finding.labelled(raw, self._column(raw, target), self.path_column, to_learn=False) as listing:
            return _targets(listing, target)

    def encode_labelled(self, raw: Any, target: Target) -> tuple[Encoded, Array]:
        """The readable pictures of a labelled source, or of a pair (x, y), with their targets.

        Raises:
            DataError: no targets, or not as many as pictures.
        """
        if isinstance(raw, tuple) and len(raw) == 2:
            encoded, y = self.encode(raw[0]), encode_answers(np.asarray(raw[1]), target)
            if len(y) != encoded.read:
                raise DataError(f"x holds {encoded.read} pictures and y {len(y)} targets", "as many in both")
            return encoded, y[encoded.rows]
        with finding.labelled(raw, self._column(raw, target), self.path_column, to_learn=False) as listing:
            encoded = self._encode_listing(listing)
            return encoded, _targets(listing, target)[encoded.rows]

    def _encode_array(self, array: Array) -> Encoded:
        many = array[None] if is_one_picture(array, self.frame.height, self.frame.width) else array
        names = tuple(f"picture {number}" for number in range(len(many)))
        return self._encode_listing(Listing("arrays", "NumPy arrays", as_pixels(many), names))

    def _encode_listing(self, listing: Listing) -> Encoded:
        pixels, decoded = in_frame(listing.items, self.frame)
        unread = decoded.reasons
        if len(unread) == len(listing):
            first = min(unread)
            raise DataError(f"None of {len(unread)} picture(s) can be read; {listing.names[first]}: {unread[first]}")
        rows = np.setdiff1d(np.arange(len(listing)), list(unread))
        names = tuple(listing.names[row] for row in rows)
        x: dict[str, Any] = {PICTURE: some_of(pixels, rows)}
        return Encoded(x, rows, _notes(listing, unread), names, len(unread))

    def _encode_images(self, images: list[Image.Image]) -> Encoded:
        """Each into the frame alone: they may differ in size."""
        names = tuple(getattr(image, "filename", "") or f"picture {at}" for at, image in enumerate(images))
        pixels = np.stack([self._pixels(image, name) for image, name in zip(images, names, strict=True)])
        return Encoded({PICTURE: pixels}, np.arange(len(images)), (), names)

    def _pixels(self, image: Image.Image, name: str) -> Pixels:
        from neuroglass.data.pictures.opening import judged
        from neuroglass.data.pictures.pixels import framed

        try:
            with judged():
                return framed(image, self.frame)
        except Unreadable as error:
            raise DataError(f"{name} cannot be read: {error}", "a whole picture") from error

    def _column(self, raw: Any, target: Target) -> str | None:
        """The target column, where what is given is a table."""
        is_path = isinstance(raw, str | os.PathLike)
        return target.name if self.path_column and (not is_path or may_be_table(raw)) else None


def _holds_pictures(raw: Any) -> bool:
    """Whether it is a picture of Pillow, or a list of these or of arrays."""
    from PIL import Image

    first = raw[0] if isinstance(raw, list) and raw else raw
    return isinstance(first, Image.Image) or (first is not raw and isinstance(first, np.ndarray))


def _as_image(picture: Any) -> Image.Image:
    from PIL import Image

    if isinstance(picture, Image.Image):
        return picture
    pixels = as_pixels(np.asarray(picture)[None])[0]
    return Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels)


def _targets(listing: Listing, target: Target) -> Array:
    if listing.labels is None:
        raise DataError(f"{listing.source} holds pictures and no labels", "folders named after the classes")
    y, there, _ = target.encode(listing.labels, listing.source)
    if not there.all():
        raise DataError(f"{listing.source}: {(~there).sum()} picture(s) have no target", "one for each")
    return y


def _notes(listing: Listing, unread: dict[int, str]) -> tuple[str, ...]:
    """What is told of an answer: what was left out, and why."""
    left_out = [f"{part.count} left out: {part.reason} ({some(part.places)})" for part in listing.skipped]
    for reason, count in Counter(unread.values()).items():
        names = [listing.names[row] for row, why in unread.items() if why == reason]
        left_out.append(f"{count} left out: {reason} ({some(names)})")
    return (*listing.notes, *left_out)
