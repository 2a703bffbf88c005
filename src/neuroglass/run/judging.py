"""What came of a training: the model that is kept, its measures, its baseline, the doctor's findings."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from typing import Any

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.kinds import Kind
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.doctor import Facts, diagnose
from neuroglass.doctor.units import MOST
from neuroglass.glass.alarms import asleep_since
from neuroglass.glass.measured import awake
from neuroglass.learn.training import Outcome, Training
from neuroglass.learn.trouble import first_nonfinite
from neuroglass.model import DEFAULT_METRICS, Model
from neuroglass.nn import metrics
from neuroglass.nn.layers import Activation
from neuroglass.report.layers import node_values
from neuroglass.report.story import Seconds, Story
from neuroglass.run.naive import best_naive, naive_baseline
from neuroglass.run.planning import WATCHED, Plan
from neuroglass.run.trivial import trivial_loss
from neuroglass.version import __version__

KINDS: dict[type, Kind] = {ImageInputs: "images", SoundInputs: "sounds", TextInputs: "text", SeriesInputs: "series"}


def judged(decided: Plan, training: Training, outcome: Outcome, began: float, starting: float) -> Story:
    """The whole story of a training that has ended.

    Args:
        began: when it was asked for, on the clock of ``time.perf_counter``.
        starting: seconds that making the first weights took, nearly all of it compilation.
    """
    model, kept_epoch = kept(decided, outcome)
    facts = _facts(decided, training, outcome, model, kept_epoch)
    baseline = _told_baseline(decided, facts)
    return Story(
        data=decided.data,
        model=dataclasses.replace(model, card={**_card(decided, facts, baseline), **model.card}),
        program=decided.program,
        history=outcome.history,
        stopped=outcome.stopped,
        kept_epoch=kept_epoch,
        measured=facts.measured,
        baseline=baseline,
        findings=diagnose(facts),
        seconds=Seconds(starting + outcome.compile_seconds, outcome.seconds, time.perf_counter() - began),
        settings=decided.settings,
        chosen_because=decided.reasons,
        step_of_trouble=outcome.nonfinite_step,
        node_of_trouble=facts.nonfinite,
        readings=outcome.watcher.readings if outcome.watcher else {},
        watching_price=outcome.watcher.price if outcome.watcher else None,
    )


def _facts(decided: Plan, training: Training, outcome: Outcome, model: Model, kept_epoch: int) -> Facts:
    """What the doctor looks at."""
    data, program = decided.data, decided.program
    naive, baseline = _baseline(data, program.objective.width)
    broke = outcome.nonfinite_step is not None
    return Facts(
        history=outcome.history,
        epochs_planned=program.epochs,
        stopped=outcome.stopped,
        kept_epoch=kept_epoch,
        measured=model.measured(_parts(data)),
        baseline=baseline,
        higher_is_better=frozenset(name for name in baseline if metrics.get(name).better == "higher"),
        decisive=WATCHED[data.spec.task.kind][0],
        class_counts=_class_counts(data),
        confusion=_confusion(model, _last(data)),
        parameters=sum(weight.size for owned in model.network.weights.values() for weight in owned.values()),
        rows={name: len(part) for name, part in _parts(data).items()},
        values=node_values(model, data.train),
        activations={n.name: n.layer.function for n in model.network.nodes if isinstance(n.layer, Activation)},
        nonfinite=first_nonfinite(program, outcome.carry, training.train) if broke else None,
        thing=data.reading.thing,
        answered="" if data.answered == data.reading.thing else data.answered,
        kind=KINDS.get(type(data.spec.source), "table"),
        asleep_since=_asleep_since(outcome),
        naive=naive,
    )


def _asleep_since(outcome: Outcome) -> dict[str, int]:
    units = outcome.watcher.readings.get("units") if outcome.watcher else None
    if units is None or not len(units):
        return {}
    found = {node: asleep_since(units.steps, of, MOST) for node, of in awake(units).items()}
    return {node: step + 1 for node, step in found.items() if step is not None}


def _card(decided: Plan, facts: Facts, baseline: Mapping[str, float]) -> dict[str, Any]:
    """Where the model comes from and how good it is, to be kept in its file."""
    return {
        "neuroglass": __version__,
        "source": decided.data.reading.source,
        "rows": facts.rows,
        "epochs": len(facts.history),
        "kept_epoch": facts.kept_epoch,
        "seed": decided.seed,
        "stopped": facts.stopped.name.lower(),
        "measured": {name: _plain(values) for name, values in facts.measured.items()},
        "baseline": _plain(baseline),
    }


def kept(decided: Plan, outcome: Outcome) -> tuple[Model, int]:
    """The model of the best epoch, or of the last when that was asked for or nothing was measured yet; its card tells
    after which step that was.
    """
    best, program = outcome.carry.best, decided.program
    best_is_kept = program.watch.keep_best and bool(jnp.isfinite(best.value))
    variables = best.variables if best_is_kept else outcome.carry.variables
    epoch = int(best.epoch) if best_is_kept else len(outcome.history)
    step = epoch * program.steps_per_epoch if best_is_kept else int(outcome.carry.step)
    return Model(program.objective, variables, decided.data.spec, {"kept_step": step}), epoch


def _parts(data: Data) -> dict[str, Part]:
    parts = {"train": data.train, "validation": data.validation, "test": data.test}
    return {name: part for name, part in parts.items() if part is not None}


def _last(data: Data) -> Part:
    """The part that says most about new data."""
    return list(_parts(data).values())[-1]


def _baseline(data: Data, width: int) -> tuple[str, dict[str, float]]:
    """What the trivial prediction, learnt from the training part, gets on the last part; of forecasts the naive one."""
    if _last(data).beside:
        return best_naive(_last(data), data.spec)
    known, asked = (_native(data, part) for part in (data.train, _last(data)))
    return "", metrics.baselines(DEFAULT_METRICS[data.spec.task.kind], known, asked, width)


def _told_baseline(decided: Plan, facts: Facts) -> dict[str, float]:
    """What is told beside the measures: of forecasts what the seasonal naive one gets, else the trivial prediction."""
    objective, data = decided.program.objective, decided.data
    if _last(data).beside:
        return naive_baseline(objective, _last(data), data.spec)
    return {"loss": trivial_loss(objective, data.spec, data.train, _last(data)), **facts.baseline}


def _native(data: Data, part: Part) -> NDArray[Any]:
    scale, offset = data.spec.target_scale, data.spec.target_offset
    return part.answers if data.spec.classes else part.answers.astype(np.float64) * scale + offset


def _class_counts(data: Data) -> dict[str, int]:
    if not data.spec.classes or data.spec.target.steps:
        return {}
    counts = np.bincount(data.train.y, minlength=len(data.spec.classes))
    return {name: int(count) for name, count in zip(data.spec.classes, counts, strict=True)}


def _confusion(model: Model, part: Part) -> NDArray[Any] | None:
    if not model.spec.classes or model.spec.target.steps:
        return None
    return metrics.tables(["confusion_matrix"], part.y, model.outputs(part.x))["confusion_matrix"]


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    """JSON has no word for what is not a number."""
    return {name: value if np.isfinite(value) else None for name, value in values.items()}
