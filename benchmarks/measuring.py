"""What all benchmarks share: where the tables are, rivals measured in turns, and how a result is told."""

from __future__ import annotations

import argparse
import dataclasses
import importlib.metadata
import importlib.util
import json
import multiprocessing
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

COMMAND = [sys.executable, "-m", "neuroglass.cli.main"]
ROOT = Path(__file__).parents[1]
PACKAGES = ("jax", "numpy", "optax", "polars", "pillow", "scikit-learn", "keras", "torch")
MODULES = {"scikit-learn": "sklearn", "pillow": "PIL"}  # where a package's module is called otherwise


@dataclasses.dataclass(frozen=True)
class Figure:
    """One number to reach, and what was reached."""

    what: str
    target: str
    reached: str
    met: bool | None = None


@dataclasses.dataclass(frozen=True)
class Result:
    """What one benchmark found.

    Args:
        title: what was measured.
        how: how, in a sentence or two.
        figures: the numbers to reach.
        columns: the head of the details.
        rows: the details.
    """

    title: str
    how: str
    figures: list[Figure]
    columns: list[str]
    rows: list[list[str]]

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What ``told`` printed with ``--json``."""
        facts = json.loads(text)
        return cls(**{**facts, "figures": [Figure(**figure) for figure in facts["figures"]]})


def arguments(description: str | None, **more: tuple[Any, str]) -> argparse.Namespace:
    """The command line of a benchmark: ``--json``, ``--quick``, and whole numbers as name=(default, help)."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument("--quick", action="store_true", help="see that it runs; the numbers say nothing")
    for name, (default, words) in more.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"{words} ({default})")
    return parser.parse_args()


def table_path(name: str) -> Path:
    """A public table."""
    return data_path(f"tables/{name}.csv")


def data_path(name: str) -> Path:
    """Public data, from the folder NEUROGLASS_DATA, or ../shared/data beside the repository."""
    path = Path(os.environ.get("NEUROGLASS_DATA", ROOT.parent / "shared" / "data")) / name
    if not path.exists():
        sys.exit(f"{path} is not there. Set NEUROGLASS_DATA to the folder that holds {name}.")
    return path


def installed(package: str) -> bool:
    """Whether a peer can be measured."""
    return importlib.util.find_spec(package) is not None


def needs(package: str) -> None:
    """Leave with a sentence where there is nothing to compare with."""
    if not installed(package):
        sys.exit(f"{package} is not installed: pip install 'neuroglass[peers]'.")


def seconds(call: Callable[[], object]) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


class Rival:
    """A process of its own that measures whenever it is asked, so that one rival's threads are not in another's way.

    It is no daemon: what decodes pictures starts processes of its own.

    Args:
        prepare: run once in that process; returns the function that measures.
        given: what ``prepare`` is called with.
    """

    def __init__(self, prepare: Callable[..., Callable[[], float]], *given: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_answer, args=(theirs, prepare, given))
        self._process.start()
        theirs.close()  # so that a process that died is an EOFError here and not a wait for ever
        self._ours.recv()

    @property
    def process(self) -> int:
        """Its number."""
        return self._process.pid or 0

    def measure(self) -> float:
        """One more measurement, while every other rival rests."""
        self._ours.send(True)
        return float(self._ours.recv())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._ours.close()
        self._process.join()


def _answer(asked: Any, prepare: Callable[..., Callable[[], float]], given: tuple[Any, ...]) -> None:
    measure = prepare(*given)
    asked.send(True)
    try:
        while asked.recv():
            asked.send(measure())
    except EOFError:
        return  # no one asks any more


def paired(a: Callable[[], float], b: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Measured A B A B ..., so that what slows the machine slows both."""
    pairs = [(a(), b()) for _ in range(rounds)]
    return [first for first, _ in pairs], [second for _, second in pairs]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median over the pairs of ours / theirs."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def span(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """The least and the greatest of the pairs' ratios."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return f"{min(ratios):.3g} to {max(ratios):.3g}"


def machine() -> str:
    """What it was measured with: cores, Python and the versions of all that took part."""
    here = [name for name in PACKAGES if installed(MODULES.get(name, name))]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in here)
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {versions}"


def markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads well as plain text too."""
    whole = [columns, *rows]
    widths = [max(len(row[place]) for row in whole) for place in range(len(columns))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in whole]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def figures_table(figures: Sequence[Figure]) -> str:
    """Each target beside what was reached."""
    words = {True: "yes", False: "NO", None: ""}
    rows = [[figure.what, figure.target, figure.reached, words[figure.met]] for figure in figures]
    return markdown(["what", "figure", "reached", "met"], rows)


def told(result: Result, as_json: bool) -> None:
    """Print a result, for people or for ``python -m benchmarks``."""
    if as_json:
        print(json.dumps(dataclasses.asdict(result)))
        return
    details = markdown(result.columns, result.rows)
    print(f"{result.title}\n\n{figures_table(result.figures)}\n\n{details}\n\n{result.how}\n{machine()}")


def said(line: str) -> None:
    """Where a long measurement stands, aside from its result."""
    print(line, file=sys.stderr, flush=True)
