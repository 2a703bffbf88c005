"""What is freed stays, by the system's own count."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import sys, numpy as np
from neuroglass.learn.allocation import keep_freed_memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

if sys.argv[1] == "kept":
    keep_freed_memory()
before = resident()
array = np.ones(2**25)
del array
print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a setting of glibc")
@pytest.mark.parametrize(("asked", "stays"), [("kept", True), ("given back", False)])
def test_freed_memory_stays_with_the_process_once_asked_for(asked: str, stays: bool) -> None:
    said = subprocess.run([sys.executable, "-c", PROBE, asked], capture_output=True, text=True, check=True).stdout
    assert (int(said) > 2**27) is stays  # of 256 MiB
