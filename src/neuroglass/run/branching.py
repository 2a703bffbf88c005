"""Branches: another training that goes on from a moment of one that was."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.errors import ConfigurationError
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.report.words import counted
from neuroglass.run.moments import Moments, Progress
from neuroglass.settings import Settings

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


def branch_at(
    moments: Moments, step: int, settings: Mapping[str, Any], parent: Path | None, progress: Progress | None = None
) -> Branch:
    """The beginning of a training that goes on from a step of another with these settings.

    Raises:
        ConfigurationError: a step that was not taken, an impossible setting, or no steps are left.
    """
    moments.check(step)
    epochs = Settings.of(settings).epochs or moments.program.epochs
    _refuse_end(step, dataclasses.replace(moments.program, epochs=epochs))
    return Branch(*moments.state(step, progress), parent, int(step))


def _refuse_end(step: int, program: Program) -> None:
    if step >= program.steps:
        epochs, steps = counted(program.epochs, "epoch"), counted(program.steps, "step")
        received = f"a branch from step {step:,}, and {epochs} {'is' if program.epochs == 1 else 'are'} {steps}"
        raise ConfigurationError(received, "steps that are left", "Give it more epochs")


def going_on(branch: Branch, program: Program) -> Carry:
    """The state from which the program goes on. Of another optimiser it is as at the beginning, for it has no past.

    Raises:
        ConfigurationError: no steps are left.
    """
    _refuse_end(branch.step, program)
    carry, optimizer = branch.carry, program.optimizer.transformation()
    fresh = jax.eval_shape(optimizer.init, carry.variables["params"])
    if str(jax.tree.structure(fresh)) != str(jax.tree.structure(carry.optimizer)):
        carry = carry._replace(optimizer=optimizer.init(carry.variables["params"]))
    return carry._replace(ended=jnp.int32(0), waited=jnp.int32(0) if int(carry.ended) else carry.waited)
