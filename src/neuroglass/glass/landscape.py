"""The loss around a network's weights, on a plane through them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.directions import Params, filter_normalised, flat, unflattened
from neuroglass.glass.given import check_model
from neuroglass.glass.planes import costs
from neuroglass.glass.projection import principal
from neuroglass.glass.taking import taken
from neuroglass.model import Model
from neuroglass.nn.network import Variables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
BESIDE = 0.25  # of the path's extent, that is shown on each side of it


@dataclasses.dataclass(frozen=True)
class Landscape:
    """The loss of a part at the weights θ + x d₁ + y d₂.

    Args:
        x, y: (points,), along the first and the second direction; the network's own weights are at 0, 0.
        losses: (points, points), a row for each y.
        loss: of the network's own weights.
        path: (moments, 2), where the given moments lie; None without them.
        explained: of each direction, its share of the squared distances along the path; None without it.
        seed: of random directions.
    """

    x: Array
    y: Array
    losses: Array
    loss: float
    path: Array | None
    explained: Array | None
    seed: int

    def to_json(self) -> dict[str, Any]:
        """The grid, the path and what there is to know."""
        return dataclasses.asdict(self)

    def words(self) -> str:
        """How the loss lies around the weights."""
        known = self.losses[np.isfinite(self.losses)]
        told = f"The loss is {self.loss:.4g} here, and from {known.min():.4g} to {known.max():.4g} on the plane."
        if self.explained is not None:
            first, second = 100 * self.explained
            return f"{told} The plane holds {first + second:.1f} % of the path ({first:.1f} % and {second:.1f} %)."
        lowest = np.unravel_index(np.nanargmin(self.losses), self.losses.shape)
        where = f"x {self.x[lowest[1]]:.2g}, y {self.y[lowest[0]]:.2g}"
        return told + (
            " Nothing on it is lower." if known.min() >= self.loss * (1 - 1e-6) else f" It is lowest at {where}."
        )

    def plot(self) -> Figure:
        """Lines of equal loss, with the path on them."""
        from neuroglass.glass.figures.landscape import landscape

        return landscape(self)


def landscape(
    model: Model,
    part: Any,
    path: Sequence[Variables] | None = None,
    *,
    points: int = 21,
    reach: float = 1.0,
    seed: int = 0,
) -> Landscape:
    """The loss on a plane through a network's weights.

    Without a path both directions are random, and each filter of them is as long as that of the weights; biases and
    the weights of normalisation stay as they are. With one they are its first two principal components, measured from
    the network's weights, of all that is learnt. The loss is that of answers: running means are used, nothing is
    dropped, and penalties of the weights are no part of it.

    Args:
        model: a trained network.
        part: a part of the data, or as for ``Model.evaluate``.
        path: the weights at earlier moments, as ``Model.variables`` holds them.
        points: along each direction; odd, so that the weights themselves are one of them.
        reach: how far to both sides, in parts of the weights' own length; of a path how far beyond it, 1 is a fourth of
            its extent.
        seed: of the random directions.

    Raises:
        ConfigurationError: settings that are impossible, or a path that goes nowhere.

    Source: Li et al. 2018, Visualizing the loss landscape of neural nets, arXiv:1712.09913, sections 4 and 7
    """
    check_model(model)
    _check(points, reach, path)
    found = taken(model.spec, part)
    if not found.is_known:
        raise NetworkError("the loss of samples whose answers are not known", "samples with their answers")
    params = model.variables["params"]
    if path is None:
        generator = np.random.default_rng(seed)
        directions = [filter_normalised(model.network, params, generator) for _ in range(2)]
        x = y = np.linspace(-reach, reach, points)
        return _measured(model, found.part, directions, x, y, None, None, seed)
    moved = np.stack([flat(moment["params"]) - flat(params) for moment in path])
    components, explained = principal(moved)
    at = moved @ components.T
    x, y = (_around(at[:, axis], points, reach) for axis in (0, 1))
    planes = [unflattened(component, params) for component in components]
    return _measured(model, found.part, planes, x, y, at, explained, seed)


def _measured(
    model: Model,
    part: Part,
    directions: list[Params],
    x: Array,
    y: Array,
    path: Array | None,
    explained: Array | None,
    seed: int,
) -> Landscape:
    grid = np.stack([axis.ravel() for axis in np.meshgrid(x, y)], axis=1)
    found = costs(model, part, directions, np.concatenate([grid, np.zeros((1, 2))]))
    losses = found[:-1].reshape(len(y), len(x))
    return Landscape(x, y, losses, float(found[-1]), path, explained, seed)


def _check(points: int, reach: float, path: Sequence[Variables] | None) -> None:
    if points < 3 or points % 2 == 0:
        raise ConfigurationError(f"points={points}", "an odd number, 3 or more")
    if not 0 < reach < float("inf"):
        raise ConfigurationError(f"reach={reach}", "a number above 0")
    if path is not None and len(path) < 2:
        raise ConfigurationError(f"a path of {len(path)} moment(s)", "2 or more")


def _around(path: Array, points: int, reach: float) -> Array:
    """A line that holds the path and 0, with room on both sides, and 0 as one of its points."""
    low, high = min(path.min(), 0.0), max(path.max(), 0.0)
    room = BESIDE * reach * (high - low)
    if not room:
        raise ConfigurationError("a path that does not leave the network's weights in two directions", "a longer path")
    line = np.linspace(low - room, high + room, points)
    return line - line[np.abs(line).argmin()]
