"""Writes every bad input, with an index of what to ask: python -m tests.bad_inputs.make FOLDER"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bad_inputs.case import Case
from tests.bad_inputs.ground import lay, made
from tests.bad_inputs.refused import REFUSED
from tests.bad_inputs.survived import SURVIVED

BLOCK = 512  # bytes; what a shell's ulimit counts files in


def index() -> Iterator[str]:
    """A line for each input: its folder, what to ask there, and what must be answered."""
    for outcome, cases in (("refused", REFUSED), ("survived", SURVIVED)):
        for case in cases:
            yield f"{outcome}\t{case.name}\t{_limited(case)}\t{' ... '.join(case.says)}"


def _limited(case: Case) -> str:
    limit = "" if case.file_limit is None else f"ulimit -f {max(case.file_limit // BLOCK, 1)}; "
    return f"{limit}neuroglass {case.command}"


def make(ground: Path) -> None:
    """Fill a new folder."""
    ground.mkdir(parents=True)
    lay(ground)
    for case in (*REFUSED, *SURVIVED):
        made(case, ground)
    (ground / "index.tsv").write_text("".join(f"{line}\n" for line in index()), encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    sys.stdout.write("".join(f"{line}\n" for line in index()))
