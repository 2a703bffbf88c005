"""Small sounds made for the tests: tones of a pitch, so that none is a copy of another by accident."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Iterable
from typing import Any

import numpy as np
from scipy.io import wavfile

RATE = 8000
CLASSES = ("hum", "whistle")


def tone(hertz: float, seconds: float = 0.2, rate: int = RATE, loud: float = 0.3) -> np.ndarray:
    """float64 (samples,) from -1 to 1."""
    return loud * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)


def wav(samples: np.ndarray, rate: int = RATE, dtype: Any = np.int16) -> bytes:
    """A file that scipy wrote; whole numbers take all of their range, bytes with 128 in the middle."""
    scaled = samples if np.dtype(dtype).kind == "f" else np.rint(samples * (np.iinfo(dtype).max // 2))
    file = io.BytesIO()
    wavfile.write(file, rate, (scaled + (128 if dtype is np.uint8 else 0)).astype(dtype))
    return file.getvalue()


def wav_24(samples: np.ndarray, rate: int = RATE) -> bytes:
    """A file of 24 bits that the standard library wrote."""
    whole = np.rint(samples * 2**22).astype("<i4").reshape(-1, 1)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(3)
        writer.setframerate(rate)
        writer.writeframes(whole.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    return file.getvalue()


def with_header(content: bytes, place: int, kind: str, value: int) -> bytes:
    """A file whose header says another number at a place; 22: channels, 24: rate, 34: bits, 40: bytes of sound."""
    changed = bytearray(content)
    struct.pack_into(kind, changed, place, value)
    return bytes(changed)


def classes(each: int = 10, names: Iterable[str] = CLASSES, prefix: str = "", first: int = 0) -> dict[str, bytes]:
    """Clips by their path, ``prefix + CLASS/CLASS_SPEAKER_N.wav``, of speakers ann, bob and eve in turn."""
    named = [(name, number) for name in names for number in range(each)]
    return {
        f"{prefix}{name}/{name}_{('ann', 'bob', 'eve')[number % 3]}_{number}.wav": wav(tone(200 + 7 * (first + at)))
        for at, (name, number) in enumerate(named)
    }
