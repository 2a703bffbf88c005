"""The shipped tables against scikit-learn's copies of them, and against the counts their source states."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.datasets import load_digits, load_iris

from neuroglass.data import shipped, table
from neuroglass.errors import DataError


def read(name: str) -> pl.DataFrame:
    path = shipped.path(name)
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema_length=None)


def test_digits_are_those_of_scikit_learn() -> None:
    table, original = read("digits"), load_digits()
    assert table.columns[-1] == "digit"
    np.testing.assert_array_equal(table.drop("digit").to_numpy(), original.data)
    np.testing.assert_array_equal(table["digit"].to_numpy(), original.target)


def test_iris_is_that_of_scikit_learn() -> None:
    table, original = read("iris"), load_iris()
    assert table.columns[-1] == "species"
    np.testing.assert_array_equal(table.drop("species").to_numpy(), original.data)
    assert table["species"].to_list() == [str(original.target_names[label]) for label in original.target]


def test_wine_quality_has_the_counts_its_source_states() -> None:
    quality = read("wine_quality")["quality"]
    assert dict(quality.value_counts().rows()) == {3: 10, 4: 53, 5: 681, 6: 638, 7: 199, 8: 18}


@pytest.mark.parametrize("name", shipped.NAMES)
def test_a_shipped_table_is_whole_small_and_named_in_the_terms(name: str) -> None:
    path = shipped.path(name)
    assert read(name).null_count().sum_horizontal().item() == 0
    assert path.stat().st_size < 100_000
    assert f"| {name} | {path.name} |" in path.with_name("README.md").read_text("utf-8")


def test_an_unknown_table_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(DataError, match=r"^No table named 'digit' comes with neuroglass\. Did you mean digits\?$"):
        shipped.path("digit")


def test_a_shipped_table_is_read_by_its_name_unless_a_file_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert table("iris").reading.read == 150
    Path("iris").write_text("a,b\n" + "1,x\n2,y\n" * 10)
    assert table("iris").reading.read == 20


def test_a_name_near_a_shipped_one_is_mended() -> None:
    with pytest.raises(DataError, match=r"^There is no file irsi\. Did you mean iris, which comes with neuroglass\?$"):
        table("irsi")
