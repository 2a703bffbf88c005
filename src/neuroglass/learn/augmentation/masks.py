"""Transforms that hide stretches of a spectrogram, as SpecAugment does (Park et al. 2019, arXiv:1904.08779)."""

from __future__ import annotations

import abc
from dataclasses import dataclass
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.data.inputs import SOUND
from neuroglass.learn.augmentation.chance import Draw
from neuroglass.learn.augmentation.transform import Transform, check_below


class Masking(Transform):
    """A transform of spectrograms."""

    suits: ClassVar[str] = SOUND

    @abc.abstractmethod
    def hidden(self, spectrograms: jax.Array, draw: Draw) -> jax.Array:
        """(batch, steps, bands), each with a stretch set to 0, the mean of the training part."""


@dataclass(frozen=True)
class TimeMask(Masking):
    """A stretch of time is hidden, of any length up to ``share`` of the clip."""

    share: float = 0.2

    def __post_init__(self) -> None:
        check_below(self, "share", 1)

    def hidden(self, spectrograms: jax.Array, draw: Draw) -> jax.Array:
        """All bands of some steps."""
        return jnp.where(_stretch(draw, self.share, spectrograms.shape[1])[:, :, None], 0, spectrograms)


@dataclass(frozen=True)
class FrequencyMask(Masking):
    """A stretch of neighbouring bands is hidden, up to ``share`` of them."""

    share: float = 0.2

    def __post_init__(self) -> None:
        check_below(self, "share", 1)

    def hidden(self, spectrograms: jax.Array, draw: Draw) -> jax.Array:
        """Some bands of all steps."""
        return jnp.where(_stretch(draw, self.share, spectrograms.shape[2])[:, None], 0, spectrograms)


def _stretch(draw: Draw, share: float, count: int) -> jax.Array:
    """Which of ``count`` places a stretch covers, bool (batch, count): its length by chance, then its place."""
    size = jnp.floor(draw.uniform(0) * (share * count + 1))
    first = jnp.floor(draw.uniform(1) * (count - size + 1))
    place = jnp.arange(count, dtype=jnp.float32)[None]
    return (place >= first[:, None]) & (place < (first + size)[:, None])
