"""Questions a good model cannot answer."""

from __future__ import annotations

from tests.bad_inputs.case import GOOD, RUN, Case, nothing, raw, text
from tests.bad_inputs.ground import ROWS


def _predict(file: str = "t.csv") -> str:
    return f"predict ../{RUN} {file} --out answers.csv"


QUESTIONS = (
    Case(
        "ask without a column",
        text("t.csv", "size,sold", "1,yes"),
        _predict(),
        ("t.csv lacks 1 column(s)", "colour", "may be empty"),
    ),
    Case("ask with nothing", text("t.csv", "size,colour"), _predict(), ("t.csv has a header line and no rows",)),
    Case("ask with an empty file", raw("t.csv", b""), _predict(), ("t.csv is empty",)),
    Case("ask with a misspelt file", text("new.csv", *ROWS), _predict("mew.csv"), ("no file mew.csv", "mean new.csv?")),
    Case(
        "ask no model",
        text("t.csv", *ROWS),
        "predict none t.csv --out a.csv",
        ("none is not there", "the file of a model"),
    ),
    Case("ask a folder", text("t.csv", *ROWS), "predict . t.csv --out a.csv", ("holds no model.safetensors",)),
    Case("ask a table", text("t.csv", *ROWS), "predict t.csv t.csv --out a.csv", ("t.csv is not the file of a model",)),
    Case(
        "measure without target",
        text("t.csv", "size,colour", "1,red"),
        f"evaluate ../{RUN} t.csv",
        ("t.csv has no column 'sold', the target",),
    ),
    Case(
        "measure with an empty target",
        text("t.csv", *ROWS, "1,red,?"),
        f"evaluate ../{RUN} t.csv",
        ("t.csv: 1 row(s) have no target", "row 41"),
    ),
    Case(
        "measure with unseen labels",
        text("t.csv", *ROWS, "1,red,maybe"),
        f"evaluate ../{RUN} t.csv",
        ("t.csv, column 'sold'", "'maybe'", "row 41"),
    ),
    Case(
        "measure by a forgotten file",
        nothing,
        f"evaluate ../{RUN} ../god.csv",
        ("no file ../god.csv", f"mean ../{GOOD}?"),
    ),
    Case("write with a model of labels", nothing, f"generate ../{RUN} --given size=3", ("'sold'", "continues nothing")),
)
