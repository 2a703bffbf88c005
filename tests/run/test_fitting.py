"""fit: the same seed gives the same bytes, whatever interrupts it; and each reason to stop is told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import sklearn.metrics

import neuroglass
from neuroglass.data.array_data import arrays
from neuroglass.errors import ConfigurationError, DataError, FileError
from neuroglass.learn import history, optimizers
from neuroglass.learn.stopping import Stopped
from neuroglass.model import load
from neuroglass.nn.layers import Dense, Output
from neuroglass.nn.network import Network
from neuroglass.run import Run, fit
from tests.run.cases import DATA, NETWORK, X, Y, trained


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return trained(tmp_path_factory.mktemp("runs") / "unbroken")


def model_of(run: Run) -> bytes:
    assert run.folder is not None
    return run.folder.model.read_bytes()


def state_of(run: Run) -> bytes:
    assert run.folder is not None
    return run.folder.checkpoint.read_bytes()


def test_the_same_seed_gives_the_same_bytes(unbroken: Run, tmp_path: Path) -> None:
    again = trained(tmp_path / "again")
    assert model_of(again) == model_of(unbroken)
    assert state_of(again) == state_of(unbroken)


def test_another_seed_gives_other_weights(unbroken: Run) -> None:
    other = trained(seed=1).model.variables["params"]
    ours = unbroken.model.variables["params"]
    assert all((np.asarray(other[node]["kernel"]) != ours[node]["kernel"]).all() for node in ("dense_1", "output"))


def test_resuming_gives_the_bytes_of_an_unbroken_run(unbroken: Run, tmp_path: Path) -> None:
    first = trained(tmp_path / "run", minutes=1e-9)
    assert first.story.stopped is Stopped.MINUTES
    assert 0 < len(first.history.costs) < len(unbroken.history.costs)
    second = trained(tmp_path / "run", resume=True)
    assert second.story.stopped is Stopped.EPOCHS
    assert state_of(second) == state_of(unbroken)
    assert model_of(second) == model_of(unbroken)
    assert second.history.epochs.tobytes() == unbroken.history.epochs.tobytes()


def test_a_finished_run_resumed_stays_as_it_is(unbroken: Run) -> None:
    assert unbroken.folder is not None
    before = model_of(unbroken), state_of(unbroken)
    again = trained(unbroken.folder.path, resume=True)
    assert (model_of(again), state_of(again)) == before


def test_the_folder_holds_what_was_learnt(unbroken: Run) -> None:
    assert unbroken.folder is not None
    model = load(unbroken.folder.model)
    np.testing.assert_array_equal(model.predict(X).labels, unbroken.model.predict(X).labels)
    rows = history.load(unbroken.folder.history)
    assert [row["epoch"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert rows[-1]["val_loss"] == pytest.approx(float(unbroken.history["val_loss"][-1]))
    assert unbroken.folder.report.is_file()


def test_what_is_kept_is_the_epoch_of_the_lowest_validation_loss(unbroken: Run) -> None:
    losses = unbroken.history["val_loss"]
    assert unbroken.story.kept_epoch == int(np.argmin(losses)) + 1
    assert DATA.validation is not None
    measured = unbroken.model.measured({"": DATA.validation})[""]
    assert measured["loss"] == pytest.approx(float(losses.min()), rel=1e-5)
    labels = np.asarray(DATA.spec.classes)[DATA.validation.y]
    answers = unbroken.model.predict(DATA.validation.x["features"]).labels
    assert measured["accuracy"] == pytest.approx(sklearn.metrics.accuracy_score(labels, answers))


def test_the_last_weights_are_kept_where_that_is_asked_for() -> None:
    run = trained(keep_best=False)
    assert run.story.kept_epoch == 6


def test_patience_ends_a_training_that_no_longer_improves() -> None:
    run = trained(epochs=400, patience=2, optimizer=optimizers.sgd(1e-12))
    assert run.story.stopped is Stopped.PATIENCE
    best = int(np.argmin(run.history["val_loss"]))
    assert run.story.kept_epoch <= best + 1
    assert len(run.history) < 400


def test_a_training_that_breaks_says_at_which_step_and_where() -> None:
    run = fit(
        Network([Dense(4, "relu"), Dense(4, "relu"), Output()]),
        (X, X @ np.ones((4, 1), np.float32)),
        epochs=5,
        optimizer=optimizers.sgd(1e15),
        progress=None,
    )
    assert run.story.stopped is Stopped.NONFINITE
    assert run.story.step_of_trouble is not None
    assert 1 <= run.story.step_of_trouble <= 5
    assert run.story.node_of_trouble is not None
    assert all(np.isfinite(array).all() for node in run.model.variables["params"].values() for array in node.values())


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a smaller network": ({"network": Network([Dense(5, "relu"), Output()])}, "holds the state of another training"),
    "other epochs": ({"epochs": 7}, "holds the state of another training"),
    "another seed": ({"seed": 4}, r"was begun with seed 0\. Expected that seed, not 4\."),
    "other data": ({"data": (X + 1, Y)}, r"was trained on other data\. Expected the same source, unchanged\."),
}


@pytest.mark.parametrize(("changes", "text"), REFUSED.values(), ids=REFUSED)
def test_only_the_same_training_is_resumed(changes: dict[str, Any], text: str, unbroken: Run) -> None:
    assert unbroken.folder is not None
    given: dict[str, Any] = {
        "network": NETWORK,
        "data": DATA,
        "epochs": 6,
        "batch_size": 16,
        "optimizer": "adam",
    } | changes
    before = state_of(unbroken)
    with pytest.raises(FileError, match=text):
        fit(given.pop("network"), given.pop("data"), out=unbroken.folder.path, resume=True, progress=None, **given)
    assert state_of(unbroken) == before


def test_a_folder_that_holds_a_run_is_not_written_over(unbroken: Run) -> None:
    assert unbroken.folder is not None
    with pytest.raises(FileError, match=r"unbroken holds a run already\. Choose another folder, or resume that run\."):
        trained(unbroken.folder.path)


def test_there_is_nothing_to_resume_in_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is not there"):
        trained(tmp_path / "nothing", resume=True)


def test_settings_that_cannot_be_are_named() -> None:
    with pytest.raises(ConfigurationError, match=r"there is no setting 'epoch'\. Did you mean epochs\?"):
        trained(epoch=3)
    with pytest.raises(ConfigurationError, match=r'^batch_size=0\. Expected a number of rows, 1 or more, or "all"\.$'):
        trained(batch_size=0)
    with pytest.raises(DataError, match="validation_data or test_data was given beside read data"):
        fit(NETWORK, DATA, validation_data=(X, Y), progress=None)


# Trains for ever, telling its parent once there is something to lose.
ENDLESS = """
import signal
import sys
from pathlib import Path
from tests.run.cases import trained

