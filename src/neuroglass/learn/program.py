"""The program: one training as pure functions. A step draws its rows, gathers, augments, computes forward and
backward, updates and counts; an epoch's end keeps the best weights and decides whether to stop. By which road many
steps are taken is for ``roads`` to choose.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any, Literal, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from neuroglass.data.inputs import PICTURE, SOUND
from neuroglass.learn.augmentation import NOTHING, Augmentation, Mixing, augmented, heard, masked, sample_keys
from neuroglass.learn.optimizers import Optimizer
from neuroglass.learn.order import shuffled, shuffled_nearby
from neuroglass.learn.probing import Reading, Watching, counting, measured
from neuroglass.learn.schedules import Progress, plateau_of
from neuroglass.learn.stopping import Stopped, Watch
from neuroglass.nn.compiling import QUICKLY
from neuroglass.nn.evaluation import Samples, Tally, by_step, counted, laid_out, results, tally
from neuroglass.nn.layers import LogMel
from neuroglass.nn.losses import cost as mean_loss
from neuroglass.nn.metrics import Metric
from neuroglass.nn.network import Carried, Tap, Variables
from neuroglass.nn.objective import Objective
from neuroglass.nn.probing import Knows, Probe

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
    carried: Carried  # what stateful layers remember of the windows before


class Record(NamedTuple):
    """What a chunk leaves: the cost of each step, a row for each epoch that ended, one for each reading of a probe."""

    costs: Any  # (steps,), of JAX or NumPy
    epochs: Any
    readings: tuple[Any, ...] = ()


class Drawn(NamedTuple):
    """The rows of one step, (batch_size,), and which of them are real, 1 or 0; None: all are."""

    rows: jax.Array
    real: jax.Array | None


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
        by_length: whether the training part is sorted by length, so that a batch is taken from rows of about one.
        augmentation: how each picture or clip is changed before it is learnt from.
        probes: what is measured inside a step.
    """

    objective: Objective
    optimizer: Optimizer
    metrics: tuple[Metric, ...]
    rows: int
    batch_size: int
    epochs: int
    measured: Literal["val", "test", ""]
    watch: Watch = dataclasses.field(default_factory=Watch)
    augmentation: Augmentation = NOTHING
    by_length: bool = False
    probes: tuple[Probe, ...] = ()

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

    @functools.partial(jax.jit, static_argnums=0, compiler_options=QUICKLY)
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
            carried=self.objective.network.rest(self.batch_size),
        )

    def step(self, carry: Carry, train: Samples, watching: Watching | None = None) -> tuple[Carry, Reading]:
        """The state after one more step, and what its probes measured.

        Args:
            carry: the state before.
            train: the training part, ``rows`` samples.
            watching: how often probes measure; None: nothing is measured.
        """
        drawn = self.drawn(carry.step, carry.seed)
        return self.learnt(carry, gathered(train, drawn.rows), drawn, watching)

    def drawn(self, step: jax.Array, seed: jax.Array) -> Drawn:
        """The rows that a step learns from: shuffled anew each epoch, but for windows of a stream, which follow on."""
        epoch, number = step // self.steps_per_epoch, step % self.steps_per_epoch
        in_streams = self.objective.network.stateful
        place, is_real = laid_out(number, self.steps_per_epoch, self.batch_size, self.rows, in_streams)
        real = is_real.astype(jnp.float32) if self.rows % self.batch_size else None
        if in_streams:
            return Drawn(place, real)
        order = shuffled_nearby if self.by_length else shuffled
        return Drawn(order(place.astype(jnp.uint32), self.rows, seed, epoch.astype(jnp.uint32)), real)

    def learnt(
        self, carry: Carry, batch: Samples, drawn: Drawn, watching: Watching | None = None
    ) -> tuple[Carry, Reading]:
        """The state after a step on these samples, (batch_size, ...), and what its probes measured."""
        batch, mixing = self.seen(carry, batch, drawn)
        network, key = self.objective.network, self.stream(carry)
        begun, masking = self.remembered(carry), self.masking(carry, drawn)
        probes = self.probes if watching is not None else ()

        def cost(params: Any) -> tuple[jax.Array, Any]:
            values: dict[str, jax.Array] = {}
            variables = {"params": params, "state": carry.variables["state"]}
            applied = network.apply(
                variables,
                batch.x,
                training=True,
                key=key,
                rows=drawn.real,
                carried=begun,
                tap=_keeping(values, masking, probes) if probes else masking,
                until=self.objective.node,
            )
            value, known = by_step(applied.value, batch)
            losses, weight = self._losses(value, known, mixing)
            known = known._replace(weight=weight)
            return mean_loss(losses, weight) + network.penalty(params), (value, known, losses, applied, values)

        before = carry.variables["params"]
        (total, (value, known, losses, applied, values)), gradient = jax.value_and_grad(cost, has_aux=True)(before)
        with jax.numpy_dtype_promotion("standard"):  # optax mixes whole and real numbers
            direction, optimizer = self.optimizer.transformation().update(gradient, carry.optimizer, before)
        progress = Progress(carry.step, self.steps, self.steps_per_epoch)
        rate = -self._learning_rate(progress, carry.rate)
        params = network.constrained(optax.apply_updates(before, jax.tree.map(lambda step: rate * step, direction)))
        weight = jnp.ones(known.rows) if known.weight is None else known.weight
        answer = self.objective.prediction(value)
        prediction = known.native(answer)
        reading: Reading = ()
        if watching is not None:
            real = counting(values, applied.real, drawn.real)
            knows = Knows(values, real, params, gradient, known, answer, None, None)
            reading = measured(probes, knows, carry.step, watching)
        after = carry._replace(
            variables={"params": params, "state": applied.state},
            optimizer=optimizer,
            step=carry.step + 1,
            cost=total,
            seen=counted(carry.seen, self.metrics, losses, known.native(known.y), prediction, weight),
            carried=network.kept(applied.carried),
        )
        return after, reading

    def remembered(self, carry: Carry) -> Carried:
        """The states in which stateful layers begin the next step: an epoch begins at rest."""
        begins = carry.step % self.steps_per_epoch == 0
        return jax.tree.map(lambda state: jnp.where(begins, jnp.zeros_like(state), state), carry.carried)

    def seen(self, carry: Carry, batch: Samples, drawn: Drawn) -> tuple[Samples, Mixing | None]:
        """A batch as the network sees it: pictures and clips augmented, padding of no weight."""
        weight = batch.weight
        if drawn.real is not None:
            weight = drawn.real if weight is None else drawn.real * weight
        batch = batch._replace(weight=weight)
        if self.augmentation == NOTHING:
            return batch, None
        keys = self.chances(carry, drawn)
        if self.augmentation.suits == SOUND:
            return batch._replace(x={**batch.x, SOUND: heard(self.augmentation, batch.x[SOUND], keys)}), None
        pictures, mixing = augmented(self.augmentation, batch.x[PICTURE], keys, drawn.real)
        return batch._replace(x={**batch.x, PICTURE: pictures}), mixing

    def chances(self, carry: Carry, drawn: Drawn) -> jax.Array:
        """One key for each row of a step, from which its augmentation follows, uint32 (batch_size,)."""
        epoch = (carry.step // self.steps_per_epoch).astype(jnp.uint32)
        return sample_keys(carry.seed, epoch, drawn.rows)

    def masking(self, carry: Carry, drawn: Drawn) -> Tap | None:
        """A tap that hides stretches of the spectrograms of a step, where that is asked for."""
        if not self.augmentation.masks:
            return None
        keys = self.chances(carry, drawn)
        spectrograms = [node.name for node in self.objective.network.nodes if isinstance(node.layer, LogMel)]
        return lambda name, value: masked(self.augmentation, value, keys) if name in spectrograms else value

    def stream(self, carry: Carry) -> jax.Array | None:
        """The next step's random stream, where the network draws from one."""
        return jax.random.fold_in(jax.random.key(carry.seed), carry.step) if self.objective.network.random else None

    def epoch_ended(self, carry: Carry, others: jax.Array | None) -> tuple[Carry, jax.Array]:
        """The state after an epoch's end, and the epoch's row of the history.

        Args:
            carry: the state after the epoch's last step.
            others: (1 + metrics,), cost and metrics on the part that is measured, if there is one.
        """
        parts = [results(carry.seen, self.metrics), *([] if others is None else [others])]
        rate = self._learning_rate(Progress(carry.step - 1, self.steps, self.steps_per_epoch), carry.rate)
        row = jnp.concatenate([*parts, rate[None]])
        return self._judged(carry._replace(seen=self._unseen()), row), row

    def _losses(self, value: jax.Array, batch: Samples, mixing: Mixing | None) -> tuple[jax.Array, jax.Array | None]:
        """The loss of each sample and its weight; a mixed picture has those of both, in their shares."""
        losses, weight = self.objective.losses(value, batch.y), batch.weight
        if mixing is None:
            return losses, weight
        share, others = mixing.share, self.objective.losses(value, batch.y[mixing.partner])
        if weight is None:
            return share * losses + (1 - share) * others, None
        own, other = share * weight, (1 - share) * weight[mixing.partner]
        both = own + other
        return (own * losses + other * others) / jnp.where(both > 0, both, 1), both

    def _learning_rate(self, progress: Progress, rate: jax.Array) -> jax.Array:
        return self.optimizer.schedule.learning_rate * rate * self.optimizer.schedule.share(progress)

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
        return tally(self.metrics, self.rows * self.objective.steps, self.objective.width)


def _keeping(values: dict[str, jax.Array], masking: Tap | None, probes: tuple[Probe, ...]) -> Tap:
    """A tap that keeps of every value, as masking leaves it, the samples that probes look at.

    They are cut out here: what the step itself does not need whole is not made whole for them.
    """
    numbers = max(probe.numbers for probe in probes)

    def keep(name: str, value: jax.Array) -> jax.Array:
        value = masking(name, value) if masking else value
        values[name] = value[: max(1, numbers * len(value) // value.size)]
        return value

    return keep


def _finite(variables: Variables) -> jax.Array:
    """Whether all weights are: an epoch's loss may be, and its last step have lost them."""
    return jnp.stack([jnp.isfinite(array).all() for array in jax.tree.leaves(variables)]).all()


def gathered(samples: Samples, rows: jax.Array) -> Samples:
    """Some rows of a part: on the device, or fetched from where they are stored."""

    def of(array: Any) -> jax.Array:
        if isinstance(array, jax.Array):
            return array.at[rows].get(mode="promise_in_bounds")
        return jnp.asarray(array[np.asarray(rows)])

    x, y, weight = jax.tree.map(of, (samples.x, samples.y, samples.weight))
    return samples._replace(x=x, y=y, weight=weight)
