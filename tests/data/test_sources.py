"""One table of bad inputs, each with the sentence it must meet; and one of files that look bad and are read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from neuroglass.data import table
from neuroglass.data.delimited import Layout
from neuroglass.data.sources import read
from neuroglass.errors import DataError

HEADER = "size,kind,sold\n"
ROWS = "".join(f"{row * 0.7:.2f},{'abc'[row % 3]},{'yes' if row % 2 else 'no'}\n" for row in range(30))
GOOD = HEADER + ROWS

BAD: dict[str, tuple[bytes | str, str]] = {
    "empty.csv": ("", r"empty\.csv is empty"),
    "blank.csv": ("\n\n \n", "holds nothing but empty lines"),
    "header.csv": (HEADER, "has a header line and no rows"),
    "one_row.csv": (HEADER + "1,a,yes\n", r"column 'sold': 1 of 1 row\(s\) have a target\. Expected at least two rows"),
    "one_class.csv": (GOOD.replace("yes", "no"), "column 'sold' has the same value, 'no', in every row"),
    "no_target.csv": (GOOD.replace("yes", "?").replace("no", ""), r"0 of 30 row\(s\) have a target .*missing in 30"),
    "twice.csv": ("size,size,sold\n" + ROWS, r"same column name more than once: 'size' \(columns 1, 2\)"),
    "ragged.csv": (GOOD + "1,a\n2,b,c,d\n", r"line 32: 2 field\(s\), where line 1 has 3 \(2 such line\(s\)\)"),
    "one_column.csv": ("abc\ndef\nghi\n", "has everything in one column"),
    "open_quote.csv": (
        HEADER + '1,"a,yes\n' + ROWS,
        "a quotation mark is opened in line 2 or after it and never closed",
    ),
    "binary.csv": (bytes(range(256)), "is a binary file: it holds NUL bytes.* If it is a text, name its encoding"),
    "whole_numbers.csv": (np.arange(500, dtype="<i4").tobytes(), "is a binary file: it holds NUL bytes"),
    "small_numbers.csv": ((np.arange(300, dtype="<i2") % 30).tobytes(), "is a binary file: it holds NUL bytes"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a PNG image"),
    "packed.csv": (gzip.compress(GOOD.encode()), r"is a gzip archive\. Expected a table.* Unpack or export it"),
    "sheet.csv": (b"PK\x03\x04" + bytes(99), r"a spreadsheet \(\.xlsx\)"),
    "text.parquet": (GOOD, "is no Parquet file"),
    "cut.parquet": (b"PAR1" + bytes(99), "cannot be read as Parquet: .* damaged or cut short"),
    "broken.jsonl": ('{"a": 1, "b": 2}\n{"a":\n', "cannot be read as JSON lines: line 2 is no JSON object"),
    "encoding.csv": (GOOD.encode() + b"\x81\x8d\xff\xfe,a,yes\n", "is no text in UTF-8, GB 18030 or Windows-1252"),
    "labels.csv": ("a,b\n" + "".join(f"{i % 9},name {i}\n" for i in range(300)), "300 different labels in 300 rows"),
    "only_id.csv": (
        "id,t\n" + "".join(f"{i},{i % 2}\n" for i in range(50)),
        r"no column to learn from: id \(identifier",
    ),
}


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_meets_one_plain_sentence(name: str, tmp_path: Path) -> None:
    content, message = BAD[name]
    path = written(tmp_path, name, content)
    with pytest.raises(DataError, match=message) as error:
        table(path)
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named_with_the_nearest(tmp_path: Path) -> None:
    written(tmp_path, "houses.csv", GOOD)
    with pytest.raises(DataError, match=r"There is no file .*house\.csv\. Did you mean .*houses\.csv\?"):
        read(tmp_path / "house.csv")


def test_a_folder_with_the_name_of_a_shipped_table_says_where_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = read("iris")
    (tmp_path / "iris").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=r"iris is a folder.*the table iris that comes with neuroglass is ") as told:
        read("iris")
    there = str(told.value).rpartition(" is ")[2].removesuffix(".")
    assert read(there).frame.equals(shipped.frame)


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a folder"):
        read(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(DataError, match="is a pipe"):
        read(tmp_path / "pipe.csv")


@pytest.mark.parametrize(("path", "message"), [("a\0b", "embedded null"), ("x" * 5000, "name too long")])
def test_an_impossible_path_is_refused(path: str, message: str) -> None:
    with pytest.raises(DataError, match=f"cannot be read: .*{message}"):
        read(path)


def test_a_file_in_another_encoding_than_named_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", GOOD.replace("a", "é"))
    with pytest.raises(DataError, match="is not written in ascii"):
        read(path, Layout(encoding="ascii"))


def test_a_mark_is_no_part_of_the_first_name_though_the_encoding_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", b"\xef\xbb\xbf" + GOOD.encode())
    assert read(path, Layout(encoding="utf-8")).frame.columns[0] == "size"


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="The encoding 'utf-9' is not known"):
        read(written(tmp_path, "t.csv", GOOD), Layout(encoding="utf-9"))


@pytest.mark.parametrize("delimiter", ["|", ";"])
def test_a_wrong_delimiter_leaves_one_column(delimiter: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="has one column, 'size,kind,sold'"):
        table(written(tmp_path, "t.csv", GOOD), delimiter=delimiter)


def test_a_delimiter_of_several_letters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="The delimiter '::' cannot be used"):
        read(written(tmp_path, "t.csv", GOOD), Layout(delimiter="::"))


WAYS_OF_WRITING: dict[str, bytes | str] = {
    "commas": GOOD,
    "tabs": GOOD.replace(",", "\t"),
    "semicolons": GOOD.replace(",", ";"),
    "bars": GOOD.replace(",", "|"),
    "runs of blanks": GOOD.replace(",", "    "),
    "windows line ends": GOOD.replace("\n", "\r\n"),
    "old mac line ends": GOOD.replace("\n", "\r"),
    "no last line end": GOOD.removesuffix("\n"),
    "empty lines": GOOD.replace("\n", "\n\n", 5) + "\n\n",
    "byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "utf-16": GOOD.encode("utf-16"),
    "utf-16 without a mark": GOOD.encode("utf-16-be"),
    "utf-32": GOOD.encode("utf-32"),
    "blanks after commas": GOOD.replace(",", ", "),
    "quotes": GOOD.replace("a,", '"a",').replace("size", '"size"'),
}


@pytest.mark.parametrize("way", WAYS_OF_WRITING)
def test_the_same_table_is_read_however_it_is_written(way: str, tmp_path: Path) -> None:
    expected = table(written(tmp_path, "expected.csv", GOOD)).train
    data = table(written(tmp_path, "t.csv", WAYS_OF_WRITING[way]))
    assert data.reading.read == 30
    np.testing.assert_array_equal(data.train.x["features"], expected.x["features"])
    np.testing.assert_array_equal(data.train.y, expected.y)


@pytest.mark.parametrize(("encoding", "word"), [("cp1252", "größe"), ("gb18030", "颜色")])
def test_an_encoding_without_mark_is_guessed_and_told(encoding: str, word: str, tmp_path: Path) -> None:
    found = read(written(tmp_path, "t.csv", GOOD.replace("size", word).encode(encoding)))
    assert found.frame.columns[0] == word
    assert f"it is read as {encoding}" in found.notes[0]


def test_quoted_fields_may_hold_delimiters_quotes_and_line_ends(tmp_path: Path) -> None:
    found = read(written(tmp_path, "t.csv", HEADER + '1,"a, ""b""\nc",yes\n' + "2,d,no\n"))
    assert found.frame.rows() == [("1", 'a, "b"\nc', "yes"), ("2", "d", "no")]
    assert found.place(1) == "line 4"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (GOOD, True),
        (ROWS, False),
        ("name,colour\n" + "".join(f"{'abc'[i % 3]},{'rg'[i % 2]}\n" for i in range(20)), True),
        ("".join(f"{'abc'[i % 3]},{'rg'[i % 2]}\n" for i in range(20)), False),
        ("?,a,1\n" + "2,b,3\n" * 5, False),
    ],
)
def test_a_header_is_recognised(text: str, header: bool, tmp_path: Path) -> None:
    found = read(written(tmp_path, "t.csv", text))
    assert found.header is header
    assert (found.frame.columns[0] == "column_1") is not header


def test_the_user_may_say_whether_there_is_a_header(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "2019,2020\n1,2\n3,4\n")
    assert read(path, Layout(header=True)).frame.columns == ["2019", "2020"]
    assert len(read(path, Layout(header=False)).frame) == 3


def test_parquet_and_json_lines_give_what_the_frame_gives(tmp_path: Path) -> None:
    frame = pl.DataFrame({"size": np.arange(30) * 0.7, "kind": ["a", "b", "c"] * 10, "sold": ["yes", "no"] * 15})
    frame.write_parquet(tmp_path / "t.parquet")
    frame.write_ndjson(tmp_path / "t.jsonl")
    expected = table(frame)
    for name in ("t.parquet", "t.jsonl"):
        np.testing.assert_array_equal(table(tmp_path / name).train.x["features"], expected.train.x["features"])


def test_rows_of_a_large_file_are_counted_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuroglass.data.records.BLOCK", 7)
    path = written(tmp_path, "t.csv", HEADER + '1,"a\n,b",yes\n' + ROWS + "1,a\n")
    with pytest.raises(DataError, match=r"line 34: 2 field\(s\)"):
        read(path)
