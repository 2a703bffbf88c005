"""The answer at one glance: how good, against what, and every measure with its meaning."""

from __future__ import annotations

import dataclasses
from pathlib import PurePath

import numpy as np
from markupsafe import Markup

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.reading import worded
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries.measures import reference
from neuroglass.nn import metrics
from neuroglass.report.judged import PLAIN, Judged, decisive
from neuroglass.report.story import Story
from neuroglass.report.svg import element, picture, straight, text
from neuroglass.report.words import counted, duration, number, share

SHARES = {"accuracy", "balanced_accuracy"}
SHORT = {
    "r2": "R²",
    "f1": "F1",
    "auc": "AUC",
    **{name: name.upper() for name in ("rmse", "mse", "mae", "mape", "mcc", "roc", "pr")},
}


@dataclasses.dataclass(frozen=True)
class Measure:
    """A metric, its values by part, and what the trivial prediction gets."""

    name: str
    better: str
    meaning: str
    values: dict[str, str]
    baseline: str


@dataclasses.dataclass(frozen=True)
class Glance:
    """The head of the page."""

    title: str
    subtitle: str
    metric: str
    value: str
    part: str
    baseline: str
    verdict: str
    scale: Markup | None
    facts: tuple[tuple[str, str, str], ...]
    measures: tuple[Measure, ...]
    parts: tuple[str, ...]


def glance(story: Story, judged: Judged) -> Glance:
    """What a reader wants to know first."""
    name = decisive(story)
    value = story.measured[judged.name][name] if judged.finite else np.nan
    base = story.baseline[name]
    return Glance(
        title=PurePath(story.name).name,
        subtitle=_subtitle(story),
        metric=named(name),
        value=written(name, value) if np.isfinite(value) else "no answer",
        part=PLAIN[judged.name],
        baseline=written(name, base),
        verdict=_verdict(story, judged, value, base),
        scale=_scale(value, base) if name in SHARES and np.isfinite(value) else None,
        facts=_facts(story),
        measures=tuple(_measure(story, name) for name in story.measured[judged.name]),
        parts=tuple(story.measured),
    )


def named(metric: str) -> str:
    """A metric's name in words.

    >>> named("roc_auc"), named("val_loss")
    ('ROC AUC', 'validation loss')
    """
    words = metric.replace("val_", "validation_").split("_")
    return " ".join(SHORT.get(word, word) for word in words)


def written(metric: str, value: float) -> str:
    """A metric's value: shares as per cent."""
    return share(value) if metric in SHARES else number(value)


def _subtitle(story: Story) -> str:
    spec = story.data.spec
    size = sum(weight.size for owned in story.model.network.weights.values() for weight in owned.values())
    if spec.task.kind == "forecast":
        return f"A network of {size:,} numbers learnt to foresee {spec.target.steps} steps of {spec.target.name}."
    if spec.task.kind == "next":
        return f"A network of {size:,} numbers learnt to tell the {spec.target.name} of a text."
    if spec.target.writes:
        return f"A network of {size:,} numbers learnt to write {spec.target.name} from {_inputs(story)}."
    asked = counted(len(spec.classes), "class", "classes") if spec.classes else "a number"
    return f"A network of {size:,} numbers learnt to tell {spec.target.name} ({asked}) from {_inputs(story)}."


def _inputs(story: Story) -> str:
    spec, columns = story.data.spec, story.data.reading.columns
    if isinstance(spec.source, ImageInputs):
        height, width, channels = spec.source.frame.shape
        return f"{'grey' if channels == 1 else 'coloured'} pictures of {height} × {width} pixels"
    if isinstance(spec.source, SoundInputs | TextInputs):
        return "sounds" if isinstance(spec.source, SoundInputs) else "texts"
    used = sum(column.used for column in columns)
    return counted(used, "column") if columns else counted(len(spec.source.inputs), "input")


def _verdict(story: Story, judged: Judged, value: float, base: float) -> str:
    rows = counted(len(judged.part), story.thing)
    seen = "that it was trained on" if judged.name == "train" else "that it did not learn from"
    if not np.isfinite(value):
        return f"On {rows} {seen}, the network answers with values that are not numbers. Nothing can be said of it."
    if story.data.spec.target.steps:
        return _verdict_by_step(story, judged, rows, seen)
    if story.data.spec.classes:
        right = int((judged.answers.argmax(axis=1) == judged.truth).sum())
        return f"Of {rows} {seen}, {right:,} were told right. Always giving the most frequent class gets {share(base)}."
    return (
        f"On {rows} {seen}, it is off by {number(value)} (root of the mean square). "
        f"Always giving the mean is off by {number(base)}."
    )


def _verdict_by_step(story: Story, judged: Judged, rows: str, seen: str) -> str:
    """Of sequences: the first of its measures, and what is got without looking."""
    name, value = list(list(story.measured.values())[-1].items())[1]
    beside = judged.part.beside
    wont = f"The {reference(beside)} forecast" if beside else "Always giving the same answer"
    return (
        f"On {rows} {seen}, each step asked for by itself: {named(name)} {written(name, value)}. "
        f"{wont} gets {written(name, story.baseline[name])}."
    )


def _facts(story: Story) -> tuple[tuple[str, str, str], ...]:
    history, seconds = story.history, story.seconds
    planned = story.program.epochs
    speed = len(history.costs) / seconds.train if seconds.train > 0 else 0.0
    return (
        ("Stopped", f"after {counted(len(history), 'epoch')} of {planned:,}", f"{story.stopped.value}."),
        ("Kept", f"epoch {story.kept_epoch}" if story.kept_epoch else "no epoch", kept(story)),
        (
            "Took",
            duration(seconds.total),
            f"{duration(seconds.compile)} to compile, {duration(seconds.train)} to train",
        ),
        ("Steps", f"{len(history.costs):,}", f"{number(speed, 3)} a second"),
    )


def kept(story: Story) -> str:
    """Which epoch's weights the model has."""
    watched = story.program.columns[story.program.watch.column(story.program.columns)]
    return f"the best by {named(watched)}" if story.program.watch.keep_best else "the last one"


def _measure(story: Story, name: str) -> Measure:
    values = {part: written(name, known.get(name, np.nan)) for part, known in story.measured.items()}
    base = written(name, story.baseline.get(name, np.nan))
    if name == "loss":
        meaning = f"The cost: the mean over the {story.answered}s of their {named(story.program.objective.loss.name)}."
        return Measure(name, "lower", meaning, values, base)
    metric = metrics.get(name)
    return Measure(named(name), metric.better, worded(metric.meaning, story.answered), values, base)


def _scale(value: float, base: float) -> Markup:
    """A bar from 0 to 100 per cent, with the baseline marked on it."""
    width = 420.0
    parts = [element("rect", x=0, y=8, width=width, height=10, rx=5, class_="track")]
    parts += [element("rect", x=0, y=8, width=max(width * value, 1.0), height=10, rx=5, class_="fill blue")]
    if np.isfinite(base):
        anchor = "start" if base < 0.15 else "end" if base > 0.85 else "middle"
        parts += [straight(width * base, 3, width * base, 23, "mark")]
        parts += [text(f"baseline {share(base)}", width * base, 38, "note", anchor)]
    return picture("Beside its baseline", f"{share(value)}, baseline {share(base)}", width, 42, *parts)
