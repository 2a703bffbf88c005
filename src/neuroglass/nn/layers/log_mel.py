"""LogMel: the samples of a sound as a spectrogram, computed where the network runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.mel import Mel, log_mel
from neuroglass.nn.layers.base import Arrays, Moment, Shape, Weightless, single
from neuroglass.nn.layers.normalization import Normalization


@dataclasses.dataclass(frozen=True)
class LogMel(Weightless):
    """y = (log(filters |rfft(window frame)|^2 + 0.01) - mean) / sqrt(variance), (samples,) to (steps, mels).

    Frames begin every ``hop`` samples; those after the last sample that is not 0 are padding, and layers that look
    across time leave them out. An rfft takes a third of the time that a product with its matrix takes on a CPU.

    Args:
        sample_rate: samples a second.
        frame: samples in a frame, a multiple of ``hop``.
        hop: samples from the beginning of a frame to that of the next.
        mels: bands, evenly spaced on the mel scale up to half the sample rate.
        mean: of the training data; one number for all bands, or one for each.
        variance: likewise.

    >>> LogMel(8000, 240, 80, 40).output_shape((6400,))
    (80, 40)
    """

    sample_rate: int
    frame: int
    hop: int
    mels: int
    mean: float | tuple[float, ...] = 0.0
    variance: float | tuple[float, ...] = 1.0

    def __post_init__(self) -> None:
        self.normalization.output_shape((self.mel.mels,))

    @property
    def mel(self) -> Mel:
        """Its frames and bands."""
        return Mel(self.sample_rate, self.frame, self.hop, self.mels)

    @property
    def normalization(self) -> Normalization:
        """What brings each band to mean 0 and variance 1."""
        return Normalization(self.mean, self.variance)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(steps, mels)."""
        shape = single("LogMel", shapes)
        if len(shape) != 1:
            raise NetworkError(f"LogMel got {shape}", "the samples of a sound, (samples,)")
        return (self.mel.steps(shape[0]), self.mels)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """y."""
        (samples,) = inputs
        floats = samples if jnp.issubdtype(samples.dtype, jnp.floating) else samples.astype(jnp.float32)
        spectrogram = log_mel(floats, self.mel, jnp)
        return self.normalization.compute({}, moment, spectrogram)

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """The frames that begin before the sound ends, at least one."""
        (samples,) = inputs
        ended = jnp.maximum(length(samples), 1)
        begins = jnp.arange(self.mel.steps(samples.shape[1]), dtype=jnp.int32) * self.hop
        return begins[None] < ended[:, None]


def length(samples: jax.Array) -> jax.Array:
    """Up to and with the last sample that is not 0, int32 (sounds,)."""
    place = jnp.arange(1, samples.shape[1] + 1, dtype=jnp.int32)
    return jnp.max(jnp.where(samples != 0, jnp.broadcast_to(place, samples.shape), 0), axis=1)
