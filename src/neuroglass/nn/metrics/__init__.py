"""How good predictions are: metrics that stream over batches and do not depend on how rows are batched."""

from neuroglass.nn.metrics.means import top_k_accuracy
from neuroglass.nn.metrics.measuring import MOST_NUMBERS, baseline, baselines, measure, tables, trivial_prediction
from neuroglass.nn.metrics.metric import Metric
from neuroglass.nn.metrics.registry import METRICS, get, names

__all__ = [
    "METRICS",
    "MOST_NUMBERS",
    "Metric",
    "baseline",
    "baselines",
    "get",
    "measure",
    "names",
    "tables",
    "top_k_accuracy",
    "trivial_prediction",
]
