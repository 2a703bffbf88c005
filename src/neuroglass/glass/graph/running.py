"""A program run operation by operation: every value, and every gradient.

The derivative by a result is that by a number which is added to it and is 0; what an operation hands back to one of its
operands is the derivative by a 0 that is added where the operation reads it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax.extend.core import Literal

from neuroglass.glass.graph.program import FUNCTION, Program, Slot, Step, traced
from neuroglass.glass.wanted import Wanted
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

Arrays = dict[int, jax.Array]  # by slot
Uses = dict[tuple[int, int], jax.Array]  # by step and place among its operands
Plus = Callable[[Any, Any], jax.Array]


class Ran(NamedTuple):
    """All numbers of a run.

    Args:
        values: what stands in each slot.
        gradients: the derivative by it, of floating numbers.
        handed: what each operation hands back to each floating operand.
        inside: the values inside functions, by step.
    """

    values: Arrays
    gradients: Arrays
    handed: Uses
    inside: dict[int, Arrays]


@functools.partial(jax.jit, static_argnums=(0, 1), compiler_options=QUICKLY)
def ran(objective: Objective, wanted: Wanted, variables: Variables, samples: Samples) -> Ran:
    """The program of a number, forward and backward."""
    program = traced(objective, wanted, variables, samples)
    given = dict(zip((entry.slot for entry in program.given), jax.tree.leaves((variables, samples)), strict=True))
    return differentiated(program, given)


def differentiated(program: Program, given: Arrays) -> Ran:
    """Run a program whose output named "" is one number."""

    def number(added: Arrays, to_uses: Uses) -> tuple[jax.Array, tuple[Arrays, dict[int, Arrays]]]:
        values, inside = _run(program, given, added, to_uses)
        return _read(values, program.outputs[""]), (values, inside)

    added = {slot: jnp.zeros(type.shape, type.dtype) for slot, type in enumerate(program.types) if is_floating(type)}
    to_uses = {
        (order, place): jnp.zeros(program.types[slot].shape, program.types[slot].dtype)
        for order, step in enumerate(program.steps)
        for place, slot in enumerate(step.reads)
        if not isinstance(slot, Literal) and slot in added
    }
    (gradients, handed), (values, inside) = jax.grad(number, argnums=(0, 1), has_aux=True)(added, to_uses)
    return Ran(values, gradients, handed, inside)


def _run(program: Program, given: Arrays, added: Arrays, to_uses: Uses) -> tuple[Arrays, dict[int, Arrays]]:
    begun = {**given, **{slot: jnp.asarray(constant) for slot, constant in program.constants.items()}}
    values = {slot: _plus(array, added.get(slot)) for slot, array in begun.items()}
    inside: dict[int, Arrays] = {}
    for order, step in enumerate(program.steps):
        operands = [_plus(_read(values, slot), to_uses.get((order, place))) for place, slot in enumerate(step.reads)]
        for slot, result in _computed(step, operands).items():
            values[slot] = _plus(result, added.get(slot))
        if step.equation.primitive.name == FUNCTION:
            inside[order] = _run_inside(step.inner[0], operands)
    return values, inside


def _run_inside(program: Program, operands: list[Any]) -> Arrays:
    given = {entry.slot: jnp.asarray(operand) for entry, operand in zip(program.given, operands, strict=True)}
    return _run(program, given, {}, {})[0]


def _computed(step: Step, operands: list[Any]) -> Arrays:
    """Run the one equation, as JAX's own interpreter does."""
    primitive = step.equation.primitive
    found = primitive.bind(*operands, **primitive.get_bind_params(step.equation.params))
    results = found if primitive.multiple_results else [found]
    return {slot: result for slot, result in zip(step.writes, results, strict=True) if slot is not None}


def is_floating(type: Any) -> bool:
    """Whether there is a derivative by an array of this type."""
    return bool(jnp.issubdtype(type.dtype, jnp.floating))


def _read(values: Arrays, slot: Slot) -> Any:
    return slot.val if isinstance(slot, Literal) else values[slot]


def _plus(value: Any, zero: jax.Array | None) -> Any:
    return value if zero is None else value + zero
