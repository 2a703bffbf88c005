"""What single units show on a sample of the training rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from neuroglass.doctor.courses import Evidence
from neuroglass.doctor.facts import Facts
from neuroglass.doctor.measures import skill

Values = NDArray[np.float32]

# The derivative at an output a, as a share of the steepest: what is left of a gradient on its way back.
STEEPNESS: dict[str, Callable[[Values], Values]] = {"sigmoid": lambda a: 4 * a * (1 - a), "tanh": lambda a: 1 - a**2}
FLAT = 0.01
MOST = 0.5  # share of a layer's units


def dead(facts: Facts) -> Evidence | None:
    """Most units of a relu layer give 0 for every row, and the training rows are not learnt."""
    return _worst(facts, {name: float((a == 0).all(axis=0).mean()) for name, a in _hidden(facts, {"relu"})})


def saturated(facts: Facts) -> Evidence | None:
    """Most units of a sigmoid or tanh layer are flat for nearly every row, and the training rows are not learnt."""
    flat = {
        name: float((np.mean(STEEPNESS[facts.activations[name]](a) < FLAT, axis=0) > 0.95).mean())
        for name, a in _hidden(facts, set(STEEPNESS))
    }
    return _worst(facts, flat)


def _hidden(facts: Facts, functions: set[str]) -> Iterator[tuple[str, Values]]:
    """(rows, units) of each such activation; the last node is the answer, which may well be sure of itself."""
    *before, _ = facts.values
    for name in before:
        if facts.activations.get(name) in functions:
            values = facts.values[name]
            yield name, values.reshape(-1, values.shape[-1])


def _worst(facts: Facts, shares: dict[str, float]) -> Evidence | None:
    if not shares or not skill(facts, "train") < 0.9:
        return None
    layer = max(shares, key=lambda name: shares[name])
    units = facts.values[layer].shape[-1]
    if shares[layer] < MOST:
        return None
    since = {"since step": facts.asleep_since[layer]} if layer in facts.asleep_since else {}
    return {
        "layer": layer.rpartition(".")[0] or layer,
        "units": units,
        "lost": round(shares[layer] * units),
        "rows": len(facts.values[layer]),
        "function": facts.activations[layer],
        "skill": max(skill(facts, "train"), 0.0),
        **since,
    }
