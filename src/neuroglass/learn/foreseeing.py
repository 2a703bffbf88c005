"""The two ends of a network that forecasts: what it reads is centred, what it answers is added to a naive forecast."""

from __future__ import annotations

import numpy as np

from neuroglass.data.inputs import SERIES
from neuroglass.data.parts import Data
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.errors import NetworkError
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Add, Centred, Input, Level, Multiply, Reshape, SeasonalNaive
from neuroglass.nn.network import Network


def window_of(data: Data) -> SeriesInputs:
    """How the series was read.

    Raises:
        TypeError: the data is no series.
    """
    source = data.spec.source
    if not isinstance(source, SeriesInputs):
        raise TypeError(f"{type(source).__name__} is no series")
    return source


def naive_season(data: Data) -> int:
    """The season of the naive forecast that errs less on the training part: that of the series, or 1."""
    source = window_of(data)
    if source.season > source.window:
        return 1
    past = data.train.x[SERIES][..., : len(source.targets)].astype(np.float64)
    return min((1, source.season), key=lambda season: _error(past, data.train.y, season))


def _error(past: np.ndarray, asked: np.ndarray, season: int) -> float:
    places = past.shape[1] - season + np.arange(asked.shape[1]) % season
    return float(np.nanmean(np.abs(past[:, places] - asked)))


def centred(data: Data) -> Centred:
    """What a network reads first."""
    source = window_of(data)
    return Centred(len(source.targets), source.relative)


def naive(data: Data) -> SeasonalNaive:
    """The forecast that a network's answer is added to."""
    return SeasonalNaive(data.spec.target.steps, naive_season(data), *_numbers(data))


def level(data: Data) -> Level:
    """What a network's answer is multiplied by where the series is relative."""
    return Level(data.spec.target.steps, *_numbers(data))


def _numbers(data: Data) -> tuple[int, int]:
    """How many values are asked for, and how many quantiles of each."""
    values = len(window_of(data).targets)
    return values, data.spec.target.width // values


def foreseeing(chain: Network, data: Data) -> Network:
    """An open chain as a network that forecasts: centred, the chain, times the level where it is relative, and added to
    the naive forecast.

    Raises:
        NetworkError: a chain that answers at every step of what it looks back on.
    """
    source, target = window_of(data), data.spec.target
    window = Input((source.window, len(source.feature_names)))
    body = chain.completed({SERIES: window}, {SERIES: centred(data)}, target.steps * target.width, None)
    if len(body.shapes[body.output]) != 1:
        raise NetworkError(
            f"the network answers at each of the {source.window} steps that it looks back on",
            f"one answer for all {target.steps} steps to come",
            'Put Flatten or a recurrent layer before its last Dense, as in "flatten, dense 64 relu" or "gru 32"',
        )
    nodes = [*body.nodes, Node("change", Reshape((target.steps, target.width)), (body.output,))]
    if source.relative:
        nodes += [Node("level", level(data), (SERIES,)), Node("scaled", Multiply(), ("change", "level"))]
    change = nodes[-1].name
    return Network([*nodes, Node("naive", naive(data), (SERIES,)), Node("forecast", Add(), ("naive", change))])
