"""What is promised to the byte holds in the programs that users run; other tests compile them sooner, and slower."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMISES = (
    "tests/glass/probes/test_bytes.py::test_watching_changes_no_byte_of_what_is_learnt",
    "tests/learn/test_program.py::test_the_length_of_chunks_changes_no_byte",
    "tests/learn/test_stepped.py::test_the_length_of_chunks_changes_no_byte_of_the_stepped_road",
    "tests/run/test_fitting.py::test_resuming_gives_the_bytes_of_an_unbroken_run",
    "tests/run/test_branching.py::test_a_branch_that_changes_nothing_comes_to_the_same_end",
)


def test_bytes_hold_as_users_compile() -> None:
    command = [sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *PROMISES]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "XLA_FLAGS": ""}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
