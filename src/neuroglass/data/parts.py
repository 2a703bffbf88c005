"""The parts a data set is divided into, as arrays, and what carries them."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import Encoded
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.reading import Reading
from neuroglass.data.spec import Spec
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries.series_inputs import SeriesInputs
from neuroglass.errors import DataError

Array = NDArray[np.generic]
HASHED_AT_ONCE = 4096  # rows, which may have to be fetched


@dataclass(frozen=True)
class Part:
    """One part (training, validation or test) as arrays.

    Args:
        x: the network's inputs by name, float32 (n, ...), int32 (n,) or uint8 pixels (n, height, width, channels).
        y: int32 (n,) class numbers, or float32 (n, width) in the scaled unit. Where each step has an answer, (n, steps)
            with -1 for none, or (n, steps, width) with NaN for none.
        weight: float32 (n,) importance of each row, or None when all count alike.
        rows: int64 (n,) row numbers in the source, counted from 0.
        names: what each row is called, where rows have names, as files do.
        beside: what else is known of each row, which no network sees.
    """

    x: dict[str, Array]
    y: Array
    weight: NDArray[np.float32] | None = None
    rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    names: tuple[str, ...] = ()
    beside: dict[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.y)

    def taken(self, places: NDArray[np.int64]) -> Part:
        """Some of its rows, in this order."""
        weight = None if self.weight is None else self.weight[places]
        x, beside = ({name: array[places] for name, array in kept.items()} for kept in (self.x, self.beside))
        names = tuple(self.names[place] for place in places) if self.names else ()
        return Part(x, self.y[places], weight, self.rows[places] if len(self.rows) else self.rows, names, beside)

    def first(self, rows: int) -> Part:
        """Its first rows."""
        return self if rows >= len(self) else self.taken(np.arange(rows))

    @property
    def answers(self) -> Array:
        """All that is asked for, one after another: y itself, or of sequences each step that has an answer."""
        return self.y if self._asked is None else self.y[self._asked]

    @property
    def answer_weight(self) -> NDArray[np.float32] | None:
        """The importance of each of ``answers``, or None when all count alike."""
        if self.weight is None or self._asked is None:
            return self.weight
        return np.broadcast_to(self.weight[:, None], self._asked.shape)[self._asked]

    @property
    def _asked(self) -> NDArray[np.bool_] | None:
        """Which steps of sequences have an answer, (n, steps); None where a row has one answer."""
        is_ids = self.y.dtype.kind == "i"
        if self.y.ndim == (1 if is_ids else 2):
            return None
        return np.asarray(self.y.astype(np.int32) >= 0 if is_ids else np.isfinite(self.y).all(axis=-1), bool)


@dataclass(frozen=True)
class Data:
    """What a network learns from: the arrays of each part, how they were made, and what was read."""

    spec: Spec
    train: Part
    validation: Part | None
    test: Part | None
    reading: Reading

    @functools.cached_property
    def digest(self) -> str:
        """A fingerprint of the arrays that are learnt from and validated on."""
        sha = hashlib.sha256()
        for part in (self.train, self.validation):
            for array in _arrays(part) if part else ():
                sha.update(f"{array.dtype} {array.shape}".encode())
                for start in range(0, len(array), HASHED_AT_ONCE):
                    sha.update(np.ascontiguousarray(array[start : start + HASHED_AT_ONCE]).tobytes())
        return sha.hexdigest()

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """What its samples are called: by the classes, or by the different texts that are to be written of them."""
        writing = self.spec.target.writing
        return self.spec.classes if writing is None else tuple(sorted({writing.text(ids) for ids in self.train.y}))

    @property
    def answered(self) -> str:
        """The word for what one class is told of: a sample, or of a sequence a token or a step."""
        source, target = self.spec.source, self.spec.target
        if target.writing is not None:
            return target.writing.vocabulary.unit
        if isinstance(source, TextInputs) and source.continues:
            return source.vocabulary.unit
        return "step" if target.steps and target.is_classes else self.reading.thing

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {name}" for name, count in self.reading.parts.items() if count)
        asked = f"target {self.spec.target.name!r} ({self.spec.task.kind})"
        return f"<Data {self.reading.source}: {counts} {self.reading.thing}s, {asked}>"


def _arrays(part: Part) -> list[Array]:
    weight: list[Array] = [] if part.weight is None else [part.weight]
    return [*(part.x[name] for name in sorted(part.x)), part.y, *weight]


def labelled(spec: Spec, raw: Any, name: str = "labelled") -> Part:
    """Raw input with its targets as a part. As ``with_targets``."""
    encoded, targets = with_targets(spec, raw, name)
    return Part(encoded.x, targets, None, encoded.rows, encoded.names, encoded.beside)


def with_targets(spec: Spec, raw: Any, name: str = "labelled") -> tuple[Encoded, Array]:
    """Raw input, encoded, and its targets: of a pair (x, y), a table that has its target among its columns, pictures,
    sounds or texts in folders of their classes, or a text, each step of which asks for the next.

    Raises:
        DataError: no targets, or not as many as rows.
    """
    if isinstance(spec.source, ImageInputs | SeriesInputs | SoundInputs | TextInputs):
        encoded, targets = spec.source.encode_labelled(raw, spec.target)
        return _taught(spec, encoded, targets), targets
    x, y = _pair(spec, raw)
    encoded, targets = spec.encode(x), spec.encode_target(y)
    if len(targets) != len(encoded.rows):
        raise DataError(f"The {name} data has {len(encoded.rows)} rows in x and {len(targets)} in y", "as many in both")
    return _taught(spec, encoded, targets), targets


def _taught(spec: Spec, encoded: Encoded, targets: Array) -> Encoded:
    return dataclasses.replace(encoded, x=encoded.x | spec.target.teaching(targets))


def _pair(spec: Spec, raw: Any) -> tuple[Any, Any]:
    of_tables = isinstance(spec.source, TableInputs)
    if isinstance(raw, tuple) and len(raw) == 2 and not isinstance(raw[1], Mapping):
        return (raw[0], np.asarray(raw[1])) if of_tables else raw
    if of_tables:
        return raw, raw
    raise DataError(f"A {type(raw).__name__} holds no targets beside its inputs", "a pair (x, y), as in training")
