"""A few bad inputs in processes of their own: how they leave, that they do not wait, how much memory they take."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bad_inputs.case import MODEL

ENTRY = "import sys; from neuroglass.cli.main import main; code = main(); "
# Not getrusage: what that tells begins with the memory of the process this one was forked from.
USED = "print(*(line for line in open('/proc/self/status') if line.startswith('VmHWM'))); "
MIB = 1 << 20
AT_MOST_SECONDS = 120  # only so that a process that would wait for ever fails

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process used")


def asked(folder: Path, *words: str) -> tuple[int, str, int]:
    """The exit code, what was said, and the most bytes of memory that were used."""
    command = [sys.executable, "-c", f"{ENTRY}{USED}sys.exit(code)", *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=AT_MOST_SECONDS)
    used = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)
    assert used is not None
    return done.returncode, done.stderr, int(used[1]) * 1024


def test_a_pipe_nobody_writes_to_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "t.csv")
    code, told, _ = asked(tmp_path, "train", "t.csv")
    assert (code, told) == (
        1,
        "error: t.csv is a pipe. Expected a file that holds a table. Name the file itself.\n",
    )


@pytest.mark.parametrize("content", [b"x" * 40 * MIB, b"name," * 8 * MIB], ids=["one name", "many names"])
def test_a_header_of_40_mib_takes_memory_in_proportion(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    code, told, used = asked(tmp_path, "data", "t.csv")
    assert (code, told.count("\n")) == (1, 1)
    assert told.startswith("error: t.csv")
    assert used < 600 * MIB


def test_a_model_file_that_claims_a_huge_header_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / MODEL).open("wb") as file:
        file.write((1 << 34).to_bytes(8, "little"))
        file.truncate(1 << 35)
    code, told, used = asked(tmp_path, "show", MODEL)
    assert code == 1
    assert told == f"error: {MODEL} has a header of 17179869184 bytes. Expected at most 16777216. It may be hostile.\n"
    assert used < 600 * MIB
