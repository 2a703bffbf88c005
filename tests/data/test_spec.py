"""The spec as a file: it comes back equal, and whatever does not fit exactly is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from neuroglass.data import Spec, arrays, series, table, text
from neuroglass.errors import DataError, FileError

N = 60
FRAME = pl.DataFrame(
    {
        "size": [None, *(row * 7 % 31 + 0.5 for row in range(1, N))],
        "kind": ["a", "b", "c"] * 20,
        "town": [f"town {row % 12}" for row in range(N)],
        "day": [f"2024-{row % 12 + 1:02d}-{row % 27 + 1:02d}" for row in range(N)],
        "same": ["x"] * N,
        "sold": ["yes", "no"] * 30,
    }
)
SPECS = {
    "table": table(FRAME).spec,
    "regression": table(FRAME, "size").spec,
    "arrays": arrays(np.eye(20), np.arange(20) % 3).spec,
    "values": arrays({"a": np.eye(20), "ids": np.arange(20)}, np.eye(20)[:, :2] * 1.5).spec,
}


def through_a_file(spec: Spec) -> Any:
    return json.loads(json.dumps(spec.to_json(), allow_nan=False))


def changed(spec: Spec, path: tuple[str | int, ...], value: Any) -> Any:
    """A spec as plain data that says something else at one place."""
    plain = place = through_a_file(spec)
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return plain


@pytest.mark.parametrize("name", SPECS)
def test_a_spec_comes_back_equal(name: str) -> None:
    assert Spec.from_json(through_a_file(SPECS[name])) == SPECS[name]


def test_prediction_encodes_as_training_did() -> None:
    data = table(FRAME)
    again = Spec.from_json(through_a_file(data.spec)).encode(FRAME)
    for name, array in data.train.x.items():
        np.testing.assert_array_equal(again.x[name][data.train.rows], array)


@pytest.mark.parametrize(
    "raw",
    [
        FRAME.to_dicts(),
        FRAME.to_dict(as_series=False),
        FRAME.lazy(),
        FRAME.to_pandas(),
        FRAME.to_arrow(),
        [list(row) for row in FRAME.rows()],
        [list(row) for row in FRAME.drop("sold").rows()],
    ],
    ids=["dicts", "columns", "lazy", "pandas", "arrow", "rows", "rows without target"],
)
def test_every_kind_of_raw_rows_is_encoded_alike(raw: Any) -> None:
    spec = SPECS["table"]
    expected = spec.encode(FRAME)
    for name, array in spec.encode(raw).x.items():
        np.testing.assert_array_equal(array, expected.x[name])


def test_a_file_with_header_and_one_without_are_each_read_as_training_was(tmp_path: Path) -> None:
    FRAME.write_csv(tmp_path / "t.csv")
    FRAME.write_csv(tmp_path / "bare.csv", include_header=False)
    FRAME.drop("sold").write_csv(tmp_path / "asked.csv", include_header=False)
    named, bare = table(tmp_path / "t.csv").spec, table(tmp_path / "bare.csv").spec
    expected = named.encode(FRAME).x["features"]
    for spec, file in ((named, "t.csv"), (bare, "bare.csv"), (bare, "asked.csv")):
        np.testing.assert_array_equal(spec.encode(tmp_path / file).x["features"], expected)


def test_one_row_may_be_a_mapping() -> None:
    assert SPECS["table"].encode(FRAME.row(3, named=True)).x["features"].shape[0] == 1


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(DataError, match="has 2 columns without names"):
        SPECS["table"].encode([[1, 2]])


def test_missing_columns_are_named_all_together() -> None:
    with pytest.raises(DataError, match=r"lacks 2 column\(s\) the model needs: size, day"):
        SPECS["table"].encode(FRAME.drop("size", "day"))


def test_a_file_that_is_older_than_a_field_means_its_default() -> None:
    plain = SPECS["table"].to_json()
    del plain["target"]["steps"], plain["target"]["quantiles"]
    assert Spec.from_json(plain) == SPECS["table"]
    del plain["target"]["name"]
    with pytest.raises(FileError, match="Expected the key 'name'"):
        Spec.from_json(plain)


def test_extra_columns_are_ignored_with_a_note_and_unused_ones_silently() -> None:
    encoded = SPECS["table"].encode(FRAME.with_columns(new=1))
    assert encoded.notes == ("1 column(s) training did not know are ignored: new",)
    assert SPECS["table"].encode(FRAME).notes == ()


def test_targets_are_encoded_from_labels_or_from_raw_rows() -> None:
    spec = SPECS["table"]
    assert spec.encode_target(["no", "yes", "no"]).tolist() == [0, 1, 0]
    assert spec.encode_target(FRAME.head(2)).tolist() == [1, 0]
    with pytest.raises(DataError, match=r"1 row\(s\) have no target, the first is row 2"):
        spec.encode_target(["no", None])


def test_answers_name_the_most_probable_class() -> None:
    answer = SPECS["table"].answer(np.array([[0.9], [0.2]], np.float32))
    assert answer.labels is not None
    assert answer.labels.tolist() == ["yes", "no"]
    frame = answer.to_frame()
    assert frame.columns == ["label", "probability no", "probability yes"]
    np.testing.assert_allclose(frame["probability yes"].to_numpy(), [0.9, 0.2], rtol=1e-6)


def test_values_are_answered_in_columns() -> None:
    assert SPECS["regression"].answer(np.zeros((3, 1))).to_frame().columns == ["value"]
    assert SPECS["values"].answer(np.zeros((3, 2))).to_frame().columns == ["value_1", "value_2"]


SEQUENCES = {
    "text": text("to be or not to be. " * 20, length=8).spec,
    "labels": text((["one two three four", "five six seven eight"] * 9, ["a", "b"] * 9)).spec,
    "series": series({"day": list(range(60)), "sold": [day % 7 + day / 9 for day in range(60)]}, horizon=3).spec,
}
LYING: dict[str, tuple[str, tuple[str | int, ...], Any, str]] = {
    "another vocabulary": (
        "text",
        ("source", "vocabulary", "tokens"),
        ["a", "b"],
        "the target is not the vocabulary at each step",
    ),
    "another length": ("text", ("source", "length"), 9, "the target is not the vocabulary at each step"),
    "a text that does not go on": ("text", ("source", "continues"), False, "a next task on TextInputs"),
    "an endless row": ("labels", ("source", "length"), 10**12, "rows of 1000000000000 tokens"),
    "labels that go on": ("labels", ("source", "continues"), True, "a binary task on TextInputs"),
    "another horizon": ("series", ("source", "horizon"), 4, "the target is not what comes next in the series"),
    "an endless horizon": ("series", ("source", "horizon"), 10**12, "the window, the horizon and the season"),
    "a clock that stands": ("series", ("source", "clock", "every"), -1.0, "the clock's step"),
}


@pytest.mark.parametrize("name", LYING)
def test_a_spec_of_a_sequence_that_lies_is_refused(name: str) -> None:
    kind, path, value, message = LYING[name]
    with pytest.raises(FileError, match=message):
        Spec.from_json(changed(SEQUENCES[kind], path, value))


HOSTILE: dict[str, tuple[tuple[str | int, ...], Any, str]] = {
    "newer version": (("version",), 2, r"spec\.version is 2"),
    "unknown key": (("run",), "rm", "spec has an unknown key 'run'"),
    "unknown source": (("source", "is"), "Pickle", "Expected one of TableInputs, ArrayInputs"),
    "no columns": (("source", "columns"), [], "no columns"),
    "not a list": (("source", "columns"), "all", r"spec\.source\.columns is 'all'\. Expected a list"),
    "another type": (
        ("source", "columns", 0, "median"),
        "1",
        r"columns\[0\]\.median is '1'\. Expected a finite number",
    ),
    "a boolean": (("source", "columns", 0, "median"), True, "median is True"),
    "NaN": (("source", "columns", 0, "median"), float("nan"), "median is nan"),
    "huge": (("source", "columns", 0, "median"), 10**400, r"Expected a finite number"),
    "negative limit": (("source", "columns", 0, "scaling", "limit"), -1.0, "a clipping limit of -1"),
    "column twice": (("source", "columns", 0, "name"), "kind", "the column names"),
    "level twice": (("source", "columns", 1, "levels"), ["a", "a"], "the same level twice"),
    "date format": (("source", "columns", 3, "format"), "%s", "the date format '%s'"),
    "too few classes": (("target", "classes"), ["a"], "1 classes for a binary task"),
    "class twice": (("target", "classes"), ["a", "a"], "2 classes for a binary task"),
    "labels of no type": (("target", "label_type"), "int", "spec.target does not hold together: invalid literal"),
    "unknown type": (("target", "label_type"), "object", "Expected one of"),
    "no scale": (("target", "scale"), [0.0], "the target's offset and scale"),
    "offset without scale": (("target", "offset"), [], "the target's offset and scale"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spec_is_refused_with_its_place(name: str) -> None:
    path, value, message = HOSTILE[name]
    with pytest.raises(FileError, match=message):
        Spec.from_json(changed(SPECS["table"], path, value))


@pytest.mark.parametrize("plain", [None, 3, [], {}, {"version": 1}])
def test_what_is_no_spec_is_refused(plain: Any) -> None:
    with pytest.raises(FileError, match="spec"):
        Spec.from_json(plain)


def test_a_file_of_another_width_is_told_that_the_model_has_no_column_names(tmp_path: Path) -> None:
    source, other = tmp_path / "headless.csv", tmp_path / "other.csv"
    source.write_text("".join(f"{row},{row * row},{'yn'[row % 2]}\n" for row in range(20)))
    other.write_text("a;b;c;d\n1;2;3;4\n")
    expected = (
        r"other\.csv has 4 columns, taken by their position because the model was trained on a table without column"
    )
    with pytest.raises(DataError, match=expected):
        table(source).spec.encode(other)


REVIEWS = pl.DataFrame(
    {"review": [f"a {'good' if row % 2 else 'bad'} film, and number {row}" for row in range(N)], "liked": [1, 0] * 30}
)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("n\n3\n4\n", [3, 4]),
        ("n\n3\n\n4\n\n", [3, 4]),
        ('"n"\r\n3\r\n', [3]),
        ("n,id\n3,7\n4,8\n", [3, 4]),
        ("n,words\n3,three\n", [3]),
    ],
)
def test_a_model_of_one_column_answers_on_a_file_of_it_alone(content: str, rows: list[int], tmp_path: Path) -> None:
    spec = table({"id": list(range(N)), "n": [row % 9 for row in range(N)], "words": ["a", "b", "c"] * 20}).spec
    (tmp_path / "asked.csv").write_bytes(content.encode())
    expected = spec.encode({"n": rows}).x["features"]
    np.testing.assert_array_equal(spec.encode(tmp_path / "asked.csv").x["features"], expected)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_model_of_one_text_takes_each_line_whole(ending: str, tmp_path: Path) -> None:
    spec = table(REVIEWS, "liked", text=["review"]).spec
    texts = ["a good film", "bad, number 3; bad", '"quoted, and good"', "good"]
    (tmp_path / "asked.csv").write_bytes(ending.join(["review", *texts, ""]).encode())
    expected = spec.encode({"review": [one.strip('"') for one in texts]}).x["review"]
    np.testing.assert_array_equal(spec.encode(tmp_path / "asked.csv").x["review"], expected)


def test_a_model_of_one_column_without_a_name_answers_on_a_file_of_it_alone(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("".join(f"{row % 7},{'ab'[row % 7 // 4]}\n" for row in range(N)))
    (tmp_path / "asked.csv").write_text("3\n4\n")
    spec = table(tmp_path / "t.csv").spec
    np.testing.assert_array_equal(
        spec.encode(tmp_path / "asked.csv").x["features"], spec.encode([[3], [4]]).x["features"]
    )


def test_one_column_is_told_what_else_the_model_reads(tmp_path: Path) -> None:
    (tmp_path / "asked.csv").write_text("size\n3\n4\n")
    with pytest.raises(DataError, match=r"asked\.csv lacks 3 column\(s\) the model needs: kind, town, day"):
        SPECS["table"].encode(tmp_path / "asked.csv")


def parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("asked.csv", b"size,kind,town,day\n", "has a header line and no rows"),
        ("asked.csv", b"", "is empty"),
        ("asked.csv", b"\n\n", "holds nothing but empty lines"),
        ("asked.parquet", parquet(FRAME.clear()), "holds no rows"),
    ],
)
def test_a_file_without_rows_is_asked_for_one(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=rf"{message}\. Expected a table with at least one row\."):
        SPECS["table"].encode(tmp_path / name)
    with pytest.raises(DataError, match=rf"{message}\. Expected a table with at least two rows\."):
        table(tmp_path / name)
