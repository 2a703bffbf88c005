"""Clips changed by chance: against numpy in float64, and what every change must keep."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.inputs import SOUND
from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import Delay, FrequencyMask, Gain, Speed, TimeMask, get, heard, masked
from neuroglass.learn.augmentation.augmentation import NAMED
from neuroglass.learn.augmentation.chance import Draw
from tests.learn.augmentation.cases import keys

WAVES = ("gain 6", "noise 10", "delay 0.1", "speed 0.2", "speed 0.2, delay 0.1, noise 5")
MASKS = ("timemask 0.3", "frequencymask 0.3", "timemask 0.3, frequencymask 0.3")
BATCH, SAMPLES, SOUNDING = 64, 800, 600


def clips() -> jax.Array:
    """A tone and its overtones, silent behind 600 samples."""
    time = np.arange(SAMPLES)
    waves = 6000 * np.sin(0.05 * time + np.arange(BATCH)[:, None]) + 2000 * np.sin(0.11 * time)
    return jnp.asarray(np.where(time < SOUNDING, np.rint(waves), 0), jnp.int16)


def spectrograms() -> jax.Array:
    return jnp.asarray(np.random.default_rng(0).normal(5, 1, (BATCH, 30, 20)), jnp.float32)


def changed(how: str, key: jax.Array) -> np.ndarray:
    if how in MASKS:
        return np.asarray(masked(get(how), spectrograms(), key))
    return np.asarray(heard(get(how), clips(), key))


def test_every_transform_of_sounds_is_among_the_cases() -> None:
    words = {word for how in (*WAVES, *MASKS) for word in how.replace(",", "").split()}
    assert {name for name, kind in NAMED.items() if getattr(kind, "suits", "") == SOUND} == words & set(NAMED)


@pytest.mark.parametrize("how", [*WAVES, *MASKS])
def test_a_clip_depends_on_its_key_and_on_nothing_else(how: str) -> None:
    first, again, other = (changed(how, keys(BATCH, epoch=epoch)) for epoch in (1, 1, 2))
    assert first.dtype == np.float32
    assert first.tobytes() == again.tobytes()
    assert (first != other).any(axis=tuple(range(1, first.ndim))).mean() > 0.9


@pytest.mark.parametrize("how", [*WAVES, *MASKS])
def test_text_brings_it_back(how: str) -> None:
    assert str(get(how)) == how


def test_gain_multiplies_a_clip_by_at_most_its_decibels() -> None:
    plain = np.asarray(clips(), np.float64)
    factors = np.asarray(Gain(6).changed(clips().astype(jnp.float32), Draw(keys(BATCH), 0))) / np.where(plain, plain, 1)
    each = factors[:, 1:SOUNDING].max(axis=1)
    assert 10 ** (-6 / 20) <= each.min() < 0.6
    assert 1.8 < each.max() <= 10 ** (6 / 20) + 1e-5


def test_noise_has_the_power_it_was_given_and_silence_stays_silent() -> None:
    plain = np.asarray(clips(), np.float64)
    noise = np.asarray(heard(get("noise 10"), clips(), keys(BATCH)), np.float64) - plain
    assert not noise[:, SOUNDING:].any()
    below = 10 * np.log10(np.square(plain[:, :SOUNDING]).mean(1) / np.square(noise[:, :SOUNDING]).mean(1))
    assert 9.5 < below.min() < 13
    assert 37 < below.max() < 40.5
    assert abs(np.corrcoef(noise[0, : SOUNDING - 1], noise[0, 1:SOUNDING])[0, 1]) < 0.15
    assert abs(noise[:, :SOUNDING].mean()) < 20


def test_delay_moves_a_clip_by_whole_samples_and_leaves_silence() -> None:
    plain, moved = np.asarray(clips(), np.float32), changed("delay 0.1", keys(BATCH))
    found = set()
    for before, after in zip(plain, moved, strict=True):
        padded = np.pad(before, 80)
        fits = [later for later in range(-80, 81) if np.array_equal(padded[80 - later : 80 - later + SAMPLES], after)]
        assert len(fits) == 1
        found.add(fits[0])
    assert min(found) < -60
    assert max(found) > 60


def test_speed_reads_a_clip_at_other_places_as_numpy_does() -> None:
    plain, draw = np.asarray(clips(), np.float64), Draw(keys(BATCH), 0)
    speed = 1.2 ** np.asarray(draw.within(0, 1.0), np.float64)
    fast = np.asarray(Speed(0.2).changed(clips().astype(jnp.float32), draw))
    assert 1 / 1.2 <= speed.min() < 0.85
    assert 1.18 < speed.max() <= 1.2
    for row in range(BATCH):
        expected = np.interp(np.arange(SAMPLES) * speed[row], np.arange(SAMPLES + 1), np.append(plain[row], 0), right=0)
        np.testing.assert_allclose(fast[row], expected, atol=2)


@pytest.mark.parametrize(("transform", "axis"), [(TimeMask(0.3), 1), (FrequencyMask(0.3), 2)])
def test_a_mask_hides_one_stretch_of_every_length_up_to_its_share(
    transform: TimeMask | FrequencyMask, axis: int
) -> None:
    hidden = np.asarray(transform.hidden(spectrograms(), Draw(keys(BATCH), 0))) == 0
    lines = hidden.any(axis=3 - axis)
    assert (lines == hidden.all(axis=3 - axis)).all()
    assert (np.abs(np.diff(np.pad(lines.astype(int), ((0, 0), (1, 1))), axis=1)).sum(axis=1) <= 2).all()
    assert set(lines.sum(axis=1)) == set(range(int(0.3 * lines.shape[1]) + 1))
    assert lines.any(axis=0).all()


@pytest.mark.parametrize("transform", [Gain(0.0), Delay(0.0), Speed(0.0)])
def test_no_amount_changes_nothing(transform: Gain | Delay | Speed) -> None:
    waves = clips().astype(jnp.float32)
    np.testing.assert_allclose(transform.changed(waves, Draw(keys(BATCH), 0)), waves, atol=1e-3)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("speed 1", r"Speed\(share=1\)\. Expected share to be below 1"),
        ("noise loud", r"Noise\(decibels='loud'\)\. Expected decibels to be a number, 0 or above"),
        ("timemask -0.1", r"TimeMask\(share=-0\.1\)\. Expected share to be a number, 0 or above"),
        (
            "flip, noise",
            "the augmentation flip, noise 10.0 is for pictures and for sounds. Expected transforms of one kind",
        ),
    ],
)
def test_what_cannot_be_meant_is_named(how: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        get(how)


def test_silence_stays_finite() -> None:
    assert np.isfinite(heard(get(WAVES[-1]), jnp.zeros((2, 100), jnp.int16), keys(2))).all()
