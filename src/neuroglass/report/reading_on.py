"""What a report on a text shows: how it goes on, what surprises the network, and what it keeps in mind meanwhile."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import jax.numpy as jnp
import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.data.inputs import TEXT
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.errors import NetworkError
from neuroglass.model import Model
from neuroglass.nn.layers.recurrent import Recurrent
from neuroglass.report.charts import Curve, lines
from neuroglass.report.judged import Judged
from neuroglass.report.pictures import drawn, enlarged, inked
from neuroglass.report.svg import element

TEMPERATURES = (0.5, 0.8, 1.0)
PROMPT, LENGTH = 24, 300  # tokens that a sample begins with, and that are written after them
SHOWN = 480  # tokens of the held-out text
LEVELS = (0.5, 0.2, 0.05, 0.005)  # probabilities of what came, below which it surprises more and more
UNITS, SIDE = 48, 7  # of the memory that is drawn, and pixels of one value

Array = NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Sample:
    """A text that the network wrote."""

    temperature: float
    text: str


@dataclasses.dataclass(frozen=True)
class Memory:
    """The state of a recurrent layer over a stretch of text, drawn, and what is to be known of it."""

    node: str
    told: str
    text: str
    chart: Markup


@dataclasses.dataclass(frozen=True)
class ReadingOn:
    """The sections; what does not apply is empty or None."""

    prompt: str
    samples: tuple[Sample, ...]
    surprise: Markup
    by_place: Markup
    memory: Memory | None


def reading_on(model: Model, judged: Judged) -> ReadingOn | None:
    """What is shown of a network that learnt a text; None of any other."""
    source = model.spec.source
    if not isinstance(source, TextInputs) or not source.continues or not judged.finite:
        return None
    chances = _chances(judged)
    first = np.asarray(judged.part.x[TEXT]).reshape(-1)[:PROMPT]
    prompt = source.vocabulary.text(first)
    return ReadingOn(
        prompt,
        _samples(model, prompt),
        _surprise(source, judged, chances),
        _by_place(chances, judged.truth),
        _memory(model, source, judged),
    )


def _samples(model: Model, prompt: str) -> tuple[Sample, ...]:
    try:
        return tuple(
            Sample(temperature, "".join(model.generate(prompt, LENGTH, temperature=temperature)))
            for temperature in TEMPERATURES
        )
    except NetworkError:  # one that looks at many steps at once reads, and cannot write
        return ()


def _chances(judged: Judged) -> Array:
    """The probability that was given to what came, (windows, steps); 1 where nothing came."""
    truth = judged.truth.astype(np.int64)
    own = np.take_along_axis(judged.answers, np.maximum(truth, 0)[..., None], axis=-1)[..., 0]
    return np.where(truth >= 0, own, 1.0)


def _surprise(source: TextInputs, judged: Judged, chances: Array) -> Markup:
    """The text as it came, each token shaded by how little it was expected."""
    there = judged.truth.astype(np.int64) >= 0
    tokens, own = judged.truth[there][:SHOWN], chances[there][:SHOWN]
    levels = np.searchsorted(-np.array(LEVELS), -own, side="left")
    runs = itertools.groupby(zip(levels.tolist(), tokens.tolist(), strict=True), key=lambda pair: pair[0])
    parts, before = [], list[int]()
    for level, run in runs:
        ids = [token for _, token in run]
        told = source.vocabulary.text([*before, *ids])[len(source.vocabulary.text(before)) :]
        parts.append(element("span", told, class_=f"surprise{level}"))
        before = ids[-4:]
    return Markup("").join(parts)


def _by_place(chances: Array, truth: Array) -> Markup:
    """The mean surprise at each step of a window."""
    there = truth.astype(np.int64) >= 0
    with np.errstate(divide="ignore"):
        loss = np.where(there, -np.log(np.maximum(chances, 1e-7)), 0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    steps = np.arange(1, len(loss) + 1)
    title = "How much the next token surprises, by its place in the window"
    return lines(title, ("step of the window", "nats"), [Curve("loss", steps, loss, "blue")], size=(760, 220))


def _memory(model: Model, source: TextInputs, judged: Judged) -> Memory | None:
    """The hidden state of the first recurrent layer while it reads the first window."""
    node = next((node.name for node in model.network.nodes if isinstance(node.layer, Recurrent)), None)
    if node is None:
        return None
    ids = np.asarray(judged.part.x[TEXT])[:1]
    hidden = np.asarray(model.network.inside(model.variables, {TEXT: jnp.asarray(ids)}, node)["hidden"])[0]
    moved = np.argsort(-hidden.std(axis=0), kind="stable")[:UNITS]
    tile = enlarged(inked(np.clip(hidden[:, np.sort(moved)].T[None], -1, 1)), SIDE)[0]
    told = f"{min(UNITS, hidden.shape[1])} of {hidden.shape[1]} units, those that move most, over {len(hidden)} steps"
    return Memory(node, told, source.vocabulary.text(ids[0]), drawn(tile, f"Memory of {node}: {told}"))
