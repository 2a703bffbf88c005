"""The cost along the way that the gradient points: where one step of any size would lead."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.directions import flat
from neuroglass.glass.planes import costs
from neuroglass.glass.wanted import LOSS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[np.float64]


@dataclasses.dataclass(frozen=True)
class AlongGradient:
    """The cost at θ - t g, with the gradient g of the samples that are looked at.

    Args:
        steps: t, (points,), from 0 on.
        costs: (points,).
        slope: |g|², by how much the cost falls for each unit of t at the start.
        learning_rate: a t that is asked about, or None.
        cost_there: the cost at that t, or None.
    """

    steps: Array
    costs: Array
    slope: float
    learning_rate: float | None
    cost_there: float | None

    @property
    def best(self) -> int:
        """The place of the lowest cost."""
        return int(np.nanargmin(self.costs))

    def to_json(self) -> dict[str, Any]:
        """The line, and its lowest point."""
        lowest = {"best_step": self.steps[self.best], "lowest": self.costs[self.best]}
        return {**dataclasses.asdict(self), **lowest}

    def words(self) -> str:
        """Where the cost is lowest, and where the learning rate leads."""
        best, start = self.best, self.costs[0]
        lowest = f"{self.costs[best]:.4g}, after a step of {self.steps[best]:.3g} times the gradient"
        told = f"The cost is {start:.4g} here and lowest, {lowest}."
        if best == len(self.steps) - 1:
            told += " It still falls there."
        if self.learning_rate is None or self.cost_there is None:
            return told
        where = f"The learning rate {self.learning_rate:.3g} is a step to {self.cost_there:.4g}"
        share = self.learning_rate / self.steps[best] if best else float("inf")
        return f"{told} {where}: {share:.2g} of the way." if best else f"{told} {where}."

    def plot(self) -> Figure:
        """The cost over the length of the step."""
        from neuroglass.glass.figures.landscape import along_gradient

        return along_gradient(self)


def along_gradient(glass: Glass, points: int, reach: float, learning_rate: float | None) -> AlongGradient:
    """See ``Glass.along_gradient``."""
    if points < 3 or not 0 < reach < float("inf"):
        raise ConfigurationError(f"points={points}, reach={reach}", "3 points or more, and a reach above 0")
    if glass.wanted.kind != LOSS:
        raise NetworkError(
            "the cost along the gradient of a score", "a moment whose loss was differentiated", 'Use of="loss"'
        )
    gradient = glass.seen.weight_gradients
    slope = float((flat(gradient) ** 2).sum())
    if not slope:
        raise NetworkError("a gradient of 0, which points nowhere", "weights that are not at a flat place")
    steps = np.linspace(0, 2 * reach * glass.number / slope, points)
    asked = steps if learning_rate is None else np.append(steps, learning_rate)
    found = costs(glass.model, glass.part, [gradient], -asked[:, None]) + _penalties(glass, asked)
    there = None if learning_rate is None else float(found[-1])
    return AlongGradient(steps, found[:points], slope, learning_rate, there)


def _penalties(glass: Glass, steps: Array) -> Array:
    """What the regularizers ask for at each step."""
    params, gradient = glass.model.variables["params"], glass.seen.weight_gradients

    def at(step: jax.Array) -> jax.Array:
        return glass.model.network.penalty(jax.tree.map(lambda weight, slope: weight - step * slope, params, gradient))

    return np.asarray(jax.lax.map(at, jnp.asarray(steps, jnp.float32)), np.float64)
