"""How long a user waits before anything happens: ``neuroglass --help`` and ``import neuroglass``.

Wall time of whole processes, each in turn with ``python -c pass``, median of eleven; what Python itself takes is told
but not subtracted.

    python -m benchmarks.starting
"""

from __future__ import annotations

import functools
import statistics
import subprocess
import sys

from benchmarks.measuring import COMMAND, Figure, Result, arguments, installed, paired, seconds, told

WAITS = {"neuroglass --help": ([*COMMAND, "--help"], 0.25), "import neuroglass": (["import neuroglass"], 0.1)}
PEERS = ("sklearn", "torch", "keras")


def measured(rounds: int) -> Result:
    """The waits, and those for the peers' imports beside them."""
    figures, rows = [], []
    for what, (command, target) in WAITS.items():
        wait, row = _wait(what, command if len(command) > 1 else [sys.executable, "-c", *command], rounds)
        figures.append(Figure(what, f"<= {target} s", f"{wait:.3f} s", wait <= target))
        rows.append(row)
    for peer in PEERS:
        code = f"import os; os.environ['KERAS_BACKEND'] = 'jax'; import {peer}"
        missing = [f"import {peer}", "not installed", "", ""]
        rows.append(_wait(f"import {peer}", [sys.executable, "-c", code], rounds)[1] if installed(peer) else missing)
    how = f"Median wall time of {rounds} processes each, in turns with python -c pass."
    return Result("Waiting", how, figures, ["what", "seconds", "python -c pass", "difference"], rows)


def _wait(what: str, command: list[str], rounds: int) -> tuple[float, list[str]]:
    nothing = functools.partial(_run, [sys.executable, "-c", "pass"])
    _run(command)  # so that the files are in memory
    waits, bare = paired(functools.partial(seconds, functools.partial(_run, command)), lambda: seconds(nothing), rounds)
    wait, empty = statistics.median(waits), statistics.median(bare)
    return wait, [what, f"{wait:.3f}", f"{empty:.3f}", f"{wait - empty:.3f}"]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(11, "how many processes of each"))
    told(measured(1 if wanted.quick else wanted.rounds), wanted.json)
