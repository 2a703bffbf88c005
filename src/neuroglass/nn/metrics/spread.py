"""Errors against the spread of the targets, per output: rmse and r2."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from neuroglass.nn.metrics.metric import Metric
from neuroglass.nn.metrics.sums import Sum, add, ratio, value, weighted_sum, zero


class Spread(NamedTuple):
    weight: Sum
    mean: Sum  # (outputs,), of the targets
    squares: Sum  # (outputs,), of the targets' distances from that mean
    errors: Sum  # (outputs,), squared


@dataclass(frozen=True)
class TargetSpread:
    """Squared errors and squared distances from the targets' mean.

    Batches are merged as in Chan, Golub, LeVeque (1979), so that a mean far from 0 costs no precision.
    """

    def start(self, rows: int, width: int) -> Spread:
        return Spread(zero(), zero((width,)), zero((width,)), zero((width,)))

    def update(self, state: Spread, target: Array, prediction: Array, weight: Array) -> Spread:
        before, here = value(state.weight), jnp.sum(weight)
        mean = ratio(weighted_sum(target, weight), here)
        squares = weighted_sum(jnp.square(target - mean[None, :]), weight)
        distance = mean - value(state.mean)
        share = ratio(here, before + here)
        return Spread(
            add(state.weight, here),
            add(state.mean, distance * share),
            add(state.squares, squares + jnp.square(distance) * before * share),
            add(state.errors, weighted_sum(jnp.square(prediction - target), weight)),
        )


def root_mean_squared_error(state: Spread) -> Array:
    return jnp.mean(jnp.sqrt(value(state.errors) / value(state.weight)))


def explained_share(state: Spread) -> Array:
    squares, errors = value(state.squares), value(state.errors)
    varies = squares > 0
    share = 1.0 - errors / jnp.where(varies, squares, 1.0)
    perfect = jnp.where(errors == 0, 1.0, jnp.where(jnp.isnan(errors), jnp.nan, 0.0))
    return jnp.where(value(state.weight) > 0, jnp.mean(jnp.where(varies, share, perfect)), jnp.nan)


SPREAD = (
    Metric(
        "rmse",
        "lower",
        "values",
        "The typical distance from the truth in the target's unit; large errors weigh most.",
        "√ mean (ŷ − y)², the mean over outputs",
        TargetSpread(),
        root_mean_squared_error,
    ),
    Metric(
        "r2",
        "higher",
        "values",
        "The share of the targets' variance that is explained: 1 is perfect, 0 no better than their mean.",
        "1 − Σ (ŷ − y)² / Σ (y − ȳ)², the mean over outputs; a constant target gives 1 if met exactly, else 0",
        TargetSpread(),
        explained_share,
    ),
)
