"""Files that are no table."""

from __future__ import annotations

import os
import random
import sqlite3
import zlib
from pathlib import Path

from tests.bad_inputs.case import Case, nothing, raw, text
from tests.bad_inputs.ground import ROWS


def _database(folder: Path) -> None:
    with sqlite3.connect(folder / "t.csv") as database:
        database.execute("CREATE TABLE t (x, y)")
    database.close()


def _train(file: str = "t.csv", words: str = "") -> str:
    return f"train {file} --out out {words}".strip()


FILES = (
    Case("empty file", raw("t.csv", b""), _train(), ("t.csv is empty", "at least two rows")),
    Case("only blank lines", raw("t.csv", b"\n\r\n  \n"), _train(), ("t.csv holds nothing but empty lines",)),
    Case("header only", text("t.csv", "size,colour,sold"), _train(), ("t.csv has a header line and no rows",)),
    Case("a folder", lambda folder: (folder / "t.csv").mkdir(), _train(), ("t.csv holds no pictures", "one folder")),
    Case("a pipe", lambda folder: os.mkfifo(folder / "t.csv"), _train(), ("t.csv is a pipe", "a file that holds")),
    Case("a device", nothing, _train("/dev/zero"), ("/dev/zero is no ordinary file",)),
    Case("misspelt file", text("sales.csv", *ROWS), _train("sale.csv"), ("no file sale.csv", "mean sales.csv?")),
    Case("misspelt folder", nothing, _train("a/t.csv"), ("no file a/t.csv", "folder a does not exist")),
    Case("endless name", nothing, _train("t" * 5000), ("cannot be read: File name too long",)),
    Case("link to itself", lambda folder: (folder / "t.csv").symlink_to("t.csv"), _train(), ("t.csv", "symbolic")),
    Case("zipped", raw("t.csv", b"PK\x03\x04" + bytes(100)), _train(), ("t.csv is a zip archive", "Unpack")),
    Case("gzipped", raw("t.csv", b"\x1f\x8b" + zlib.compress(b"a,b")), _train(), ("t.csv is a gzip archive",)),
    Case("picture named csv", raw("t.csv", b"\x89PNG\r\n\x1a\n" + bytes(99)), _train(), ("t.csv is a PNG image",)),
    Case("database named csv", _database, _train(), ("t.csv is an SQLite database", "export")),
    Case("noise named csv", raw("t.csv", random.Random(0).randbytes(5000)), _train(), ("t.csv is a binary file",)),
    Case("noise named parquet", raw("t.parquet", b"a,b\n1,2\n"), _train("t.parquet"), ("t.parquet is no Parquet",)),
    Case("parquet cut short", raw("t.parquet", b"PAR1" + bytes(50)), _train("t.parquet"), ("t.parquet", "cut short")),
    Case("json cut short", text("t.jsonl", '{"a": 1, "b": 2}', '{"a": 3, '), _train("t.jsonl"), ("t.jsonl", "line 2")),
    Case("json of lists", text("t.jsonl", "[1, 2]", "[3, 4]"), _train("t.jsonl"), ("t.jsonl", "line 1 is no JSON")),
)
