"""The noise of a gradient: how many samples a step should be taken from."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.errors import NetworkError
from neuroglass.glass.curvature import check_known
from neuroglass.nn.evaluation import Samples, by_step
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

AT_ONCE = 1 << 24  # numbers in the gradients of all samples that are computed together


@dataclasses.dataclass(frozen=True)
class NoiseScale:
    """The simple noise scale tr(Σ) / |G|², a batch size: below it a larger batch makes steps surer, above it hardly.

    Both parts are unbiased estimates from batches of one and of all samples.

    Args:
        samples: how many there are.
        variance: tr(Σ), the sum over all weights of the variance of one sample's gradient.
        square: |G|², of the true gradient; an estimate that may fall below 0 where the noise is large.
        single: the mean of |g|² over the samples, and
        whole: |g|² of the gradient of all of them.

    Source: McCandlish et al. 2018, An Empirical Model of Large-Batch Training, appendix A.1, arXiv:1812.06162
    """

    samples: int
    variance: float
    square: float
    single: float
    whole: float

    @property
    def scale(self) -> float:
        """tr(Σ) / |G|²; infinite where the gradient drowns in the noise."""
        return self.variance / self.square if self.square > 0 else math.inf

    def words(self) -> list[str]:
        """What it comes to."""
        if self.square <= 0:
            return [
                f"the gradient drowns in the noise of {self.samples} samples: no noise scale can be told",
                "either the cost is at a minimum here, or more samples are needed",
            ]
        told = f"the noise scale is {self.scale:.3g} samples, estimated from {self.samples}"
        return [told, "batches much smaller make unsure steps, batches much larger hardly surer ones"]

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        return {**dataclasses.asdict(self), "scale": self.scale, "words": self.words()}


def noise_scale(glass: Glass) -> NoiseScale:
    """See ``Glass.noise_scale``."""
    check_known(glass)
    count = len(glass.part)
    if count < 2:
        raise NetworkError(f"the noise of a gradient of {count} sample", "two or more", "Look at several samples")
    objective, variables, samples = glass.model.objective, glass.model.variables, glass.samples
    weights = jax.tree.leaves(variables["params"])
    batch = max(1, min(count, AT_ONCE // max(1, sum(array.size for array in weights))))
    share = jnp.float32(count / _counting(objective, samples))
    single, total = 0.0, jax.tree.map(jnp.zeros_like, variables["params"])
    for first in range(0, count, batch):
        some = _taken(samples, first, first + batch)
        squares, part = _own(objective, variables, some, share)
        single += float(squares)
        total = jax.tree.map(jnp.add, total, part)
    small, large = single / count, sum(float((np.asarray(g, np.float64) ** 2).sum()) for g in jax.tree.leaves(total))
    large /= count**2
    square = (count * large - small) / (count - 1)
    variance = (small - large) * count / (count - 1)
    return NoiseScale(count, variance, square, small, large)


def _counting(objective: Objective, samples: Samples) -> float:
    """What the cost divides by: how many answers count, each by its weight."""
    value = jnp.zeros((samples.rows, *objective.network.shapes[objective.node]), jnp.float32)
    _, known = by_step(value, samples)
    return float(samples.rows if known.weight is None else jnp.sum(known.weight))


def _taken(samples: Samples, first: int, last: int) -> Samples:
    x = {name: array[first:last] for name, array in samples.x.items()}
    weight = None if samples.weight is None else samples.weight[first:last]
    return samples._replace(x=x, y=samples.y[first:last], weight=weight)


@functools.partial(jax.jit, static_argnums=0)
def _own(objective: Objective, variables: Variables, samples: Samples, share: jax.Array) -> tuple[jax.Array, Any]:
    """Over some samples, the sum of the squares of each one's own gradient, and the sum of these gradients.

    The own gradients are those whose mean over all samples is the gradient of the cost.
    """

    def own(params: Any, one: Samples) -> jax.Array:
        alone = one._replace(
            x={name: array[None] for name, array in one.x.items()},
            y=one.y[None],
            weight=None if one.weight is None else one.weight[None],
        )
        held = {"params": params, "state": variables["state"]}
        value = objective.network.apply(held, alone.x, until=objective.node).value
        answered, known = by_step(value, alone)
        losses = objective.losses(answered, known.y)
        weighed = losses if known.weight is None else losses * known.weight
        return jnp.sum(weighed) * share + objective.network.penalty(params)

    rows = samples._replace(offset=None, scale=None)  # these two are no rows
    slopes = jax.vmap(jax.grad(own), in_axes=(None, 0))(variables["params"], rows)
    squares = sum(jnp.sum(slope**2) for slope in jax.tree.leaves(slopes))
    return jnp.asarray(squares), jax.tree.map(lambda slope: jnp.sum(slope, axis=0), slopes)
