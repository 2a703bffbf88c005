"""From a network, data and settings to the one program that will run, with the reason for all that was not given."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.inputs import PICTURE, SOUND
from neuroglass.data.parts import Data
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.errors import ConfigurationError
from neuroglass.glass.probes import probes_for
from neuroglass.learn import augmentation, optimizers, recipes, schedules
from neuroglass.learn.augmentation import Augmentation
from neuroglass.learn.optimizers import Optimizer
from neuroglass.learn.program import Program
from neuroglass.learn.recipe import Recipe
from neuroglass.learn.schedules import Schedule
from neuroglass.learn.stopping import Watch
from neuroglass.model import DEFAULT_LOSS
from neuroglass.nn import activations, losses, shorthand
from neuroglass.nn.class_weights import class_weights
from neuroglass.nn.describe import describe, restore
from neuroglass.nn.layers import Activation
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.run.ends import fitted
from neuroglass.run.memory import refuse_too_large
from neuroglass.run.suiting import check_classes, check_metrics, check_streams, check_writing, in_own_unit
from neuroglass.settings import Settings

AUGMENTED = {  # what can be augmented by its input, what it is called, and its door
    PICTURE: (ImageInputs, "pictures", "images"),
    SOUND: (SoundInputs, "sounds", "sounds"),
}
WATCHED = {
    "binary": ("accuracy",),
    "multiclass": ("accuracy",),
    "next": ("accuracy",),
    "sequence": ("accuracy",),
    "regression": ("rmse",),
    "forecast": ("rmse",),
}

_SCHEDULES: list[type] = [
    kind for kind in vars(schedules).values() if isinstance(kind, type) and issubclass(kind, Schedule)
]
_STEPPING: dict[str, type] = {kind.__name__: kind for kind in (Optimizer, *_SCHEDULES)}


@dataclasses.dataclass(frozen=True)
class Plan:
    """One training, decided.

    Args:
        program: the network, how it learns and when it stops.
        data: what it learns from.
        settings: everything resolved, as plain data that makes the same plan again.
        reasons: why, a sentence for each thing that was chosen and not given.
    """

    program: Program
    data: Data
    settings: dict[str, Any]
    seed: int
    minutes: float | None
    watch_budget: float
    checkpoint_minutes: float
    reasons: tuple[str, ...]


def plan(network: Network | str, data: Data, settings: Settings) -> Plan:
    """Decide what was left open.

    Raises:
        NetworkError: the network does not fit the data.
        ConfigurationError: a setting that does not fit.
    """
    chosen = recipes.for_data(data)
    given = shorthand.network(network) if isinstance(network, str) and network != "auto" else network
    whole = fitted(given if isinstance(given, Network) else chosen.network, data)
    refuse_too_large(whole)
    check_streams(whole, data)
    mute = check_writing(whole, data)
    loss = restore(settings.loss, losses.KNOWN, "the loss") or chosen.loss or _loss(whole, data)
    objective = Objective(whole, losses.get(loss))
    data, unit = _suited(objective, _by_length(data))
    told = data.validation is not None or settings.monitor is not None  # what else would tell which epoch is best?
    program = Program(
        objective=objective,
        optimizer=_optimizer(settings, chosen.optimizer),
        metrics=check_metrics(settings.metrics or WATCHED[data.spec.task.kind], data.spec.task.kind),
        rows=len(data.train),
        batch_size=_batch_size(
            chosen.batch_size if settings.batch_size is None else settings.batch_size, len(data.train)
        ),
        epochs=settings.epochs or chosen.epochs,
        measured="val" if data.validation else "test" if data.test else "",
        augmentation=_augmentation(settings, chosen, data),
        by_length=any(entry.padded for entry in data.spec.inputs.values()),
        watch=Watch(
            settings.monitor,
            settings.patience or None,
            settings.min_delta,
            settings.tolerance,
            settings.keep_best and told,
        ),
        probes=probes_for(settings.watch, objective),
    )
    program.watch.column(program.columns)
    return Plan(
        program,
        _weighted(data, settings),
        _resolved(program, settings, data),
        settings.seed,
        settings.minutes,
        settings.watch_budget,
        settings.checkpoint_minutes,
        (*_reasons(chosen, settings, given, whole), *(told for told in (mute, unit) if told is not None)),
    )


def _by_length(data: Data) -> Data:
    """The data with its training rows from short to long, where rows are filled up behind their ends."""
    padded = [np.asarray(data.train.x[name]) for name, entry in data.spec.inputs.items() if entry.padded]
    if not padded:
        return data
    longest = np.max([(ids != 0).sum(axis=1) for ids in padded], axis=0)
    return dataclasses.replace(data, train=data.train.taken(np.argsort(longest, kind="stable")))


def _suited(objective: Objective, data: Data) -> tuple[Data, str | None]:
    """The data in the unit that the objective needs, and the reason where that is not the one it came in."""
    if not data.spec.classes:
        return in_own_unit(objective, data)
    check_classes(objective)
    return data, None


def _loss(network: Network, data: Data) -> str:
    """The loss for the target; two classes with a probability each are told apart by a softmax like more of them."""
    if data.spec.classes and network.shapes[network.output][-1] == len(data.spec.classes):
        return DEFAULT_LOSS["multiclass"]
    return DEFAULT_LOSS[data.spec.task.kind]


def _reasons(chosen: Recipe, settings: Settings, given: Network | str, whole: Network) -> tuple[str, ...]:
    """Why, for each thing that was left open, and what goes with selu, which works with the right layers only."""
    settled = ("epochs", "batch_size", "optimizer", "augment", "loss")
    left_open = {name: getattr(settings, name) is None for name in settled}
    left_open["optimizer"] &= settings.learning_rate is None
    left_open["network"] = not isinstance(given, Network)
    selu = any(isinstance(node.layer, Activation) and node.layer.function == "selu" for node in whole.nodes)
    advice = [f"selu: {activations.get('selu').advice}"] if selu else []
    return (*(why for name, why in chosen.because.items() if left_open[name]), *advice)


def _optimizer(settings: Settings, chosen: Optimizer) -> Optimizer:
    rule = restore(settings.optimizer, _STEPPING, "the optimiser")
    rate = restore(settings.learning_rate, _STEPPING, "the schedule")
    return optimizers.get(chosen if rule is None else rule, rate)


def _augmentation(settings: Settings, chosen: Recipe, data: Data) -> Augmentation:
    """How pictures or sounds are changed before they are learnt from.

    Raises:
        ConfigurationError: it was asked for, and there are none.
    """
    if settings.augment is None:
        return chosen.augmentation
    wanted = augmentation.get(restore(settings.augment, augmentation.KNOWN, "the augmentation"))
    if wanted.mixer is not None and data.spec.target.steps:
        raise ConfigurationError(f"augment = {str(wanted)!r} mixes pictures", "one answer for each, and no text of it")
    if wanted.suits is not None:
        kind, thing, door = AUGMENTED[wanted.suits]
        if not isinstance(data.spec.source, kind):
            raise ConfigurationError(f"augment is given and the data holds no {thing}", f"{thing}, from ng.data.{door}")
    return wanted


def _batch_size(wanted: int | str, rows: int) -> int:
    size = rows if isinstance(wanted, str) else min(wanted, rows)
    if size < 1:
        raise ConfigurationError(f"batch_size={wanted}", 'a number of rows, 1 or more, or "all"')
    return size


def _weighted(data: Data, settings: Settings) -> Data:
    """The data with class weights in the weights of the training rows."""
    if settings.class_weight is None:
        return data
    if not data.spec.target.is_classes:
        raise ConfigurationError("class_weight is given and the target is a number", "a target of classes")
    if data.spec.target.steps:
        raise ConfigurationError("class_weight is given and each step has a class", "one class for each sample")
    by_class = np.asarray(class_weights(settings.class_weight, data.train.y, data.spec.classes), np.float32)
    rows = by_class[data.train.y]
    weight = rows if data.train.weight is None else rows * data.train.weight
    return dataclasses.replace(data, train=dataclasses.replace(data.train, weight=weight))


def _resolved(program: Program, settings: Settings, data: Data) -> dict[str, Any]:
    watch, changes = program.watch, isinstance(data.spec.source, ImageInputs | SoundInputs)
    return {
        "network": {"nodes": program.objective.network.to_json()},
        "training": {
            "epochs": program.epochs,
            "batch_size": program.batch_size,
            "optimizer": describe(program.optimizer),
            "loss": describe(program.objective.loss),
            "augment": describe(program.augmentation) if changes else None,
            "metrics": [metric.name for metric in program.metrics],
            "seed": settings.seed,
            "monitor": program.columns[watch.column(program.columns)],
            "patience": watch.patience or 0,
            "min_delta": watch.min_delta,
            "tolerance": watch.tolerance,
            "keep_best": watch.keep_best,
            "minutes": settings.minutes,
            "class_weight": settings.class_weight,
            "watch": settings.watch,
            "watch_budget": settings.watch_budget,
            "checkpoint_minutes": settings.checkpoint_minutes,
        },
    }
