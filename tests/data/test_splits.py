"""The hash is checked against splitmix64's published outputs for seed 0 (Vigna's reference implementation)."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from neuroglass.data import splits
from neuroglass.data.splits import TEST, TRAIN, VALIDATION, Shares
from neuroglass.errors import ConfigurationError, DataError

SHARES = Shares(0.2, 0.25)


def share_of(parts: np.ndarray, part: int) -> float:
    return float((parts == part).mean())


def test_the_hash_is_splitmix64() -> None:
    published = [16294208416658607535, 7960286522194355700, 487617019471545679]
    assert splits.mix(np.arange(3), 0).tolist() == published


def test_the_order_is_written_down_so_that_upgrades_cannot_change_it() -> None:
    parts = splits.by_chance(20, SHARES, seed=7).parts
    assert "".join(map(str, parts)) == "02000100011200200102"


def test_another_seed_is_another_split_and_the_same_seed_the_same() -> None:
    first, again, other = (splits.by_chance(100, SHARES, seed).parts for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_shares_are_of_the_rows_and_of_the_others() -> None:
    parts = splits.by_chance(1000, SHARES, seed=0).parts
    assert [share_of(parts, part) for part in (TEST, VALIDATION, TRAIN)] == [0.2, 0.2, 0.6]


def test_the_parts_are_not_runs_of_rows() -> None:
    rows = np.flatnonzero(splits.by_chance(1000, SHARES, seed=0).parts == TEST)
    assert (np.diff(rows) > 1).mean() > 0.7
    assert abs(rows.mean() - 499.5) < 60


def test_stratified_parts_have_the_classes_in_the_same_shares() -> None:
    classes = np.repeat([0, 1, 2], [500, 300, 20])
    parts = splits.stratified(classes, ("a", "b", "c"), SHARES, seed=3).parts
    counts = [np.bincount(classes[parts == part]).tolist() for part in (TEST, VALIDATION, TRAIN)]
    assert counts == [[100, 60, 4], [100, 60, 4], [300, 180, 12]]


def test_a_class_too_small_for_every_part_stays_in_training_and_is_told() -> None:
    classes = np.repeat([0, 1, 2], [50, 2, 1])
    split = splits.stratified(classes, ("many", "two", "one"), SHARES, seed=0)
    assert (split.parts[52:] == TRAIN).all()
    assert (split.parts[50:52] == TRAIN).any()
    assert split.notes == ("too few rows to be in every part, training comes first: two (2), one (1)",)


def test_no_group_is_in_two_parts() -> None:
    groups = pl.Series("patient", [f"p{row % 17}" for row in range(340)])
    parts = splits.by_group(groups, SHARES, seed=0).parts
    parts_of = pl.DataFrame({"group": groups, "part": parts}).group_by("group").agg(pl.col("part").n_unique())
    assert parts_of["part"].max() == 1
    assert set(parts) == {TRAIN, VALIDATION, TEST}


def test_two_groups_are_too_few() -> None:
    with pytest.raises(DataError, match=r"The column 'g' has 2 group\(s\)\. Expected at least three"):
        splits.by_group(pl.Series("g", [1, 2, 2]), SHARES, seed=0)


def test_by_time_training_comes_before_validation_before_test() -> None:
    times = pl.Series("t", np.arange(100)[::-1].copy())
    parts = splits.by_time(times, SHARES).parts
    order = parts[np.argsort(times.to_numpy())]
    assert order.tolist() == [TRAIN] * 60 + [VALIDATION] * 20 + [TEST] * 20


def test_rows_of_one_moment_stay_together() -> None:
    times = pl.Series("t", np.arange(100) // 10)
    parts = splits.by_time(times, SHARES).parts.reshape(10, 10)
    assert (parts == parts[:, :1]).all()


def test_a_row_without_a_time_is_refused() -> None:
    with pytest.raises(DataError, match=r"The column 't' has 1 row\(s\) without a time"):
        splits.by_time(pl.Series("t", [1, None, 3]), SHARES)


def test_a_column_may_name_the_parts_in_the_usual_spellings() -> None:
    parts = splits.by_name(pl.Series("part", ["Train", "val", "test", "training", "dev"])).parts
    assert parts.tolist() == [TRAIN, VALIDATION, TEST, TRAIN, VALIDATION]


def test_a_part_of_another_name_is_refused() -> None:
    with pytest.raises(DataError, match=r"says None, holdout\. Expected train, validation or test"):
        splits.by_name(pl.Series("part", ["train", "holdout", None]))


def test_a_split_without_training_rows_is_refused() -> None:
    with pytest.raises(DataError, match="says train in no row"):
        splits.by_name(pl.Series("part", ["test", "val"]))


@pytest.mark.parametrize("share", [-0.1, 1.0, 1.5])
def test_an_impossible_share_is_refused(share: float) -> None:
    with pytest.raises(ConfigurationError, match=r"test is .* at least 0 and below 1"):
        Shares(share, 0.0)


def test_few_rows_are_all_trained_on_and_it_is_told() -> None:
    split = splits.for_target(np.arange(9) % 2, ("a", "b"), SHARES, "auto", seed=0)
    assert (split.parts == TRAIN).all()
    assert split.notes == ("9 rows are too few to keep some of them apart: all are trained on",)


def test_an_unknown_way_to_split_is_refused() -> None:
    with pytest.raises(
        ConfigurationError, match=r"The split 'half' is not known\. Expected auto, random or stratified"
    ):
        splits.for_target(np.zeros(20), (), SHARES, "half", seed=0)


def test_numbers_cannot_be_stratified() -> None:
    with pytest.raises(ConfigurationError, match="A stratified split needs classes"):
        splits.for_target(np.zeros(20), (), SHARES, "stratified", seed=0)
