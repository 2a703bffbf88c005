"""Tables that can be read and not learnt from."""

from __future__ import annotations

from tests.bad_inputs.case import Case, both, table, text
from tests.bad_inputs.ground import ROWS

FLIPS = ("yes", "no")


def _train(words: str = "") -> str:
    return f"train t.csv --out out {words}".strip()


CONTENT = (
    Case(
        "names that steer the terminal",
        text("t.csv", *table('"si\nze\x1b[2J",sold', "yes", "no")),
        _train(words="--ignore size"),
        ("t.csv has no column 'size'", r"si\nze\x1b[2J"),
    ),
    Case(
        "one column",
        text("t.csv", "size", *map(str, range(30))),
        _train(),
        ("t.csv has everything in one column", "delimiter"),
    ),
    Case("one row", text("t.csv", *ROWS[:2]), _train(), ("t.csv, column 'sold': 1 of 1 row(s)", "at least two rows")),
    Case(
        "one class", text("t.csv", *table("size,sold", "yes")), _train(), ("t.csv, column 'sold'", "same value, 'yes'")
    ),
    Case(
        "constant number",
        text("t.csv", *table("size,price", "2.50")),
        _train(),
        ("t.csv, column 'price'", "same value"),
    ),
    Case(
        "no target at all",
        text("t.csv", *table("size,sold", "", "?", "NA")),
        _train(),
        ("'sold': 0 of 30 row(s) have a target",),
    ),
    Case(
        "one row has a target",
        text("t.csv", *table("size,sold", "?"), "3,yes"),
        _train(),
        ("1 of 31 row(s) have a target",),
    ),
    Case(
        "no value at all",
        text("t.csv", "size,sold", *[f"?,{FLIPS[at % 2]}" for at in range(30)]),
        _train(),
        ("t.csv has no column to learn from", "size (empty: it holds nothing)"),
    ),
    Case(
        "target only infinite",
        text("t.csv", *table("size,price", "inf", "-inf", "1e308")),
        _train(words="--task regression"),
        ("'price': 0 of 30", "infinite or beyond 1e30 in 30"),
    ),
    Case(
        "target is text and a number is wanted",
        text("t.csv", *ROWS),
        _train(words="--task regression"),
        ("'sold': 0 of 40", "the target is no number in 40"),
    ),
    Case(
        "all labels differ",
        text("t.csv", *[f"{at * 7 % 200},name {at}" for at in range(200)]),
        _train(words="--no-header"),
        ("200 different labels in 200 rows", "Name another target"),
    ),
    Case(
        "target that is not there",
        text("t.csv", *ROWS),
        _train(words="--target sould"),
        ("t.csv has no column 'sould'", "mean sold?"),
    ),
    Case(
        "target out of range",
        text("t.csv", *ROWS),
        _train(words="--target 3"),
        ("t.csv has 3 columns", "from 0 to 2", "-3 to -1"),
    ),
    Case(
        "only identifiers",
        text("t.csv", *[f"{at},{FLIPS[at % 2]}" for at in range(30)]),
        _train(words="--no-header"),
        ("t.csv has no column to learn from", "counts the rows"),
    ),
    Case(
        "column to ignore is not there",
        text("t.csv", *ROWS),
        _train(words="--ignore color"),
        ("t.csv has no column 'color'", "mean colour?"),
    ),
    Case(
        "everything is ignored",
        text("t.csv", *ROWS),
        _train(words="--ignore colour --ignore size"),
        ("t.csv has no column to learn from",),
    ),
    Case(
        "negative weights",
        text("t.csv", *table("w,size,sold", "1,yes", "-1,no")),
        _train(words="--weight size"),
        ("t.csv, column 'size'", "weight", "negative"),
    ),
    Case(
        "missing weights",
        text("t.csv", *table("w,size,sold", "1,yes", "?,no")),
        _train(words="--weight size"),
        ("t.csv, column 'size'", "a weight is missing"),
    ),
    Case(
        "parts that are none",
        text("t.csv", *ROWS),
        _train(words="--part colour"),
        ("The column 'colour' says blue, green, red", "train, validation or test"),
    ),
    Case(
        "two groups",
        text("t.csv", *table("size,who,sold", "a,yes", "b,no")),
        _train(words="--group who"),
        ("The column 'who' has 2 group(s)",),
    ),
)

PARTS = (
    Case(
        "unseen labels in the test",
        both(text("t.csv", *ROWS), text("u.csv", *ROWS, "3,red,maybe")),
        _train(words="--test u.csv"),
        ("u.csv, column 'sold'", "line 42", "'maybe'", "'no', 'yes'"),
    ),
    Case(
        "test lacks a column",
        both(text("t.csv", *ROWS), text("u.csv", "size,sold", "3,yes", "4,no")),
        _train(words="--test u.csv"),
        ("u.csv lacks 1 column(s)", "colour"),
    ),
    Case(
        "test lacks the target",
        both(text("t.csv", *ROWS), text("u.csv", "size,colour", "3,red", "4,red")),
        _train(words="--test u.csv"),
        ("u.csv has no column 'sold', the target",),
    ),
    Case("test is not there", text("t.csv", *ROWS), _train(words="--test tt.csv"), ("no file tt.csv", "mean t.csv?")),
    Case("test of all rows", text("t.csv", *ROWS), _train(words="--test 1"), ("test is 1", "below 1")),
    Case(
        "test is not a number", text("t.csv", *ROWS), _train(words="--test nan"), ("test is nan", "a share of the rows")
    ),
)
