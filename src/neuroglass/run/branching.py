"""Branches: another training that goes on from a moment of one that was."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.errors import ConfigurationError
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program

# Of the settings of [training] those that another training may have after the same beginning.
FREE = (
    *("epochs", "optimizer", "learning_rate", "augment", "patience", "min_delta", "tolerance", "minutes"),
    *("watch", "watch_budget", "checkpoint_minutes"),
)


class Branch(NamedTuple):
    """Where a training begins that is not the first.

    Args:
        carry: the whole state there.
        history: the history up to there.
        parent: the folder of the run that it comes from, or None.
        step: how many steps that had taken.
    """

    carry: Carry
    history: History
    parent: Path | None
    step: int

    def facts(self) -> dict[str, Any]:
        """What a branch records of where it comes from."""
        return {"run": None if self.parent is None else str(self.parent.resolve()), "step": self.step}


def refuse_bound(changes: Iterable[str]) -> None:
    """Refuse settings without which the steps before would have been others.

    Raises:
        ConfigurationError: the first of them.
    """
    for name in changes:
        if name not in FREE:
            free = f"one of {', '.join(FREE)}"
            raise ConfigurationError(f"a branch with another {name}", free, "With another one, train anew")


def going_on(branch: Branch, program: Program) -> Carry:
    """The state from which the program goes on. Of another optimiser it is as at the beginning, for it has no past.

    Raises:
        ConfigurationError: no steps are left.
    """
    if branch.step >= program.steps:
        raise ConfigurationError(
            f"a branch from step {branch.step:,} of {program.steps:,}", "steps that are left", "Give it more epochs"
        )
    carry, optimizer = branch.carry, program.optimizer.transformation()
    fresh = jax.eval_shape(optimizer.init, carry.variables["params"])
    if str(jax.tree.structure(fresh)) != str(jax.tree.structure(carry.optimizer)):
        carry = carry._replace(optimizer=optimizer.init(carry.variables["params"]))
    return carry._replace(ended=jnp.int32(0), waited=jnp.int32(0) if int(carry.ended) else carry.waited)
