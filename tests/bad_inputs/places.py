"""Places where nothing can be written."""

from __future__ import annotations

from tests.bad_inputs.case import GOOD, RUN, Case, nothing, text


def _train(words: str) -> str:
    return f"train ../{GOOD} --out out {words}"


PLACES = (
    Case(
        "out below a file",
        text("t", "a"),
        f"train ../{GOOD} --out t/out",
        ("t/out cannot be made:", "below a file/t is a file"),
    ),
    Case("out where none can write", nothing, f"train ../{GOOD} --out /proc/out", ("/proc/out cannot be made",)),
    Case("out holds a run", nothing, f"train ../{GOOD} --out ../{RUN}", (f"../{RUN} holds a run already", "--resume")),
    Case("full disk", nothing, _train(""), ("out", "cannot be written: File too large", "make room"), file_limit=2000),
    Case(
        "full disk at the start",
        nothing,
        _train(""),
        ("state.safetensors cannot be written: File too large",),
        file_limit=10,
    ),
    Case(
        "answers to a folder",
        lambda f: (f / "a.csv").mkdir(),
        f"predict ../{RUN} ../{GOOD} --out a.csv",
        ("a.csv cannot be written: Is a directory",),
    ),
    Case(
        "answers to nowhere",
        nothing,
        f"predict ../{RUN} ../{GOOD} --out no/a.csv",
        ("no/a.csv cannot be written: No such",),
    ),
    Case(
        "answers below a file",
        text("t", "a"),
        f"predict ../{RUN} ../{GOOD} --out t/a.csv",
        ("t/a.csv cannot be written: Not a dir",),
    ),
    Case(
        "answers of unknown kind",
        nothing,
        f"predict ../{RUN} ../{GOOD} --out a.xlsx",
        ("--out a.xlsx ends in .xlsx", ".csv, .tsv"),
    ),
    Case(
        "answers to a full disk",
        nothing,
        f"predict ../{RUN} ../{GOOD} --out a.csv",
        ("a.csv cannot be written: File too large",),
        file_limit=100,
    ),
)
