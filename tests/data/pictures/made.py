"""Small pictures made for the tests: each of its own colour, so that none is a copy of another by accident."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

CLASSES = ("bus", "car")


def picture(number: int, size: tuple[int, int] = (8, 8), mode: str = "RGB", form: str = "PNG") -> bytes:
    """A picture of noise with a seed, as the bytes of a file; size is (width, height)."""
    shape = (size[1], size[0], 3) if mode == "RGB" else (size[1], size[0])
    pixels = np.random.default_rng(number).integers(0, 256, shape, np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return file.getvalue()


def classes(each: int = 10, names: Iterable[str] = CLASSES, prefix: str = "", first: int = 0) -> dict[str, bytes]:
    """Pictures by their path, ``prefix + CLASS/N.png``."""
    named = [(name, number) for name in names for number in range(each)]
    return {f"{prefix}{name}/{number}.png": picture(first + at) for at, (name, number) in enumerate(named)}


def write(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def write_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_tar(path: Path, files: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> Path:
    """A tar, packed as its ending says, with symbolic links."""
    packing = {".gz": "w:gz", ".tgz": "w:gz", ".xz": "w:xz", ".bz2": "w:bz2"}.get(path.suffix, "w:")
    with tarfile.open(str(path), packing) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return path


def idx(array: np.ndarray) -> bytes:
    """Bytes as an idx file."""
    sizes = b"".join(size.to_bytes(4) for size in array.shape)
    return (0x0800 + array.ndim).to_bytes(4) + sizes + array.astype(np.uint8).tobytes()
