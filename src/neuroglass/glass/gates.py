"""The gates and states of a unit of a recurrent node, and the cell they are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from numpy.typing import NDArray

from neuroglass.glass.over_time import over_time
from neuroglass.glass.real_steps import real_steps
from neuroglass.nn.graph import Node
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Array = NDArray[Any]


class Cell(NamedTuple):
    """A cell that a unit of a recurrent node comes out of.

    Args:
        prefix: of the names of its weights, gates and states: "", "forward_" or "backward_".
        layer: its layer.
        number: of the unit among all that this layer remembers.
    """

    prefix: str
    layer: Recurrent
    number: int

    @property
    def unit(self) -> int:
        """The same unit, counted in its state."""
        return self.number % self.layer.units

    @property
    def state(self) -> str:
        """Which state the unit is a number of."""
        return self.layer.states[self.number // self.layer.units]

    def walk(self, steps: tuple[int, ...]) -> tuple[int, ...]:
        """Steps in the order in which it takes them."""
        return steps[::-1] if self.layer.go_backwards else steps


class Gates(NamedTuple):
    """What happened inside the cells of a unit.

    Args:
        values: each gate and state, (real steps,), in the order of time.
        steps: which steps these are.
        now: of each the step that the unit's value comes from.
    """

    values: Mapping[str, Array]
    steps: tuple[int, ...]
    now: Mapping[str, int]


def cells(node: Node, unit: int) -> tuple[Cell, ...]:
    """The cells that a unit comes out of: none, one, or where two ways are merged into one number, two."""
    layer = node.layer
    if isinstance(layer, Recurrent):
        return (Cell("", layer, unit),)
    if not isinstance(layer, Bidirectional):
        return ()
    if layer.merge != "concat":
        return tuple(Cell(f"{way}_", own, unit) for way, own in layer.ways.items())
    width = layer.layer.width if layer.layer.return_state else layer.layer.units
    way, own = list(layer.ways.items())[unit // width]
    return (Cell(f"{way}_", own, unit % width),)


def gates(glass: Glass, node: Node, unit: int, sample: int, at: tuple[int, ...]) -> Gates:
    """Those of one unit; at is its place in the node's value."""
    among = cells(node, unit)
    steps = tuple(real_steps(glass, node.inputs[0], sample).tolist()) if among else ()
    if not steps:
        return Gates({}, (), {})
    inside = over_time(glass, node.name, sample).inside
    values, now = dict[str, Array](), dict[str, int]()
    for cell in among:
        names = [f"{cell.prefix}{name}" for name in (*cell.layer.gates, *cell.layer.states)]
        values |= {name: inside[name][:, cell.unit] for name in names}
        now |= dict.fromkeys(names, _step(glass, node, cell, steps, at))
    return Gates(values, steps, now)


def _step(glass: Glass, node: Node, cell: Cell, steps: tuple[int, ...], at: tuple[int, ...]) -> int:
    """That of a place; a layer that walks backwards by itself answers in the order of its walk."""
    if not at:
        return cell.walk(steps)[-1]
    turned = cell.layer.go_backwards and not cell.prefix
    return glass.model.network.shapes[node.inputs[0]][0] - 1 - at[0] if turned else at[0]
