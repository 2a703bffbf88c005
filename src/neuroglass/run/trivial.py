"""The loss of the trivial prediction, which never looks at the inputs."""

from __future__ import annotations

import jax.numpy as jnp

from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.nn import metrics
from neuroglass.nn.losses import cost
from neuroglass.nn.metrics.metric import Task
from neuroglass.nn.objective import Objective


def trivial_loss(objective: Objective, spec: Spec, known: Part, part: Part) -> float:
    """The loss on a part of the class frequencies, or of the mean, of what is known."""
    task: Task = "classes" if spec.classes else "values"
    row = metrics.trivial_prediction(task, known.answers, objective.width)
    asked = part.answers
    at_once = max(1, metrics.MOST_NUMBERS // objective.width)
    losses = [
        objective.trivial_losses(jnp.asarray(row), jnp.asarray(asked[start : start + at_once]))
        for start in range(0, len(asked), at_once)
    ]
    weight = None if part.answer_weight is None else jnp.asarray(part.answer_weight, jnp.float32)
    return float(cost(jnp.concatenate(losses), weight))
