"""neuroglass evaluate, checked on the model's own answers against scikit-learn and by hand."""

from __future__ import annotations

import math
from pathlib import Path

import polars as pl
import pytest
from sklearn.metrics import accuracy_score, confusion_matrix

from neuroglass.cli.evaluate import SEEN
from neuroglass.data import shipped
from tests.cli.conftest import TINY, Say


def test_the_measures_are_those_of_the_answers(say: Say, iris_run: Path) -> None:
    facts = say("evaluate", iris_run, "iris", "--json").facts
    said = say("predict", iris_run, "iris", "--json").facts["predictions"]
    true = pl.read_csv(shipped.path("iris"))["species"].to_list()
    labels = [answer["label"] for answer in said]
    logs = [math.log(answer["probabilities"][name]) for answer, name in zip(said, true, strict=True)]
    assert facts["metrics"]["accuracy"] == pytest.approx(accuracy_score(true, labels))
    assert facts["metrics"]["log_loss"] == pytest.approx(-sum(logs) / len(logs), rel=1e-5)
    assert facts["confusion"] == confusion_matrix(true, labels).tolist()
    assert facts["baseline"]["accuracy"] == pytest.approx(1 / 3)
    assert facts["baseline"]["loss"] == pytest.approx(math.log(3), rel=1e-5)
    assert facts["rows"] == {"read": 150, "used": 150, "skipped": 0}
    assert facts["notes"] == [SEEN]


def test_rows_the_model_has_not_seen_bring_no_warning(say: Say, iris_run: Path) -> None:
    pl.read_csv(shipped.path("iris")).head(60).write_csv("new.csv")
    told = say("evaluate", iris_run, "new.csv")
    assert (told.code, told.err) == (0, "")
    assert "new.csv: 60 rows, species (multiclass)" in told.out
    assert "trained on most rows" not in told.out
    assert "baseline" in told.out


def test_values_are_measured_in_their_own_unit(say: Say, houses: Path) -> None:
    assert say("train", houses, *TINY, "--out", "run").code == 0
    facts = say("evaluate", "run", houses, "--json").facts
    said = [answer["value"] for answer in say("predict", "run", houses, "--json").facts["predictions"]]
    true = pl.read_csv(houses)["price"].to_list()
    error = sum((a - b) ** 2 for a, b in zip(said, true, strict=True)) / len(true)
    assert facts["metrics"]["rmse"] == pytest.approx(error**0.5, rel=1e-4)
    spread = pl.Series(true).std(ddof=0)
    assert facts["baseline"]["rmse"] == pytest.approx(spread, rel=1e-4)


def test_a_source_without_the_target_is_refused(say: Say, iris_run: Path) -> None:
    pl.read_csv(shipped.path("iris")).drop("species").write_csv("bare.csv")
    told = say("evaluate", iris_run, "bare.csv")
    assert (told.code, told.out) == (1, "")
    assert "bare.csv has no column 'species', the target" in told.err
