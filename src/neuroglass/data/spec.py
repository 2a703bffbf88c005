"""The spec of a data set: how raw input becomes arrays and outputs become answers. Fitted, frozen, plain data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.answers import Answer
from neuroglass.data.array_inputs import ArrayInputs
from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import Encoded, InputSpec
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.plain import from_plain, to_plain
from neuroglass.data.table_inputs import TableInputs
from neuroglass.data.targets import Target, Task
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries.foretold import foreseen_of
from neuroglass.data.timeseries.series_inputs import SeriesInputs

VERSION: Literal[1] = 1
WRITTEN_OF = (TableInputs, ArrayInputs, ImageInputs)  # sources of which a text can be written


@dataclass(frozen=True)
class _File:
    version: Literal[1]
    source: TableInputs | ArrayInputs | ImageInputs | SeriesInputs | SoundInputs | TextInputs
    target: Target

    def __post_init__(self) -> None:
        source, target, kind = self.source, self.target, self.target.task.kind
        continues = isinstance(source, TextInputs) and source.continues
        if (kind == "next") != continues or (kind == "forecast") != isinstance(source, SeriesInputs):
            raise ValueError(f"a {kind} task on {type(source).__name__}")
        if isinstance(source, TextInputs) and continues and not source.asks_for(target):
            raise ValueError("the target is not the vocabulary at each step")
        if isinstance(source, SeriesInputs) and not source.asks_for(target):
            raise ValueError("the target is not what comes next in the series")
        if kind == "sequence" and (target.writing is None or not isinstance(source, WRITTEN_OF)):
            raise ValueError(f"a {kind} task on {type(source).__name__} without a vocabulary")
        if target.inputs.keys() & source.inputs.keys():
            raise ValueError(f"two inputs are called {', '.join(target.inputs)}")


@dataclass(frozen=True)
class Spec:
    """How raw input becomes the network's arrays, and the network's output an answer.

    The same object encodes in training and in prediction; it is saved inside the model.
    """

    source: TableInputs | ArrayInputs | ImageInputs | SeriesInputs | SoundInputs | TextInputs
    target: Target

    @property
    def task(self) -> Task:
        return self.target.task

    @property
    def classes(self) -> tuple[str, ...]:
        return self.target.classes

    @property
    def inputs(self) -> dict[str, InputSpec]:
        """All that a network reads: the source, and of a text that it writes what it has written so far."""
        return self.source.inputs | self.target.inputs

    @property
    def target_offset(self) -> NDArray[np.float64]:
        return np.array(self.target.offset)

    @property
    def target_scale(self) -> NDArray[np.float64]:
        return np.array(self.target.scale)

    def encode(self, raw: Any) -> Encoded:
        """Raw rows (a path, a frame, a mapping of columns, a list of rows, arrays, pictures) as the network's inputs.

        Raises:
            DataError: columns that are missing, or input that cannot be read.
        """
        return self.source.encode(raw)

    def encode_target(self, raw: Any) -> NDArray[np.generic]:
        """The targets of raw rows (or an array of labels or values) as y: int32 (n,) or scaled float32 (n, width).

        Raises:
            DataError: labels that training did not know, or rows without a target.
        """
        return self.source.encode_target(raw, self.target)

    def answer(self, output: NDArray[np.generic]) -> Answer:
        """What the network's output says, in the words and units of the target."""
        return self.target.answer(output)

    def placed(self, answer: Answer, encoded: Encoded) -> Answer:
        """An answer on encoded rows with the notes on these, and the times that a forecast is about."""
        foreseen = foreseen_of(encoded, self.source) if isinstance(self.source, SeriesInputs) else None
        return dataclasses.replace(answer, foreseen=foreseen, notes=encoded.notes)

    def to_json(self) -> dict[str, Any]:
        """Plain data that ``from_json`` reads back."""
        return {str(k): v for k, v in to_plain(_File(VERSION, self.source, self.target)).items() if k != "is"}

    @classmethod
    def from_json(cls, plain: Any) -> Spec:
        """The spec of plain data from a file that may come from anyone.

        Raises:
            FileError: whatever does not fit exactly, with its place.
        """
        described = {"is": _File.__name__, **plain} if isinstance(plain, dict) else plain
        file = from_plain(_File, described, "spec")
        return cls(file.source, file.target)
