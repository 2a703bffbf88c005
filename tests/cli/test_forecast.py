"""Series from the command line: train, data, predict and evaluate, on a small one that was made."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from neuroglass.cli.main import main
from neuroglass.model import load
from tests.cli.conftest import Say
from tests.data.timeseries.made import monthly, shops

TINY = ("--forecast", "3", "--network", "flatten", "--epochs", "2", "--test", "12")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two shops' series in a file, and a run on it."""
    folder = tmp_path_factory.mktemp("series")
    shops().write_csv(folder / "shops.csv")
    keyed = (*TINY, "--key", "shop", "--time", "month", "--target", "sold")
    assert main(["train", str(folder / "shops.csv"), *keyed, "--out", str(folder / "run")]) == 0
    return folder


def test_what_was_understood_of_a_series_is_told(say: Say) -> None:
    monthly().write_csv("sold.csv")
    told = say("data", "sold.csv", "--forecast", "3", "--test", "12")
    words = " ".join(told.out.split())
    assert told.code == 0
    assert "task forecast: 3 steps of 1 month are to be foreseen" in words
    assert "series 96 steps of 1 month, from 2000-01 to 2007-12; 24 are looked back on, 3 are foreseen" in words
    assert "the 12 steps from 2007-01 to 2007-12 are held out for the test" in words
    assert "it comes round every 12 steps of 1 month (in the year)" in words


def test_the_next_steps_of_each_series_are_a_table_with_their_times(say: Say, place: Path) -> None:
    frame = pl.read_csv(say("predict", place / "run", place / "shops.csv").out.encode())
    assert frame.columns == ["shop", "month", "sold", "sold 0.1", "sold 0.9"]
    assert frame["shop"].to_list() == ["A"] * 3 + ["B"] * 3
    assert frame["month"].to_list() == ["2005-01", "2005-02", "2005-03"] * 2
    levels = frame.group_by("shop", maintain_order=True).agg(pl.col("sold").mean())["sold"]
    assert levels[1] > 4 * levels[0]
    facts = say("predict", place / "run", place / "shops.csv", "--json").facts
    assert facts["task"] == "forecast"
    assert [step["month"] for step in facts["predictions"]] == frame["month"].to_list()
    np.testing.assert_allclose([step["sold"] for step in facts["predictions"]], frame["sold"], rtol=1e-5)


def test_python_has_the_table_and_the_notes_of_the_command_line(say: Say, place: Path) -> None:
    shops().filter(pl.col("month") != "2004-06").write_csv("gap.csv")
    facts = say("predict", place / "run", "gap.csv", "--json").facts
    answer = load(place / "run").predict("gap.csv")
    assert answer.to_frame().to_dicts() == facts["predictions"]
    assert list(answer.notes) == facts["notes"]
    assert "have no row (2004-06)" in answer.notes[0]
    assert repr(answer).startswith(
        "<Answer 'sold': 2 series, of 'A' 3 steps from 2005-01 to 2005-03, with quantiles 0.1"
    )


def test_forecasts_are_written_and_drawn(say: Say, place: Path) -> None:
    for name, start in (("next.csv", b"shop,month,sold"), ("next.png", b"\x89PNG"), ("next.svg", b"<?xml")):
        told = say("predict", place / "run", place / "shops.csv", "--out", name)
        assert (told.code, told.out) == (0, "")
        assert f"6 steps to come written to {name}" in told.err
        assert Path(name).read_bytes().startswith(start)
    drawn = Path("next.svg").read_text()
    assert drawn.count("<!-- 80% should lie here -->") == 1, "a legend beside the curves, not on each"
    assert "<!-- 2005-03 -->" in drawn


def test_an_ending_that_names_no_format_is_refused(say: Say, place: Path) -> None:
    told = say("predict", place / "run", place / "shops.csv", "--out", "next.doc")
    assert told.code == 1
    expected = "--out next.doc ends in .doc. Expected one of .csv, .tsv, .parquet, .jsonl, .png, .svg."
    assert expected in " ".join(told.err.split())


def test_a_model_of_series_takes_one_source(say: Say, place: Path) -> None:
    told = say("predict", place / "run", place / "shops.csv", place / "more.csv")
    assert (told.code, told.out) == (1, "")
    assert "2 sources are named. Expected one table" in told.err


def test_forecasts_are_measured_beside_naive_ones(say: Say, place: Path) -> None:
    facts = say("evaluate", place / "run", place / "shops.csv", "--json").facts
    assert facts["rows"]["used"] == 2 * (60 - 22 - 3 + 1)
    scores = facts["forecast"]
    assert scores["mae"] == pytest.approx(facts["metrics"]["mae"], rel=1e-4)
    assert scores["mase"] == pytest.approx(scores["mae"] / scores["naive"]["seasonal naive"])
    assert facts["baseline"]["mae"] == pytest.approx(scores["naive"]["seasonal naive"])
    assert len(scores["by_step"]["network"]) == 3
    shown = " ".join(say("evaluate", place / "run", place / "shops.csv").out.split())
    assert "MASE" in shown
    assert "72 windows, sold (forecast)" in shown


def test_a_run_tells_its_forecasts_and_can_be_done_again(say: Say, place: Path) -> None:
    said = say("train", "--config", place / "run" / "run.toml", "--out", "again", "--json")
    assert said.code == 0
    facts = json.loads(said.out)
    assert facts["task"] == "forecast"
    assert facts["forecast"]["promised"] == pytest.approx(0.8)
    assert (Path("again") / "model.safetensors").read_bytes() == (place / "run" / "model.safetensors").read_bytes()


def test_the_report_shows_forecasts_and_errors_by_how_far_ahead(place: Path) -> None:
    page = (place / "run" / "report.html").read_text()
    assert "How its forecasts met what came" in page
    assert "A: sold" in page
    assert "B: sold" in page
    assert "steps of 1 month ahead" in page
    assert "learnt to foresee 3 steps of sold" in page


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--forecast", "3", "--numbers", "x"), "No such option"),
        (("--forecast", "500"), "holds 60 step(s), of which 500 are held out"),
        (("--forecast", "3", "--test", "other.csv"), "test = 'other.csv'. Expected a share of the steps below 1"),
        (("--forecast", "3", "--group", "x"), "Series have no --group. Leave it out, or --forecast."),
        (("--forecast", "3", "--number", "x"), "Series have no --number."),
        (("--forecast", "3", "--task", "sequence"), "Series have no --task."),
    ],
    ids=["option", "horizon", "test", "group", "number", "task"],
)
def test_what_a_series_cannot_be_is_one_plain_message(
    say: Say, place: Path, words: tuple[str, ...], message: str
) -> None:
    told = say("train", place / "shops.csv", "--key", "shop", *words)
    assert told.code in (1, 2)
    assert message in " ".join(told.err.split())


def test_a_model_of_series_says_what_it_needs(say: Say, place: Path) -> None:
    shown = say("show", place / "run" / "model.safetensors")
    assert shown.code == 0
    assert "sold (the last 22 steps of 1 month)" in " ".join(shown.out.split())
