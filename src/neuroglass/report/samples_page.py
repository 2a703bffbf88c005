"""A page of pictures or clips before anything is learnt from them: as they are, and as a network would meet them."""

from __future__ import annotations

from pathlib import Path

from neuroglass.data.parts import Data
from neuroglass.files import write_whole
from neuroglass.report.samples import samples, suited
from neuroglass.report.templates import template


def write_samples(data: Data, path: Path) -> None:
    """Write the page, with the augmentation that training would choose.

    Raises:
        FileError: the place cannot be written to.
    """
    write_whole(path, samples_page(data).encode())


def samples_page(data: Data) -> str:
    """The page as text."""
    augmentation, _ = suited(data)
    found = samples(data, augmentation, seed=0)
    return template("samples.html").render(reading=data.reading, rows=len(data.train), samples=found)
