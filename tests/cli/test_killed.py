"""A run whose process was killed: what its files tell is reached, and what they do not is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from neuroglass.cli.reopening import reopened
from neuroglass.learn import checkpoints
from neuroglass.run.folder import Folder
from tests.cli.conftest import Say


@pytest.fixture
def killed(iris_run: Path, tmp_path: Path) -> Path:
    """As ``kill -9`` leaves it: a key-frame after step 2, and the checkpoint with which it began."""
    shutil.copytree(iris_run, tmp_path / "killed")
    _, _, moments = reopened(tmp_path / "killed")
    folder = Folder(tmp_path / "killed")
    folder.keep_frame(moments.program, moments.state(2)[0], moments.data)
    checkpoints.save(folder.checkpoint, moments.program, *moments.state(0), {"data": moments.data.digest})
    for path in (folder.model, folder.probes, folder.report, folder.findings):
        path.unlink()
    return folder.path


def test_it_opens_up_to_its_last_key_frame(say: Say, killed: Path, iris_run: Path) -> None:
    facts = say("look", killed, "iris", "--step", "2", "--node", "dense_1", "--json").facts
    assert (
        facts["weights"] == say("look", iris_run, "iris", "--step", "2", "--node", "dense_1", "--json").facts["weights"]
    )
    told = say("look", killed, "iris", "--step", "3")
    assert "step 3. Expected one from 0 to 2, its last checkpoint or key-frame, for it has not ended" in told.err


def test_a_branch_of_it_has_its_whole_history(say: Say, killed: Path, iris_run: Path) -> None:
    told = say("train", "--resume", killed, "--from-step", "2", "--out", "b", "--json")
    assert told.facts["steps"] == 3
    assert say("show", "b", "--json").facts["history"] == say("show", iris_run, "--json").facts["history"]


def test_a_run_that_was_killed_is_told_from_one_that_measured_nothing(say: Say, killed: Path) -> None:
    told = say("look", killed, "--probes")
    assert told.code == 1
    assert (
        "killed was cut short before what it measured was saved. Expected a run that has ended. Finish it" in told.err
    )
