"""The table of all metrics, and how one is named."""

from __future__ import annotations

import re

from neuroglass.errors import NetworkError, nearest
from neuroglass.nn.metrics.calibration import CALIBRATION
from neuroglass.nn.metrics.counts import COUNTS
from neuroglass.nn.metrics.curves import CURVES
from neuroglass.nn.metrics.means import MEANS, top_k_accuracy
from neuroglass.nn.metrics.metric import Metric, Task
from neuroglass.nn.metrics.spread import SPREAD

METRICS = {metric.name: metric for metric in (*MEANS, *COUNTS, *CURVES, *CALIBRATION, *SPREAD)}
TOP_K = re.compile(r"top_([1-9]\d{0,5})_accuracy")


def get(metric: str | Metric) -> Metric:
    """The metric of that name (``top_3_accuracy`` for any number), or the metric itself.

    Raises:
        NetworkError: no metric has that name.

    >>> get("f1_macro").better
    'higher'
    """
    if isinstance(metric, Metric):
        return metric
    if metric in METRICS:
        return METRICS[metric]
    top = TOP_K.fullmatch(str(metric))
    if top is None:
        raise _unknown(str(metric))
    return top_k_accuracy(int(top[1]))


def _unknown(name: str) -> NetworkError:
    mend = (
        "Write top_3_accuracy, or any other number in the place of 3"
        if name.startswith("top")
        else nearest(name, METRICS)
    )
    return NetworkError(f"Metric {name!r} is not known", "", mend)


def names(task: Task) -> tuple[str, ...]:
    """The names of all metrics for predicted classes or predicted values."""
    return tuple(name for name, metric in METRICS.items() if metric.task == task)
