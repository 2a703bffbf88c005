"""Files that are whole or not there at all, and that cannot run anything: arrays by name with plain facts about them.

The form is safetensors. Its metadata holds one JSON text under "neuroglass": the facts, a digest of each array and a
digest of the text itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from neuroglass.errors import FileError

FORMAT = 1
KEY = "neuroglass"
DEEPEST = 64  # levels of tables and lists in the description; real ones have a dozen
DTYPES = ("F32", "F64", "I32", "I64", "U32", "U8", "BOOL")  # others have no NumPy type, or no use here
LARGEST_HEADER = 16 * 1024 * 1024  # bytes; a network of 10,000 nodes needs a tenth of it

MODEL = "model.safetensors"  # in the folder of a run

Array = NDArray[np.generic]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is complete whenever it can be seen: beside it first, forced to disk, then moved into place.

    Raises:
        FileError: the folder is missing, read-only or full; what stood there before is untouched.
    """
    try:
        _write_beside(path, content)
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(
            f"{path} cannot be written: {reason}", "", "Choose another place, or make room there"
        ) from error


def _write_beside(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def pack(arrays: Mapping[str, Array], facts: Mapping[str, Any]) -> bytes:
    """Arrays and facts as the bytes of one file; the same arrays and facts give the same bytes."""
    content = {"format": FORMAT, **facts, "digests": {name: _digest(array) for name, array in arrays.items()}}
    text = _canonical(content | {"digest": hashlib.sha256(_canonical(content).encode()).hexdigest()})
    whole = {name: np.asarray(array, order="C") for name, array in arrays.items()}  # ascontiguousarray adds an axis
    return bytes(save(whole, {KEY: text}))


def unpack(path: Path, kind: str) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays and facts of a file, every digest checked. ``kind`` names in messages what it should have been.

    Raises:
        FileError: not there, not such a file, damaged, or of a newer format.
    """
    _check_header(path, kind)
    try:
        with safe_open(path, framework="numpy") as file:
            facts = _facts(path, kind, (file.metadata() or {}).get(KEY))
            arrays = {name: _array(path, file, name) for name in file.keys()}  # noqa: SIM118 - not a mapping
    except (SafetensorError, OSError, TypeError) as error:
        raise FileError(f"{path} is damaged: {error}", "", _AGAIN) from error
    digests = facts.pop("digests", None)
    if not isinstance(digests, dict) or digests.keys() != arrays.keys():
        raise FileError(f"{path} is damaged: its arrays are not those it lists", "", _AGAIN)
    for name, array in arrays.items():
        if _digest(array) != digests[name]:
            raise FileError(f"{path} is damaged: the numbers of {name} are not those that were saved", "", _AGAIN)
    return arrays, facts


_AGAIN = "Copy it again from where it came, or train again"


def _check_header(path: Path, kind: str) -> None:
    """Refuse what cannot be such a file before anything of it is kept in memory."""
    try:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "no file" if path.exists() else "not there"
            raise FileError(f"{path} is {found}", f"the file of a {kind}")
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
        size = path.stat().st_size
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from error
    if size < 10 or length > size - 8:
        raise FileError(f"{path} is not the file of a {kind}, or is cut short ({size} bytes)", "", _AGAIN)
    if length > LARGEST_HEADER:
        raise FileError(f"{path} has a header of {length} bytes", f"at most {LARGEST_HEADER}", "It may be hostile")


def _facts(path: Path, kind: str, text: str | None) -> dict[str, Any]:
    if text is None:
        raise FileError(f"{path} was not written by neuroglass", f"the file of a {kind}")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} is damaged: its description cannot be read", "", _AGAIN) from error
    if not isinstance(content, dict) or _deeper_than(DEEPEST, content):
        raise FileError(f"{path} is damaged: its description is no table, or too deep a one", "", _AGAIN)
    version = content.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise FileError(f"{path} has format {version}", f"{FORMAT} or older", "Install a newer neuroglass")
    digest = content.pop("digest", None)
    if version != FORMAT or digest != hashlib.sha256(_canonical(content).encode()).hexdigest():
        raise FileError(f"{path} is damaged: its description is not the one that was saved", "", _AGAIN)
    del content["format"]
    return content


def _deeper_than(levels: int, content: Any) -> bool:
    """Whether tables and lists stand within each other more than so many times; level by level, without recursion."""
    within = [content]
    for _ in range(levels):
        holders = [list(thing.values()) if isinstance(thing, dict) else thing for thing in within]
        within = [part for holder in holders if isinstance(holder, list) for part in holder]
    return any(isinstance(thing, dict | list) for thing in within)


def _array(path: Path, file: Any, name: str) -> Array:
    dtype = file.get_slice(name).get_dtype()
    if dtype not in DTYPES:
        raise FileError(f"{path} is damaged: its array {name} is of the type {dtype}", ", ".join(DTYPES), _AGAIN)
    array: Array = file.get_tensor(name)
    return array


def _canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _digest(array: Array) -> str:
    head = f"{array.dtype.str} {array.shape} ".encode()
    return hashlib.sha256(head + np.ascontiguousarray(array).tobytes()).hexdigest()


def model_file(given: str | Path) -> Path:
    """The model itself, when a run's folder is given.

    Raises:
        FileError: a folder without a model.
    """
    path = Path(given)
    if not path.is_dir():
        return path
    if not (path / MODEL).is_file():
        raise FileError(f"{path} holds no {MODEL}", "a run that has ended, or a model's file", _near_run(path))
    return path / MODEL


def _near_run(path: Path) -> str:
    if (path / "checkpoint" / "state.safetensors").is_file():
        return f"Finish it: neuroglass train --resume {path}"
    inside = sorted(model.parent for model in path.glob(f"*/{MODEL}"))
    return f"Did you mean {inside[-1]}?" if inside else ""
