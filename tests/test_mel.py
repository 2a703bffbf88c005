"""Spectrograms against scipy.signal.stft and against librosa's filters, both written out in float64."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import stft

from neuroglass.errors import NetworkError
from neuroglass.mel import Mel, log_mel
from tests.nn.layers.spectrograms import librosa_filters


@pytest.mark.parametrize(("rate", "frame", "mels"), [(8000, 240, 40), (16000, 480, 40), (11025, 330, 24)])
def test_the_filters_are_those_of_librosa(rate: int, frame: int, mels: int) -> None:
    np.testing.assert_allclose(Mel(rate, frame, frame, mels).filters(), librosa_filters(rate, frame, mels), atol=1e-12)


def test_a_spectrogram_is_the_log_of_the_power_that_scipy_finds_in_each_band() -> None:
    samples = np.random.default_rng(0).normal(0, 3000, (2, 1000))
    _, _, spectrum = stft(
        np.pad(samples, ((0, 0), (0, 200))) / 32768, nperseg=240, noverlap=160, boundary=None, padded=False
    )
    power = np.square(np.abs(spectrum) * 120).swapaxes(1, 2)  # scipy divides by the sum of the window
    expected = np.log(power[:, :13] @ librosa_filters(8000, 240, 40) + 1e-2)
    np.testing.assert_allclose(log_mel(samples, Mel(8000, 240, 80, 40), np), expected, rtol=1e-9)


def test_a_tone_is_loudest_in_the_band_that_holds_its_pitch() -> None:
    mel = Mel(8000, 240, 80, 40)
    tone = 9000 * np.sin(2 * np.pi * 1000 / 8000 * np.arange(4000))
    loudest = log_mel(tone[None], mel, np)[0, 10].argmax()
    assert 1000 / 8000 * 240 in np.flatnonzero(mel.filters()[:, loudest])


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ((8000, 240, 100, 40), r"frames of 240 samples, one every 100\. Expected a multiple of that"),
        ((8000, 240, 80, 200), r"200 bands in frames of 240 samples: some lie between two"),
        ((8000, 240, 80, 0), r"mels=0 of a spectrogram\. Expected a whole number above 0"),
        ((8000, 10**12, 10**12, 40), r"40 bands in frames of 1000000000000 samples\. Expected fewer bands"),
    ],
)
def test_sizes_that_do_not_fit_are_refused(sizes: tuple[int, int, int, int], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        Mel(*sizes)


def test_in_float32_a_spectrogram_is_that_of_float64() -> None:
    samples = np.random.default_rng(1).normal(0, 3000, (2, 1000))
    narrow = log_mel(samples.astype(np.float32), Mel(8000, 240, 80, 40), np)
    assert narrow.dtype == np.float32
    np.testing.assert_allclose(narrow, log_mel(samples, Mel(8000, 240, 80, 40), np), atol=2e-4)
