"""Where a training broke: the first node whose value was not finite."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from neuroglass.learn.program import Carry, Program, gathered
from neuroglass.nn.evaluation import Samples


def first_nonfinite(program: Program, carry: Carry, train: Samples) -> str:
    """The first place, in the order of computation, where the next step meets a number that is not finite.

    Args:
        carry: the state just before that step.

    Returns:
        A node's name, "weights of NODE" when the update before had spoilt them already, or "the loss".
    """
    for node, owned in carry.variables["params"].items():
        if not all(bool(jnp.isfinite(array).all()) for array in owned.values()):
            return f"weights of {node}"
    finite: dict[str, bool] = {}

    def tap(name: str, value: jax.Array) -> jax.Array:
        finite[name] = bool(jnp.isfinite(value).all())
        return value

    drawn = program.drawn(carry.step, carry.seed)
    batch, _ = program.seen(carry, gathered(train, drawn.rows), drawn)
    network, key = program.objective.network, program.stream(carry)
    network.apply(
        carry.variables,
        batch.x,
        training=True,
        key=key,
        rows=drawn.real,
        carried=program.remembered(carry),
        tap=tap,
    )
    return next((name for name, good in finite.items() if not good), "the loss")
