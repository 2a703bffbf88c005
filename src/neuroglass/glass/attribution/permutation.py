"""Permutation importance: what a metric loses when a column of a table is shuffled."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.attribution.columns import Column, columns_of
from neuroglass.glass.given import check_model
from neuroglass.glass.taking import taken
from neuroglass.model import Model
from neuroglass.nn import metrics

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
LOSS = "loss"
TOLD = 5


@dataclasses.dataclass(frozen=True)
class Importance:
    """What each column is worth to a model on some rows.

    Args:
        metric: what is measured.
        score: its value as the rows are.
        rows: how many there are.
        drops: by column, (repeats,): by how much the metric is worse with that column shuffled; below 0 it is better.
    """

    metric: str
    score: float
    rows: int
    drops: Mapping[str, Array]

    @property
    def mean(self) -> dict[str, float]:
        """By column, over the repeats."""
        return {name: float(drops.mean()) for name, drops in self.drops.items()}

    @property
    def std(self) -> dict[str, float]:
        """By column, over the repeats."""
        return {name: float(drops.std()) for name, drops in self.drops.items()}

    def top(self, count: int = 10) -> list[str]:
        """The columns that matter most, the first most of all."""
        return sorted(self.drops, key=lambda name: -self.mean[name])[:count]

    def words(self) -> list[str]:
        """What it comes to."""
        mean, std = self.mean, self.std
        named = ", ".join(f"{name} ({mean[name]:.3g} ± {std[name]:.2g})" for name in self.top(TOLD))
        return [f"{self.metric} is {self.score:.4g} on {self.rows:,} rows; shuffled, each column costs: {named}"]

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {**dataclasses.asdict(self), "mean": self.mean, "std": self.std, "words": self.words()}

    def plot(self) -> Figure:
        """A bar for each column, with the spread over the repeats."""
        from neuroglass.glass.figures.bars import importances

        return importances(self)


def permutation_importance(
    model: Model, data: Any, metric: str | None = None, *, repeats: int = 5, seed: int = 0
) -> Importance:
    """What each column of a table is worth to a model: how much worse it does when the column is shuffled.

    All features that a column became are shuffled together, so that each row keeps a real value, of another row.

    Args:
        model: a trained network on a table, or on vectors.
        data: a part, or as for ``Model.evaluate``; rows it was not trained on say what it has understood.
        metric: "loss" or the name of a metric; None: accuracy of classes, r2 of numbers.
        repeats: how often each column is shuffled.
        seed: the same one gives the same numbers.

    Raises:
        NetworkError: a model of something that has no columns.
        ConfigurationError: an impossible setting, or rows whose answers are not known.

    Source: Breiman 2001; Fisher et al. 2019, arXiv:1801.01489
    """
    check_model(model)
    columns = columns_of(model)
    if not columns:
        raise NetworkError("permutation importance of a model that reads no columns", "one trained on a table")
    if repeats < 1:
        raise ConfigurationError(f"repeats={repeats}", "1 or more")
    part, is_known, _ = taken(model.spec, data)
    if not is_known:
        raise ConfigurationError("the true answers of the rows are not known", "rows with them")
    name = metric or ("accuracy" if model.spec.target.is_classes else "r2")
    better = _better(name)
    chance = np.random.default_rng(seed)
    score = _measured(model, part, name)
    drops = {
        column.name: np.array(
            [better * (score - _measured(model, _shuffled(part, column, chance), name)) for _ in range(repeats)]
        )
        for column in columns
    }
    return Importance(name, score, len(part), drops)


def _better(name: str) -> int:
    """1 where more is better, -1 where less is."""
    if name == LOSS:
        return -1
    better = metrics.get(name).better
    if better == "neither":
        raise ConfigurationError(f"the metric {name}", "one number that is better high or low")
    return 1 if better == "higher" else -1


def _measured(model: Model, part: Part, name: str) -> float:
    return model.measured({"": part}, None if name == LOSS else [name])[""][name]


def _shuffled(part: Part, column: Column, chance: np.random.Generator) -> Part:
    """The rows with one column's values in another order."""
    order = chance.permutation(len(part))
    mixed = np.array(part.x[column.input])
    places = (..., column.places or slice(None)) if mixed.ndim > 1 else (...,)
    mixed[places] = mixed[order][places]
    return dataclasses.replace(part, x={**part.x, column.input: mixed})
