"""Whether probabilities mean what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array

from neuroglass.nn.metrics.metric import Metric, chosen_class, class_probabilities, one_hot
from neuroglass.nn.metrics.sums import Sum, add, value, weighted_sum, zero

BINS = 15
INNER_EDGES = np.linspace(0, 1, BINS + 1, dtype=np.float32)[1:-1]


class Gaps(NamedTuple):
    gap: Sum  # (BINS,): right minus confidence, summed over the rows of the bin
    weight: Sum


@dataclass(frozen=True)
class ConfidenceBins:
    """Rows gathered by the probability of their chosen class in bins ((b − 1) / 15, b / 15]."""

    def start(self, rows: int, width: int) -> Gaps:
        return Gaps(zero((BINS,)), zero())

    def update(self, state: Gaps, target: Array, prediction: Array, weight: Array) -> Gaps:
        confidence = jnp.max(class_probabilities(prediction), axis=1)
        right = (chosen_class(prediction) == target).astype(jnp.float32)
        inside = one_hot(jnp.searchsorted(INNER_EDGES, confidence, method="compare_all"), BINS)
        gap = weighted_sum(jnp.where(inside, (right - confidence)[:, None], 0.0), weight)
        return Gaps(add(state.gap, gap), add(state.weight, jnp.sum(weight)))


def expected_calibration_error(state: Gaps) -> Array:
    return jnp.sum(jnp.abs(value(state.gap))) / value(state.weight)


CALIBRATION = (
    Metric(
        "calibration_error",
        "lower",
        "classes",
        "How far confidence is from being right: among rows given 0.8, four in five should be right.",
        f"Σ_b n_b / n · |accuracy_b − confidence_b| over {BINS} equal bins of the chosen class's probability "
        "(Guo et al., arXiv:1706.04599)",
        ConfidenceBins(),
        expected_calibration_error,
    ),
)
