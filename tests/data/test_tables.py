"""A table from raw cells to parts: the target, the task, the split, what is told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from neuroglass.data import describe, table
from neuroglass.errors import ConfigurationError, DataError

N = 60


def frame(**extra: object) -> pl.DataFrame:
    columns = {
        "size": [row * 7 % 31 + 0.5 for row in range(N)],
        "kind": ["a", "b", "c"] * 20,
        "sold": ["yes", "no"] * 30,
    }
    return pl.DataFrame(columns | extra)


def headless(folder: Path) -> Path:
    path = folder / "t.csv"
    frame().write_csv(path, include_header=False)
    return path


def test_the_target_may_be_named() -> None:
    assert table(frame(), "kind").spec.classes == ("a", "b", "c")


@pytest.mark.parametrize(
    ("position", "name"), [(-1, "column_3"), ("1", "column_2"), (0, "column_1"), ("-3", "column_1")]
)
def test_the_target_may_be_a_position_from_zero_or_from_the_end(position: int | str, name: str, tmp_path: Path) -> None:
    assert table(headless(tmp_path), position).reading.target == name


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        (-1, "the last column"),
        (-2, "the column at position -2 (counted from the end)"),
        (0, "the column at position 0 (counted from 0)"),
    ],
)
def test_a_position_is_told_in_words(position: int, reason: str) -> None:
    assert table(frame(), position).reading.target_reason == reason


@pytest.mark.parametrize(("wish", "kind"), [("numbers", "number"), ("categories", "category"), ("ignore", "ignored")])
def test_the_target_is_not_named_as_another_kind_too(wish: str, kind: str) -> None:
    expected = (
        rf"^The column 'sold' is the target, and is named as {kind} too\. Expected columns beside the target\. How"
    )
    with pytest.raises(DataError, match=expected):
        table(frame(), "sold", **{wish: ["sold"]})


def test_a_name_that_looks_like_a_number_wins_over_a_position() -> None:
    assert table(frame(**{"0": [0, 1] * 30}), "0").reading.target == "0"


@pytest.mark.parametrize("name", ["target", "label", "Class", "y"])
def test_without_a_word_the_column_of_a_usual_name_is_the_target(name: str) -> None:
    reading = table(frame().rename({"kind": name})).reading
    assert (reading.target, reading.target_reason) == (name, "by its name; none was told")


def test_without_a_usual_name_the_last_column_is_the_target_and_it_is_told() -> None:
    reading = table(frame()).reading
    assert (reading.target, reading.target_reason) == ("sold", "the last column; none was told")


def test_a_target_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"the table has no column 'sould' for a target\. Did you mean sold\?"):
        table(frame(), "sould")


def test_a_position_beyond_the_columns_is_refused() -> None:
    with pytest.raises(DataError, match=r"has 3 columns, so none at position 3\. Expected a position from 0 to 2"):
        table(frame(), 3)


def test_what_is_fitted_is_fitted_on_the_training_part_only() -> None:
    data = table(frame(), scaling="standard")
    sizes = frame()["size"].to_numpy()
    own = sizes[data.train.rows]
    np.testing.assert_allclose(
        data.train.x["features"][:, 0].astype(np.float64), (own - own.mean()) / own.std(), rtol=1e-5
    )
    assert own.mean() != sizes.mean()


def test_a_regression_target_is_standardised_by_the_training_part_and_answered_in_its_unit() -> None:
    data = table(frame(), "size")
    values = frame()["size"].to_numpy()
    np.testing.assert_allclose(data.spec.target_offset, values[data.train.rows].mean())
    np.testing.assert_allclose(data.spec.target_scale, values[data.train.rows].std())
    assert data.test is not None
    answered = data.spec.answer(data.test.y).values
    assert answered is not None
    np.testing.assert_allclose(answered, values[data.test.rows], rtol=1e-5)


def test_parts_are_rows_of_the_source_each_in_one_part() -> None:
    data = table(frame(), "size", validation=0.15)
    assert data.validation is not None
    assert data.test is not None
    rows = np.concatenate([data.train.rows, data.validation.rows, data.test.rows])
    assert sorted(rows) == list(range(N))
    assert [len(data.test), len(data.validation)] == [9, 8]


def test_only_a_large_table_gives_rows_to_validation_unasked() -> None:
    small, large = ({"x": np.arange(rows) % 97.5, "y": np.arange(rows) % 2} for rows in (4_999, 5_000))
    assert table(small, "y").validation is None
    assert len(table(large, "y").validation or ()) == 638  # 15 % of the 4,250 that the test leaves, class by class


def test_no_part_is_kept_where_none_is_wanted() -> None:
    data = table(frame(), test=0, validation=0)
    assert (len(data.train), data.validation, data.test) == (N, None, None)


def test_rows_without_a_target_are_skipped_and_listed_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b\n" + "".join(f"{i * i % 17},{i * 1.5}\n" for i in range(50)) + "1,inf\n2,?\n3,1e308\n4,much\n")
    data = table(path)
    skipped = {part.reason: part.places for part in data.reading.skipped}
    assert skipped == {
        "the target is missing": ("line 53",),
        "the target is infinite or beyond 1e30": ("line 52", "line 54"),
        "the target is no number": ("line 55",),
    }
    assert (data.reading.read, data.reading.used) == (54, 50)


def test_what_stands_for_missing_may_be_said() -> None:
    data = table(frame(kind=["-", "b", "c"] * 20), missing=["-"])
    assert [column.missing for column in data.reading.columns] == [0, 20, 0]


def test_weights_follow_their_rows() -> None:
    data = table(frame(w=np.arange(N) / 10), "sold", weight="w")
    assert data.train.weight is not None
    np.testing.assert_allclose(data.train.weight, data.train.rows / 10, rtol=1e-6)
    assert "w" not in data.spec.source.feature_names  # type: ignore[union-attr]


def test_a_negative_weight_is_refused() -> None:
    with pytest.raises(DataError, match="column 'w': a weight is missing or negative"):
        table(frame(w=np.arange(N) - 1.0), "sold", weight="w")


def test_a_column_that_names_the_parts_is_obeyed_and_not_learnt_from() -> None:
    parts = ["train"] * 40 + ["val"] * 10 + ["test"] * 10
    data = table(frame(fold=parts), "sold", part="fold")
    assert data.test is not None
    assert data.test.rows.tolist() == list(range(50, 60))
    assert next(column for column in data.reading.columns if column.name == "fold").kind == "part"


def test_the_latest_rows_are_the_test_when_split_by_time() -> None:
    days = [f"2024-{row % 12 + 1:02d}-{row % 27 + 1:02d}" for row in range(N)]
    data = table(frame(day=days), "sold", time="day")
    assert data.test is not None
    assert min(days[row] for row in data.test.rows) > max(days[row] for row in data.train.rows)


def test_groups_stay_together() -> None:
    groups = [f"g{row % 10}" for row in range(N)]
    data = table(frame(owner=groups), "sold", group="owner")
    assert data.test is not None
    assert not {groups[row] for row in data.test.rows} & {groups[row] for row in data.train.rows}


def test_a_given_test_is_encoded_as_training_was_and_nothing_is_kept_back() -> None:
    data = table(frame(), test=frame().head(5))
    assert data.test is not None
    assert len(data.test) == 5
    assert data.reading.parts["train"] + data.reading.parts["validation"] == N
    np.testing.assert_array_equal(data.test.x["features"], data.spec.encode(frame().head(5)).x["features"])


@pytest.mark.parametrize("spelling", ["yes.", " yes", "YES", "y es"])
def test_test_labels_that_differ_only_in_spelling_are_matched_and_told(spelling: str) -> None:
    test = frame(sold=[spelling, "no"] * 30)
    data = table(frame(), test=test)
    assert data.test is not None
    assert data.test.y.tolist() == [1, 0] * 30
    assert (spelling == " yes") or any(
        f"the label {spelling!r} is taken for 'yes'" in note for note in data.reading.notes
    )


def test_unseen_test_labels_are_refused_with_their_place(tmp_path: Path) -> None:
    frame(sold=["yes", "no"] * 29 + ["perhaps", "no"]).write_csv(tmp_path / "test.csv")
    with pytest.raises(DataError, match=r"test\.csv, column 'sold': 1 row\(s\), the first in line 60, .*: 'perhaps'"):
        table(frame(), test=tmp_path / "test.csv")


def test_a_test_without_a_column_is_refused() -> None:
    with pytest.raises(DataError, match=r"lacks 1 column\(s\) the model needs: size"):
        table(frame(), test=frame().drop("size"))


def test_a_test_without_the_target_is_refused() -> None:
    with pytest.raises(DataError, match="has no column 'sold', the target"):
        table(frame(), test=frame().drop("sold"))


def test_rows_shared_between_parts_are_counted() -> None:
    data = table(frame(n=range(N)), "sold", test=frame(n=range(N)).head(7), ignore=["n"])
    shared = [note for note in data.reading.notes if "test rows stand in the training part too" in note]
    assert len(shared) == 1
    in_training = sum(row in set(data.train.rows) for row in range(7))
    assert shared[0].startswith(f"{in_training} of the 7 test rows")


def test_labels_that_differ_only_by_blanks_are_one_and_it_is_told() -> None:
    data = table(frame(sold=["yes", "no", "yes ", " no"] * 15))
    assert data.reading.classes == {"no": 30, "yes": 30}
    assert "2 label(s) of 'sold' differ from another only by blanks around them; they are one" in data.reading.notes


def test_labels_that_differ_by_case_stay_apart_and_it_is_told() -> None:
    data = table(frame(sold=["yes", "no", "Yes"] * 20))
    assert data.spec.classes == ("Yes", "no", "yes")
    assert "the labels 'Yes' and 'yes' differ only by case; they stay apart" in data.reading.notes


def test_reading_infinite_numbers_is_told_and_leaves_finite_arrays() -> None:
    data = table(frame(size=[1e308, float("inf"), float("nan")] * 10 + [1.0, 2.0] * 15))
    assert "20 value(s) of 'size' are infinite or beyond 1e30; they are treated as missing" in data.reading.notes
    assert np.isfinite(data.train.x["features"]).all()


def test_an_unknown_setting_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"A table has no setting 'valdation'\. Did you mean validation\?"):
        table(frame(), valdation=0.1)


def test_a_group_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match=r"has no column 'owner' beside its target"):
        table(frame(), group="owner")


def test_a_description_is_json_and_counts_every_row() -> None:
    facts = json.loads(json.dumps(describe(frame())))
    assert facts["read"] == facts["used"] + sum(part["count"] for part in facts["skipped"])
    assert facts["classes"] == {"no": 30, "yes": 30}
    assert [(column["name"], column["kind"]) for column in facts["columns"]] == [
        ("size", "number"),
        ("kind", "category"),
        ("sold", "target"),
    ]
    assert facts["samples"][0] == {"size": 0.5, "kind": "a", "sold": "yes"}


def test_many_levels_become_an_input_of_their_own() -> None:
    data = table(frame(town=[f"town {row % 12}" for row in range(N)]), "sold")
    assert data.spec.inputs["town"].size is not None
    assert data.train.x["town"].dtype == np.int32
    assert data.train.x["town"].max() < data.spec.inputs["town"].size
