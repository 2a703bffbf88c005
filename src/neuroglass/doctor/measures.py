"""The few scale-free numbers that the rules are written in. A measure that is not a number makes every sign absent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from neuroglass.doctor.facts import Facts

CERTAIN = 3.0  # standard errors beyond which chance is no explanation


def held_out(facts: Facts) -> str:
    """The part that says most about new data."""
    return list(facts.measured)[-1]


def mistakes(facts: Facts, part: str) -> float:
    """What goes wrong on a part: the share of wrong answers, or the error of values."""
    return _wrong(facts, facts.measured[part][facts.decisive])


def trivial_mistakes(facts: Facts) -> float:
    """What goes wrong without looking at the inputs."""
    return _wrong(facts, facts.baseline[facts.decisive])


def _wrong(facts: Facts, value: float) -> float:
    return 1 - value if facts.decisive in facts.higher_is_better else value


def form(facts: Facts) -> str:
    """How a value of the decisive metric is written."""
    return ".1%" if facts.decisive in facts.higher_is_better else ".3g"


def measure(facts: Facts) -> str:
    """The decisive metric in words, with what it is measured on where that is less than a sample.

    A text of ten characters, nine of them right, is told with a character accuracy of 90 %.
    """
    return f"{facts.answered} {facts.decisive}".lstrip()


def skill(facts: Facts, part: str) -> float:
    """The share of the trivial prediction's mistakes that the network avoids: 1 is perfect, 0 is no better.

    For classes the log loss is asked too, and the kinder answer taken: where one class is nearly all rows, a network
    may know much and still answer that class every time.
    """
    shares = [1 - mistakes(facts, part) / trivial_mistakes(facts)] if trivial_mistakes(facts) > 0 else []
    if "log_loss" in facts.baseline:
        shares.append(1 - facts.measured[part]["log_loss"] / facts.baseline["log_loss"])
    return max(shares, default=math.nan)


def margin(facts: Facts, *parts: str) -> float:
    """How far the mistakes on these parts may differ by chance, CERTAIN standard errors."""
    return CERTAIN * math.sqrt(sum(_variance(facts, part) for part in parts))


def _variance(facts: Facts, part: str) -> float:
    wrong, rows = mistakes(facts, part), facts.rows[part]
    if facts.decisive in facts.higher_is_better:
        middle = (wrong * rows + 1) / (rows + 2)  # Laplace: a part without mistakes is not known to have none
        return middle * (1 - middle) / rows
    return wrong**2 / rows  # of a root mean square, for errors with tails (kurtosis 5)


def smooth(course: NDArray[np.float32]) -> NDArray[np.float32]:
    """Medians over a tenth of the epochs, so that one lucky or unlucky epoch decides nothing."""
    span = max(1, len(course) // 10)
    return np.array([np.median(course[max(0, end - span) : end]) for end in range(1, len(course) + 1)], np.float32)


def late_gain(course: NDArray[np.float32]) -> float:
    """The share of all that a falling course has gained that came in its last quarter."""
    flat = smooth(course)
    whole = float(flat[0] - flat[-1])
    return float(flat[len(flat) * 3 // 4 - 1] - flat[-1]) / whole if whole > 0 else 0.0
