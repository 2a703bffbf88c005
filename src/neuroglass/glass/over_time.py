"""A recurrent node over time: every gate and state of every unit, step by step."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import jax
import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.checking import check_sample
from neuroglass.glass.steps import step_names
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.layers import Layer
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent
from neuroglass.nn.network import Network, Variables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class OverTime:
    """What happened inside a recurrent node while it read one sample.

    Args:
        node: which one.
        sample: for which sample, from 0.
        inside: gates and states by name, (steps, units), in the order of time; padding is left out.
        steps: what each of these steps is called: its token or time.
    """

    node: str
    sample: int
    inside: Mapping[str, Array]
    steps: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The steps, and each array whole."""
        return {"node": self.node, "steps": self.steps, "inside": dict(self.inside)}

    def words(self) -> str:
        """Which unit's state moves most, and when the state as a whole moves most."""
        name, state = next((name, array) for name, array in self.inside.items() if name.endswith("hidden"))
        told = f"{self.node} read {len(self.steps)} steps with {state.shape[1]} units."
        if len(self.steps) < 2:
            return told
        moved = np.sqrt((np.diff(state.astype(np.float64), axis=0) ** 2).sum(axis=1))
        unit, step = int(state.std(axis=0).argmax()), int(moved.argmax()) + 1
        told += f" The {name} state of unit {unit} moves most;"
        return f"{told} all units together move most at step {step}, {self.steps[step]!r}."

    def plot(self) -> Figure:
        """A heat map for each gate and state: a row for each unit, a column for each step."""
        from neuroglass.glass.figures.over_time import over_time

        return over_time(self)


def over_time(glass: Glass, node: str, sample: int) -> OverTime:
    """See ``Glass.over_time``."""
    check_sample(glass, sample)
    network = glass.model.network
    x = {name: array[sample : sample + 1] for name, array in glass.samples.x.items()}
    layer, reads = next((entry.layer, entry.inputs) for entry in network.nodes if entry.name == glass.node(node).name)
    inside, known = _inside(network, node, reads[:1], glass.model.variables, x)
    count = next(iter(inside.values())).shape[1]
    there = np.ones(count, np.bool_) if known is None else np.asarray(known[0], np.bool_)
    order = slice(None, None, -1 if getattr(layer, "go_backwards", False) else 1)  # such a layer keeps that of its walk
    names = np.array(step_names(glass.model.spec, glass.part, sample, count), object)
    states = {name: np.asarray(inside[name][0])[order][there] for name in _names(layer)}
    return OverTime(node, sample, states, tuple(names[there]))


def _names(layer: Layer) -> tuple[str, ...]:
    """Gates and then states, in the order of the cell's formulas; a compiled program sorts names."""
    if isinstance(layer, Bidirectional):
        return tuple(f"{way}_{name}" for way in ("forward", "backward") for name in _names(layer.layer))
    return (*layer.gates, *layer.states) if isinstance(layer, Recurrent) else ()


# At once: step by step, the compiling takes many times as long.
@functools.partial(jax.jit, static_argnums=(0, 1, 2), compiler_options=QUICKLY)
def _inside(
    network: Network, node: str, reads: tuple[str, ...], variables: Variables, x: dict[str, jax.Array]
) -> tuple[dict[str, jax.Array], jax.Array | None]:
    """Gates and states, and which steps of what is read are real."""
    inside = network.inside(variables, x, node)
    return inside, network.apply(variables, x, until=reads[0]).steps
