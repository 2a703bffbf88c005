"""Stories told without training: what a report is made of, built by hand in a moment."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl

from neuroglass.data import arrays, table
from neuroglass.data.parts import Data
from neuroglass.doctor.findings import Finding
from neuroglass.learn.history import History
from neuroglass.learn.stopping import Stopped
from neuroglass.model import DEFAULT_METRICS, Model
from neuroglass.nn.layers import Dense, Dropout, Output
from neuroglass.nn.network import Network
from neuroglass.report.story import Seconds, Story
from neuroglass.run.planning import plan
from neuroglass.settings import Settings

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
    spoilt = jax.tree.map(lambda array: jnp.full_like(array, jnp.nan), whole.model.variables)
    nothing = {part: dict.fromkeys(values, float("nan")) for part, values in whole.measured.items()}
    return dataclasses.replace(
        whole,
        model=dataclasses.replace(whole.model, variables=spoilt),
        history=History(whole.history.columns, costs=np.array([0.7, 1e30, np.nan], np.float32)),
        stopped=Stopped.NONFINITE,
        kept_epoch=0,
        measured=nothing,
        step_of_trouble=2,
        node_of_trouble="dense_1",
    )


STORIES = {"multiclass": multiclass, "binary": binary, "regression": regression, "broken": broken}


def told(data: Data, **settings: Any) -> Story:
    """A story about a network that was not trained, with a history that was made up."""
    network = Network([Dense(5, "relu"), Dropout(0.1), Output()])
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
