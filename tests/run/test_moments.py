"""Time travel: any step of a training opened again."""

from __future__ import annotations

import dataclasses
import shutil
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, FileError
from neuroglass.files import unpack
from neuroglass.learn import keyframes
from neuroglass.learn.keyframes import Keyframes
from neuroglass.learn.program import Carry
from neuroglass.run import Run

STEPS = 12 * 8


def same(one: Any, other: Any) -> bool:
    return all(map(np.array_equal, jax.tree.leaves(one), jax.tree.leaves(other)))


def begun(run: Run) -> Carry:
    first: Carry = run.story.program.start(jnp.uint32(0), jnp.float32(1))
    return first


def test_key_frames_are_few_and_spread(run: Run) -> None:
    assert run.folder is not None
    frames = run.folder.frames()
    assert 1 <= len(frames) <= 2
    model = run.folder.model.stat().st_size
    assert sum(path.stat().st_size for path in run.folder.keyframes.iterdir()) < 10 * model
    assert 1 < frames[0] < STEPS


def test_a_key_frame_holds_the_state_and_nothing_that_grows_with_the_steps(run: Run) -> None:
    assert run.folder is not None
    for frame in run.folder.keyframes.iterdir():
        arrays, _ = unpack(frame, "key-frame")
        assert not [name for name in arrays if "history" in name]
        assert sum(array.size for array in arrays.values()) == sum(leaf.size for leaf in jax.tree.leaves(begun(run)))


def test_a_training_that_was_killed_is_opened_up_to_its_last_key_frame(run: Run) -> None:
    assert run.folder is not None
    last = run.folder.frames()[-1]
    killed = dataclasses.replace(run.moments, history=run.history.until(5, 8))
    assert killed.steps == last
    state, history = killed.state(last)
    assert same(state, run.moments.state(last)[0])
    np.testing.assert_array_equal(history.costs, run.history.costs[:last])
    np.testing.assert_array_equal(history.epochs, run.history.epochs[: last // 8])


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
    assert same(glass.model.variables, begun(run).variables)


def test_a_step_that_was_not_taken_is_refused(run: Run) -> None:
    with pytest.raises(ConfigurationError, match=r"step 97.*from 0 to 96"):
        run.moments.state(97)


@pytest.mark.parametrize("step", [2.5, "3", True, np.float32(3), None])
def test_what_is_no_whole_number_is_no_step(run: Run, step: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"step .*\. Expected a whole number from 0 to 96"):
        run.branch(step, epochs=13)
    with pytest.raises(ConfigurationError, match="a whole number from 0 to 96"):
        run.moments.look(step, {})


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


def test_a_key_frame_under_the_name_of_another_step_is_told(run: Run) -> None:
    assert run.folder is not None
    frame = run.folder.keyframes / "00000001.safetensors"
    shutil.copy(max(run.folder.keyframes.iterdir()), frame)
    try:
        with pytest.raises(FileError, match=r"01.safetensors holds the state after step \d+\. Expected that after 1"):
            run.moments.state(2)
    finally:
        frame.unlink()


def test_a_state_that_is_kept_a_second_time_counts_once() -> None:
    frames = Keyframes(most=2, steps=[7, 90])
    assert frames.kept(7, 1.0) == []
    assert frames.kept(20, 2.0) == [7, 90]
    assert frames.steps == [20]


def test_of_too_many_key_frames_every_second_goes_and_the_distance_doubles() -> None:
    frames, dropped = Keyframes(most=2, steps=[]), []
    for second in range(1, 200):
        if frames.is_due(second):
            dropped += frames.kept(second, second)
    assert len(frames.steps) <= 2
    assert set(frames.steps).isdisjoint(dropped)
    assert frames.spacing > keyframes.SPACING
