"""The chunks that a WAV file is made of; of one that may be larger than 4 GB, RF64, too."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

ELSEWHERE = 0xFFFF_FFFF  # the size in RF64 of a chunk whose size stands in another, "ds64"
NAME = re.compile(rb"[ -~]{4}")


class Chunk(NamedTuple):
    """Its name, the bytes that its header promises, and where they begin."""

    name: bytes
    size: int
    at: int


def chunks(content: bytes) -> Iterator[Chunk]:
    """Each chunk; an odd one is followed by a byte that says nothing.

    Source: EBU Tech 3306, "RF64", 2009, for sizes of 64 bits.
    """
    at, told = 12, {}
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        if name == b"ds64" and size >= 16 and at + 24 <= len(content):
            told[b"data"] = struct.unpack_from("<Q", content, at + 16)[0]
        if size == ELSEWHERE:
            size = told.get(name, size)
        yield Chunk(name, size, at + 8)
        at += 8 + size + size % 2


def is_chunk(content: bytes, at: int) -> bool:
    """Whether a chunk begins at a place: four letters, and a size that ends within the file."""
    if at + 8 > len(content) or not NAME.match(content, at):
        return False
    return bool(at + 8 + int.from_bytes(content[at + 4 : at + 8], "little") <= len(content))
