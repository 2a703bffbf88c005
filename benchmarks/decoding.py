"""Pictures a second from files to arrays: the training folder of CIFAR-10, and photographs of a megapixel.

Each is a whole call of ``data.images`` in a process that has imported it, with nothing decoded before: the scan, the
start of processes, the decoding, the search for copies, the division into parts. It is measured in turns with torch's
DataLoader, a worker for each core, over a data set that opens its files with Pillow; its batches are made and thrown
away. The files were just written, so the operating system has them in memory.

    python -m benchmarks.decoding
"""

from __future__ import annotations

import dataclasses
import os
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import made_pictures
from benchmarks.measuring import Figure, Result, Rival, arguments, installed, paired, ratio, said, seconds, told

COLUMNS = ["what", "who", "pictures a second", "neuroglass is as fast, times"]
WIDTH, HEIGHT = 1200, 850
SIDE = 128
BATCH = 256


@dataclasses.dataclass(frozen=True)
class Reading:
    """A folder with pictures in class folders, how many, the side they are brought to, and the figure to reach."""

    what: str
    folder: Path
    count: int
    side: int | None
    target: int


def neuroglass(reading: Reading) -> Callable[[], float]:
    """Our way."""
    os.environ["NEUROGLASS_CACHE"] = "off"
    from neuroglass.data import images

    size = {} if reading.side is None else {"size": reading.side}
    return lambda: seconds(lambda: images(reading.folder, **size))


def torch(reading: Reading) -> Callable[[], float]:
    """The usual way; a JPEG is decoded at the smallest scale that is large enough, as ours is."""
    from torch.utils.data import DataLoader

    from benchmarks.torch_files import PictureFiles

    files = PictureFiles(reading.folder, reading.side)

    def read() -> None:
        for _ in DataLoader(files, BATCH, num_workers=os.cpu_count() or 1):
            pass

    return lambda: seconds(read)


def measured(rounds: int, quick: bool) -> Result:
    """A figure for each folder."""
    figures, rows = [], []
    with tempfile.TemporaryDirectory() as place:
        for reading in _readings(Path(place), quick):
            said(f"decoding: {reading.what}")
            figure, told = _measured(reading, rounds)
            figures.append(figure)
            rows += told
    how = f"Medians of {rounds} pairs of whole calls, nothing cached by neuroglass, {os.cpu_count()} processes each."
    return Result("Reading pictures", how, figures, COLUMNS, rows)


def _readings(place: Path, quick: bool) -> list[Reading]:
    count = 20 if quick else 1000
    made = made_pictures.photographs(place / "photographs", count, WIDTH, HEIGHT)
    photographs = Reading(f"{count:,} photographs of {WIDTH}x{HEIGHT} to {SIDE}x{SIDE}", made, count, SIDE, 150)
    if quick:
        return [photographs]
    small = made_pictures.cifar10(place) / "train"
    return [Reading("cifar10/train, 50,000 pictures of 32x32", small, 50_000, None, 8000), photographs]


def _measured(reading: Reading, rounds: int) -> tuple[Figure, list[list[str]]]:
    with Rival(neuroglass, reading) as ours:
        if installed("torch"):
            with Rival(torch, reading) as theirs:
                times, their_times = paired(ours.measure, theirs.measure, rounds)
            speed = reading.count / statistics.median(their_times)
            row = [reading.what, "torch DataLoader and Pillow", f"{speed:,.0f}", f"{1 / ratio(times, their_times):.2f}"]
        else:
            times = [ours.measure() for _ in range(rounds)]
            row = [reading.what, "torch DataLoader and Pillow", "not installed", ""]
    speed = reading.count / statistics.median(times)
    figure = Figure(reading.what, f">= {reading.target:,} a second", f"{speed:,.0f}", speed >= reading.target)
    return figure, [[reading.what, "neuroglass", f"{speed:,.0f}", "1.00"], row]


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(5, "pairs"))
    told(measured(1 if wanted.quick else wanted.rounds, wanted.quick), wanted.json)
