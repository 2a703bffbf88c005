"""What if: the same samples through a network with a unit, a weight or an input changed."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from types import EllipsisType
from typing import TYPE_CHECKING, Any, NamedTuple

import jax.numpy as jnp
import numpy as np

from neuroglass.data.parts import Part, labelled
from neuroglass.errors import NetworkError, nearest
from neuroglass.glass.given import finite
from neuroglass.glass.glass import Glass
from neuroglass.glass.holding import Place, columns, held_column, held_unit, known, with_held
from neuroglass.glass.seen import seen
from neuroglass.model import Model, samples

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_Done = tuple[Model, str, tuple[str, ...]]  # the edited model, the edit in words, what a reader must know of it
Index = int | slice | EllipsisType | tuple[int | slice | EllipsisType, ...]


class Change(NamedTuple):
    """How far a node's values moved: the norm of the change, over all samples, beside that of what was there."""

    node: str
    norm: float
    before: float

    @property
    def share(self) -> float:
        """The norm of the change in parts of the norm of what was there."""
        return self.norm / self.before if self.before else float("inf" if self.norm else 0)


@dataclasses.dataclass(frozen=True)
class Effect:
    """Loss and metrics of a part, without the edits and with them."""

    before: dict[str, float]
    after: dict[str, float]

    @property
    def change(self) -> dict[str, float]:
        """after - before."""
        return {name: value - self.before[name] for name, value in self.after.items()}

    def to_json(self) -> dict[str, Any]:
        """before, after and change, each by metric."""
        return {"before": self.before, "after": self.after, "change": self.change}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Edited(Glass):
    """A moment of an edited network. The network it was made from stays as it was, so there is nothing to undo.

    Args:
        before: the same samples before any edit.
        edits: what was edited, in words, the first first.
    """

    before: Glass
    edits: tuple[str, ...]

    def __enter__(self) -> Edited:
        return self

    def __exit__(self, *trouble: object) -> None:
        return None

    @functools.cached_property
    def changes(self) -> tuple[Change, ...]:
        """How far each node's values moved, in the order they are computed."""
        names = [node.name for node in self.model.network.nodes]
        return tuple(_change(name, self.values[name], self.before.values[name]) for name in names)

    @property
    def first_change(self) -> Change | None:
        """The first node whose values differ; None where nothing does."""
        return next((change for change in self.changes if change.norm), None)

    def effect(self, data: Any, metrics: Sequence[str] | None = None) -> Effect:
        """Loss and metrics without the edits and with them.

        Args:
            data: a part of the data, or as for ``Model.evaluate``.
            metrics: those that are measured; None takes those that fit the task.
        """
        part = data if isinstance(data, Part) else labelled(self.model.spec, data)
        before, after = (glass.model.measured({"": part}, metrics)[""] for glass in (self.before, self))
        return Effect(before, after)

    def to_json(self) -> dict[str, Any]:
        """The edits, both answers and the number that was differentiated, and what changed in each node."""
        return {
            "edits": self.edits,
            "before": {"answers": self.before.answer.to_frame().to_dicts(), "number": self.before.number},
            "after": {"answers": self.answer.to_frame().to_dicts(), "number": self.number},
            "first_change": self.first_change.node if self.first_change else None,
            "changes": [{**change._asdict(), "share": change.share} for change in self.changes],
            "notes": self.notes,
        }

    def plot(self) -> Figure:
        """The answers before and after, and how far each node's values moved."""
        from neuroglass.glass.figures.what_if import edited

        return edited(self)

    def words(self) -> str:
        """What the edits did, in two sentences."""
        first, last = self.first_change, self.changes[-1]
        edits = " and ".join(self.edits)
        if first is None:
            return f"With {edits} nothing changes: no node computes anything else."
        number = f"{'the cost' if self.wanted.kind == 'loss' else 'the score'} is {self.number:.4g}"
        told = f"With {edits} {number} instead of {self.before.number:.4g}."
        if not last.norm:
            return f"{told} The first node that differs is {first.node}, and the answer stays the same."
        return f"{told} The first node that differs is {first.node}; the answer moves by {last.share:.2g} of its norm."


def edit(
    glass: Glass,
    name: str,
    value: Any,
    unit: int | None = None,
    at: Place | None = None,
    weight: str | None = None,
    index: Index = ...,
) -> Edited:
    """See ``Glass.edit``."""
    if weight is not None:
        model, told, notes = _with_weight(glass.model, name, weight, index, value)
    else:
        model, told, notes = _with_held(glass.model, name, unit, at, value)
    both_ways = seen(model.objective, model.variables, samples(glass.part, model.spec), glass.wanted)
    return Edited(
        model=model,
        part=glass.part,
        is_known=glass.is_known,
        wanted=glass.wanted,
        seen=both_ways,
        updates=glass.updates,
        notes=(*glass.notes, *notes),
        before=glass.before if isinstance(glass, Edited) else glass,
        edits=(*(glass.edits if isinstance(glass, Edited) else ()), told),
    )


def _with_weight(model: Model, node: str, weight: str, index: Index, value: Any) -> _Done:
    """The model with some numbers of a weight changed; its card says so."""
    owned = [kind for kind in ("params", "state") if weight in model.variables[kind].get(node, {})]
    if not owned:
        weights = [f"{name}/{part}" for name, parts in model.network.weights.items() for part in parts]
        raise NetworkError(f"there is no weight {node}/{weight}", "", nearest(f"{node}/{weight}", weights))
    (kind,) = owned
    arrays = model.variables[kind]
    array = np.array(arrays[node][weight])
    place = told_index(node, weight, index)
    numbers = finite(place, value)
    try:
        array[index] = numbers
    except (IndexError, ValueError) as error:
        raise NetworkError(f"{place} = {value}: {error}", f"a place in {array.shape}") from error
    told = f"{place} = {value}"
    changed = {**arrays, node: {**arrays[node], weight: jnp.asarray(array)}}
    card = {**model.card, "edited": [*model.card.get("edited", []), told]}
    return dataclasses.replace(model, variables={**model.variables, kind: changed}, card=card), told, ()


def _with_held(model: Model, name: str, unit: int | None, at: Place | None, value: Any) -> _Done:
    """The model with numbers of a node held; a column goes before a node of the same name."""
    by_column = unit is None and at is None and (name in columns(model) or name not in known(model))
    held = held_column(model, name, value) if by_column else held_unit(model, name, unit, at, value)
    told = name + ("" if unit is None else f"[{unit}]") + (f" at {','.join(map(str, at))}" if at else "")
    return dataclasses.replace(model, variables=with_held(model.variables, held)), f"{told} = {value}", held.notes


def told_index(node: str, weight: str, index: Index) -> str:
    """A weight as it is called: dense_1/kernel[3, 7]."""
    places = index if isinstance(index, tuple) else (index,)
    return f"{node}/{weight}" + ("" if index is ... else f"[{', '.join(map(_place, places))}]")


def _place(place: int | slice | EllipsisType) -> str:
    if isinstance(place, slice):
        return ":".join("" if end is None else str(end) for end in (place.start, place.stop))
    return "..." if place is ... else str(place)


def _change(node: str, after: Any, before: Any) -> Change:
    there = before.astype(np.float64)
    moved = after.astype(np.float64) - there
    return Change(node, float(np.sqrt((moved**2).sum())), float(np.sqrt((there**2).sum())))
