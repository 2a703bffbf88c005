"""Opening a sound: WAV by our own reader, FLAC and OGG through the ``audio`` extra; what else it may be is named."""

from __future__ import annotations

import io

from neuroglass.data.audio.wav import Wave, read_wav
from neuroglass.data.folders.unreadable import Unreadable

STARTS = {b"fLaC": "FLAC", b"OggS": "OGG"}
OTHERS = {
    b"id3": "MP3: save it as WAV, FLAC or OGG",
    b"\xff\xfb": "MP3: save it as WAV, FLAC or OGG",
    b"form": "AIFF: save it as WAV, FLAC or OGG",
    b"<!doctype html": "an HTML page",
    b"<html": "an HTML page",
    b"pk\3\4": "a zip archive",
    b"version https://git-lfs": "what Git LFS leaves in place of a file: fetch the file itself",
}
EXTRA = 'pip install "neuroglass[audio]"'


def opened(content: bytes) -> Wave:
    """The sound in a file.

    Raises:
        Unreadable: it is none, or cannot be read.
    """
    if content[:4] in (b"RIFF", b"RF64") and content[8:12] == b"WAVE":
        return read_wav(content)
    for start, name in STARTS.items():
        if content.startswith(start):
            return _read_packed(content, name)
    raise Unreadable(_against(content))


def _read_packed(content: bytes, name: str) -> Wave:
    try:
        import soundfile
    except ImportError as error:
        raise Unreadable(f"it is {name}, which the audio extra reads: {EXTRA}") from error
    try:
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise Unreadable(f"it is damaged: {error.error_string.rstrip('.')}") from error
    return Wave(rate, samples)


def _against(content: bytes) -> str:
    if not content:
        return "it is empty"
    start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, what in OTHERS.items():
        if start.startswith(sign):
            return f"it is {what}"
    is_text = all(byte in (9, 10, 13) or byte >= 32 for byte in content[:200])
    return "it is text, not a sound" if is_text else "it is not WAV, FLAC or OGG"
