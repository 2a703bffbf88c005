"""The program that really runs, as one list of operations: the jaxpr of what ``seen`` differentiates."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

import jax
from jax.extend.core import ClosedJaxpr, DropVar, Jaxpr, JaxprEqn, Literal, Var

from neuroglass.glass.graph.operations import INPUT, READ, STATE, TARGET, WEIGHT
from neuroglass.glass.seen import number_of
from neuroglass.glass.wanted import Wanted
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

Slot = int | Literal  # the place of an array, or a number that stands in the program itself
CALLS = ("jit", "pjit")  # only names for a piece of the program
FUNCTION = "custom_jvp_call"  # a function with a derivative of its own, as relu
OWN = (FUNCTION, "custom_vjp_call")


class Given(NamedTuple):
    """An array that the program begins with: what it is called, its kind, its slot."""

    name: str
    kind: str
    slot: int


class Step(NamedTuple):
    """One operation.

    Args:
        name, primitive, node: as ``Operation`` has them.
        equation: of the jaxpr.
        reads: one a place of the equation.
        writes: one a result; None where nobody reads it.
        inner: what it consists of.
    """

    name: str
    primitive: str
    node: str
    equation: JaxprEqn
    reads: tuple[Slot, ...]
    writes: tuple[int | None, ...]
    inner: tuple[Program, ...]


@dataclasses.dataclass(frozen=True)
class Program:
    """Operations in the order in which they run.

    Args:
        given: what it begins with.
        constants: arrays that are part of the program, by slot.
        steps: the operations.
        types: of each slot, shape and dtype.
        outputs: the number, then the value of each node, by name.
    """

    given: tuple[Given, ...]
    constants: Mapping[int, Any]
    steps: tuple[Step, ...]
    types: tuple[Any, ...]
    outputs: Mapping[str, Slot]


def traced(objective: Objective, wanted: Wanted, variables: Variables, samples: Samples) -> Program:
    """The program that computes the number. Among the outputs it is named ""."""
    arguments = (variables, samples)
    shapes = jax.tree.map(lambda array: jax.ShapeDtypeStruct(array.shape, array.dtype), arguments)

    def computed(held: Variables, read: Samples) -> dict[str, jax.Array]:
        number, values = number_of(objective, wanted, held, read)
        return {"": number, **values}

    closed = jax.make_jaxpr(computed)(*shapes)
    paths = [_called(path) for path, _ in jax.tree_util.tree_leaves_with_path(arguments)]
    names = sorted(["", *objective.network.shapes])  # as JAX orders a dict
    return flat(closed, paths, names, set(objective.network.shapes), beyond(objective, wanted))


def beyond(objective: Objective, wanted: Wanted) -> str:
    """What the operations that belong to no node belong to: "loss" or "answer", if no node is called so."""
    return wanted.kind if wanted.kind not in objective.network.shapes else f"the {wanted.kind}"


def flat(
    closed: ClosedJaxpr, called: list[tuple[str, str]], outputs: list[str], nodes: set[str], otherwise: str
) -> Program:
    """A jaxpr without calls inside it.

    Args:
        closed: the jaxpr.
        called: name and kind of each array that it is given.
        outputs: the names of what it returns.
        nodes: names that mark the operations inside them.
        otherwise: the mark of those that are in none.
    """
    flattening = _Flattening(frozenset(nodes))
    slots = [flattening.slot(var) for var in closed.jaxpr.invars]
    given = tuple(Given(name, kind, slot) for (name, kind), slot in zip(called, slots, strict=True))
    returned = flattening.opened(closed, slots, otherwise)
    steps, types = tuple(flattening.steps), tuple(flattening.types)
    return Program(given, flattening.constants, steps, types, dict(zip(outputs, returned, strict=True)))


class _Flattening:
    """A jaxpr on its way to a list."""

    def __init__(self, nodes: frozenset[str]):
        self.nodes = nodes
        self.steps: list[Step] = []
        self.types: list[Any] = []
        self.constants: dict[int, Any] = {}
        self._used: collections.Counter[str] = collections.Counter()

    def slot(self, var: Var) -> int:
        self.types.append(var.aval)
        return len(self.types) - 1

    def opened(self, closed: ClosedJaxpr, given: list[Any], node: str) -> list[Slot]:
        """Take its operations; what it returns."""
        jaxpr: Jaxpr = closed.jaxpr
        held: dict[Var, Slot] = dict(zip(jaxpr.invars, given, strict=True))
        for var, constant in zip(jaxpr.constvars, closed.consts, strict=True):
            held[var] = place = self.slot(var)
            self.constants[place] = constant
        for equation in jaxpr.eqns:
            self._take(equation, held, self._node(equation, node))
        return [_held(held, var) for var in jaxpr.outvars]

    def _take(self, equation: JaxprEqn, held: dict[Var, Slot], node: str) -> None:
        reads = [_held(held, var) for var in equation.invars]
        if equation.primitive.name in CALLS:
            written = self.opened(equation.params["jaxpr"], reads, node)
            held.update(zip(equation.outvars, written, strict=True))
            return
        writes = [None if isinstance(var, DropVar) else self.slot(var) for var in equation.outvars]
        held.update({var: slot for var, slot in zip(equation.outvars, writes, strict=True) if slot is not None})
        if any(slot is not None for slot in writes):
            self.steps.append(self._step(equation, node, tuple(reads), tuple(writes)))

    def _step(self, equation: JaxprEqn, node: str, reads: tuple[Slot, ...], writes: tuple[int | None, ...]) -> Step:
        primitive = equation.primitive.name
        does = _parts(equation)[0].jaxpr.debug_info.func_name if primitive in OWN else primitive
        name = self._name(f"{node}:{does}")
        return Step(name, does, node, equation, reads, writes, tuple(_inner(equation, name)))

    def _name(self, wished: str) -> str:
        self._used[wished] += 1
        return wished if self._used[wished] == 1 else f"{wished}_{self._used[wished]}"

    def _node(self, equation: JaxprEqn, around: str) -> str:
        marks = str(equation.source_info.name_stack)
        return next((mark for mark in _beginnings(marks) if mark in self.nodes), around)


def _inner(equation: JaxprEqn, name: str) -> list[Program]:
    """The jaxprs that an operation consists of, each with operations named after it."""
    programs = []
    for closed in _parts(equation):
        called = [(f"{name}/{place}", READ) for place in range(len(closed.jaxpr.invars))]
        outputs = [str(place) for place in range(len(closed.jaxpr.outvars))]
        programs.append(flat(closed, called, outputs, set(), name))
    return programs


def _parts(equation: JaxprEqn) -> list[ClosedJaxpr]:
    held = [part if isinstance(part, list | tuple) else (part,) for part in equation.params.values()]
    return [closed for parts in held for closed in parts if isinstance(closed, ClosedJaxpr)]


def _held(held: Mapping[Var, Slot], var: Var | Literal) -> Slot:
    return var if isinstance(var, Literal) else held[var]


def _beginnings(marks: str) -> list[str]:
    """The scopes that a name stack may stand for, the longest first: a node's name may have a stroke in it."""
    parts = marks.split("/")
    return ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _called(path: tuple[Any, ...]) -> tuple[str, str]:
    """What a user calls one of the arrays, and its kind."""
    whose, part, *names = [str(getattr(key, "key", getattr(key, "name", getattr(key, "idx", "")))) for key in path]
    if whose == "0":
        return "/".join(names), WEIGHT if part == "params" else STATE
    if part == "x":
        return names[0], INPUT
    return ("target" if part == "y" else f"samples' {part}"), TARGET
