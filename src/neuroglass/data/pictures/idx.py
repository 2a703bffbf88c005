"""The idx files of MNIST and its kin: pixels and labels behind a header of a few numbers, packed with gzip or not.

Source: the description under "FILE FORMATS FOR THE MNIST DATABASE" on yann.lecun.com/exdb/mnist.
"""

from __future__ import annotations

import gzip
import math
import re
import zlib
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.listing import Listing, naturally
from neuroglass.data.pictures.frame import Pixels
from neuroglass.errors import DataError

NAME = re.compile(
    r"(?P<set>.*-)?(?P<part>train|t10k|test)-(?P<kind>images|labels)[-.]idx[13]-ubyte(\.gz)?", re.IGNORECASE
)
LARGEST = 1 << 34  # bytes of one file, unpacked
MAGIC = 0x0800  # unsigned bytes; the number of axes is added
AXES = {"images": ("pictures", "rows", "columns"), "labels": ("labels",)}


def idx_files(folder: Path) -> dict[tuple[str, str], Path]:
    """The idx files of a folder by part ("train" or "test") and kind ("images" or "labels")."""
    found: dict[tuple[str, str], Path] = {}
    for file in sorted(folder.iterdir(), key=lambda file: naturally([file.name])):
        name = NAME.fullmatch(file.name)
        if name and file.is_file():
            part = "train" if name["part"].lower() == "train" else "test"
            twin = found.setdefault((part, name["kind"].lower()), file)
            if twin.name.removesuffix(".gz") != file.name.removesuffix(".gz"):
                raise DataError(
                    f"{folder} holds idx files of several sets: {twin.name} and {file.name}",
                    "one set",
                    "Move each set into a folder of its own",
                )
    return found


def read_idx(folder: Path) -> Listing:
    """The pictures and labels of the idx files in a folder.

    Raises:
        DataError: a file is missing, or its header lies.
    """
    files = idx_files(folder)
    read = {part: _read_part(folder, files, part) for part in ("train", "test") if (part, "images") in files}
    if "train" not in read:
        raise DataError(f"{folder} holds no idx file of training pictures", "train-images-idx3-ubyte, packed or not")
    sizes = {part: pixels.shape[1:3] for part, (pixels, _) in read.items()}
    if len(set(sizes.values())) > 1:
        raise DataError(f"{folder} holds training and test pictures of different sizes: {sizes}", "one size")
    counts = {part: len(labels) for part, (_, labels) in read.items()}
    numbers = np.concatenate([labels for _, labels in read.values()]).astype(np.int64)
    parts = np.repeat(np.array([splits.SPELLINGS[part] for part in counts], np.int8), list(counts.values()))
    return Listing(
        str(folder),
        "idx files",
        np.concatenate([pixels for pixels, _ in read.values()]),
        tuple(f"{part} {number}" for part, count in counts.items() for number in range(count)),
        pl.Series("class", numbers),
        parts,
        target_reason="the idx file of labels",
        classes_because="the labels number the classes",
    )


def _read_part(folder: Path, files: dict[tuple[str, str], Path], part: str) -> tuple[Pixels, NDArray[np.uint8]]:
    if (part, "labels") not in files:
        raise DataError(f"{folder} holds {files[part, 'images'].name} and no labels for it", f"{part} labels beside it")
    images, labels = (_read_file(files[part, kind], kind) for kind in ("images", "labels"))
    if len(images) != len(labels):
        raise DataError(f"{files[part, 'images']} holds {len(images)} pictures and {len(labels)} labels belong to them")
    return images[..., None], labels


def _read_file(path: Path, kind: str) -> NDArray[np.uint8]:
    axes = len(AXES[kind])
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            head = file.read(4 * (axes + 1))
            shape = _check_header(path, [int.from_bytes(head[at : at + 4]) for at in range(0, len(head), 4)], kind)
            size = math.prod(shape)
            content = file.read(size + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read: {error}", "", "It may be damaged or cut short") from error
    if len(content) != size:
        more = "more" if len(content) > size else f"{len(content)}"
        told = " x ".join(f"{count} {axis}" for count, axis in zip(shape, AXES[kind], strict=True))
        raise DataError(f"{path} promises {told} in its header and holds {more} bytes after it", f"{size} bytes")
    return np.frombuffer(content, np.uint8).reshape(shape)


def _check_header(path: Path, header: list[int], kind: str) -> tuple[int, ...]:
    axes = len(AXES[kind])
    if len(header) != axes + 1 or header[0] != MAGIC + axes:
        begins = f"{header[0]:#010x}" if header else "nothing"
        raise DataError(f"{path} begins with {begins}", f"{MAGIC + axes:#010x}, which marks an idx file of {kind}")
    shape = tuple(header[1:])
    if not 0 < math.prod(shape) <= LARGEST:
        raise DataError(f"{path} says in its header that its shape is {shape}", f"1 to {LARGEST:,} bytes")
    return shape
