"""What forecasts are measured by: the seasonal naive forecast in the place of the mean."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np

from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.data.timeseries.measures import error, reference
from neuroglass.nn.objective import Objective


def naive_baseline(objective: Objective, part: Part, spec: Spec) -> dict[str, float]:
    """The loss and the errors of the seasonal naive forecast on a part that knows it."""
    forecast = part.beside[reference(part.beside)].astype(np.float64)
    scaled = ((forecast - spec.target_offset) / spec.target_scale).astype(np.float32)
    there = np.isfinite(part.y).all(axis=-1)
    answers = jnp.repeat(jnp.asarray(scaled[there]), objective.loss.numbers, axis=-1)
    truth = part.y.astype(np.float64) * spec.target_scale + spec.target_offset
    loss = jnp.mean(objective.loss(answers, jnp.asarray(part.y[there])))
    return {"loss": float(loss), **error(truth, forecast)}
