"""The program: many steps of learning as one compiled function that does not come back to Python in between.

A chunk runs up to a given step. Inside it each step shuffles, gathers, computes forward and backward, updates and
counts; each epoch's end measures another part, keeps the best weights and decides whether to stop. The number of
steps is known only when it runs, and no shape ever changes, so it compiles once.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import optax
from jax import lax

from neuroglass.learn.optimizers import Optimizer
from neuroglass.learn.order import shuffled
from neuroglass.learn.schedules import Progress, plateau_of
from neuroglass.learn.stopping import Stopped, Watch
from neuroglass.nn.evaluation import Samples, Tally, counted, evaluate, results, tally
from neuroglass.nn.losses import cost as mean_loss
from neuroglass.nn.metrics import Metric
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

STEPS_RECORDED = 16384  # the most steps one chunk may take: the length of its buffer of costs
STILL_EPOCHS = 10  # epochs in which the cost must not have moved before training counts as converged
ENDS = (Stopped.RUNNING, Stopped.PATIENCE, Stopped.CONVERGED, Stopped.NONFINITE)  # what the program itself can decide


class Best(NamedTuple):
    """The best epoch so far."""

    value: jax.Array
    epoch: jax.Array
    variables: Variables


class Carry(NamedTuple):
    """All that one step hands to the next. It is also the checkpoint: nothing else decides how training goes on."""

    variables: Variables
    optimizer: Any  # optax's state
    seed: jax.Array
    rate: jax.Array  # multiplies the learning rate; falls at plateaus
    step: jax.Array
    cost: jax.Array  # of the last step
    seen: Tally
    best: Best
    waited: jax.Array  # epochs since the best one
    still: jax.Array  # epochs in which the cost did not move
    last_loss: jax.Array
    ended: jax.Array  # place in ENDS


class Record(NamedTuple):
    """What a chunk leaves for the history: the cost of each of its steps, a row for each epoch it ended."""

    costs: jax.Array
    epochs: jax.Array


@dataclasses.dataclass(frozen=True)
class Program:
    """One training, as a pure function. Programs that are equal share one compilation.

    Args:
        objective: the network and its loss.
        optimizer: how a gradient becomes a step.
        metrics: what is measured beside the loss.
        rows: samples in the training part.
        batch_size: samples in a step; the last batch of an epoch is filled up with rows that count nothing.
        epochs: how many are planned; schedules are laid over them.
        measured: the part that is measured after each epoch, "val" or "test", or "" for none. A test part is measured
            for its curve alone: nothing is decided by it.
        watch: when to stop and what is best.
    """

    objective: Objective
    optimizer: Optimizer
    metrics: tuple[Metric, ...]
    rows: int
    batch_size: int
    epochs: int
    measured: Literal["val", "test", ""]
    watch: Watch = dataclasses.field(default_factory=Watch)

    @property
    def steps_per_epoch(self) -> int:
        """Batches that hold all rows, the last one perhaps in part."""
        return -(-self.rows // self.batch_size)

    @property
    def steps(self) -> int:
        """Steps of the whole training."""
        return self.steps_per_epoch * self.epochs

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the numbers in a row of the history."""
        names = ("loss", *(metric.name for metric in self.metrics))
        others = tuple(f"{self.measured}_{name}" for name in names) if self.measured else ()
        return (*names, *others, "learning_rate")

    @property
    def higher_is_better(self) -> bool:
        """Whether the watched metric is one that should rise."""
        name = self.columns[self.watch.column(self.columns)].removeprefix("val_")
        return any(metric.name == name and metric.better == "higher" for metric in self.metrics)

    @functools.partial(jax.jit, static_argnums=0)
    def start(self, seed: jax.Array, rate: jax.Array) -> Carry:
        """The state before the first step.

        Args:
            seed: uint32; weights, order, dropout and noise all follow from it.
            rate: float32, multiplies the learning rate.
        """
        variables = self.objective.network.init(jax.random.key(seed))
        zero = jnp.int32(0)
        return Carry(
            variables=variables,
            optimizer=self.optimizer.transformation().init(variables["params"]),
            seed=seed,
            rate=rate,
            step=zero,
            cost=jnp.float32(0),
            seen=self._unseen(),
            best=Best(jnp.float32(jnp.nan), zero, variables),
            waited=zero,
            still=zero,
            last_loss=jnp.float32(jnp.inf),
            ended=zero,
        )

    @functools.partial(jax.jit, static_argnums=0)
    def chunk(self, carry: Carry, train: Samples, other: Samples | None, until: jax.Array) -> tuple[Carry, Record]:
        """Learn up to step ``until``, or to where training ends by itself.

        Args:
            carry: the state so far.
            train: the training part, ``rows`` samples.
            other: the part that is measured, if there is one.
            until: int32, at most STEPS_RECORDED steps ahead.
        """
        first = carry.step
        rows = STEPS_RECORDED // self.steps_per_epoch + 2
        record = Record(jnp.zeros(STEPS_RECORDED), jnp.zeros((rows, len(self.columns))))

        def epoch(state: tuple[Carry, Record]) -> tuple[Carry, Record]:
            carry, record = state
            done = carry.step // self.steps_per_epoch
            end = jnp.minimum((done + 1) * self.steps_per_epoch, until)
            carry, costs = lax.while_loop(
                lambda at: (at[0].step < end) & jnp.isfinite(at[0].cost),
                lambda at: self._recorded(train, *at, first),
                (carry, record.costs),
            )
            carry = carry._replace(
                ended=jnp.where(jnp.isfinite(carry.cost), carry.ended, ENDS.index(Stopped.NONFINITE))
            )
            whole = (carry.step == (done + 1) * self.steps_per_epoch) & (carry.ended == 0)
            place = done - first // self.steps_per_epoch
            return lax.cond(
                whole,
                lambda: self._epoch_end(train, other, carry, Record(costs, record.epochs), place),
                lambda: (carry, Record(costs, record.epochs)),
            )

        return lax.while_loop(lambda state: (state[0].step < until) & (state[0].ended == 0), epoch, (carry, record))

    def _recorded(self, train: Samples, carry: Carry, costs: jax.Array, first: jax.Array) -> tuple[Carry, jax.Array]:
        after = self._step(train, carry)
        return after, costs.at[carry.step - first].set(after.cost)

    def _step(self, train: Samples, carry: Carry) -> Carry:
        batch, key, real = self.batch(train, carry)

        def cost(params: Any) -> tuple[jax.Array, Any]:
            variables = {"params": params, "state": carry.variables["state"]}
            value, state = self.objective.network.apply(
                variables, batch.x, training=True, key=key, rows=real, until=self.objective.node
            )
            losses = self.objective.losses(value, batch.y)
            mean = mean_loss(losses, batch.weight)
            return mean + self.objective.network.penalty(params), (value, losses, state)

        params = carry.variables["params"]
        (total, (value, losses, state)), gradient = jax.value_and_grad(cost, has_aux=True)(params)
        with jax.numpy_dtype_promotion("standard"):  # optax mixes whole and real numbers
            direction, optimizer = self.optimizer.transformation().update(gradient, carry.optimizer, params)
        progress = Progress(carry.step, self.steps, self.steps_per_epoch)
        rate = -self._learning_rate(progress, carry.rate)
        params = optax.apply_updates(params, jax.tree.map(lambda step: rate * step, direction))
        weight = jnp.ones(self.batch_size) if batch.weight is None else batch.weight
        prediction = train.native(self.objective.prediction(value))
        return carry._replace(
            variables={"params": self.objective.network.constrained(params), "state": state},
            optimizer=optimizer,
            step=carry.step + 1,
            cost=total,
            seen=counted(carry.seen, self.metrics, losses, train.native(batch.y), prediction, weight),
        )

    def batch(self, train: Samples, carry: Carry) -> tuple[Samples, jax.Array | None, jax.Array | None]:
        """What the next step learns from: its samples, its random stream, and which rows are real; None: all are."""
        epoch, number = carry.step // self.steps_per_epoch, carry.step % self.steps_per_epoch
        position = number * self.batch_size + jnp.arange(self.batch_size, dtype=jnp.int32)
        real = (position < self.rows).astype(jnp.float32) if self.rows % self.batch_size else None
        position = jnp.minimum(position, self.rows - 1).astype(jnp.uint32)
        rows = shuffled(position, self.rows, carry.seed, epoch.astype(jnp.uint32))
        x, y, given = jax.tree.map(
            lambda array: array.at[rows].get(mode="promise_in_bounds"), (train.x, train.y, train.weight)
        )
        weight = given if real is None else real if given is None else real * given
        key = jax.random.fold_in(jax.random.key(carry.seed), carry.step) if self.objective.network.random else None
        return train._replace(x=x, y=y, weight=weight), key, real

    def _learning_rate(self, progress: Progress, rate: jax.Array) -> jax.Array:
        return self.optimizer.schedule.learning_rate * rate * self.optimizer.schedule.share(progress)

    def _epoch_end(
        self, train: Samples, other: Samples | None, carry: Carry, record: Record, place: jax.Array
    ) -> tuple[Carry, Record]:
        learnt = results(carry.seen, self.metrics)
        parts = [learnt]
        if other is not None:
            parts.append(evaluate(self.objective, self.metrics, carry.variables, other))
        rate = self._learning_rate(Progress(carry.step - 1, self.steps, self.steps_per_epoch), carry.rate)
        row = jnp.concatenate([*parts, rate[None]])
        carry = self._judged(carry._replace(seen=self._unseen()), row)
        return carry, record._replace(epochs=record.epochs.at[place].set(row))

    def _judged(self, carry: Carry, row: jax.Array) -> Carry:
        """Is this epoch the best, has it waited too long, does the cost still move?"""
        value = row[self.watch.column(self.columns)]
        gain = value - carry.best.value if self.higher_is_better else carry.best.value - value
        better = (jnp.isnan(carry.best.value) | (gain > self.watch.min_delta)) & _finite(carry.variables)
        epoch = carry.step // self.steps_per_epoch
        this = Best(value, epoch, carry.variables)
        waited = jnp.where(better, 0, carry.waited + 1)
        moved = jnp.abs(carry.last_loss - row[0]) > self.watch.tolerance * jnp.abs(row[0])
        still = jnp.where(moved, 0, carry.still + 1)
        patience = self.watch.patience or self.epochs + 1
        ended = jnp.where(waited >= patience, ENDS.index(Stopped.PATIENCE), 0)
        if self.watch.tolerance:
            ended = jnp.where((ended == 0) & (still >= STILL_EPOCHS), ENDS.index(Stopped.CONVERGED), ended)
        return carry._replace(
            best=jax.tree.map(lambda new, old: jnp.where(better, new, old), this, carry.best),
            waited=waited,
            still=still,
            last_loss=row[0],
            rate=self._after_plateau(carry.rate, waited),
            ended=ended,
        )

    def _after_plateau(self, rate: jax.Array, waited: jax.Array) -> jax.Array:
        plateau = plateau_of(self.optimizer.schedule)
        if plateau is None:
            return rate
        return jnp.where((waited > 0) & (waited % plateau.patience == 0), rate * plateau.rate, rate)

    def _unseen(self) -> Tally:
        return tally(self.metrics, self.rows, self.objective.width)


def _finite(variables: Variables) -> jax.Array:
    """Whether all weights are: an epoch's loss may be, and its last step have lost them."""
    return jnp.stack([jnp.isfinite(array).all() for array in jax.tree.leaves(variables)]).all()
