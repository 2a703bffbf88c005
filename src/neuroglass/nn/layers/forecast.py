"""What a forecast stands on: a window brought to its own level, that level, and the naive forecast.

All read a window (window, features) of which the first ``values`` features are asked for. What they say of the steps to
come is (horizon, values * quantiles): of each value one number for every quantile, one after another.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, positive
from neuroglass.nn.layers.masks import mean, over
from neuroglass.nn.layers.sequence import timed


@dataclasses.dataclass(frozen=True)
class Centred(Weightless):
    """(x - m) / s for the first ``values`` features, with m their mean over the window; all others stay.

    Args:
        values: how many features are centred.
        relative: s is the mean size, so that a window is seen in parts of its level; else s is 1.
    """

    values: int
    relative: bool = False

    def __post_init__(self) -> None:
        positive("Centred", "values", self.values)

    def output_shape(self, *shapes: Shape) -> Shape:
        """The window's."""
        return _window("Centred", self.values, shapes)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """(x - m) / s."""
        (x,) = inputs
        values = x[..., : self.values]
        centred = values - mean(values, (1,), over(moment.steps, values), keepdims=True)
        scaled = centred / _size(values, moment) if self.relative else centred
        return jnp.concatenate([scaled, x[..., self.values :]], axis=-1), {}


@dataclasses.dataclass(frozen=True)
class Level(Weightless):
    """The mean size of each value over the window, said of every step to come.

    (window, features) to (horizon, values * quantiles).
    """

    horizon: int
    values: int
    quantiles: int = 1

    def __post_init__(self) -> None:
        _check(self)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(horizon, values * quantiles)."""
        _window("Level", self.values, shapes)
        return (self.horizon, self.values * self.quantiles)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """mean |x|."""
        (x,) = inputs
        size = jnp.repeat(_size(x[..., : self.values], moment), self.quantiles, axis=2)
        return jnp.repeat(size, self.horizon, axis=1), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """None: all steps to come are real."""
        return None


@dataclasses.dataclass(frozen=True)
class SeasonalNaive(Weightless):
    """The last season over and over: ŷ[t] = x[t - season], and after a season ŷ[t] = ŷ[t - season].

    A season of 1 is the naive forecast, the last value for ever.
    (window, features) to (horizon, values * quantiles).
    Source: https://otexts.com/fpp3/simple-methods.html
    """

    horizon: int
    season: int = 1
    values: int = 1
    quantiles: int = 1

    def __post_init__(self) -> None:
        _check(self)
        positive("SeasonalNaive", "season", self.season)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(horizon, values * quantiles)."""
        window, _ = _window("SeasonalNaive", self.values, shapes)
        if window < self.season:
            raise NetworkError(f"SeasonalNaive(season={self.season}) got {shapes[0]}", "a window as long as the season")
        return (self.horizon, self.values * self.quantiles)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """x[window - season + t mod season]."""
        (x,) = inputs
        places = x.shape[1] - self.season + jnp.arange(self.horizon, dtype=jnp.int32) % self.season
        return jnp.repeat(x[:, places, : self.values], self.quantiles, axis=2), {}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """None: all steps to come are real."""
        return None


def _size(values: jax.Array, moment: Moment) -> jax.Array:
    """(batch, 1, values); a window of zeros counts as 1."""
    size = mean(jnp.abs(values), (1,), over(moment.steps, values), keepdims=True)
    return jnp.where(size > 0, size, 1)


def _check(layer: Level | SeasonalNaive) -> None:
    for setting in ("horizon", "values", "quantiles"):
        positive(type(layer).__name__, setting, getattr(layer, setting))


def _window(kind: str, values: int, shapes: tuple[Shape, ...]) -> Shape:
    shape = timed(kind, shapes)
    if shape[1] < values:
        raise NetworkError(f"{kind} of {values} values got {shape}", f"a window of at least {values} features")
    return shape
