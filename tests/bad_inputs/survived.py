"""Inputs that are bad and can be lived with: what is done about them is counted and told."""

from __future__ import annotations

from tests.bad_inputs.case import GOOD, RUN, Case, Make, both, forged, nothing, raw, table, text
from tests.bad_inputs.ground import ROWS

FLIPS = ("yes", "no")
LINES = "\n".join(ROWS)


def _data(words: str = "") -> str:
    return f"data t.csv {words}".strip()


def _bytes(content: bytes) -> Make:
    return raw("t.csv", content)


SURVIVED = (
    Case(
        "labels that differ by blanks",
        text("t.csv", *table("size,sold", "yes", " yes ", "no", "no\t")),
        _data("--delimiter ,"),
        ("2 label(s) of 'sold' differ from another only by blanks around them; they are one",),
    ),
    Case(
        "labels that differ by case",
        text("t.csv", *table("size,sold", "yes", "Yes", "no")),
        _data(),
        ("'Yes' and 'yes' differ only by case; they stay apart",),
    ),
    Case(
        "infinite and endless numbers",
        text("t.csv", *ROWS, "inf,red,no", "-Infinity,red,no", "1e308,red,no", "1e999,red,no"),
        _data(),
        ("4 value(s) of 'size' are infinite or beyond 1e30; they are treated as missing",),
    ),
    Case("nan among numbers", text("t.csv", *ROWS, "nan,red,no", "NaN,red,no"), _data(), ("size", "number", "2")),
    Case(
        "words among numbers",
        text("t.csv", *ROWS, "many,red,no"),
        _data(),
        ("1 value(s) of 'size' are not numbers ('many'); they are treated as missing",),
    ),
    Case(
        "targets that are missing",
        text("t.csv", *ROWS, "3,red,", "4,red,?"),
        _data(),
        ("42 rows read, 40 used, 2 skipped", "skipped 2 rows: the target is missing (line 42, line 43)"),
    ),
    Case(
        "targets that are infinite",
        text("t.csv", *table("size,price", "1.5", "2.5", "3.5"), "3,1e308", "4,inf"),
        _data(),
        ("skipped 2 rows: the target is infinite or beyond 1e30 (line 32, line 33)",),
    ),
    Case(
        "texts to write that are empty",
        text("t.csv", *table("size,said", "red a", "green b", "blue a"), "3,", '4,"  "'),
        _data("--task sequence"),
        ("32 rows read, 30 used, 2 skipped", "the target is missing (line 32, line 33)"),
    ),
    Case(
        "a text to write of a million characters",
        text("t.csv", *table("size,said", "red a", "green b", "blue a"), f"3,{'a' * 1_000_000}"),
        _data("--task sequence"),
        ("'said': 1 of 31 texts are longer than 7 characters and are cut there",),
    ),
    Case("a column that is empty", text("t.csv", *table("size,none,sold", ",yes", ",no")), _data(), ("holds nothing",)),
    Case("a constant column", text("t.csv", *table("size,one,sold", "1,yes", "1,no")), _data(), ("the same value",)),
    Case(
        "two equal columns",
        text("t.csv", "a,b,sold", *[f"{at * 7 % 30},{at * 7 % 30},{FLIPS[at % 2]}" for at in range(30)]),
        _data(),
        ("the same values as 'a'",),
    ),
    Case(
        "a class of one row",
        text("t.csv", *ROWS, "3,red,maybe"),
        _data(),
        ("too few rows to be in every part, training comes first: maybe (1)",),
    ),
    Case("few rows", text("t.csv", *ROWS[:6]), _data(), ("5 rows are too few to keep some of them apart",)),
    Case("empty lines", text("t.csv", *ROWS[:9], "", "", *ROWS[9:]), _data(), ("2 empty line(s) are no rows",)),
    Case("old line ends", _bytes(LINES.replace("\n", "\r").encode()), _data(), ("40 rows read, 40 used",)),
    Case("byte order mark", _bytes(b"\xef\xbb\xbf" + LINES.encode()), _data("--target sold"), ("utf-8", "40 used")),
    Case("utf-16 with mark", _bytes(LINES.encode("utf-16")), _data(), ("utf-16", "40 rows read, 40 used")),
    Case("utf-16 without mark", _bytes(LINES.encode("utf-16-le")), _data(), ("utf-16", "40 rows read, 40 used")),
    Case(
        "mixed encodings",
        _bytes((LINES + "\n1,käse,no\n").encode() + "2,käse,no\n".encode("latin-1")),
        _data(),
        ("t.csv is not UTF-8; it is read as cp1252. Name the encoding if that is wrong",),
    ),
    Case("wrong name", raw("t.csv", LINES.replace(",", "\t").encode()), _data(), ("Tabs between columns",)),
    Case(
        "dates as target",
        text("t.csv", *[f"{at * 7 % 30},2024-01-{at % 3 + 1:02}" for at in range(30)]),
        _data(),
        ("3 different labels", "--task classes or --task regression"),
    ),
    Case("rows twice", text("t.csv", *ROWS, *ROWS[1:]), _data(), ("test rows stand in the training part too",)),
    Case(
        "test labels that end in a dot",
        both(text("t.csv", *ROWS), text("u.csv", ROWS[0], "1,red,yes.", "2,red,no.")),
        _data("--test u.csv"),
        ("the label 'yes.' is taken for 'yes'", "the label 'no.' is taken for 'no'"),
    ),
    Case(
        "ask with columns too many",
        text("t.csv", "size,colour,smell", "1,red,sweet"),
        f"predict ../{RUN} t.csv",
        ("1 column(s) training did not know are ignored: smell",),
    ),
    Case(
        "ask with unseen categories",
        text("t.csv", "size,colour", "1,purple", "2,red"),
        f"predict ../{RUN} t.csv",
        ("1 value(s) of 'colour' were not seen in training ('purple'); they are answered as unknown",),
    ),
    Case(
        "ask with words for numbers",
        text("t.csv", "size,colour", "large,red", "2,red"),
        f"predict ../{RUN} t.csv",
        ("1 value(s) of 'size' are not numbers ('large'); they are treated as missing",),
    ),
    Case(
        "ask with nothing known",
        text("t.csv", "size,colour", "?,red", "inf,?"),
        f"predict ../{RUN} t.csv",
        ("1 value(s) of 'size' are infinite",),
    ),
    Case("measure what was learnt", nothing, f"evaluate ../{RUN} ../{GOOD}", ("the model was trained on most rows",)),
    Case(
        "names and labels that steer the terminal",
        text("t.csv", *table("si\x1b[2Jze,co\x07lour,sold", "\x1b[31mred,y\x1b[0mes", "blue,no")),
        _data(),
        ("30 rows read, 30 used",),
    ),
    Case(
        "card that says anything",
        forged(lambda _, facts: facts.update(card={"source": "\x1b[2J", "made": ["<script>"]})),
        f"evaluate model.safetensors ../{GOOD}",
        ("40 rows",),
    ),
)
