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
from neuroglass.errors import DataError

Kind = Literal["binary", "multiclass", "regression"]
LabelType = Literal["text", "int", "float", "bool"]
LABELS: dict[str, Callable[[str], Any]] = {"text": str, "int": int, "float": float, "bool": lambda name: name == "true"}


Place = Callable[[int], str]


def _row(row: int) -> str:
    return f"row {row + 1}"


@dataclass(frozen=True)
class Task:
    """What kind of question the target asks, and how that was decided."""

    kind: Kind
    reason: str


@dataclass(frozen=True)
class Target:
    """A fitted target: classes are numbered in their order, values standardised, y = (value - offset) / scale."""

    name: str
    task: Task
    classes: tuple[str, ...]
    label_type: LabelType
    offset: tuple[float, ...]
    scale: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.offset) != len(self.scale) or not self.offset or min(self.scale) <= 0:
            raise ValueError("the target's offset and scale")
        wanted = {"binary": self.classes[2:] == () and len(self.classes) == 2, "regression": self.classes == ()}
        if not wanted.get(self.task.kind, len(self.classes) > 2) or len(set(self.classes)) != len(self.classes):
            raise ValueError(f"{len(self.classes)} classes for a {self.task.kind} task")
        self.typed_classes()

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
        return self._encode_labels(levels(column), source, place)

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
        """The network's output, (n, 1) or (n, classes) probabilities or (n, width) values, as an answer."""
        plain = np.asarray(output, dtype=np.float64)
        if self.task.kind == "regression":
            values = (plain * np.array(self.scale) + np.array(self.offset)).astype(np.float32)
            return Answer(None, None, values[:, 0] if values.shape[1] == 1 else values, (), self.name)
        if plain.shape[1] == 1:
            plain = np.concatenate([1 - plain, plain], axis=1)
        labels = self.typed_classes()[plain.argmax(axis=1)]
        return Answer(labels, plain.astype(np.float32), None, self.classes, self.name)


def _match_spelling(labels: list[str], classes: tuple[str, ...]) -> dict[str, str]:
    """The labels that differ from exactly one class only by blanks, case or a full stop at the end."""
    folded: dict[str, list[str]] = {}
    for name in classes:
        folded.setdefault(_fold(name), []).append(name)
    near = {label: folded.get(_fold(label), []) for label in labels}
    return {label: names[0] for label, names in near.items() if len(names) == 1}


def _fold(label: str) -> str:
    return "".join(label.rstrip(". ").lower().split())
