"""A page of pictures before anything is learnt from them: as they are, and as a network would see them."""

from __future__ import annotations

from pathlib import Path

from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Data
from neuroglass.files import write_whole
from neuroglass.learn.augmentation import for_pictures
from neuroglass.report.samples import samples
from neuroglass.report.templates import template


def write_samples(data: Data, path: Path) -> None:
    """Write the page, with the augmentation that training would choose.

    Raises:
        FileError: the place cannot be written to.
    """
    write_whole(path, samples_page(data).encode())


def samples_page(data: Data) -> str:
    """The page as text."""
    shape, rows = data.spec.inputs[PICTURE].shape, len(data.train)
    augmentation, _ = for_pictures(shape, data.spec.classes, rows)
    found = samples(data, augmentation, seed=0)
    return template("samples.html").render(reading=data.reading, rows=rows, samples=found)
