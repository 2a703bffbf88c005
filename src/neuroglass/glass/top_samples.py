"""The samples that a unit answers to most."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.errors import ConfigurationError
from neuroglass.glass.given import check_model
from neuroglass.glass.holding import check_unit, shape_of
from neuroglass.glass.showing import shown
from neuroglass.glass.streaming import Batch, streamed
from neuroglass.glass.taking import taken
from neuroglass.glass.tokens import check_no_ids
from neuroglass.model import Model

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class TopSamples:
    """The samples for which a unit is largest, the largest first.

    Args:
        node, unit: whose.
        places: of these samples in the part that was looked at, from 0, (count,).
        values: the unit's largest value in each, (count,).
        at: where that is, (count, axes): height and width of a convolution, the step of a sequence; no axes where a
            sample has one value.
        shape: of the node's value for a sample.
        part: these samples.
        spec: of the data.
        seen: how many samples were looked at.
    """

    node: str
    unit: int
    places: NDArray[np.int64]
    values: Array
    at: NDArray[np.int64]
    shape: tuple[int, ...]
    part: Part
    spec: Spec
    seen: int

    @property
    def names(self) -> tuple[str, ...]:
        """What these samples are called: their files, or their rows from 1."""
        rows = self.part.rows if len(self.part.rows) else self.places
        return self.part.names or tuple(f"row {row + 1}" for row in rows.tolist())

    def to_json(self) -> dict[str, Any]:
        """Each sample: its name, its value, where it is, and what it shows."""
        told = zip(self.names, self.values.tolist(), self.at.tolist(), strict=True)
        samples = [
            {"sample": name, "value": value, "at": at, "shows": shown(self.spec, self.part, row, tuple(at))}
            for row, (name, value, at) in enumerate(told)
        ]
        return {"node": self.node, "unit": self.unit, "seen": self.seen, "samples": samples}

    def plot(self) -> Figure:
        """Pictures as thumbnails with the place marked; rows of tables and texts as lines, with a bar each."""
        from neuroglass.glass.figures.samples import top_samples

        return top_samples(self)


def top_samples(model: Model, part: Any, node: str, unit: int, *, count: int = 9) -> TopSamples:
    """The samples for which a unit is largest, out of as many as there are.

    Args:
        model: a trained network.
        part: a part of the data, or as for ``ng.look``.
        node: whose unit, as "dense_1.relu".
        unit: which, from 0.
        count: how many samples.

    Raises:
        NetworkError: there is no such node or unit, or it holds ids.
        ConfigurationError: a count below 1.
    """
    check_model(model)
    shape = shape_of(model, node)
    check_unit(node, shape, unit)
    check_no_ids(model, node)
    if count < 1:
        raise ConfigurationError(f"count={count}", "1 or more")
    whole = taken(model.spec, part).part
    rows, values, at = np.empty(0, np.int64), np.empty(0), np.empty((0, len(shape) - 1), int)
    for batch in streamed(model, whole, node):
        highest, there = _highest(batch, unit)
        rows, values, at = np.append(rows, batch.rows), np.append(values, highest), np.concatenate([at, there])
        best = np.lexsort((rows, -values))[:count]
        rows, values, at = rows[best], values[best], at[best]
    return TopSamples(node, unit, rows, values, at.astype(np.int64), shape, whole.taken(rows), model.spec, len(whole))


def _highest(batch: Batch, unit: int) -> tuple[Array, Array]:
    """Of each sample the largest value of the unit and its place; padded steps are no places."""
    values = batch.values[..., unit].astype(np.float64)
    if batch.real is not None and values.ndim > 1:
        there = batch.real.reshape(*batch.real.shape, *(1,) * (values.ndim - 2))
        values = np.where(there, values, -np.inf)
    flat = values.reshape(len(values), -1)
    best = flat.argmax(axis=1)
    at = (
        np.stack(np.unravel_index(best, values.shape[1:]), axis=1)
        if values.ndim > 1
        else np.empty((len(values), 0), int)
    )
    return flat[np.arange(len(flat)), best], at
