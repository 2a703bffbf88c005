"""Whether a network and its loss suit the data, and in which unit the target then is learnt."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from neuroglass.data.array_inputs import ArrayInputs
from neuroglass.data.inputs import TEXT, WRITTEN
from neuroglass.data.parts import Data, Part
from neuroglass.data.spec import Spec
from neuroglass.data.targets import NUMBERS
from neuroglass.errors import NetworkError
from neuroglass.nn import metrics
from neuroglass.nn.metrics import Metric
from neuroglass.nn.metrics.metric import Task
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.nn.walking import far_sighted, step_by_step

Range = tuple[float, float]

# Numbers that stand for themselves: the target is learnt in its own unit, which standardising would leave.
OF_LOSS: dict[str, Range] = {
    "binary_crossentropy": (0, 1),
    "binary_focal": (0, 1),
    "categorical_crossentropy": (0, 1),
    "kl_divergence": (0, 1),
    "poisson": (0, math.inf),
    "hinge": (-1, 1),
}
OF_ACTIVATION: dict[str, Range] = {
    **dict.fromkeys(("sigmoid", "hard_sigmoid", "softmax", "threshold"), (0, 1)),
    **dict.fromkeys(("tanh", "hard_tanh", "softsign"), (-1, 1)),
    **dict.fromkeys(("relu", "softplus"), (0, math.inf)),
    "log_softmax": (-math.inf, 0),
}
PARTS = ("train", "validation", "test")
ROUNDING = 1e-6  # of the scale: what standardising in float32 and back may move a value by


def check_streams(network: Network, data: Data) -> None:
    """Refuse to take a state along from row to row where rows do not follow on one another.

    Raises:
        NetworkError: a layer is stateful and the rows are no windows of one stream.
    """
    if network.stateful and data.spec.task.kind != "next" and not isinstance(data.spec.source, ArrayInputs):
        thing = data.reading.thing
        raise NetworkError(
            f"a layer is stateful: it begins each {thing} as it ended the one before",
            f"{thing}s that follow on one another, as the windows of a text that is continued",
            "Leave stateful out",
        )


def check_writing(network: Network, data: Data) -> str | None:
    """What is to be known of a network that learns what comes next in a text and cannot continue one.

    Raises:
        NetworkError: texts are to be written, and the network does not go step by step: it could do nothing at all.
    """
    if data.spec.target.writes:
        step_by_step(network, WRITTEN)
    node = far_sighted(network, TEXT) if data.spec.task.kind == "next" else None
    if node is None:
        return None
    return f"this network measures texts and continues none: {node.name} looks at several steps at once"


def check_classes(objective: Objective) -> None:
    """Refuse what answers a question of classes with something else than probabilities.

    Raises:
        NetworkError: hinge, or a network that ends neither in softmax nor in sigmoid.
    """
    if objective.loss.name == "hinge":
        raise NetworkError(
            "the loss hinge tells two classes apart by the sign of a score, which is no probability",
            "a cross-entropy for a target of classes",
            'Leave loss out; or learn -1.0 and 1.0 as numbers, by ng.data.arrays(x, y, task="regression")',
        )
    fitting = ("sigmoid",) if objective.width == 1 else ("softmax", "sigmoid")
    if objective.activation not in fitting:
        raise NetworkError(
            f"the network ends in {objective.activation or 'no activation'}, and its answers are no probabilities",
            f"{' or '.join(fitting)} at its end for a target of classes",
            f'End it with Output(), or with Dense({objective.width}, "{fitting[0]}")',
        )


def in_own_unit(objective: Objective, data: Data) -> tuple[Data, str | None]:
    """A numeric target in the unit that loss and network need, and why that is not the standardised one.

    Raises:
        NetworkError: values that the loss is not defined for or the network cannot answer.
    """
    loss, activation = objective.loss.name, objective.activation
    if objective.loss.takes_ids:
        raise NetworkError(f"the loss {loss} is for classes, and the target is a number", "a loss for numbers, as mse")
    needed = {f"the loss {loss}": OF_LOSS.get(loss), f"a network that ends in {activation}": _of(activation)}
    bounds = {who: bound for who, bound in needed.items() if bound is not None}
    if not bounds:
        return data, None
    for who, bound in bounds.items():
        data = _own(data, bound)
        _check_within(data, who, bound)
    return data, f"the target is learnt in its own unit, not standardised, as {' and '.join(bounds)} needs it"


def check_metrics(wanted: tuple[str | Metric, ...], kind: str) -> tuple[Metric, ...]:
    """The metrics that are measured each epoch.

    Raises:
        NetworkError: one that gives a table, or is for another kind of target.
    """
    task: Task = "values" if kind in NUMBERS else "classes"
    chosen = tuple(metrics.get(name) for name in wanted)
    for metric in chosen:
        if metric.axes or metric.task != task:
            what = "gives a table, not one number" if metric.axes else f"is for {metric.task}"
            fitting = [name for name in metrics.names(task) if not metrics.METRICS[name].axes]
            raise NetworkError(f"the metric {metric.name} {what}", f"metrics of {', '.join(fitting)}")
    return chosen


def _of(activation: str | None) -> Range | None:
    return None if activation is None else OF_ACTIVATION.get(activation)


def _own(data: Data, bound: Range) -> Data:
    target = data.spec.target
    ones = dataclasses.replace(target, offset=(0.0,) * len(target.offset), scale=(1.0,) * len(target.scale))
    parts = {name: part for name in PARTS if (part := getattr(data, name)) is not None}
    unscaled = {name: dataclasses.replace(part, y=_unscaled(part, data.spec, bound)) for name, part in parts.items()}
    return dataclasses.replace(data, spec=dataclasses.replace(data.spec, target=ones), **unscaled)


def _unscaled(part: Part, spec: Spec, bound: Range) -> np.ndarray:
    """y in its own unit; what rounding moved off the ends of the range is put back there."""
    y = part.y.astype(np.float64) * spec.target_scale + spec.target_offset
    for end in bound:
        y = np.where(np.abs(y - end) <= ROUNDING * spec.target_scale, end, y)
    return y.astype(np.float32)


def _check_within(data: Data, who: str, bound: Range) -> None:
    parts = [part.y for name in PARTS if (part := getattr(data, name)) is not None]
    lowest, highest = min(np.nanmin(y) for y in parts), max(np.nanmax(y) for y in parts)
    if lowest < bound[0] or highest > bound[1]:
        raise NetworkError(
            f"the target {data.spec.target.name!r} goes from {lowest:.6g} to {highest:.6g}",
            f"values {_worded(*bound)} for {who}",
            "Choose the loss mse and end the network with Output(), or scale the target yourself",
        )


def _worded(low: float, high: float) -> str:
    if math.isinf(high):
        return f"of {low:g} or above"
    return f"of {high:g} or below" if math.isinf(low) else f"from {low:g} to {high:g}"
