"""Run every benchmark, each in a process of its own, and write the figures into README.md between the markers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.measuring import ROOT, Figure, Result, arguments, figures_table, machine, markdown, said

BENCHMARKS = (
    *("adult", "classification", "regression", "steps", "watching", "starting", "reading"),
    *("pictures", "convolutions", "decoding", "memory"),
    *("texts", "sounds", "series", "recurrent"),
    "glass_slopes",
)
README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures begin -->", "<!-- figures end -->"


def run(name: str, options: list[str]) -> Result:
    """One benchmark's result; where it could not measure, the reason stands in its place."""
    said(f"-- {name}")
    command = [sys.executable, "-m", f"benchmarks.{name}", "--json", *options]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return Result.from_json(done.stdout.splitlines()[-1])
    reason = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
    said(done.stderr)
    return Result(name, "", [Figure(name, "", f"not measured: {reason}")], [], [])


def page(results: list[Result]) -> str:
    """All figures in one table, then the details of each benchmark."""
    figures = figures_table([figure for result in results for figure in result.figures])
    details = [f"### {r.title}\n\n{markdown(r.columns, r.rows)}\n\n{r.how}" for r in results if r.rows]
    return "\n\n".join([figures, f"Measured with {machine()}.", *details])


def written(page: str, into: Path) -> None:
    """Put the page between the markers."""
    before, begin, rest = into.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{into} has lost its markers {BEGIN} and {END}. Put them back, one to a line.")
    into.write_text(f"{before}{BEGIN}\n\n{page}\n\n{END}{after}", encoding="utf-8")


def main() -> int:
    """The exit code: 1 where something could not be measured."""
    wanted = arguments(__doc__)
    results = [run(name, ["--quick"] if wanted.quick else []) for name in BENCHMARKS]
    print(page(results))
    if not wanted.quick:
        written(page(results), README)
    return int(any(not result.rows for result in results))


if __name__ == "__main__":
    sys.exit(main())
