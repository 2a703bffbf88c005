"""Branches: they begin at a moment of another training, and their own steps can be opened too."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.run import Run
from neuroglass.settings import read
from tests.run.test_moments import STEPS, same


def test_a_branch_that_changes_nothing_comes_to_the_same_end(run: Run) -> None:
    again = run.branch(40)
    assert same(again.model.variables, run.model.variables)
    np.testing.assert_array_equal(again.history.costs, run.history.costs)


@pytest.fixture(scope="module")
def branch(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run.branch(40, out=tmp_path_factory.mktemp("runs") / "branch", learning_rate=1e-4)


def test_a_branch_learns_on_otherwise_and_records_its_parent(run: Run, branch: Run) -> None:
    assert run.folder is not None
    assert branch.folder is not None
    np.testing.assert_array_equal(branch.history.costs[:40], run.history.costs[:40])
    assert not np.array_equal(branch.history.costs[41:], run.history.costs[41:])
    assert read(branch.folder.settings)["parent"] == {"run": str(run.folder.path.resolve()), "step": 40}
    assert branch.story.program.optimizer.schedule.learning_rate == 1e-4


def test_the_steps_of_a_branch_are_done_again_from_where_it_began(run: Run, branch: Run) -> None:
    assert branch.folder is not None
    of = branch.story.program, branch.story.data, 0
    last, _ = branch.folder.resumed(*of)
    assert same(branch.folder.read_begun(*of), run.moments.state(40)[0])
    assert same(branch.moments.state(STEPS)[0].variables, last.variables)
    assert same(branch.moments.path(3)[0], run.moments.model(40).variables)
    with pytest.raises(ConfigurationError, match=r"step 39\. Expected one from 40 to 96.*It is a branch"):
        branch.moments.state(39)


def test_a_branch_may_have_another_optimiser_which_begins_anew(run: Run) -> None:
    branch = run.branch(40, optimizer="sgd", learning_rate=0.05, epochs=6)
    assert len(branch.history.costs) == 48
    assert branch.story.program.optimizer.rule == "sgd"


def test_what_would_have_changed_the_past_is_refused(run: Run) -> None:
    with pytest.raises(ConfigurationError, match="a branch with another batch_size"):
        run.branch(40, batch_size=8)
    with pytest.raises(ConfigurationError, match=r"a branch from step 40, and 5 epochs are 40 steps\. Expected"):
        run.branch(40, epochs=5)
