"""Folders of pictures to read: CIFAR-10 unpacked, and photographs made by chance."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from benchmarks.measuring import data_path

CLASSES = ("one", "two")
QUALITY = 90
GRAIN = 6.0  # the standard deviation of the noise of a camera, from 0 to 255


def cifar10(into: Path) -> Path:
    """The folder ``cifar10`` with train and test in it."""
    with tarfile.open(data_path("images/cifar10.tar.xz")) as archive:
        archive.extractall(into, filter="data")
    return into / "cifar10"


def photographs(into: Path, count: int, width: int, height: int) -> Path:
    """So many pictures that differ, in two class folders."""
    for number in range(count):
        place(into, number).write_bytes(photograph(number, width, height))
    return into


def copies(into: Path, count: int, width: int, height: int, distinct: int = 4) -> Path:
    """Files that all differ but show few pictures: some bytes after its end make another file of the same picture."""
    contents = [photograph(number, width, height) for number in range(distinct)]
    for number in range(count):
        place(into, number).write_bytes(contents[number % distinct] + number.to_bytes(8))
    return into


def place(folder: Path, number: int) -> Path:
    """Where a picture lies."""
    path = folder / CLASSES[number % len(CLASSES)] / f"{number:06}.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def photograph(seed: int, width: int, height: int) -> bytes:
    """A JPEG of clouds of all sizes, things in front of them, and grain, which give it about a photograph's bytes."""
    random = np.random.default_rng(seed)
    clouds = sum(_cloud(random, places, width, height) / 2**level for level, places in enumerate((3, 12, 48)))
    image = Image.fromarray(np.clip(clouds / 1.75, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for x, y, w, h, *color in random.integers(
        0, (width, height, width // 3, height // 3, 256, 256, 256), (12, 7)
    ).tolist():
        (draw.ellipse if w % 2 else draw.rectangle)((x, y, x + w, y + h), fill=tuple(color))
    grain = random.standard_normal((height, width, 1), np.float32) * np.float32(GRAIN)
    whole = np.clip(np.asarray(image, np.float32) + grain, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(whole).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _cloud(random: np.random.Generator, places: int, width: int, height: int) -> np.ndarray:
    """Colours by chance at so many places a side, and what lies between them."""
    few = Image.fromarray(random.integers(0, 256, (places, places, 3), np.uint8))
    return np.asarray(few.resize((width, height), Image.Resampling.BICUBIC), np.float32)
