"""What is differentiated: the cost of a network's answers, or what one of its answers is made of."""

from __future__ import annotations

import dataclasses

import jax
import jax.numpy as jnp

from neuroglass.data.targets import Target
from neuroglass.errors import ConfigurationError, nearest
from neuroglass.nn.evaluation import Samples, by_step
from neuroglass.nn.losses import cost
from neuroglass.nn.objective import Objective

LOSS, ANSWER = "loss", "answer"


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A number that follows from what a network computes of some samples.

    With ``kind`` "loss" it is the cost as training has it: the mean loss over the samples, and over their real steps.
    With "answer" it is the mean over the samples of what speaks for an answer: of classes z, before the softmax or
    sigmoid; of numbers the number itself, in the unit the network learns in. Of sequences the steps are added up.

    Args:
        kind: "loss" or "answer".
        of_classes: whether answers are classes, and not numbers.
        unit: which class or number; None: each sample's own class, or all numbers together.
    """

    kind: str
    of_classes: bool = True
    unit: int | None = None

    def of(self, objective: Objective, value: jax.Array, samples: Samples) -> jax.Array:
        """The number itself.

        Args:
            value: (batch, ...), what the objective's node computed.
            samples: the samples; their targets are looked at for the loss alone.
        """
        if self.kind == LOSS:
            answered, known = by_step(value, samples)
            return cost(objective.losses(answered, known.y), known.weight)
        return jnp.mean(self.scores(objective, value))

    def scores(self, objective: Objective, value: jax.Array) -> jax.Array:
        """What speaks for an answer of each sample, (batch,)."""
        z = jnp.mean(value, axis=-2) if objective.averaged else value
        return jnp.sum(self._chosen(objective, z), axis=tuple(range(1, z.ndim - 1)))

    def _chosen(self, objective: Objective, z: jax.Array) -> jax.Array:
        if not self.of_classes:
            return jnp.sum(z, axis=-1) if self.unit is None else z[..., self.unit]
        if z.shape[-1] == 1:  # one probability for two classes: what speaks for the second speaks against the first
            threshold = 0.0 if objective.folded else 0.5
            says_second = z[..., 0] > threshold if self.unit is None else jnp.full(z.shape[:-1], self.unit == 1)
            return jnp.where(says_second, z[..., 0], -z[..., 0])
        unit = jnp.argmax(z, axis=-1) if self.unit is None else jnp.full(z.shape[:-1], self.unit)
        return jnp.take_along_axis(z, unit[..., None], axis=-1)[..., 0]


def wanted(of: str | int | None, target: Target, *, is_known: bool) -> Wanted:
    """What is to be differentiated, as a user says it.

    Args:
        of: "loss", "answer", or a class; None: the loss, where the true answers are known.

    Raises:
        ConfigurationError: something else, or the loss of what has no known answer.
    """
    if of is None:
        return Wanted(LOSS if is_known else ANSWER, target.is_classes)
    named = str(of)
    if named == LOSS and not is_known:
        raise ConfigurationError("the loss is asked for, and the true answer is not known", "a sample with its answer")
    if named in (LOSS, ANSWER):
        return Wanted(named, target.is_classes)
    if named in target.classes:
        return Wanted(ANSWER, unit=target.classes.index(named))
    raise ConfigurationError(f"of={of!r}", "loss, answer, or a class", nearest(of, (LOSS, ANSWER, *target.classes)))
