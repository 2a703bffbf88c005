"""What holds weights back: penalties added to the cost, and limits they are brought back to after a step."""

from __future__ import annotations

import dataclasses

import jax
import jax.numpy as jnp

from neuroglass.nn.settings import check_number, named

__all__ = [
    "L1L2",
    "MaxNorm",
    "REGULARIZERS",
    "get",
    "l1",
    "l1_l2",
    "l2",
    "max_norm",
]


@dataclasses.dataclass(frozen=True)
class L1L2:
    """A penalty on large weights: l1 Σ|w| + l2 Σ w².

    l1 drives weights to exactly 0, l2 keeps all of them small. As in Keras there is no factor 1/2.

    Args:
        l1: factor of the sum of magnitudes.
        l2: factor of the sum of squares.

    >>> float(l2(0.5)(jnp.array([1.0, -2.0])))
    2.5
    """

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        check_number(self, "l1", "a number, 0 or above")
        check_number(self, "l2", "a number, 0 or above")

    def __call__(self, weight: jax.Array) -> jax.Array:
        """The penalty, a scalar."""
        magnitude = weight * jnp.sign(weight)  # jnp.abs has slope 1 at 0, which would move a weight that is exactly 0
        return self.l1 * jnp.sum(magnitude) + self.l2 * jnp.sum(jnp.square(weight))


@dataclasses.dataclass(frozen=True)
class MaxNorm:
    """A limit on the length of each unit's incoming weights: w ← w min(1, max_value / ‖w‖).

    The length is taken over all axes but the last, one unit a column. Kernels within the limit stay as they are.

    Args:
        max_value: the longest a column may be.

    >>> MaxNorm(1.0)(jnp.array([[3.0, 0.1], [4.0, 0.0]])).tolist()
    [[0.6000000238418579, 0.10000000149011612], [0.800000011920929, 0.0]]

    Source: Srivastava et al. 2014, jmlr.org/papers/v15/srivastava14a.html, section 5.1.
    """

    max_value: float = 2.0

    def __post_init__(self) -> None:
        check_number(self, "max_value", "a number above 0")

    def __call__(self, kernel: jax.Array) -> jax.Array:
        """The kernel within the limit."""
        incoming = tuple(range(kernel.ndim - 1))
        norm = jnp.sqrt(jnp.sum(jnp.square(kernel), axis=incoming, keepdims=True))
        return kernel * (self.max_value / jnp.maximum(norm, self.max_value))


RegularizerLike = str | L1L2 | None
ConstraintLike = MaxNorm | None


def l1(l1: float = 0.01) -> L1L2:
    """The penalty l1 Σ|w|."""
    return L1L2(l1=l1)


def l2(l2: float = 0.01) -> L1L2:
    """The penalty l2 Σ w²."""
    return L1L2(l2=l2)


def l1_l2(l1: float = 0.01, l2: float = 0.01) -> L1L2:
    """The penalty l1 Σ|w| + l2 Σ w²."""
    return L1L2(l1, l2)


max_norm = MaxNorm

REGULARIZERS: dict[str, L1L2] = {"l1": l1(), "l2": l2(), "l1_l2": l1_l2()}


def get(regularizer: RegularizerLike) -> L1L2:
    """The regularizer of that name; one that is given is returned as it is.

    Raises:
        NetworkError: an unknown name, with the nearest known one.

    >>> get("l2")
    L1L2(l1=0.0, l2=0.01)
    """
    return regularizer if isinstance(regularizer, L1L2) else named(regularizer, REGULARIZERS, "regularizer")
