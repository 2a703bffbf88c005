"""Speed and time left, against sums by hand."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from neuroglass.learn.history import History
from neuroglass.learn.program import Program
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Outcome
from neuroglass.report import pace
from neuroglass.report.live import Lines
from neuroglass.report.pace import Pace


@dataclasses.dataclass(frozen=True)
class _Standing:
    """What is asked of an outcome."""

    step: int
    seconds: float
    history: History = dataclasses.field(default_factory=lambda: History(("loss",)))
    compile_seconds: float = 1.5
    watcher: None = None


ROWS = SimpleNamespace(thing="row")


def outcome(step: int, seconds: float, epochs: int = 0) -> Outcome:
    losses = np.linspace(1, 0, epochs, dtype=np.float32)[:, None]
    return cast("Outcome", _Standing(step, seconds, History(("loss",), losses)))


def program(**changed: Any) -> Program:
    facts = {"rows": 1000, "steps_per_epoch": 10, "steps": 1000, "epochs": 100, "metrics": (), "measured": None}
    facts |= {"columns": ("loss", "learning_rate"), "selects": False, "probes": ()}
    return cast("Program", SimpleNamespace(**(facts | changed)))


def test_speed_counts_only_what_was_seen() -> None:
    going = Pace(program())
    going.look(outcome(500, 0.5))  # a resumed run: 500 steps were done before
    assert (going.samples, going.left) == (0.0, None)
    going.look(outcome(600, 2.5))
    assert going.samples == pytest.approx(100 * 100 / 2.0)  # 100 steps of 100 samples in 2 seconds
    assert going.left == pytest.approx(400 * 2.0 / 100)


def test_no_more_time_is_left_than_is_allowed() -> None:
    going = Pace(program(), minutes=0.1)
    going.look(outcome(0, 0.0))
    going.look(outcome(10, 1.0))
    assert going.left == pytest.approx(5.0)


def test_about_ten_lines_tell_a_training() -> None:
    going = Pace(program())
    assert [epoch for done in range(1, 101) for epoch in going.due(done)] == list(range(10, 101, 10))


def test_few_epochs_are_all_told_also_when_many_pass_between_two_looks() -> None:
    going = Pace(program(epochs=50))
    assert [going.due(done) for done in (0, 1, 1, 4, 5)] == [[], [1], [], [2, 3, 4], [5]]


def test_an_epoch_is_told_once() -> None:
    going = Pace(program())
    assert [going.tell(0), going.tell(7), going.tell(7), going.told] == [[], [7], [], [7]]


def test_long_epochs_are_told_by_the_clock() -> None:
    going = Pace(program())
    going.told_at -= pace.SECONDS
    assert [going.due(done) for done in (0, 1, 2)] == [[], [1], []]


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "-"), (0.4, "0:00"), (59.6, "1:00"), (3599, "59:59"), (3600, "1:00:00")]
)
def test_durations_are_written_as_people_do(seconds: float | None, text: str) -> None:
    assert pace.clock(seconds) == text


def test_plain_lines_tell_the_compilation_and_about_ten_epochs() -> None:
    said: list[str] = []
    lines = Lines(said.append)
    lines.begin(program(), cast("Any", SimpleNamespace(train=range(1000), reading=ROWS)), ())
    for epoch in range(1, 100):
        lines.show(program(), outcome(10 * epoch, 0.1 * epoch, epoch))
    lines.learnt(program(), outcome(1000, 10.0, 100))
    assert said[:2] == ["learning from 1,000 rows: at most 100 epochs of 10 steps", "compiled in 1.5 s"]
    assert [line.split()[1] for line in said[2:]] == [f"{epoch}/100" for epoch in range(10, 101, 10)]
    assert "10,000 samples/s, 0:09 left" in said[2]


def test_plain_lines_keep_silent_about_a_speed_they_do_not_know_and_count_one_as_one() -> None:
    said: list[str] = []
    lines, few = Lines(said.append), program(epochs=1, steps_per_epoch=1)
    lines.begin(few, cast("Any", SimpleNamespace(train=range(1), reading=ROWS)), ())
    lines.show(few, outcome(1, 0.1, 1))
    assert said[0] == "learning from 1 row: at most 1 epoch of 1 step"
    assert said[2] == "epoch 1/1  loss 1"


def test_the_epoch_that_is_kept_has_its_line() -> None:
    said: list[str] = []
    lines, history = Lines(said.append), outcome(1000, 10.0, 100).history
    lines.begin(program(), cast("Any", SimpleNamespace(train=range(1000), reading=ROWS)), ())
    lines.learnt(program(), outcome(1000, 10.0, 100))
    facts = {"program": program(), "history": history, "kept_epoch": 34, "stopped": Stopped.EPOCHS}
    lines.end(cast("Any", SimpleNamespace(**facts)))
    assert said[2:] == ["epoch 34/100  loss 0.6667  kept", f"stopped after 100 epochs: {Stopped.EPOCHS.value}"]
