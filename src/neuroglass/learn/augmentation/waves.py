"""Transforms of the samples of a clip: louder, noisier, later, faster. What is silence behind its end stays so."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.data.inputs import SOUND
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.transform import Transform, check_below
from neuroglass.nn.hashing import mix
from neuroglass.nn.layers.log_mel import length
from neuroglass.nn.settings import check_number

QUIETER = 30.0  # decibels between the loudest noise and the quietest


class Waving(Transform):
    """A transform of samples."""

    suits: ClassVar[str] = SOUND

    @abc.abstractmethod
    def changed(self, waves: jax.Array, draw: Draw) -> jax.Array:
        """float32 (batch, samples), each clip by its own chance."""


@dataclass(frozen=True)
class Gain(Waving):
    """Louder or quieter: x 10^(g / 20), |g| <= decibels."""

    decibels: float = 6.0

    def __post_init__(self) -> None:
        check_number(self, "decibels", "a number, 0 or above")

    def changed(self, waves: jax.Array, draw: Draw) -> jax.Array:
        """All samples of a clip by one factor."""
        return waves * _beside(10 ** (draw.within(0, self.decibels) / 20), waves)


@dataclass(frozen=True)
class Noise(Waving):
    """White noise under the sound, from ``decibels`` to ``decibels`` + 30 below its own power.

    Args:
        decibels: how far below the sound the loudest noise is.
    """

    decibels: float = 10.0

    def __post_init__(self) -> None:
        check_number(self, "decibels", "a number, 0 or above")

    def changed(self, waves: jax.Array, draw: Draw) -> jax.Array:
        """Evenly spread numbers are as white as normal ones, and take a hash each."""
        place = jnp.arange(1, waves.shape[1] + 1, dtype=jnp.uint32)[None]
        ended = length(waves)[:, None]
        bits = mix(draw.keys[:, None], jnp.uint32(draw.place), place)
        noise = (bits >> 8).astype(jnp.float32) * 2.0**-23 - 1
        power = jnp.sum(jnp.square(waves), axis=1) / jnp.maximum(ended[:, 0], 1).astype(jnp.float32)
        below = 10 ** (-(self.decibels + QUIETER * draw.uniform(0)) / 20)
        loud = jnp.sqrt(3 * power) * below  # numbers from -1 to 1 have a power of a third
        is_sound = place.astype(jnp.int32) <= ended
        return waves + jnp.where(is_sound, _beside(loud, waves) * noise, 0)


@dataclass(frozen=True)
class Delay(Waving):
    """Earlier or later, with silence where nothing was: x[t - d], |d| <= share of the clip."""

    share: float = 0.05

    def __post_init__(self) -> None:
        check_below(self, "share", 1)

    def changed(self, waves: jax.Array, draw: Draw) -> jax.Array:
        """By whole samples."""
        most = int(self.share * waves.shape[1])
        later = draw.whole(0, 2 * most + 1).astype(jnp.int32) - most
        return _taken(waves, jnp.arange(waves.shape[1], dtype=jnp.int32)[None] - later[:, None])


@dataclass(frozen=True)
class Speed(Waving):
    """Played faster or slower, and so higher or lower: x[t s], log s evenly within log(1 + share) of 0.

    As Ko et al. 2015, Audio Augmentation for Speech Recognition, have it; between samples it goes straight.
    """

    share: float = 0.1

    def __post_init__(self) -> None:
        check_below(self, "share", 1)

    def changed(self, waves: jax.Array, draw: Draw) -> jax.Array:
        """Read at other places, each between two samples."""
        speed = (1 + self.share) ** draw.within(0, 1.0)
        place = jnp.arange(waves.shape[1], dtype=jnp.float32)[None] * speed[:, None]
        before = jnp.floor(place)
        share, at = place - before, before.astype(jnp.int32)
        return _taken(waves, at) * (1 - share) + _taken(waves, at + 1) * share


def _beside(numbers: jax.Array, waves: jax.Array) -> jax.Array:
    return jnp.broadcast_to(numbers[:, None], waves.shape)


def _taken(waves: jax.Array, places: jax.Array) -> jax.Array:
    """The samples at these places, (batch, samples); outside of a clip it is silent."""
    inside = (places >= 0) & (places < waves.shape[1])
    found = jnp.take_along_axis(waves, jnp.clip(places, 0, waves.shape[1] - 1), axis=1)
    return jnp.where(inside, found, 0)
