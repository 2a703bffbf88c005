"""Time travel: any step of a training opened again, and branches from it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, FileError
from neuroglass.learn import keyframes
from neuroglass.learn.keyframes import Keyframes
from neuroglass.run import Run
from neuroglass.settings import read

SETTINGS: dict[str, Any] = {"epochs": 12, "batch_size": 16, "optimizer": "adam", "learning_rate": 0.01, "patience": 0}
STEPS = 12 * 8


def same(one: Any, other: Any) -> bool:
    return all(map(np.array_equal, jax.tree.leaves(one), jax.tree.leaves(other)))


@pytest.fixture(scope="module")
def iris() -> Data:
    return ng.data.table("iris")


@pytest.fixture(scope="module")
def run(iris: Data, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A training with key-frames from its first moments on."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("neuroglass.run.fitting.Keyframes", functools.partial(Keyframes, spacing=1e-4))
        patched.setattr("neuroglass.learn.training.CHUNK_SECONDS", 1e-9)  # one step after the other
        folder = tmp_path_factory.mktemp("runs") / "iris"
        return ng.fit("dense 6 relu, dropout 0.2", iris, out=folder, progress=None, **SETTINGS)


def test_key_frames_are_few_and_spread(run: Run) -> None:
    assert run.folder is not None
    frames = run.folder.frames()
    assert 1 <= len(frames) <= 2
    model = run.folder.model.stat().st_size
    assert sum(path.stat().st_size for path in run.folder.keyframes.iterdir()) < 10 * model
    assert 1 < frames[0] < STEPS


def test_a_state_is_the_same_from_a_key_frame_and_from_the_beginning(run: Run) -> None:
    assert run.folder is not None
    step = min(run.folder.frames()[0] + 3, STEPS)
    near, history = run.moments.state(step)
    far, _ = run.moments.alone().state(step)
    assert int(near.step) == int(far.step) == step
    assert same(near, far)
    np.testing.assert_array_equal(history.costs, run.history.costs[:step])


def test_the_last_state_is_that_of_the_checkpoint(run: Run) -> None:
    assert run.folder is not None
    last, _ = run.folder.resumed(run.story.program, run.story.data, 0)
    state, _ = run.moments.alone().state(STEPS)
    assert same(state.variables, last.variables)


def test_progress_is_told_while_steps_are_done_again(run: Run) -> None:
    told: list[tuple[int, int]] = []
    run.moments.alone().model(20, lambda done, of: told.append((done, of)))
    assert told[-1] == (20, 20)


def test_the_path_leads_from_the_first_weights_to_the_last(run: Run) -> None:
    path = run.moments.path(5)
    assert len(path) == 5
    assert same(path[0], run.moments.model(0).variables)
    assert same(path[2], run.moments.model(48).variables)
    assert same(path[-1], run.moments.model(STEPS).variables)


def test_the_landscape_of_a_run_holds_its_path(run: Run) -> None:
    plane = run.landscape(moments=5, points=5)
    assert plane.path is not None
    assert plane.path.shape == (5, 2)
    assert plane.explained is not None
    assert plane.explained.sum() > 0.8


def test_a_moment_tells_what_its_step_added(run: Run, iris: Data) -> None:
    glass = run.look(iris.train.first(2), step=30)
    before, after = (run.moments.model(step).variables["params"] for step in (29, 30))
    assert glass.updates is not None
    for node, owned in glass.updates.items():
        for name, update in owned.items():
            np.testing.assert_array_equal(update, np.asarray(after[node][name] - before[node][name]))
    assert np.abs(glass.node("dense_1").updates["kernel"]).max() > 0


def test_step_0_is_the_beginning_and_has_no_update(run: Run, iris: Data) -> None:
    glass = run.look(iris.train.first(1), step=0)
    assert glass.updates is None
    begun = run.story.program.start(jnp.uint32(0), jnp.float32(1)).variables
    assert same(glass.model.variables, begun)


def test_a_step_that_was_not_taken_is_refused(run: Run) -> None:
    with pytest.raises(ConfigurationError, match=r"step 97.*from 0 to 96"):
        run.moments.state(97)


def test_a_branch_that_changes_nothing_comes_to_the_same_end(run: Run) -> None:
    again = run.branch(40)
    assert same(again.model.variables, run.model.variables)
    np.testing.assert_array_equal(again.history.costs, run.history.costs)


def test_a_branch_learns_on_otherwise_and_records_its_parent(run: Run, tmp_path: Path) -> None:
    assert run.folder is not None
    branch = run.branch(40, out=tmp_path / "branch", learning_rate=1e-4)
    np.testing.assert_array_equal(branch.history.costs[:40], run.history.costs[:40])
    assert not np.array_equal(branch.history.costs[41:], run.history.costs[41:])
    assert read(tmp_path / "branch" / "run.toml")["parent"] == {"run": str(run.folder.path.resolve()), "step": 40}
    assert branch.story.program.optimizer.schedule.learning_rate == 1e-4


def test_a_branch_may_have_another_optimiser_which_begins_anew(run: Run) -> None:
    branch = run.branch(40, optimizer="sgd", learning_rate=0.05, epochs=6)
    assert len(branch.history.costs) == 48
    assert branch.story.program.optimizer.rule == "sgd"


def test_what_would_have_changed_the_past_is_refused(run: Run) -> None:
    with pytest.raises(ConfigurationError, match="a branch with another batch_size"):
        run.branch(40, batch_size=8)
    with pytest.raises(ConfigurationError, match="from step 40 of 40"):
        run.branch(40, epochs=5)


def test_a_damaged_key_frame_is_told(run: Run) -> None:
    assert run.folder is not None
    frame = max(run.folder.keyframes.iterdir())
    whole = frame.read_bytes()
    frame.write_bytes(whole[:-7] + b"\0\0\1\1\0\0\1")
    try:
        with pytest.raises(FileError, match="damaged"):
            run.moments.state(run.folder.frames()[-1])
    finally:
        frame.write_bytes(whole)


def test_of_too_many_key_frames_every_second_goes_and_the_distance_doubles() -> None:
    frames, dropped = Keyframes(most=2, steps=[]), []
    for second in range(1, 200):
        if frames.is_due(second):
            dropped += frames.kept(second, second)
    assert len(frames.steps) <= 2
    assert set(frames.steps).isdisjoint(dropped)
    assert frames.spacing > keyframes.SPACING
