"""What a network's output means in the words of the target."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.foreseen import Foreseen


@dataclass(frozen=True)
class Answer:
    """Labels with probabilities, or values.

    Args:
        labels: (n,) in the type the target had, or the text that is written of each row; None for regression.
        probabilities: float32 (n, classes), or None for regression and texts.
        values: float32 (n,) or (n, width) in the target's own unit, or None for classes.
        classes: the class names, in the order of the probabilities' columns.
        name: the target's name.
        levels: float32 (n, steps, values, quantiles), what each quantile of a forecast is; None for all else.
        quantiles: which these are.
        foreseen: of what series and times a forecast is; None for all else, and where only arrays are known.
        notes: what a reader must know of the rows.

    Where there is an answer for each step, all have an axis (steps) behind the first.
    """

    labels: NDArray[np.generic] | None
    probabilities: NDArray[np.float32] | None
    values: NDArray[np.float32] | None
    classes: tuple[str, ...]
    name: str
    levels: NDArray[np.float32] | None = None
    quantiles: tuple[float, ...] = ()
    foreseen: Foreseen | None = None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        if self.foreseen is not None:
            between = (
                f", with quantiles {', '.join(f'{level:.3g}' for level in self.quantiles)}" if self.quantiles else ""
            )
            return f"<Answer {self.name!r}: {self.foreseen}{between}>"
        told = self.labels if self.labels is not None else self.values
        what = f"{len(self.classes)} classes" if self.classes else "values" if self.labels is None else "texts"
        return f"<Answer {self.name!r}: {len(np.asarray(told)):,} rows, {what}>"

    def to_frame(self) -> pl.DataFrame:
        """One row per answer: ``label`` and a probability per class, ``text``, or ``value`` (several: ``value_1`` ..).

        Where each step has a label, or several values, there is a row per step, with ``row`` and ``step``, from 1 on. A
        forecast has a row per step, with its time, and columns called by what is foreseen: ``sold``, ``sold 0.1``, ..
        """
        if self.foreseen is not None:
            return self.foreseen.table(np.asarray(self.values), self.levels, self.quantiles)
        told = np.asarray(self.values if self.labels is None else self.labels)
        if told.ndim < (3 if self.labels is None else 2):
            return self._as_rows()
        row, step = (place.ravel() + 1 for place in np.indices(told.shape[:2]))
        return pl.DataFrame({"row": row, "step": step}).hstack(self._each_step().to_frame())

    def _each_step(self) -> Answer:
        """The same answers, each step a row of its own."""
        labels, probabilities, values = (
            None if array is None else array.reshape(array.shape[0] * array.shape[1], *array.shape[2:])
            for array in (self.labels, self.probabilities, self.values)
        )
        return Answer(labels, probabilities, values, self.classes, self.name)

    def _as_rows(self) -> pl.DataFrame:
        if self.labels is not None and self.probabilities is None:
            return pl.DataFrame({"text": self.labels})
        if self.labels is not None and self.probabilities is not None:
            columns = {f"probability {name}": self.probabilities[:, i] for i, name in enumerate(self.classes)}
            return pl.DataFrame({"label": self.labels, **columns})
        values = np.asarray(self.values)
        if values.ndim == 1:
            return pl.DataFrame({"value": values})
        return pl.DataFrame({f"value_{i + 1}": values[:, i] for i in range(values.shape[1])})
