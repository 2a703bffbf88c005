"""Memory that a step frees stays with the process, ready for the next one."""

from __future__ import annotations

import ctypes
import sys

MMAP_MAX, TRIM_THRESHOLD = -4, -1  # as malloc.h numbers them
MOST = 2**31 - 1


def keep_freed_memory() -> None:
    """Ask glibc to keep what is freed, up to 2 GiB of it.

    It gives large arrays back at once, and the system clears their pages again for the next step: between a tenth and a
    third of a step with convolutions on a CPU. No other C library has this setting, or needs it.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(MMAP_MAX, 0)
        mallopt(TRIM_THRESHOLD, MOST)
