"""A node's values in two dimensions: their principal components."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.errors import NetworkError
from neuroglass.glass.given import check_model
from neuroglass.glass.holding import shape_of
from neuroglass.glass.streaming import Batch, streamed
from neuroglass.glass.taking import taken
from neuroglass.glass.tokens import check_no_ids
from neuroglass.model import Model

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
MOST_NUMBERS = 1 << 26  # values of all rows that are held at once, 256 MiB
MOST_WIDE = 8192  # numbers of a sample, or samples if they are fewer: a square matrix of so many is decomposed


@dataclasses.dataclass(frozen=True)
class Projection:
    """Samples as points on the two directions in which a node's values vary most.

    points = (values - mean) · components, with the two orthonormal directions of largest variance.

    Args:
        node: whose values.
        points: (samples, 2).
        components: (2, numbers), of the values flattened.
        mean: (numbers,).
        explained: of each component, its share of the variance, (2,).
        truth: the class or value that is true of each sample, (samples,); None where it is not known.
        classes: the names of the classes in their order; empty for values.
        left_out: how many samples more there were.
    """

    node: str
    points: Array
    components: Array
    mean: Array
    explained: Array
    truth: NDArray[Any] | None
    classes: tuple[str, ...]
    left_out: int = 0

    def to_json(self) -> dict[str, Any]:
        """Points with what is true of each, and the variance explained."""
        return {
            "node": self.node,
            "explained": self.explained,
            "classes": self.classes,
            "points": self.points,
            "truth": self.truth,
            "left_out": self.left_out,
        }

    def words(self) -> str:
        """How much of the variance the picture shows."""
        first, second = 100 * self.explained
        told = f"The values of {self.node} for {len(self.points):,} samples: "
        told += f"{first:.1f} % of their variance lie along the first direction, {second:.1f} % along the second."
        return told + (f" {self.left_out:,} samples more were left out, to fit into memory." if self.left_out else "")

    def plot(self) -> Figure:
        """The points, in the colours of their classes or values."""
        from neuroglass.glass.figures.samples import projection

        return projection(self)


def projection(model: Model, part: Any, node: str) -> Projection:
    """A node's values on a part of the data, brought to two dimensions by principal components.

    Args:
        model: a trained network.
        part: a part of the data, or as for ``ng.look``.
        node: whose values, as "dense_1.relu".

    Raises:
        NetworkError: no such node, one that holds ids, fewer than three samples, or values too wide to be decomposed.

    Source: principal components as scikit-learn's PCA gives them, up to their sign.
    """
    check_model(model)
    found = taken(model.spec, part)
    check_no_ids(model, node)
    width = max(1, math.prod(shape_of(model, node)))
    whole = found.part.first(max(3, MOST_NUMBERS // width))
    if len(whole) < 3:
        raise NetworkError(f"{len(whole)} sample(s) to project", "3 or more")
    if min(len(whole), width) > MOST_WIDE:
        raise NetworkError(f"{width:,} values of {node} for {len(whole):,} samples", f"{MOST_WIDE:,} of either at most")
    values = np.empty((len(whole), width), np.float64)
    for batch in streamed(model, whole, node):
        values[batch.rows] = _flat(batch)
    mean = values.mean(axis=0)
    components, explained = principal(values - mean)
    truth, classes = _truth(model, whole) if found.is_known else (None, ())
    left_out = len(found.part) - len(whole)
    return Projection(node, (values - mean) @ components.T, components, mean, explained, truth, classes, left_out)


def principal(rows: Array) -> tuple[Array, Array]:
    """The two orthonormal directions (2, numbers) along which rows have the largest sum of squares, and the share of
    that sum which each has; from the smaller of the two products of the rows with themselves.
    """
    is_wide = rows.shape[1] > rows.shape[0]
    squares, vectors = np.linalg.eigh(rows @ rows.T if is_wide else rows.T @ rows)
    largest = vectors[:, ::-1][:, :2].T
    directions = largest @ rows if is_wide else largest
    norms = np.linalg.norm(directions, axis=1, keepdims=True)
    directions = _pair(directions / np.where(norms > 0, norms, 1))
    signs = np.sign(np.take_along_axis(directions, np.abs(directions).argmax(axis=1)[:, None], axis=1))
    shares = np.maximum(squares[::-1][:2], 0) / (np.maximum(squares, 0).sum() or 1)
    return directions * np.where(signs == 0, 1, signs), np.resize(np.append(shares, 0), 2)


def _pair(directions: Array) -> Array:
    """Two directions, the second of nothing where there is one."""
    return np.concatenate([directions, np.zeros((2 - len(directions), directions.shape[1]))])


def _flat(batch: Batch) -> Array:
    """Values as vectors; padded steps are 0."""
    values = batch.values.astype(np.float64)
    if batch.real is not None and values.ndim > 2:
        values = values * batch.real.reshape(*batch.real.shape, *(1,) * (values.ndim - 2))
    return values.reshape(len(values), -1)


def _truth(model: Model, part: Part) -> tuple[NDArray[Any] | None, tuple[str, ...]]:
    """One class or number for each sample; None where a sample has several."""
    target = model.spec.target
    if target.is_classes:
        return (part.y.astype(np.int64), target.classes) if part.y.ndim == 1 else (None, ())
    if part.y.shape[1:] != (1,):
        return None, ()
    return part.y[:, 0].astype(np.float64) * model.spec.target_scale[0] + model.spec.target_offset[0], ()
