"""Operations and leaves out of a program and the numbers of its run."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
from jax.extend.core import Literal

from neuroglass.glass.graph.operations import CONSTANT, Leaf, Operation, Quantity, numbered
from neuroglass.glass.graph.program import Program, Slot, Step
from neuroglass.glass.graph.running import Arrays, Ran

PLAIN = bool | int | float | str | np.integer


class Built:
    """The operations and leaves of a run.

    Args:
        program: what ran.
        ran: its numbers.
    """

    def __init__(self, program: Program, ran: Ran):
        self.program, self.ran = program, ran
        self.names = names_of(program)

    @functools.cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Each step, in the order in which they run."""
        return tuple(self._operation(order, step) for order, step in enumerate(self.program.steps))

    @functools.cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """What the operations read of what is given."""
        kinds = {entry.slot: entry.kind for entry in self.program.given} | dict.fromkeys(
            self.program.constants, CONSTANT
        )
        read = {slot for step in self.program.steps for slot in step.reads if not isinstance(slot, Literal)}
        read |= {slot for slot in self.program.outputs.values() if not isinstance(slot, Literal)}
        return tuple(Leaf(self.names[slot], kind, self._quantity(slot)) for slot, kind in kinds.items() if slot in read)

    def output(self, node: str) -> str:
        """The operation or leaf that is a node's value."""
        return _named(self.names, self.program.outputs[node])

    @functools.cached_property
    def _ways_back(self) -> set[Slot]:
        """The slots that a gradient comes back to: whole numbers and what is held fixed hand nothing on."""
        found: set[Slot] = {self.program.outputs[""]}
        for step in reversed(self.program.steps):
            if found & set(step.writes) and step.primitive != "stop_gradient":
                found.update(slot for slot in step.reads if not isinstance(slot, Literal) and self._is_floating(slot))
        return found

    def _is_floating(self, slot: int) -> bool:
        return slot in self.ran.gradients

    def _operation(self, order: int, step: Step) -> Operation:
        written = [slot for slot in step.writes if slot is not None]
        hands = bool(self._ways_back & set(written)) and step.primitive != "stop_gradient"
        handed = (self.ran.handed.get((order, place)) for place in range(len(step.reads)))
        return Operation(
            step.name,
            step.primitive,
            step.node,
            tuple(_named(self.names, slot) for slot in step.reads),
            tuple(np.asarray(part) if hands and part is not None else None for part in handed),
            tuple(self._quantity(slot) for slot in written),
            settings(step.equation.params),
            tuple(
                operation
                for part in step.inner
                for operation in _inside(part, step.node, self.ran.inside.get(order, {}))
            ),
        )

    def _quantity(self, slot: int) -> Quantity:
        gradient = self.ran.gradients.get(slot) if slot in self._ways_back else None
        return _quantity(self.program, slot, self.ran.values, gradient)


def _inside(program: Program, node: str, values: Arrays) -> list[Operation]:
    """The operations of a function or a loop; of a loop without values."""
    names = names_of(program)
    return [
        Operation(
            step.name,
            step.primitive,
            node,
            tuple(_named(names, slot) for slot in step.reads),
            (None,) * len(step.reads),
            tuple(_quantity(program, slot, values) for slot in step.writes if slot is not None),
            settings(step.equation.params),
            tuple(operation for part in step.inner for operation in _inside(part, node, {})),
        )
        for step in program.steps
    ]


def names_of(program: Program) -> dict[int, str]:
    """What each slot is called."""
    names = {entry.slot: entry.name for entry in program.given}
    names |= {slot: f"constant_{place}" for place, slot in enumerate(program.constants, start=1)}
    for step in program.steps:
        written = [slot for slot in step.writes if slot is not None]
        names |= {slot: numbered(step.name, place) for place, slot in enumerate(written)}
    return names


def settings(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of an equation that are plain data."""
    return {name: _plain(value) for name, value in params.items() if _is_plain(value)}


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(part) for part in value)
    return isinstance(value, PLAIN)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    return value.item() if isinstance(value, np.integer) else value


def _quantity(program: Program, slot: int, values: Arrays, gradient: Any = None) -> Quantity:
    type = program.types[slot]
    value = np.asarray(values[slot]) if slot in values else None
    return Quantity(type.shape, str(type.dtype), value, None if gradient is None else np.asarray(gradient))


def _named(names: Mapping[int, str], slot: Slot) -> str:
    return f"{float(slot.val):.6g}" if isinstance(slot, Literal) else names[slot]
