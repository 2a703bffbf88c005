"""What a network is trained for: a loss, taken at one of its nodes."""

from __future__ import annotations

import dataclasses

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.layers import Activation
from neuroglass.nn.losses import Loss
from neuroglass.nn.network import Network


@dataclasses.dataclass(frozen=True)
class Objective:
    """A network and its loss.

    A cross-entropy is computed from z, the value before the last softmax or sigmoid, which makes it exact at any
    magnitude: that activation is folded into the loss. ``node`` is where the loss is taken, ``folded`` the activation
    that moved into it, or None.
    """

    network: Network
    loss: Loss

    def __post_init__(self) -> None:
        if self.loss.folds is not None and self.folded is None:
            last = self.network.output
            raise NetworkError(
                f"the loss {self.loss.name} is for a network that ends in {self.loss.folds}; this one ends in {last}",
                "",
                f"End the network with Output(), or with Dense(..., {self.loss.folds!r}), or choose another loss",
            )

    @property
    def folded(self) -> str | None:
        """The activation that is computed inside the loss."""
        last = self.network.nodes[-1].layer
        return last.function if isinstance(last, Activation) and last.function == self.loss.folds else None

    @property
    def node(self) -> str:
        """The node whose value the loss takes."""
        last = self.network.nodes[-1]
        return last.inputs[0] if self.folded else last.name

    @property
    def width(self) -> int:
        """Numbers in one answer."""
        shape = self.network.shapes[self.network.output]
        return shape[-1] if shape else 1

    def losses(self, value: jax.Array, target: jax.Array) -> jax.Array:
        """The loss of each sample, (batch,), from the value of ``node`` and the targets."""
        return self.loss(value, self._fitting(target))

    def prediction(self, value: jax.Array) -> jax.Array:
        """The network's answer from the value of ``node``: what was folded away is put back."""
        return activations.get(self.folded).function(value) if self.folded else value

    def _fitting(self, target: jax.Array) -> jax.Array:
        """Class ids as the loss wants them: as they are, as 0 and 1, or one-hot."""
        if not jnp.issubdtype(target.dtype, jnp.integer) or self.loss.takes_ids:
            return target
        return target[:, None].astype(jnp.float32) if self.width == 1 else jax.nn.one_hot(target, self.width)
