"""What a network is trained for: a loss, taken at one of its nodes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import jax
import jax.numpy as jnp
from jax.scipy.special import logit

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.graph import Node
from neuroglass.nn.layers import Activation, MemberMean
from neuroglass.nn.losses import SMALLEST, Loss
from neuroglass.nn.network import Network

# From an answer back to z.
_UNFOLDED: dict[str, Callable[[jax.Array], jax.Array]] = {"softmax": jnp.log, "sigmoid": logit}


@dataclasses.dataclass(frozen=True)
class Objective:
    """A network and its loss.

    A cross-entropy is computed from z, the value before the last softmax or sigmoid, which makes it exact at any
    magnitude: that activation is folded into the loss. Where an ensemble's answers are averaged at the end, the loss is
    taken before that, from every member.
    """

    network: Network
    loss: Loss

    def __post_init__(self) -> None:
        if self.loss.folds is not None and self.folded is None:
            last = self._answering.name
            raise NetworkError(
                f"the loss {self.loss.name} is for a network that ends in {self.loss.folds}; this one ends in {last}",
                "",
                f"End the network with Output(), or with Dense(..., {self.loss.folds!r}), or choose another loss",
            )

    @property
    def node(self) -> str:
        """The node whose value the loss takes."""
        return self._answering.inputs[0] if self.folded else self._answering.name

    @property
    def folded(self) -> str | None:
        """The activation that is computed inside the loss, or None."""
        return self.activation if self.activation == self.loss.folds else None

    @property
    def activation(self) -> str | None:
        """The activation function that the network's answer comes from, or None."""
        layer = self._answering.layer
        return layer.function if isinstance(layer, Activation) else None

    @property
    def averaged(self) -> bool:
        """Whether the answer is the mean of an ensemble's members."""
        return isinstance(self.network.nodes[-1].layer, MemberMean)

    @property
    def width(self) -> int:
        """Numbers in one answer, without the quantiles of each."""
        shape = self.network.shapes[self.network.output]
        return shape[-1] // self.loss.numbers if shape else 1

    @property
    def steps(self) -> int:
        """Answers in one sample: one for each step where the network answers a sequence, else one."""
        return math.prod(self.network.shapes[self.network.output][:-1])

    def losses(self, value: jax.Array, target: jax.Array) -> jax.Array:
        """The loss of each sample, (batch,), from the value of ``node`` and the targets.

        Of a sequence, each step is a sample: see ``neuroglass.nn.evaluation.by_step``.
        """
        target = self._fitting(target)
        if not self.averaged:
            return self.loss(value, target)
        return jnp.mean(jax.vmap(lambda member: self.loss(member, target), in_axes=1, out_axes=1)(value), axis=1)

    def prediction(self, value: jax.Array) -> jax.Array:
        """The network's answer from the value of ``node``: what was folded away is put back."""
        answer = activations.get(self.folded).function(value) if self.folded else value
        return self.loss.point(jnp.mean(answer, axis=-2) if self.averaged else answer)

    def trivial_losses(self, row: jax.Array, target: jax.Array) -> jax.Array:
        """The loss of each sample, (batch,), when every answer is ``row``, (width,)."""
        value = _UNFOLDED[self.folded](jnp.clip(row, SMALLEST, 1 - SMALLEST)) if self.folded else row
        value = jnp.repeat(value, self.loss.numbers)
        members = (1,) if self.averaged else ()
        return self.losses(jnp.broadcast_to(value, (len(target), *members, len(value))), target)

    @property
    def _answering(self) -> Node:
        """The last node, or the one whose members are averaged there."""
        last = self.network.nodes[-1]
        return next(node for node in self.network.nodes if node.name == last.inputs[0]) if self.averaged else last

    def _fitting(self, target: jax.Array) -> jax.Array:
        """Class ids as the loss wants them: as they are, as 0 and 1, or one-hot."""
        if not jnp.issubdtype(target.dtype, jnp.integer) or self.loss.takes_ids:
            return target
        return target[:, None].astype(jnp.float32) if self.width == 1 else jax.nn.one_hot(target, self.width)
