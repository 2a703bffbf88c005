"""Stories told without training: what a report is made of, built by hand in a moment."""

from __future__ import annotations

import dataclasses
import functools
import tempfile
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from neuroglass.data import arrays, images, sounds, table
from neuroglass.data.parts import Data, Part
from neuroglass.doctor.findings import Finding
from neuroglass.learn.history import History
from neuroglass.learn.stopping import Stopped
from neuroglass.model import DEFAULT_METRICS, Model
from neuroglass.nn.layers import Conv2D, Dense, Dropout, Flatten, MaxPool2D, Output, Reshape
from neuroglass.nn.network import Network, Variables
from neuroglass.report.story import Seconds, Story
from neuroglass.run.planning import plan
from neuroglass.settings import Settings
from tests.data.audio.made import classes
from tests.data.pictures.made import write

HOSTILE = '</td><script>alert("x")</script>'
EPOCHS = 6


def random() -> np.random.Generator:
    return np.random.default_rng(7)


@functools.cache
def multiclass() -> Story:
    """Three classes, one of them named by an attacker, who also named a column."""
    at = random().normal(size=(90, 2))
    labels = np.array(["plain", "odd & even", HOSTILE])[np.argmax(at @ random().normal(size=(2, 3)), axis=1)]
    columns = {"length": at[:, 0], HOSTILE: at[:, 1], "colour": np.where(at[:, 0] > 0, "red", HOSTILE), "kind": labels}
    return told(table(pl.DataFrame(columns), target="kind"))


@functools.cache
def binary() -> Story:
    x = random().normal(size=(120, 3)).astype(np.float32)
    y = (x[:, 0] + 0.8 * random().normal(size=120) > 0).astype(int)
    return told(arrays(x[:70], y[:70], validation_data=(x[70:90], y[70:90]), test_data=(x[90:], y[90:])))


@functools.cache
def regression() -> Story:
    at = random().normal(size=(80, 2))
    return told(
        table(pl.DataFrame({"a": at[:, 0], "b": at[:, 1], "price": 100 + 50 * at[:, 0] + at[:, 1]}), target="price")
    )


@functools.cache
def broken() -> Story:
    """A training that broke in its third step, before its first epoch was over."""
    whole = binary()
    nothing = {part: dict.fromkeys(values, float("nan")) for part, values in whole.measured.items()}
    return dataclasses.replace(
        whole,
        model=dataclasses.replace(whole.model, variables=spoilt(whole.model.variables)),
        history=History(whole.history.columns, costs=np.array([0.7, 1e30, np.nan], np.float32)),
        stopped=Stopped.NONFINITE,
        kept_epoch=0,
        measured=nothing,
        step_of_trouble=2,
        node_of_trouble="dense_1",
    )


def spoilt(variables: Variables) -> Variables:
    """Weights that are not numbers."""
    return jax.tree.map(lambda array: jnp.full_like(array, jnp.nan), variables)


CONVOLUTIONS = Network(
    [Conv2D(6, 3, activation="relu"), MaxPool2D(2), Conv2D(5, 3, activation="relu"), Flatten(), Output()]
)
SPECTROGRAMS = Network([Reshape((14, 40, 1)), Conv2D(6, 3, activation="relu"), MaxPool2D(2), Flatten(), Output()])
FLAT = Network([Flatten(), Dense(4, "relu"), Output()])


@functools.cache
def pictures() -> Story:
    """Three classes of coloured pictures in files, one of them named by an attacker."""
    pixels = random().integers(0, 256, (90, 12, 10, 3), np.uint8)
    data = images((pixels, np.array(["bus", "car", HOSTILE])[np.arange(90) % 3]))
    assert data.test is not None
    return told(dataclasses.replace(data, train=_in_files(data.train), test=_in_files(data.test)), CONVOLUTIONS)


@functools.cache
def grey() -> Story:
    """Two classes of grey pictures that are learnt as they are, by a network without convolutions."""
    pixels = random().integers(0, 256, (60, 9, 9), np.uint8)
    return told(images((pixels, np.arange(60) % 2)), FLAT, augment="off")


@functools.cache
def measured() -> Story:
    """Pictures of which a number is to be told."""
    pixels = random().integers(0, 256, (60, 9, 9, 1), np.uint8)
    return told(
        images((pixels, pixels.mean(axis=(1, 2, 3)) + 0.5), task="regression"), CONVOLUTIONS, augment="shift 0.1"
    )


@functools.cache
def many() -> Story:
    """Ten classes of large pictures, each of noise: no file is larger."""
    pixels = random().integers(0, 256, (120, 120, 120, 3), np.uint8)
    pool = Network([Conv2D(4, 9, strides=8, activation="relu"), Flatten(), Output()])
    return told(images((pixels, np.arange(120) % 10)), pool, augment="flip")


@functools.cache
def clips() -> Story:
    """Two classes of tones in files, heard by convolutions."""
    with tempfile.TemporaryDirectory() as folder:
        return told(sounds(write(Path(folder), classes())), SPECTROGRAMS)


def _in_files(part: Part) -> Part:
    return dataclasses.replace(part, names=tuple(f"{HOSTILE}/{row}.png" for row in part.rows))


PICTURES = {"pictures": pictures, "grey": grey, "measured": measured}
STORIES = {"multiclass": multiclass, "binary": binary, "regression": regression, "broken": broken, **PICTURES}


def told(data: Data, network: Network | None = None, **settings: Any) -> Story:
    """A story about a network that was not trained, with a history that was made up."""
    network = network or Network([Dense(5, "relu"), Dropout(0.1), Output()])
    decided = plan(network, data, Settings.of({"epochs": EPOCHS, **settings}))
    program = decided.program
    steps = EPOCHS * program.steps_per_epoch
    epochs = np.linspace(2.0, 0.1, EPOCHS * len(program.columns)).reshape(EPOCHS, -1).astype(np.float32)
    parts = [name for name in ("train", "validation", "test") if getattr(data, name) is not None]
    names = DEFAULT_METRICS[data.spec.task.kind]
    return Story(
        data=data,
        model=Model(program.objective, program.objective.network.init(jax.random.key(3)), data.spec),
        program=program,
        history=History(program.columns, epochs, np.geomspace(2, 0.01, steps).astype(np.float32)),
        stopped=Stopped.EPOCHS,
        kept_epoch=4,
        measured={part: {"loss": 0.5, **dict.fromkeys(names, 0.75)} for part in parts},
        baseline=dict.fromkeys(names, 0.5),
        findings=(Finding("overfit", "notice", f"It knows {HOSTILE} by heart.", {"gap": 0.25}, "Give it more rows."),),
        seconds=Seconds(1.5, 2.5, 4.25),
        settings=decided.settings,
    )
