"""neuroglass train: what it learns, says and leaves, and what it refuses."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import TINY, Say

FACTS = {
    "run", "model", "report", "task", "classes", "rows", "epochs", "steps", "seconds", "stopped", "train", "validation",
    "test", "baseline", "findings",
}  # fmt: skip


def test_the_result_is_one_json_object_and_all_else_stands_apart(say: Say) -> None:
    told = say("train", "iris", *TINY, "--json")
    facts = told.facts
    assert (told.code, told.out.count("\n")) == (0, 1)
    assert facts.keys() >= FACTS
    assert facts["rows"] == {"read": 150, "used": 150, "skipped": 0}
    assert facts["classes"] == ["setosa", "versicolor", "virginica"]
    assert (facts["task"], facts["epochs"], facts["steps"], facts["stopped"]) == ("multiclass", 3, 3, "epochs")
    assert facts["run"] == "runs/iris-1"
    assert Path(facts["model"]).is_file()
    assert Path(facts["report"]).is_file()
    assert 0 <= facts["test"]["accuracy"] <= 1
    assert facts["baseline"]["accuracy"] == pytest.approx(1 / 3, abs=0.02)
    assert min(facts["seconds"].values()) > 0


def test_a_reader_is_told_everything_on_the_way(say: Say) -> None:
    told = say("train", "iris", *TINY)
    assert (told.code, told.out) == (0, "")
    for part in (
        "150 rows read, 150 used, 0 skipped",
        "petal_width_cm",
        "--target names another",
        "--task classes or --task",
        "dense_1.tanh",
        "multiply-adds",
        "with the softmax of the last layer folded",
        "Compiled in",
        "val_loss",
        "Stopped after 3 of 3 epochs",
        "baseline",
        "report runs/iris-1/report.html",
        "neuroglass predict runs/iris-1 NEW.csv",
    ):
        assert part in " ".join(told.err.split())
    assert max(len(line) for line in told.err.splitlines()) <= 80
    assert "\x1b" not in told.err


def test_the_next_run_gets_a_folder_of_its_own(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("runs/iris-1").mkdir(parents=True)
    assert say("train", "iris", *TINY, "--json").facts["run"] == "runs/iris-2"


def test_a_run_is_done_again_from_its_own_run_toml(say: Say, iris_run: Path) -> None:
    told = say("train", "--config", iris_run / "run.toml", "--out", "again", "--json")
    assert (told.code, told.facts["epochs"]) == (0, 3)
    assert Path("again/model.safetensors").read_bytes() == (iris_run / "model.safetensors").read_bytes()


def test_options_win_over_the_file_and_set_over_both(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("neuroglass.cli.training.begun", lambda *given: asked.extend(given))
    Path("c.toml").write_text(
        '[data]\nsource = "iris"\n[network]\nlayers = ["dense 4"]\n[training]\nepochs = 9\nseed = 5\n'
    )
    words = ("--epochs", "2", "--optimizer", "sgd", "--network", "dense 8", "--group", "g", "--out", "here")
    told = say("train", "--config", "c.toml", *words, "--set", "training.optimizer=lion", "--set", "data.rare_below=1")
    assert told.code == 0
    assert asked == [
        {
            "data": {"source": "iris", "group": "g", "rare_below": 1},
            "network": {"spec": "dense 8"},
            "training": {"epochs": 2, "seed": 5, "optimizer": "lion"},
        },
        "here",
        False,
    ]


def test_an_ended_run_resumes_to_the_same_bytes(say: Say, iris_run: Path) -> None:
    shutil.copytree(iris_run, "copy")
    told = say("train", "--resume", "copy", "--json")
    assert (told.code, told.facts["epochs"]) == (0, 3)
    assert Path("copy/model.safetensors").read_bytes() == (iris_run / "model.safetensors").read_bytes()


def test_interrupting_saves_and_says_how_to_resume(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from neuroglass.cli.main import main; sys.exit(main())"]
    words = ["train", "iris", "--network", "dense 4 tanh", "--epochs", "1000000", "--out", str(tmp_path)]
    running = subprocess.Popen([*command, *words], stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    said = ""
    for line in running.stderr:
        said += line
        if "Compiled in" in line:
            running.send_signal(signal.SIGINT)
    running.stderr.close()
    assert running.wait() == 0
    assert "it was interrupted" in said
    assert f"neuroglass train --resume {tmp_path}" in said
    assert (tmp_path / "checkpoint" / "state.safetensors").is_file()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("digit",), "There is no file digit. Did you mean digits, which comes with neuroglass?"),
        (("no/such.csv",), "There is no file no/such.csv. The folder no does not exist either."),
        (("iris", "--target", "specie"), "iris.csv has no column 'specie' for a target. Did you mean species?"),
        (("iris", "--epochs", "0"), "epochs = 0. Expected input should be greater than or equal to 1."),
        (("iris", "--text", "species"), "The column 'species' is the target, and is named as text too"),
        (("iris", "--network", "dens 3"), "the layer 'dens' in 'dens 3' is not known. Did you mean dense?"),
        (("iris", "--optimizer", "adm"), "the optimiser 'adm' is not known. Did you mean adam?"),
        (("iris", "--set", "training.epocs=3"), "--set: [training] has no key 'epocs'. Did you mean epochs?"),
        (("iris", "--set", "trainin.epochs=3"), "--set: there is no table [trainin]. Did you mean training?"),
        (("iris", "--set", "epochs"), "--set epochs. Expected table.key=value."),
        (("iris", "--config", "no.toml"), "no.toml cannot be read: No such file or directory."),
        (("iris", "--out", "a-file"), "a-file cannot be made: a-file is a file."),
        (("--resume", "no-run"), "no-run holds no run. Expected a folder that neuroglass train wrote."),
    ],
)
def test_what_the_user_can_mend_is_one_sentence_and_leaves_nothing(
    say: Say, words: tuple[str, ...], sentence: str
) -> None:
    Path("a-file").touch()
    told = say("train", *words)
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err.splitlines()[-1]
    assert [path.name for path in Path().iterdir()] == ["a-file"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "name what to learn from, as in: neuroglass train digits"),
        (("iris", "--batch-size", "some"), "'some' is neither a whole number nor all"),
        (("iris", "--epochs", "many"), "Invalid value for '--epochs'"),
        (("--resume", "run", "--epochs", "3"), "only --minutes and --json go with it, not epochs"),
    ],
)
def test_wrong_usage_is_told_apart(say: Say, words: tuple[str, ...], sentence: str) -> None:
    told = say("train", *words)
    assert (told.code, told.out) == (2, "")
    assert sentence in " ".join(told.err.split())


def test_a_folder_that_holds_a_run_is_refused_before_anything_is_read(say: Say, iris_run: Path) -> None:
    told = say("train", "iris", "--out", iris_run)
    assert told.code == 1
    assert told.err == (
        f"error: {iris_run} holds a run already. Choose another --out, or go on with that run: "
        f"neuroglass train --resume {iris_run}.\n"
    )


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_read_only_place_is_refused_before_anything_is_read(say: Say, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    told = say("train", "iris")
    tmp_path.chmod(0o700)
    assert (told.code, told.err.count("\n")) == (1, 1)
    assert "is read-only. Expected a folder that can be written. Choose another --out." in told.err
