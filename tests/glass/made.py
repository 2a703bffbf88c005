"""Small untrained models of each kind, and the glass over some samples of each."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import numpy as np
import polars as pl

from neuroglass.data import arrays, images, series, sounds, table, text
from neuroglass.data.parts import Data
from neuroglass.glass import Glass, look
from neuroglass.learn.table_recipe import for_table
from neuroglass.learn.text_recipe import for_texts
from neuroglass.learn.writing_recipe import for_writing
from neuroglass.model import Model
from neuroglass.nn.layers import (
    GRU,
    LSTM,
    Bidirectional,
    Conv1D,
    Conv2D,
    Dense,
    Embedding,
    Flatten,
    GlobalAveragePool2D,
    GlobalMaxPool1D,
    Layer,
    MaxPool2D,
    MemberDense,
    MemberMean,
    Members,
    Output,
    SimpleRNN,
)
from neuroglass.nn.network import Network
from neuroglass.run.planning import plan
from neuroglass.settings import Settings
from tests.data.audio.made import classes
from tests.data.pictures.made import write
from tests.data.texts.made import GLAD, SAD, reviews
from tests.data.timeseries.made import monthly

SEED = 7


def random() -> np.random.Generator:
    return np.random.default_rng(SEED)


def model_of(data: Data, layers: list[Layer] | Network, seed: int = 3) -> Model:
    network = layers if isinstance(layers, Network) else Network(layers)
    objective = plan(network, data, Settings.of({})).program.objective
    return Model(objective, objective.network.init(jax.random.key(seed)), data.spec)


@functools.cache
def cars() -> Data:
    """A table with numbers, one of them without use, and a category."""
    size = random().normal(size=(60, 3))
    colour = np.array(["blue", "green", "red"])[np.arange(60) % 3]
    kind = np.where(size[:, 0] + (colour == "red") > 0.3, "van", np.where(size[:, 1] > 0.4, "car", "bus"))
    columns = {"length": size[:, 0], "weight": size[:, 1], "nothing": size[:, 2], "colour": colour, "kind": kind}
    return table(pl.DataFrame(columns), target="kind", scaling="standard")


@functools.cache
def dense() -> Model:
    return model_of(cars(), [Dense(6, "tanh"), Dense(5, "relu"), Output()])


@functools.cache
def ensemble() -> Model:
    return model_of(cars(), [Members(3), MemberDense(4, "relu"), MemberDense(3, "softmax"), MemberMean()])


@functools.cache
def recipe() -> Model:
    return model_of(cars(), for_table(cars()).network)


@functools.cache
def pictures() -> Data:
    pixels = random().integers(0, 256, (40, 8, 6, 3), np.uint8)
    return images((pixels, np.array(["bus", "car"])[np.arange(40) % 2]))


@functools.cache
def convolutional() -> Model:
    layers = [Conv2D(4, 3, activation="relu"), MaxPool2D(2), Conv2D(3, 2, activation="relu"), GlobalAveragePool2D()]
    return model_of(pictures(), [*layers, Output()])


@functools.cache
def texts() -> Data:
    said = reviews(10)
    return text((list(said.values()), np.array([name.split("/")[0] for name in said])), unit="word")


@functools.cache
def mapped() -> Model:
    """Convolutions alone: each pixel counts."""
    layers = [Conv2D(6, 3, activation="relu"), Conv2D(6, 3, activation="relu"), GlobalAveragePool2D()]
    return model_of(pictures(), [*layers, Output()])


@functools.cache
def reading() -> Model:
    return model_of(texts(), [Embedding(None, 4, mask_zero=True), LSTM(5), Output()])


@functools.cache
def both_ways() -> Model:
    layers = [Embedding(None, 4, mask_zero=True), Bidirectional(GRU(4, return_sequences=True)), SimpleRNN(3), Output()]
    return model_of(texts(), layers)


@functools.cache
def patterns() -> Model:
    layers = [Embedding(None, 4, mask_zero=True), Conv1D(5, 3, padding="same", activation="relu"), GlobalMaxPool1D()]
    return model_of(texts(), [*layers, Output()])


@functools.cache
def opinions() -> Data:
    """A table with a number, a category of many levels and a text in each row."""
    columns = {
        "number": random().normal(size=80),
        "city": [f"city {row % 30}" for row in range(80)],
        "said": [f"{(GLAD if row % 2 else SAD)[row % 4]} {row}" for row in range(80)],
        "liked": ["yes" if row % 2 else "no" for row in range(80)],
    }
    return table(pl.DataFrame(columns), target="liked", text=["said"])


@functools.cache
def judging() -> Model:
    return model_of(opinions(), for_texts(opinions()).network)


@functools.cache
def phrases() -> Data:
    """A table with a text to be written of each row."""
    rows = [{"colour": colour, "count": count} for colour in ("red", "blue", "green") for count in (1, 2, 3)] * 5
    said = [f"{row['count']} {row['colour']}" for row in rows]
    return table(pl.DataFrame(rows).with_columns(pl.Series("said", said)), target="said", task="sequence")


@functools.cache
def writing() -> Model:
    return model_of(phrases(), for_writing(phrases()).network)


@functools.cache
def captions() -> Data:
    """Pictures with a text to be written of each."""
    pixels = random().integers(0, 256, (40, 8, 8), np.uint8)
    return images((pixels, [f"{('blue', 'green')[row % 2]} one" for row in range(40)]), task="sequence")


@functools.cache
def captioning() -> Model:
    return model_of(captions(), for_writing(captions()).network)


@functools.cache
def clips() -> Data:
    """Tones of two classes."""
    with tempfile.TemporaryDirectory() as folder:
        return sounds(write(Path(folder), classes()))


@functools.cache
def hearing() -> Model:
    return model_of(clips(), [Flatten(), Output()])


@functools.cache
def sales() -> Data:
    return series(monthly(60), horizon=3)


@functools.cache
def forecasting() -> Model:
    return model_of(sales(), [GRU(4), Output()])


@functools.cache
def flat_forecasting() -> Model:
    return model_of(sales(), [Flatten(), Output()])


@functools.cache
def waves() -> Data:
    x = random().normal(size=(40, 9, 2)).astype(np.float32)
    return arrays(x, (x[:, -3:, 0].sum(axis=1) > 0).astype(int))


def recurrent(layer: Any) -> Model:
    return model_of(waves(), [layer, Output()])


@functools.cache
def flat() -> Model:
    return model_of(waves(), [Flatten(), Output()])


def seen(model: Model, data: Data, rows: int = 3, of: str | None = None) -> Glass:
    return look(model, data.train.first(rows), of=of)


@functools.cache
def glass(make: Callable[[], Model], data: Callable[[], Data], of: str | None = None, seed: int | None = None) -> Glass:
    """Three samples of one of the models above, looked into once; with other weights, where a seed is told."""
    model = make()
    if seed is not None:
        model = Model(model.objective, model.network.init(jax.random.key(seed)), model.spec)
    return seen(model, data(), of=of)


@functools.cache
def on_waves(layer: Any) -> Glass:
    """One recurrent layer on sequences, looked into once."""
    return seen(recurrent(layer), waves())
