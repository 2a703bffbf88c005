"""The recipe for series: small networks side by side, each of which corrects a naive forecast."""

from __future__ import annotations

import math

from neuroglass.data.inputs import SERIES
from neuroglass.data.parts import Data
from neuroglass.learn import optimizers, schedules
from neuroglass.learn.foreseeing import centred, level, naive, window_of
from neuroglass.learn.recipe import Recipe
from neuroglass.nn.layers import (
    Add,
    Dropout,
    Flatten,
    Input,
    MemberDense,
    MemberMean,
    Members,
    MemberSteps,
    Multiply,
    Symbol,
)
from neuroglass.nn.losses import MeanAbsoluteError, Pinball
from neuroglass.nn.network import Network

MEMBERS, UNITS = 8, 64
FEW = 500  # windows, of which a network with a little dropout learns the noise
MANY = 1000  # windows, from which they are learnt in larger batches
STEPS = 800  # of training
FEWEST_EPOCHS = 5


def for_series(data: Data) -> Recipe:
    """What suits the length of a series: dense networks over the whole window, which are added to a naive forecast.

    They see the window around its own mean, in parts of it where the series swings with its level, and begin as the
    naive forecast. On windows cut by time inside the training parts they erred no more than GRU and LSTM of 32 units:
    ``benchmarks/series.py`` compares them.
    """
    rows, target, source = len(data.train), data.spec.target, window_of(data)
    batch_size = 64 if rows < MANY else 128
    steps = -(-rows // batch_size)
    epochs = max(FEWEST_EPOCHS, math.ceil(STEPS / steps))
    season = naive(data).season
    base = f"what was {season} steps before" if season > 1 else "the last value"
    return Recipe(
        network=_network(data, 0.3 if rows < FEW else 0.1),
        epochs=epochs,
        batch_size=batch_size,
        optimizer=optimizers.adamw(schedules.cosine(2e-3), weight_decay=1e-2),
        loss=Pinball(target.quantiles) if target.quantiles else MeanAbsoluteError(),
        because={
            "network": f"{MEMBERS} dense networks see all {source.window} steps of the window at once and say together "
            f"how far what comes will be from {base}: on short series recurrent ones err no less",
            "loss": f"the quantiles {', '.join(map(str, target.quantiles))} of what comes are asked for"
            if len(target.quantiles) > 1
            else "the middle of what may come is asked for",
            "epochs": f"{epochs} epochs make {epochs * steps:,} steps, in which {rows:,} windows are learnt",
            "batch_size": f"batches of {batch_size} suit {rows:,} windows",
            "optimizer": "Adam with weight decay, its learning rate falling from 0.002 to 0 along half a cosine",
        },
    )


def _network(data: Data, rate: float) -> Network:
    target, source = data.spec.target, window_of(data)
    window = Input((source.window, len(source.feature_names)), name=SERIES)
    value = Members(MEMBERS)(Flatten()(centred(data)(window)))
    for _ in range(2):
        value = Dropout(rate)(MemberDense(UNITS, "relu")(value))
    change = MemberDense(target.steps * target.width, kernel_initializer="zeros", name="change")(value)
    if source.relative:
        change = Multiply(name="scaled")(change, _of_each(level(data).named("level")(window)))
    forecasts = Add(name="forecasts")(_of_each(naive(data).named("naive")(window)), change)
    return Network(MemberMean(name="forecast")(MemberSteps(target.steps)(forecasts)))


def _of_each(steps: Symbol) -> Symbol:
    """What is said of the steps to come, for each member in one row."""
    return Members(MEMBERS)(Flatten()(steps))
