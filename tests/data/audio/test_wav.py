"""WAV files of every width against scipy.io.wavfile and the numbers they were written from."""

from __future__ import annotations

import io
import re
import struct

import numpy as np
import pytest
from scipy.io import wavfile

from neuroglass.data.audio.opening import opened
from neuroglass.data.audio.wav import doubt
from neuroglass.data.folders.unreadable import Unreadable
from tests.data.audio.made import tone, wav, wav_24, with_header

TONE = tone(440)
GOOD = wav(TONE)


@pytest.mark.parametrize(
    ("dtype", "steps"),
    [(np.uint8, 2**8), (np.int16, 2**15), (np.int32, 2**23), (np.float32, 2**23), (np.float64, 2**23)],
)
def test_samples_of_every_width_are_those_that_were_written(dtype: type, steps: int) -> None:
    found = opened(wav(TONE, 22050, dtype))
    factor = 1 if np.dtype(dtype).kind == "f" else (np.iinfo(dtype).max // 2) / 2.0 ** (np.iinfo(dtype).bits - 1)
    assert found.rate == 22050
    np.testing.assert_allclose(found.samples[:, 0], TONE * factor, atol=2 / steps)


def test_samples_of_24_bits_are_those_that_scipy_reads() -> None:
    _, expected = wavfile.read(io.BytesIO(wav_24(TONE)))
    np.testing.assert_allclose(opened(wav_24(TONE)).samples[:, 0], expected / 2.0**31, atol=1e-7)


def test_channels_stand_side_by_side() -> None:
    found = opened(wav(np.stack([TONE, -TONE], axis=1)))
    np.testing.assert_allclose(found.samples[:, 0], -found.samples[:, 1], atol=1e-6)


def test_an_extensible_header_is_read_as_the_kind_it_names() -> None:
    body = GOOD[44:]
    header = GOOD[20:36] + b"\x16\x00\x10\x00\x04\x00\x00\x00" + b"\x01\x00" + bytes(14)
    extended = b"RIFF" + bytes(4) + b"WAVEfmt " + (40).to_bytes(4, "little") + b"\xfe\xff" + header[2:]
    found = opened(extended + b"data" + len(body).to_bytes(4, "little") + body)
    assert np.array_equal(found.samples, opened(GOOD).samples)


def test_chunks_before_and_after_the_sound_are_passed_over() -> None:
    beside = b"LIST\x03\x00\x00\x00abc\x00"
    assert np.array_equal(opened(GOOD[:36] + beside + GOOD[36:] + beside).samples, opened(GOOD).samples)


def test_a_stream_whose_length_was_never_written_is_read_to_its_end() -> None:
    found = opened(with_header(GOOD, 40, "<I", 0xFFFFFFFF) + b"\x07")
    assert np.array_equal(found.samples, opened(GOOD).samples)


def as_rf64(content: bytes, size: int) -> bytes:
    """A WAV file as RF64: the size of its sound stands in a chunk of its own, in 64 bits."""
    sizes = b"ds64" + struct.pack("<IQQQI", 28, len(content) + 28, size, size // 2, 0)
    return b"RF64\xff\xff\xff\xffWAVE" + sizes + with_header(content, 40, "<I", 0xFFFFFFFF)[12:]


def test_the_size_of_an_rf64_file_stands_in_64_bits() -> None:
    whole, behind = as_rf64(GOOD, 3200), b"LIST\x04\x00\x00\x00abcd"
    assert np.array_equal(opened(whole + behind).samples, opened(GOOD).samples)
    assert doubt(whole) == doubt(whole + behind) == doubt(GOOD) == ""
    with pytest.raises(Unreadable, match=r"promises 9,999 bytes of sound and 3,200 follow: it is cut short$"):
        opened(as_rf64(GOOD, 9999))


def test_a_rate_that_the_bytes_a_second_contradict_is_a_doubt() -> None:
    assert doubt(with_header(GOOD, 24, "<I", 16000)).startswith("of another rate by the bytes a second")
    assert doubt(with_header(GOOD, 40, "<I", 0xFFFFFFFF)) == "shorter than their header says"


def test_a_file_of_no_sound_but_other_chunks_holds_no_samples() -> None:
    assert len(opened(with_header(GOOD[:44], 40, "<I", 0) + b"LIST\x02\x00\x00\x00ab").samples) == 0


BAD = {
    "other bits": (
        with_header(GOOD, 34, "<H", 24),
        "its header contradicts itself: 1 channel(s) of 24 bits, and 2 bytes for all",
    ),
    "other channels": (
        with_header(GOOD, 22, "<H", 65535),
        "its header contradicts itself: 65,535 channel(s) of 16 bits, and 2 bytes for all",
    ),
    "more channels than samples": (
        with_header(with_header(GOOD, 22, "<H", 2000), 32, "<H", 4000),
        "its 3,200 bytes of sound are less than one sample of 2,000 channel(s)",
    ),
    "no length": (
        with_header(GOOD, 40, "<I", 0),
        "its header promises 0 bytes of sound and 3,200 follow: it is wrong",
    ),
    "empty": (b"", "it is empty"),
    "header only": (GOOD[:44], "its header promises 3,200 bytes of sound and 0 follow: it is cut short"),
    "half": (GOOD[:1644], "its header promises 3,200 bytes of sound and 1,600 follow: it is cut short"),
    "a lying length": (
        with_header(GOOD, 40, "<I", 10**9),
        "its header promises 1,000,000,000 bytes of sound and 3,200 follow: it is cut short",
    ),
    "no channel": (with_header(GOOD, 22, "<H", 0), "its header makes no sense: 0 channel(s) of 8,000 samples a second"),
    "no rate": (with_header(GOOD, 24, "<I", 0), "its header makes no sense: 1 channel(s) of 0 samples a second"),
    "a rate beyond reason": (with_header(GOOD, 24, "<I", 4 * 10**9), "1 channel(s) of 4,000,000,000 samples a second"),
    "17 bits": (with_header(GOOD, 34, "<H", 17), "its samples are kept as kind 1 of 17 bits, which is not read"),
    "mu-law": (with_header(GOOD, 20, "<H", 7), "its samples are kept as mu-law of 16 bits, which is not read"),
    "cut in its header": (GOOD[:30], "it is a WAV file without sound"),
    "sound without a header": (GOOD[:12] + GOOD[36:], "it is a WAV file without a whole header"),
    "text": (b"one two three", "it is text, not a sound"),
    "a page": (b"<!DOCTYPE html><p>404", "it is an HTML page"),
    "an MP3": (b"ID3\x04" + bytes(99), "it is MP3: save it as WAV, FLAC or OGG"),
    "noise": (bytes(range(1, 200)), "it is not WAV, FLAC or OGG"),
}


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_a_file_that_is_no_sound_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"{re.escape(reason)}$"):
        opened(content)


@pytest.mark.parametrize("form", ["FLAC", "OGG"])
def test_packed_sounds_are_read_by_the_audio_extra(form: str) -> None:
    soundfile = pytest.importorskip("soundfile")
    file = io.BytesIO()
    soundfile.write(file, TONE, 8000, format=form)
    found = opened(file.getvalue())
    assert found.rate == 8000
    np.testing.assert_allclose(found.samples[:, 0], TONE, atol=1e-4 if form == "FLAC" else 0.1)
    with pytest.raises(Unreadable, match="it is damaged: "):
        opened(file.getvalue()[:30])


def test_without_the_audio_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "soundfile", None)
    with pytest.raises(
        Unreadable, match=r'^it is FLAC, which the audio extra reads: pip install "neuroglass\[audio\]"$'
    ):
        opened(b"fLaC" + bytes(99))
