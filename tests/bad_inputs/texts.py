"""Texts that cannot be divided into rows and columns."""

from __future__ import annotations

from tests.bad_inputs.case import Case, raw, table, text
from tests.bad_inputs.ground import ROWS

WIDE = 100_000


def _train(words: str = "") -> str:
    return f"train t.csv --out out {words}".strip()


TEXTS = (
    Case("zero bytes", raw("t.csv", "\n".join(ROWS).encode().replace(b"red", b"r\0d")), _train(), ("holds NUL bytes",)),
    Case("utf-16 cut short", raw("t.csv", "\n".join(ROWS).encode("utf-16")[:-1]), _train(), ("not written in utf-16",)),
    Case(
        "another encoding",
        text("t.csv", *ROWS, "1,käse,no"),
        _train(words="--encoding ascii"),
        ("t.csv is not written in ascii",),
    ),
    Case(
        "unknown encoding", text("t.csv", *ROWS), _train(words="--encoding utf-88"), ("encoding 'utf-88' is not known",)
    ),
    Case(
        "encoding that is none", text("t.csv", *ROWS), _train(words="--encoding hex"), ("encoding 'hex' is not known",)
    ),
    Case(
        "ragged rows",
        text("t.csv", *ROWS, "1,red", "2"),
        _train(),
        ("t.csv, line 42: 2 field(s)", "has 3 (2 such", "Mend"),
    ),
    Case("comma inside a field", text("t.csv", *ROWS, "1,red, dark,no"), _train(), ("line 42: 4 field(s)", "quotes")),
    Case("wrong delimiter", text("t.csv", *ROWS), _train(words="--delimiter ';'"), ("t.csv has one column",)),
    Case(
        "unusable delimiter", text("t.csv", *ROWS), _train(words="--delimiter ::"), ("delimiter '::' cannot be used",)
    ),
    Case(
        "quote never closed",
        text("t.csv", *ROWS, '1,"red,no', "2,red,no"),
        _train(),
        ("t.csv: a quotation mark", "line 42"),
    ),
    Case(
        "quote inside a field",
        text("t.csv", *ROWS, '1,re"d,no', '2,r"ed,no'),
        _train(),
        ("t.csv, line 42, has a quotation mark inside a field", "double"),
    ),
    Case(
        "same column name twice",
        text("t.csv", "size,size,sold", *ROWS[1:]),
        _train(),
        ("t.csv", "'size' (columns 1, 2)", "Rename"),
    ),
    Case(
        "target named twice",
        text("t.csv", "sold,size,sold", *ROWS[1:]),
        _train(words="--target sold"),
        ("'sold' (columns 1, 3)",),
    ),
    Case("one endless line", raw("t.csv", b"x" * 20_000_000), _train(), ("t.csv has everything in one column",)),
    Case(
        "too many columns",
        raw("t.csv", b"," * 3 * WIDE),
        _train(),
        ("t.csv has 300,001 columns", "at most 200,000", "Turn the table"),
    ),
    Case(
        "one line of many columns",
        raw("t.csv", ",".join(f"c{at}" for at in range(WIDE)).encode()),
        _train(),
        ("t.csv has a header line and no rows",),
    ),
    Case(
        "spreadsheet error",
        text("t.csv", *table("size,sold", "#REF!", "#REF!")),
        _train(),
        ("t.csv, column 'sold'", "same value"),
    ),
)
