"""What a spectrogram knows of the end of a sound; its numbers are held in the table of layers."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.mel import Mel, log_mel
from neuroglass.nn.layers import LogMel, Moment

LAYER = LogMel(8000, 240, 80, 40)


def sound(samples: int, padding: int) -> jnp.ndarray:
    noise = np.random.default_rng(0).integers(1, 9000, samples)
    return jnp.asarray(np.concatenate([noise, np.zeros(padding)])[None].astype(np.int16))


@pytest.mark.parametrize("padding", [80, 160, 800, 8000])
def test_the_frames_of_a_sound_are_the_same_whatever_the_padding(padding: int) -> None:
    bare, padded = (LAYER.compute({}, Moment(), sound(810, zeros))[0] for zeros in (0, padding))
    np.testing.assert_allclose(padded[:, :11], bare, atol=1e-5)  # products of other sizes are rounded otherwise


@pytest.mark.parametrize(("samples", "real"), [(1, 1), (80, 1), (81, 2), (810, 11)])
def test_frames_that_begin_after_the_last_sample_are_padding(samples: int, real: int) -> None:
    steps = LAYER.steps([None], sound(samples, 1000 - samples))
    assert steps is not None
    assert steps.tolist() == [[True] * real + [False] * (13 - real)]


def test_silence_within_a_sound_is_no_padding_and_silence_alone_is_one_frame() -> None:
    beside = jnp.zeros((2, 800), jnp.int16).at[0, 799].set(1)
    steps = LAYER.steps([None], beside)
    assert steps is not None
    assert steps.sum(axis=1).tolist() == [10, 1]


def test_whole_numbers_and_floats_of_the_same_samples_give_what_numpy_gives() -> None:
    samples = sound(900, 100)
    whole, floats = (LAYER.compute({}, Moment(), array)[0] for array in (samples, samples.astype(jnp.float32)))
    expected = log_mel(np.asarray(samples, np.float32), Mel(8000, 240, 80, 40), np)
    assert np.array_equal(whole, floats)
    np.testing.assert_allclose(whole, expected, atol=1e-4)