class Told:
    def begin(self, *facts): pass
    def learnt(self, *facts): pass
    def end(self, *facts): pass
    def show(self, program, outcome):
        if len(outcome.history) > 3:
            print("learning", flush=True)
            if "twice" in sys.argv:  # raised here, so that the first is heard before the second
                signal.raise_signal(signal.SIGINT)
                signal.raise_signal(signal.SIGINT)

run = trained(Path(sys.argv[1]), epochs=1_000_000, checkpoint_minutes=0, tolerance=0, progress=Told())
print(run.story.stopped.name, flush=True)
"""


SOURCE = Path(neuroglass.__file__).parents[1]


def endless(out: Path, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": f"{SOURCE}:{Path(__file__).parents[2]}"}
    return subprocess.Popen(
        [sys.executable, "-c", ENDLESS, str(out), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_a_kill_leaves_a_state_to_go_on_from_and_ctrl_c_a_finished_folder(tmp_path: Path) -> None:
    killed, interrupted = endless(tmp_path / "killed"), endless(tmp_path / "interrupted")
    for process, sign in ((killed, signal.SIGKILL), (interrupted, signal.SIGINT)):
        assert process.stdout is not None
        assert process.stdout.readline() == "learning\n"
        process.send_signal(sign)
    said, errors = interrupted.communicate(timeout=120)
    assert (interrupted.returncode, said.splitlines()[-1], errors) == (0, "INTERRUPTED", "")
    assert load(tmp_path / "interrupted" / "model.safetensors").card["stopped"] == "interrupted"
    assert killed.wait(timeout=60) == -signal.SIGKILL
    killed.communicate()
    for folder in ("killed", "interrupted"):
        before = len(history.load(tmp_path / folder / "history.jsonl"))
        settings = {"epochs": 1_000_000, "tolerance": 0.0, "minutes": 1e-9}
        resumed = trained(tmp_path / folder, resume=True, **settings)
        assert len(resumed.history) >= before - 1
        assert resumed.story.stopped is Stopped.MINUTES


def test_a_second_ctrl_c_leaves_at_once_and_says_where_the_state_is(tmp_path: Path) -> None:
    process = endless(tmp_path / "run", "twice")
    said, errors = process.communicate(timeout=120)
    assert said == "learning\n"
    state = tmp_path / "run" / "checkpoint" / "state.safetensors"
    assert (process.returncode, errors) == (130, f"\nleft at once; the last saved state is in {state}\n")
    assert state.is_file()


UNREAD: dict[str, tuple[Any, dict[str, Any], str]] = {
    "a path": ("iris.csv", {}, r"^the data is the path 'iris\.csv'\. .* Write ng\.data\.table\('iris\.csv'\)\.$"),
    "a frame": (pl.DataFrame({"a": [1]}), {}, r"^the data is a frame\. .* Write ng\.data\.table\(frame, "),
    "x alone": (X, {}, r"^the data is one ndarray\. Expected the arrays \(x, y\), or what"),
    "three": (
        (X, Y, Y),
        {},
        r"^the data is a tuple of 3\. .* Weights are given as ng\.data\.arrays\(x, y, weight=\.\.\.\)",
    ),
    "half a pair": (
        (X, Y),
        {"validation_data": (X,)},
        r"^validation_data is a tuple of 1\. Expected the arrays \(x, y\)",
    ),
    "a share": (
        (X, Y),
        {"validation_data": 0.2},
        r"^validation_data is 0\.2\. .* ng\.data\.arrays\(x, y, validation=0\.2\)",
    ),
}


@pytest.mark.parametrize(("data", "settings", "text"), UNREAD.values(), ids=UNREAD)
def test_data_that_is_not_a_pair_of_arrays_is_named(data: Any, settings: dict[str, Any], text: str) -> None:
    with pytest.raises(DataError, match=text):
        fit(NETWORK, data, progress=None, **settings)


def test_the_baseline_of_the_loss_is_the_loss_of_what_needs_no_inputs() -> None:
    classes = trained(epochs=1).story.baseline
    assert classes["loss"] == pytest.approx(classes["log_loss"], rel=1e-5)
    data = arrays(X, X @ np.ones((4, 1), np.float32))
    numbers = fit("auto", data, epochs=1, progress=None).story.baseline
    assert numbers["loss"] == pytest.approx((numbers["rmse"] / data.spec.target_scale[0]) ** 2, rel=1e-5)


def test_progress_false_is_silence(capsys: pytest.CaptureFixture[str]) -> None:
    trained(progress=False, epochs=1)
    assert capsys.readouterr() == ("", "")
