"""Files that are no model, or not a whole one."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Callable

import numpy as np
from safetensors.numpy import save

from tests.bad_inputs.case import MODEL, asked, damaged, raw

HUGE = 10**12


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model/data.pkl", "cos\nsystem\n(S'touch it-ran'\ntR.")
    return buffer.getvalue()


def _header(length: int, text: bytes = b"{}") -> bytes:
    return length.to_bytes(8, "little") + text


def _flipped(at: int) -> Callable[[bytes], bytes]:
    return lambda content: content[:at] + bytes([content[at] ^ 4]) + content[at + 1 or len(content) :]


def _claiming(shape: list[int]) -> Callable[[bytes], bytes]:
    """The same bytes under a header that says the first array is of another shape."""

    def change(content: bytes) -> bytes:
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        header[next(name for name in header if name != "__metadata__")]["shape"] = shape
        changed = json.dumps(header).encode()
        return _header(len(changed), changed) + content[8 + length :]

    return change


class _Harm:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, ("it-ran", "w")


DAMAGED = (
    asked("model empty", raw(MODEL, b""), "is not the file of a model, or is cut short (0 bytes)"),
    asked("model cut to half", damaged(lambda content: content[: len(content) // 2]), "cut short"),
    asked("model cut by one byte", damaged(lambda content: content[:-1]), "is damaged"),
    asked("model with a byte more", damaged(lambda content: content + b"\0"), "is damaged"),
    asked(
        "model with a flipped weight", damaged(_flipped(-3)), "is damaged", "not those that were saved", "train again"
    ),
    asked("model with a flipped header", damaged(_flipped(40)), "is damaged"),
    asked("model with a flipped fact", damaged(lambda content: content.replace(b"tanh", b"relu", 1)), "is damaged"),
    asked("model of zeros", raw(MODEL, bytes(4000)), "is damaged"),
    asked("zip named model", raw(MODEL, _zip()), "is not the file of a model"),
    asked("pickle named model", raw(MODEL, pickle.dumps(_Harm())), "is not the file of a model"),
    asked("header beyond the file", raw(MODEL, _header(2**62) + bytes(100)), "is not the file of a model"),
    asked(
        "header of 32 MiB", raw(MODEL, _header(1 << 25, bytes(1 << 25))), "has a header of 33554432 bytes", "at most"
    ),
    asked("header of nested lists", raw(MODEL, _header(200_000, b"[" * 200_000)), "is damaged"),
    asked("array beyond the file", damaged(_claiming([HUGE, HUGE])), "is damaged"),
    asked("another tool's model", raw(MODEL, save({"w": np.zeros(9)})), "was not written by neuroglass"),
)
