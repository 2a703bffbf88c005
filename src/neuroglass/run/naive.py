"""What forecasts are measured by: naive forecasts in the place of the mean."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.data.timeseries.measures import error, reference
from neuroglass.data.timeseries.series_inputs import NAIVE, SEASONAL
from neuroglass.nn.objective import Objective


def best_naive(part: Part, spec: Spec) -> tuple[str, dict[str, float]]:
    """The naive forecast that errs least on a part, and its errors: what a network has to beat."""
    truth = _native(part, spec)
    known = [name for name in (NAIVE, SEASONAL) if name in part.beside]
    errors = {name: error(truth, part.beside[name].astype(np.float64)) for name in known}
    return min(errors.items(), key=lambda item: item[1]["rmse"])


def naive_baseline(objective: Objective, part: Part, spec: Spec) -> dict[str, float]:
    """The loss and the errors of the seasonal naive forecast on a part that knows it."""
    forecast = part.beside[reference(part.beside)].astype(np.float64)
    scaled = ((forecast - spec.target_offset) / spec.target_scale).astype(np.float32)
    there = np.isfinite(part.y).all(axis=-1)
    answers = jnp.repeat(jnp.asarray(scaled[there]), objective.loss.numbers, axis=-1)
    loss = jnp.mean(objective.loss(answers, jnp.asarray(part.y[there])))
    return {"loss": float(loss), **error(_native(part, spec), forecast)}


def _native(part: Part, spec: Spec) -> NDArray[np.float64]:
    """What came, in the unit of the data."""
    return np.asarray(part.y.astype(np.float64) * spec.target_scale + spec.target_offset)
