"""WAV files as they are found: whole numbers of 8 to 32 bits or floats, of any rate and number of channels."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.folders.unreadable import Unreadable

WHOLE, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE  # kinds of samples, as a header numbers them
PACKED = {2: "ADPCM", 6: "A-law", 7: "mu-law", 0x11: "ADPCM", 0x31: "GSM", 0x55: "MP3"}
SLOWEST, FASTEST = 1_000, 768_000  # samples a second that a header is believed
UNTOLD = 0x7FFF_F000  # bytes, from which on a header only says that its writer did not know how many

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Wave:
    """A sound as a file holds it: samples a second, and float32 (samples, channels) from -1 to 1."""

    rate: int
    samples: Samples


def _bytes(data: bytes) -> Samples:
    return (np.frombuffer(data, np.uint8).astype(np.float32) - np.float32(128)) / np.float32(2**7)


def _three_bytes(data: bytes) -> Samples:
    low, middle, high = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32).T
    return (((high ^ 128) - 128) * 2**16 + middle * 2**8 + low).astype(np.float32) / np.float32(2**23)


def _whole(dtype: str, steps: int) -> Callable[[bytes], Samples]:
    return lambda data: np.frombuffer(data, dtype).astype(np.float32) / np.float32(steps)


READ: dict[tuple[int, int], Callable[[bytes], Samples]] = {
    (WHOLE, 8): _bytes,
    (WHOLE, 16): _whole("<i2", 2**15),
    (WHOLE, 24): _three_bytes,
    (WHOLE, 32): _whole("<i4", 2**31),
    (FLOAT, 32): _whole("<f4", 1),
    (FLOAT, 64): _whole("<f8", 1),
}


def read_wav(content: bytes) -> Wave:
    """The sound in a WAV file.

    Raises:
        Unreadable: no such file, one that is cut short, or samples that are kept in another way.
    """
    header = b""
    for name, size, at in _chunks(content):
        if name == b"fmt ":
            header = content[at : at + size]
        if name == b"data":
            return _wave(header, _data(content, size, at))
    raise Unreadable("it is a WAV file without sound")


def promises_more(content: bytes) -> bool:
    """Whether the header of a WAV file tells of more bytes of sound than follow, as one does that was written before
    they were known.
    """
    if content[8:12] != b"WAVE":
        return False
    return any(name == b"data" and size > len(content) - at for name, size, at in _chunks(content))


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The name, size and place of each chunk; an odd one is followed by a byte that says nothing."""
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, size, at + 8
        at += 8 + size + size % 2


def _data(content: bytes, size: int, at: int) -> bytes:
    there = len(content) - at
    if size < UNTOLD and size > there:
        raise Unreadable(f"its header promises {size:,} bytes of sound and {there:,} follow: it is cut short")
    return content[at : at + min(size, there)]


def _wave(header: bytes, data: bytes) -> Wave:
    if len(header) < 16:
        raise Unreadable("it is a WAV file without a whole header")
    kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", header)
    if kind == EXTENSIBLE and len(header) >= 26:
        (kind,) = struct.unpack_from("<H", header, 24)
    if not (channels and SLOWEST <= rate <= FASTEST):
        raise Unreadable(f"its header makes no sense: {channels} channel(s) of {rate:,} samples a second")
    if (kind, bits) not in READ:
        raise Unreadable(
            f"its samples are kept as {PACKED.get(kind, f'kind {kind}')} of {bits} bits, which is not read"
        )
    whole = len(data) - len(data) % (channels * bits // 8)
    return Wave(rate, READ[kind, bits](data[:whole]).reshape(-1, channels))
