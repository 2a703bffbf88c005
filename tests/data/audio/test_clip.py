"""What every clip is brought to, against tones whose samples are known."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.data.audio.clip import LOUD, Clip
from neuroglass.data.folders.unreadable import Unreadable
from tests.data.audio.made import tone, wav

CLIP = Clip(8000, 2000)


def test_a_clip_keeps_its_samples_at_one_loudness_and_is_filled_up_with_zeros() -> None:
    samples = CLIP.decoded(wav(tone(435)))
    assert samples.dtype == np.int16
    assert np.abs(samples).max() == LOUD
    assert not samples[1600:].any()
    np.testing.assert_allclose(samples[:1600], LOUD * tone(435) / np.abs(tone(435)).max(), atol=3)


@pytest.mark.parametrize(("rate", "samples"), [(-8000, 8000), (500, 500), (10**9, 10**9), (8000, 200), (8000, 10**12)])
def test_clips_that_cannot_be_are_refused(rate: int, samples: int) -> None:
    with pytest.raises(ValueError, match=f"clips of {samples} samples, {rate} a second"):
        Clip(rate, samples)


def test_a_longer_clip_is_cut_at_its_end() -> None:
    assert np.array_equal(Clip(8000, 800).decoded(wav(tone(435))), CLIP.decoded(wav(tone(435)))[:800])


@pytest.mark.parametrize("rate", [11025, 16000, 22050, 44100, 48000])
def test_a_tone_of_another_rate_is_the_same_tone(rate: int) -> None:
    samples = CLIP.decoded(wav(tone(435, rate=rate), rate))[:1600].astype(float)
    expected = LOUD * tone(435, loud=1.0)
    np.testing.assert_allclose(samples[100:-100], expected[100:-100], atol=0.02 * LOUD)


def test_what_a_lower_rate_cannot_hold_is_gone_and_does_not_come_back_as_another_tone() -> None:
    high, low = tone(7000, rate=44100), tone(400, rate=44100)
    mixed, alone = (CLIP.decoded(wav(samples, 44100))[200:1400].astype(float) for samples in (low + high, low))
    assert np.corrcoef(mixed, alone)[0, 1] > 0.999


def test_stereo_becomes_the_mean_of_both_sides() -> None:
    left, right = tone(300), tone(900)
    both = CLIP.decoded(wav(np.stack([left, right], axis=1)))
    np.testing.assert_allclose(both, CLIP.decoded(wav((left + right) / 2)), atol=5)


def test_a_constant_beside_the_sound_changes_nothing() -> None:
    np.testing.assert_allclose(CLIP.decoded(wav(tone(435) + 0.4)), CLIP.decoded(wav(tone(435))), atol=5)


SILENT = {
    "zeros": (np.zeros(1600), "it is silent"),
    "a constant": (np.full(1600, 0.3), "it is silent"),
    "no samples": (np.zeros(0), "it holds no samples"),
    "shorter than a frame": (tone(435, 0.02), "it lasts 20 ms, less than a frame of 30"),
}


@pytest.mark.parametrize(("samples", "reason"), SILENT.values(), ids=SILENT)
def test_a_clip_with_nothing_to_hear_is_told(samples: np.ndarray, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"^{reason}$"):
        CLIP.decoded(wav(samples))


def test_numbers_that_are_not_finite_are_told() -> None:
    with pytest.raises(Unreadable, match=r"^it holds numbers that are not finite$"):
        CLIP.decoded(wav(np.where(np.arange(1600) == 7, np.nan, tone(435)), dtype=np.float32))
