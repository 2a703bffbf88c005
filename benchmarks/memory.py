"""The most memory that reading many large pictures takes, beside the bytes of their files.

Photographs of about half a megabyte, twice as many the second time, each time by ``data.images`` in a process that has
read nothing yet, with a cache of its own that is empty. Counted are that process at its largest and, as if all were at
their largest at the same moment, each process that decoded; memory that they share is counted once for each. The
difference between the two counts is what each further picture takes.

    python -m benchmarks.memory
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import made_pictures
from benchmarks.measuring import Figure, Result, Rival, arguments, said, told

COLUMNS = ["pictures", "files, MB", "peak, MB", "pixels they become, MB"]
COUNT = 1500
WIDTH, HEIGHT = 1600, 1200
MB = 10**6
BOUND = 1024  # MB in all, with the second number of pictures
SHARE = 0.2  # of a file's bytes, for each further picture: its pixels, once mapped and once in a part
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes, in which the operating system tells a peak


def reading(folder: Path, cache: Path) -> Callable[[], float]:
    """Read a folder, and tell the bytes of the peak."""
    os.environ["NEUROGLASS_CACHE"] = str(cache)
    from neuroglass.data import images

    def peak() -> float:
        images(folder)
        decoding = (os.cpu_count() or 1) * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return UNIT * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + decoding)

    return peak


def measured(count: int) -> Result:
    """The peak with ``count`` pictures and with twice as many."""
    few, many = _peak(count), _peak(2 * count)
    further = (many[1] - few[1]) / (many[0] - few[0])
    peak = many[1] / MB
    figures = [
        Figure(
            f"peak memory of reading {2 * count:,} pictures, {many[0] / MB:,.0f} MB of files",
            f"<= {BOUND:,} MB",
            f"{peak:,.0f} MB",
            peak <= BOUND,
        ),
        Figure(
            "memory for each further picture, by the bytes of its file",
            f"<= {SHARE}",
            f"{further:.3f}",
            further <= SHARE,
        ),
    ]
    how = (
        "The process that reads and all that decode, each at its largest; the pixels are mapped from the cache's file."
    )
    rows = [_row(count, *few), _row(2 * count, *many)]
    return Result("Memory of reading pictures", how, figures, COLUMNS, rows)


def _peak(count: int) -> tuple[int, float, int]:
    """The bytes of so many files, of the peak, and of the pixels."""
    said(f"memory: {count:,} pictures")
    with tempfile.TemporaryDirectory() as place:
        folder, cache = made_pictures.copies(Path(place) / "pictures", count, WIDTH, HEIGHT), Path(place) / "cache"
        files = sum(path.stat().st_size for path in folder.rglob("*.jpg"))
        with Rival(reading, folder, cache) as reader:
            peak = reader.measure()
        return files, peak, sum(path.stat().st_size for path in cache.rglob("pixels") if path.is_file())


def _row(count: int, files: int, peak: float, pixels: int) -> list[str]:
    return [f"{count:,}", *(f"{size / MB:,.0f}" for size in (files, peak, pixels))]


if __name__ == "__main__":
    wanted = arguments(__doc__, count=(COUNT, "pictures, and twice as many after them"))
    told(measured(300 if wanted.quick else wanted.count), wanted.json)
