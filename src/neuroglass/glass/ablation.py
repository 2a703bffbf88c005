"""Each unit of a node silenced in turn: what every one of them is worth."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part, labelled
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.holding import Held, held_unit, shape_of, with_held
from neuroglass.glass.seen import number_of
from neuroglass.glass.wanted import LOSS, Wanted
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Variables, held_by
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[Any]
MOST_NUMBERS = 1 << 25  # in the values of all nodes at once, 128 MiB


class Silenced(NamedTuple):
    """A unit, the measure without it, and how much that is above the measure of the whole network."""

    unit: int
    after: float
    effect: float


@dataclasses.dataclass(frozen=True)
class Ablation:
    """What becomes of a measure when each unit of a node gives 0.

    Args:
        node: whose units, at all their places.
        measure: "loss", "score", or a metric.
        before: of the whole network.
        after: with each unit silenced, (units,).
    """

    node: str
    measure: str
    before: float
    after: Array

    @property
    def effects(self) -> Array:
        """after - before, (units,)."""
        return self.after - self.before

    def ranking(self) -> list[Silenced]:
        """The unit whose silence changes most first."""
        order = np.argsort(-np.abs(self.effects), kind="stable")
        return [Silenced(int(unit), float(self.after[unit]), float(self.effects[unit])) for unit in order]

    def to_json(self) -> dict[str, Any]:
        """The measure before, and each unit, the one that matters most first."""
        ranking = [silenced._asdict() for silenced in self.ranking()]
        return {"node": self.node, "measure": self.measure, "before": self.before, "units": ranking}

    def words(self) -> str:
        """Which unit matters most, and how many do not matter."""
        first, idle = self.ranking()[0], int((self.effects == 0).sum())
        told = f"The {self.measure} is {self.before:.4g}."
        if not first.effect:
            return f"{told} It stays that without any one unit of {self.node}."
        told += f" Without unit {first.unit} of {self.node} it is {first.after:.4g}, the largest change."
        return told + (f" {idle} of {len(self.after)} units can be silenced without any." if idle else "")

    def plot(self) -> Figure:
        """Each unit's effect, the one that matters most first."""
        from neuroglass.glass.figures.what_if import ablation

        return ablation(self)


def ablate(glass: Glass, node: str, metric: str | None, data: Any) -> Ablation:
    """See ``Glass.ablate``."""
    shape = shape_of(glass.model, node)
    if not shape:
        raise NetworkError(f"{node} has one number and no units", "a node with units")
    if (metric is None) != (data is None):
        raise ConfigurationError(f"metric={metric!r} and {'no data' if data is None else 'data'}", "both or neither")
    silent = [held_unit(glass.model, node, unit, None, 0) for unit in range(shape[-1])]
    if metric is not None:
        return _of_metric(glass, node, silent, metric, data)
    measure = "loss" if glass.wanted.kind == LOSS else "score"
    return Ablation(node, measure, glass.number, _numbers(glass, node, silent))


def _of_metric(glass: Glass, node: str, silent: list[Held], metric: str, data: Any) -> Ablation:
    """Batch after batch for each unit, by one compiled program: what is held are arrays."""
    part = data if isinstance(data, Part) else labelled(glass.model.spec, data)
    names = [] if metric == "loss" else [metric]

    def measured(variables: Variables) -> float:
        model = dataclasses.replace(glass.model, variables=variables)
        return model.measured({"": part}, names or None)[""][metric]

    after = [measured(with_held(glass.model.variables, held)) for held in silent]
    return Ablation(node, metric, measured(glass.model.variables), np.array(after))


def _numbers(glass: Glass, node: str, silent: list[Held]) -> Array:
    """The number that was differentiated, as many units at once as there is room for."""
    edited = [with_held(glass.model.variables, held)["state"][held_by(node)] for held in silent]
    where, at = (np.stack([held[name] for held in edited]) for name in ("where", "at"))
    numbers = len(glass.part) * sum(math.prod(shape) for shape in glass.model.network.shapes.values())
    together = max(1, min(len(silent), MOST_NUMBERS // numbers))
    found = []
    for start in range(0, len(silent), together):
        chosen = np.minimum(np.arange(start, start + together), len(silent) - 1)  # one shape, one compilation
        held = jnp.asarray(where[chosen]), jnp.asarray(at[chosen])
        found.append(_silenced(glass.model.objective, glass.wanted, node, glass.model.variables, glass.samples, held))
    return np.concatenate([np.asarray(part) for part in found])[: len(silent)]


@functools.partial(jax.jit, static_argnums=(0, 1, 2))
def _silenced(
    objective: Objective,
    wanted: Wanted,
    node: str,
    variables: Variables,
    samples: Samples,
    held: tuple[jax.Array, jax.Array],
) -> jax.Array:
    def number(where: jax.Array, at: jax.Array) -> jax.Array:
        state = {**variables["state"], held_by(node): {"where": where, "at": at}}
        edited: Variables = {**variables, "state": state}
        return number_of(objective, wanted, edited, samples)[0]

    return jax.vmap(number)(*held)
