from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import loky
import numpy as np
import pytest

from neuroglass.data.folders import decoding
from neuroglass.data.folders.decoding import decode
from neuroglass.data.folders.items import File, Item
from neuroglass.data.folders.unreadable import Unreadable
from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.pixels import pixels
from neuroglass.errors import DataError
from tests.data.pictures.drawn import noise, saved

FRAME = Frame(8, 10, 3, "crop")
MIB = 1 << 20
AT_MOST_SECONDS = 120  # only so that a process that would wait for ever fails
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process used")


@dataclass(frozen=True)
class Elsewhere:
    """An item that does what it is asked to, but only in another process than the one that made it."""

    home: int
    asked: str
    folder: str = ""

    def read(self) -> bytes:
        if os.getpid() != self.home and self.asked == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.asked == "sign":
            (Path(self.folder) / str(os.getpid())).touch()
        raise Unreadable("jax is here" if "jax" in sys.modules else "no jax")


@pytest.fixture
def in_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """All but two pictures are decoded by processes, a few at a time."""
    monkeypatch.setattr(decoding, "SAMPLE", 2)
    monkeypatch.setattr(decoding, "WORTH_PROCESSES", -1.0)
    monkeypatch.setattr(decoding, "CHUNK_BYTES", 5 * 8 * 10 * 3)
    monkeypatch.setattr(loky, "cpu_count", lambda: 2)


@pytest.fixture
def files(tmp_path: Path) -> list[Item]:
    """30 pictures; the fourth is no picture and the last is gone; the first has a copy."""
    contents = [saved(noise(12, 10, 3, seed=at)) for at in range(30)]
    contents[3], contents[20] = b"text", contents[0]
    for at, content in enumerate(contents):
        (tmp_path / f"{at}.png").write_bytes(content)
    (tmp_path / "29.png").unlink()
    return [File(str(tmp_path / f"{at}.png")) for at in range(30)]


def odd(asked: str, folder: str = "") -> Sequence[Item]:
    return cast("list[Item]", [Elsewhere(os.getpid(), asked, folder)] * 20)


def check(files: list[Item], into: np.ndarray) -> None:
    told: list[int] = []
    decoded = decode(files, FRAME, into, told.append)
    assert decoded.reasons == {
        3: "it is text, not a picture",
        29: "it cannot be opened: No such file or directory",
    }
    for row, item in enumerate(files[:-1]):
        content = item.read()
        assert decoded.digests[row].tobytes() == hashlib.blake2b(content, digest_size=16).digest()
        expected = np.zeros(FRAME.shape) if row == 3 else pixels(content, FRAME)
        np.testing.assert_array_equal(into[row], expected)
    assert not into[29].any()
    assert not decoded.digests[29].any()
    assert told == sorted(set(told))
    assert told[-1] == 30


def test_every_picture_is_in_its_row_with_its_digest_or_its_reason(files: list[Item]) -> None:
    check(files, np.full((30, *FRAME.shape), 9, np.uint8))


@pytest.mark.usefixtures("in_processes")
def test_processes_decode_the_same_into_a_mapped_file(files: list[Item], tmp_path: Path) -> None:
    check(files, np.memmap(tmp_path / "pixels", np.uint8, "w+", shape=(30, *FRAME.shape)))


def test_no_pictures_are_decoded_to_none() -> None:
    decoded = decode([], FRAME, np.empty((0, *FRAME.shape), np.uint8))
    assert (decoded.reasons, decoded.digests.shape) == ({}, (0, 16))


@pytest.mark.usefixtures("in_processes")
def test_a_process_that_decodes_does_not_import_jax() -> None:
    decoded = decode(odd("tell"), FRAME, np.empty((20, *FRAME.shape), np.uint8))
    assert [decoded.reasons[row] for row in range(2, 20)] == ["no jax"] * 18


@pytest.mark.usefixtures("in_processes")
def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(
        DataError, match=r"A process that decodes files was ended from outside after 2 of 20. Most often"
    ):
        decode(odd("die"), FRAME, np.empty((20, *FRAME.shape), np.uint8))


@pytest.mark.usefixtures("in_processes")
def test_when_it_is_interrupted_no_process_is_left(tmp_path: Path) -> None:
    def interrupt(done: int) -> None:
        if done > 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decode(odd("sign", str(tmp_path)), FRAME, np.empty((20, *FRAME.shape), np.uint8), interrupt)
    others = {int(path.name) for path in tmp_path.iterdir()} - {os.getpid()}
    assert others
    for process in others:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


INTERRUPTED = """
import sys
import numpy as np
from neuroglass.data.folders import decoding
from neuroglass.data.folders.items import File
from neuroglass.data.pictures.frame import Frame
decoding.WORTH_PROCESSES, decoding.CHUNK_BYTES = -1.0, 3000
try:
    decoding.decode(
        [File(sys.argv[1])] * 10**6, Frame(10, 10, 3, "crop"), np.empty((10**6, 10, 10, 3), np.uint8),
        lambda done: print(done, flush=True) if done > 99 else None,
    )
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_in_a_terminal_ends_it_without_a_word_from_its_processes(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(saved(noise(10, 10, 3)))
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "a.png")]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stdout is not None
    assert int(running.stdout.readline()) > 99
    os.killpg(running.pid, signal.SIGINT)
    said, told = running.communicate(timeout=AT_MOST_SECONDS)
    assert said.endswith("interrupted\n")  # perhaps behind a number whose line was not ended yet
    assert (told, running.returncode) == ("", 0)


USED = """
import sys
import numpy as np
from neuroglass.data.folders import decoding
from neuroglass.data.folders.items import File
from neuroglass.data.pictures.frame import Frame
decoding.WORTH_PROCESSES = 1e9 if sys.argv[2] == "here" else -1.0
print(*(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
decoding.decode([File(sys.argv[1])] * 500, Frame(8, 8, 1, "crop"), np.empty((500, 8, 8, 1), np.uint8))
print(*(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@linux
@pytest.mark.parametrize("road", ["here", "processes"])
def test_250_mib_of_files_are_never_in_memory_at_once(tmp_path: Path, road: str) -> None:
    (tmp_path / "a.png").write_bytes(saved(noise(8, 8)) + bytes(MIB // 2))
    done = subprocess.run(
        [sys.executable, "-c", USED, str(tmp_path / "a.png"), road],
        capture_output=True,
        text=True,
        timeout=AT_MOST_SECONDS,
    )
    before, after = (int(kib) * 1024 for kib in re.findall(r"VmHWM:\s+(\d+) kB", done.stdout))
    assert after - before < 60 * MIB
