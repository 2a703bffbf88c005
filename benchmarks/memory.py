"""The most memory that reading many large pictures takes, beside the bytes of their files.

Photographs of about half a megabyte, twice as many the second time, each time by ``data.images`` in a process that has
read nothing yet, with a cache of its own that is empty. Counted are that process and all that it starts, each at its
largest, as if all were at the same moment. The difference between the two counts is what each further picture takes.

    python -m benchmarks.memory

Linux only: the peaks are read from /proc, for what getrusage tells of children includes what their parent had.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import made_pictures
from benchmarks.measuring import Figure, Result, Rival, arguments, said, seconds, told

COLUMNS = ["pictures", "files, MB", "peak, MB", "pixels they become, MB"]
COUNT = 1500
WIDTH, HEIGHT = 1600, 1200
MB = 10**6
BOUND = 1024  # MB in all, with the second number of pictures
SHARE = 0.2  # of a file's bytes, for each further picture: its pixels, once mapped and once in a part
OFTEN = 0.05  # seconds between two looks


def reading(folder: Path, cache: Path) -> Callable[[], float]:
    """Read a folder."""
    os.environ["NEUROGLASS_CACHE"] = str(cache)
    from neuroglass.data import images

    return lambda: seconds(lambda: images(folder))


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
            peak = _peak_while_measuring(reader)
        return files, peak, sum(path.stat().st_size for path in cache.rglob("pixels") if path.is_file())


def _peak_while_measuring(reader: Rival) -> int:
    """Bytes: the sum of the peaks of the process and all that it starts."""
    peaks: dict[int, int] = {}
    with ThreadPoolExecutor(1) as aside:
        measuring = aside.submit(reader.measure)
        while not measuring.done():
            time.sleep(OFTEN)
            seen = {process: _largest(process) for process in _family(reader.process)}
            peaks |= {process: max(peak, peaks.get(process, 0)) for process, peak in seen.items()}
        measuring.result()
    return sum(peaks.values())


def _family(process: int) -> Iterator[int]:
    """The process and all below it; one that is just being started still is its parent's image, and left out."""
    yield process
    for child in _told_of(process, f"task/{process}/children").split():
        if _told_of(int(child), "cmdline") != _told_of(process, "cmdline"):
            yield from _family(int(child))


def _largest(process: int) -> int:
    """The most bytes that it had in memory so far."""
    found = re.search(r"VmHWM:\s+(\d+) kB", _told_of(process, "status"))
    return 1024 * int(found[1]) if found else 0


def _told_of(process: int, what: str) -> str:
    """What /proc tells; nothing of a process that has just ended."""
    try:
        return Path(f"/proc/{process}/{what}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _row(count: int, files: int, peak: float, pixels: int) -> list[str]:
    return [f"{count:,}", *(f"{size / MB:,.0f}" for size in (files, peak, pixels))]


if __name__ == "__main__":
    wanted = arguments(__doc__, count=(COUNT, "pictures, and twice as many after them"))
    told(measured(300 if wanted.quick else wanted.count), wanted.json)
