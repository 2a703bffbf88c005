"""neuroglass look --step and neuroglass train --from-step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Say


def test_a_step_of_a_run_is_opened_with_its_update(say: Say, iris_run: Path) -> None:
    facts = say("look", iris_run, "iris", "--step", "2", "--node", "dense_1", "--json").facts
    assert facts["updates"]["kernel"]["norm"] > 0
    kept = say("look", iris_run, "iris", "--node", "dense_1", "--json").facts
    assert kept["updates"] == {}
    assert facts["weights"]["kernel"]["norm"] != kept["weights"]["kernel"]["norm"]


def test_the_last_step_is_the_model_where_nothing_better_is_kept(say: Say, iris_run: Path) -> None:
    steps = say("show", iris_run, "--json").facts["history"][-1]["epoch"]  # one step an epoch
    last = say("look", iris_run, "iris", "--step", steps, "--node", "output", "--json").facts
    kept = say("look", iris_run, "iris", "--node", "output", "--json").facts
    assert last["weights"] == kept["weights"]


def test_a_node_of_a_run_tells_how_its_last_update_is_had(say: Say, iris_run: Path) -> None:
    words = "look", iris_run, "iris", "--node", "output"
    line = next(line for line in say(*words).out.splitlines() if "last update" in line)
    step = line.strip().removeprefix("its last update: --step ")
    kept, opened = (say(*words, *more, "--json").facts for more in ((), ("--step", step)))
    assert kept["weights"] == opened["weights"]
    assert opened["updates"]
    assert "its last update" not in say(*words, "--step", step).out
    assert "its last update" not in say("look", iris_run / "model.safetensors", *words[2:]).out


@pytest.mark.parametrize(
    ("step", "sentence"), [("9", "step 9. Expected one from 0 to 3"), ("-1", "greater than or equal to 0")]
)
def test_a_step_that_was_not_taken_is_refused(say: Say, iris_run: Path, step: str, sentence: str) -> None:
    told = say("look", iris_run, "iris", "--step", step)
    assert told.code in (1, 2)
    assert sentence in told.err


def test_a_model_alone_has_no_steps(say: Say, iris_run: Path) -> None:
    told = say("look", iris_run / "model.safetensors", "iris", "--step", "1")
    assert told.code == 1
    assert "holds no run. Expected the folder of a run" in told.err


def test_a_branch_is_a_run_that_records_its_parent(say: Say, iris_run: Path) -> None:
    told = say("train", "--resume", iris_run, "--from-step", "1", "--set", "learning_rate=0.5", "--out", "b", "--json")
    assert told.code == 0
    assert told.facts["steps"] == 3
    facts = say("show", "b", "--json").facts
    assert facts["parent"] == {"run": str(iris_run.resolve()), "step": 1}
    assert facts["history"][-1]["learning_rate"] == 0.5
    assert "branched from step 1 of" in say("show", "b").out


def test_a_branch_goes_on_when_it_is_resumed(say: Say, iris_run: Path) -> None:
    say("train", "--resume", iris_run, "--from-step", "1", "--epochs", "5", "--out", "b")
    assert say("train", "--resume", "b", "--json").facts["steps"] == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "batch_size=8"), "a branch with another batch_size"),
        (("--seed", "3"), "seed"),
        (("--network", "dense 9"), "not spec"),
        (("--set", "data.size=8", "--set", "network.spec=dense 3"), "settings of the training, not size, spec"),
    ],
)
def test_what_would_change_the_past_is_refused(say: Say, iris_run: Path, words: tuple[str, ...], sentence: str) -> None:
    told = say("train", "--resume", iris_run, "--from-step", "1", *words, "--out", "b")
    assert told.code in (1, 2)
    assert sentence in told.err
    assert not Path("b").exists()


def test_a_branch_without_steps_is_refused_before_any_is_done_again(say: Say, iris_run: Path) -> None:
    told = say("train", "--resume", iris_run, "--from-step", "2", "--set", "epochs=1", "--out", "b")
    assert told.code == 1
    assert "a branch from step 2, and 1 epoch is 1 step. Expected steps that are left" in told.err
    assert "again" not in told.err


def test_a_branch_needs_a_run(say: Say) -> None:
    told = say("train", "iris", "--from-step", "1")
    assert told.code == 2
    assert "--resume RUN" in told.err
