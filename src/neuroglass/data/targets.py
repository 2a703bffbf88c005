"""The target: what is asked for, how its cells become y, and how the network's output becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.answers import Answer
from neuroglass.data.cells import level_numbers, levels, numbers
from neuroglass.data.inputs import WRITTEN, InputSpec
from neuroglass.data.texts.writing import Writing
from neuroglass.errors import DataError

Kind = Literal["binary", "multiclass", "regression", "next", "sequence", "forecast"]
NUMBERS: tuple[Kind, ...] = (
    "regression",
    "forecast",
)  # kinds whose targets are numbers; of the others they are classes
LabelType = Literal["text", "int", "float", "bool"]
LABELS: dict[str, Callable[[str], Any]] = {"text": str, "int": int, "float": float, "bool": lambda name: name == "true"}


Place = Callable[[int], str]


def _row(row: int) -> str:
    return f"row {row + 1}"


@dataclass(frozen=True)
class Task:
    """What kind of question the target asks, and how that was decided.

    ``kind`` is binary or multiclass (which class?), regression (which number?), next (which token of a text comes
    next?), sequence (which text, token by token?) or forecast (which numbers come next?).
    """

    kind: Kind
    reason: str


@dataclass(frozen=True)
class Target:
    """A fitted target: classes are numbered in their order, values standardised, y = (value - offset) / scale.

    ``steps`` is how many answers a sample has, one for each step of a sequence; 0 where it has one answer alone.
    ``quantiles`` are those that a forecast is asked for, rising; there are none where it is asked for one number.
    ``writing`` is how a text is written; None for all else, and until the texts of the training part are known.
    """

    name: str
    task: Task
    classes: tuple[str, ...]
    label_type: LabelType
    offset: tuple[float, ...]
    scale: tuple[float, ...]
    steps: int = 0
    quantiles: tuple[float, ...] = ()
    writing: Writing | None = None

    def __post_init__(self) -> None:
        if len(self.offset) != len(self.scale) or not self.offset or min(self.scale) <= 0:
            raise ValueError("the target's offset and scale")
        least = {"binary": 2, "multiclass": 3, "next": 2}.get(self.task.kind, 0)
        most = {"binary": 2, **dict.fromkeys(NUMBERS, 0)}.get(self.task.kind, len(self.classes))
        if not least <= len(self.classes) <= most or len(set(self.classes)) != len(self.classes):
            raise ValueError(f"{len(self.classes)} classes for a {self.task.kind} task")
        if self.steps < 0 or (self.task.kind in ("next", "forecast") and not self.steps):
            raise ValueError(f"{self.steps} steps for a {self.task.kind} task")
        if list(self.quantiles) != sorted(set(self.quantiles)) or not all(0 < level < 1 for level in self.quantiles):
            raise ValueError("quantiles that do not rise between 0 and 1")
        if self.writing is not None and not self._asks_for(self.writing):
            raise ValueError("the target is not the vocabulary at each step of a sequence")
        self.typed_classes()

    def _asks_for(self, writing: Writing) -> bool:
        return self.writes and self.classes == writing.names and self.steps == writing.steps

    @property
    def writes(self) -> bool:
        """Whether the answer is a text, written token by token."""
        return self.task.kind == "sequence"

    @property
    def inputs(self) -> dict[str, InputSpec]:
        """What a network reads beside its source: of a text that it writes, what it has written so far."""
        return {} if self.writing is None else {WRITTEN: self.writing.input}

    def teaching(self, y: NDArray[np.generic]) -> dict[str, NDArray[np.generic]]:
        """The arrays of ``inputs`` while it is taught: the tokens that truly stand before those of y."""
        return {} if self.writing is None else {WRITTEN: self.writing.before(y.astype(np.int32))}

    @property
    def is_classes(self) -> bool:
        """Whether the answer is a class, and not a number."""
        return self.task.kind not in NUMBERS

    @property
    def strata(self) -> tuple[str, ...]:
        """The classes by which samples can be counted and divided: there are none where each step has one."""
        return () if self.steps else self.classes

    @property
    def width(self) -> int:
        """Numbers in one answer: values, each with its quantiles, or classes, of which two take one probability."""
        if not self.is_classes:
            return len(self.offset) * max(1, len(self.quantiles))
        return 1 if self.task.kind == "binary" else len(self.classes)

    def typed_classes(self) -> NDArray[np.generic]:
        """The class names in the type the target had."""
        return np.array([LABELS[self.label_type](name) for name in self.classes] or [""])

    def encode(
        self, column: pl.Series, source: str, place: Place = _row
    ) -> tuple[NDArray[np.generic], NDArray[np.bool_], list[str]]:
        """A cleaned column as y, with which rows have one, and notes.

        Raises:
            DataError: labels that no class is named by.
        """
        if self.task.kind == "regression":
            values = numbers(column).values
            there = ~np.isnan(values)
            scaled = (np.where(there, values, self.offset[0]) - self.offset[0]) / self.scale[0]
            return scaled.astype(np.float32)[:, None], there, []
        if self.writes:
            return self._encode_texts(column)
        return self._encode_labels(levels(column), source, place)

    def _encode_texts(self, column: pl.Series) -> tuple[NDArray[np.int32], NDArray[np.bool_], list[str]]:
        """(n, steps); as long as no text is known, (n, 0)."""
        there = column.is_not_null().to_numpy()
        if self.writing is None:
            return np.zeros((len(column), 0), np.int32), there, []
        y, notes = self.writing.encode(column)
        return y, there, notes

    def _encode_labels(
        self, texts: pl.Series, source: str, place: Place
    ) -> tuple[NDArray[np.int32], NDArray[np.bool_], list[str]]:
        found = level_numbers(texts, self.classes)
        notes: list[str] = []
        strange = texts.filter(pl.Series(found == -1)).unique(maintain_order=True).to_list()
        if strange:
            respelled = _match_spelling(strange, self.classes)
            self._refuse_unknown([label for label in strange if label not in respelled], texts, source, place)
            notes = [f"the label {old!r} is taken for {new!r}" for old, new in respelled.items()]
            found = level_numbers(texts.replace(respelled), self.classes)
        there = found >= 0
        return np.where(there, found, 0).astype(np.int32), there, notes

    def _refuse_unknown(self, unknown: list[str], texts: pl.Series, source: str, place: Place) -> None:
        if not unknown:
            return
        rows = int(texts.is_in(unknown).sum())
        first = int((texts == unknown[0]).fill_null(False).arg_max() or 0)
        shown = ", ".join(repr(label) for label in unknown[:5])
        raise DataError(
            f"{source}, column {self.name!r}: {rows} row(s), the first in {place(first)}, have labels that "
            f"training did not know: {shown}",
            f"only the labels {', '.join(repr(name) for name in self.classes[:10])}",
            "Correct these labels, or train on rows that have them too",
        )

    def answer(self, output: NDArray[np.generic]) -> Answer:
        """The network's output, (n, 1) or (n, classes) probabilities or (n, width) values, as an answer.

        Where there is an answer for each step, they are (n, steps, ...).
        """
        plain = np.asarray(output, dtype=np.float64)
        if not self.is_classes:
            return self._values(plain)
        if plain.shape[-1] == 1:
            plain = np.concatenate([1 - plain, plain], axis=-1)
        labels = self.typed_classes()[plain.argmax(axis=-1)]
        return Answer(labels, plain.astype(np.float32), None, self.classes, self.name)

    def _values(self, plain: NDArray[np.float64]) -> Answer:
        scaled = plain.reshape(*plain.shape[:-1], len(self.offset), -1)
        native = (scaled * np.array(self.scale)[:, None] + np.array(self.offset)[:, None]).astype(np.float32)
        levels = np.sort(native, axis=-1)  # they may cross; in order they err no more: Chernozhukov et al. 2010
        values = levels[..., levels.shape[-1] // 2]
        one = values[..., 0] if values.shape[-1] == 1 else values
        return Answer(None, None, one, (), self.name, levels if self.quantiles else None, self.quantiles)


def _match_spelling(labels: list[str], classes: tuple[str, ...]) -> dict[str, str]:
    """The labels that differ from exactly one class only by blanks, case or a full stop at the end."""
    folded: dict[str, list[str]] = {}
    for name in classes:
        folded.setdefault(_fold(name), []).append(name)
    near = {label: folded.get(_fold(label), []) for label in labels}
    return {label: names[0] for label, names in near.items() if len(names) == 1}


def _fold(label: str) -> str:
    return "".join(label.rstrip(". ").lower().split())
