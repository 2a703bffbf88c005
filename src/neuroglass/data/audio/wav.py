"""WAV files as they are found: whole numbers of 8 to 32 bits or floats, of any rate and number of channels."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.riff import Chunk, chunks, is_chunk
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
    header, sound = _found(content)
    return _wave(header, _data(content, sound))


def doubt(content: bytes) -> str:
    """What is odd about a WAV file that can be read, as one whose header was written before its length was known."""
    if content[8:12] != b"WAVE":
        return ""
    header, sound = _found(content)
    if sound.size > len(content) - sound.at:
        return "shorter than their header says"
    is_one_rate = header.bytes_a_second == header.rate * header.block
    return "" if is_one_rate else "of another rate by the bytes a second in their header than by its samples a second"


def _found(content: bytes) -> tuple[_Header, Chunk]:
    """What stands in the header, and the sound."""
    header = b""
    for chunk in chunks(content):
        if chunk.name == b"fmt ":
            header = content[chunk.at : chunk.at + chunk.size]
        if chunk.name == b"data":
            return _header(header), chunk
    raise Unreadable("it is a WAV file without sound")


class _Header(NamedTuple):
    kind: int
    channels: int
    rate: int
    bytes_a_second: int
    block: int  # bytes of one sample of all channels
    bits: int


def _header(written: bytes) -> _Header:
    if len(written) < 16:
        raise Unreadable("it is a WAV file without a whole header")
    header = _Header(*struct.unpack_from("<HHIIHH", written))
    if header.kind == EXTENSIBLE and len(written) >= 26:
        header = header._replace(kind=int.from_bytes(written[24:26], "little"))
    _check(header)
    return header


def _check(header: _Header) -> None:
    kind, channels, rate, _, block, bits = header
    if not (channels and SLOWEST <= rate <= FASTEST):
        raise Unreadable(f"its header makes no sense: {channels:,} channel(s) of {rate:,} samples a second")
    if (kind, bits) not in READ:
        raise Unreadable(
            f"its samples are kept as {PACKED.get(kind, f'kind {kind}')} of {bits} bits, which is not read"
        )
    if block != channels * bits // 8:
        raise Unreadable(
            f"its header contradicts itself: {channels:,} channel(s) of {bits} bits, and {block:,} bytes for all"
        )


def _data(content: bytes, chunk: Chunk) -> bytes:
    there = len(content) - chunk.at
    promised = f"its header promises {chunk.size:,} bytes of sound and {there:,} follow"
    if chunk.size < UNTOLD and chunk.size > there:
        raise Unreadable(f"{promised}: it is cut short")
    if not chunk.size and there and not is_chunk(content, chunk.at):
        raise Unreadable(f"{promised}: it is wrong")
    return content[chunk.at : chunk.at + min(chunk.size, there)]


def _wave(header: _Header, data: bytes) -> Wave:
    whole = len(data) - len(data) % header.block
    if data and not whole:
        raise Unreadable(f"its {len(data):,} bytes of sound are less than one sample of {header.channels:,} channel(s)")
    return Wave(header.rate, READ[header.kind, header.bits](data[:whole]).reshape(-1, header.channels))
