"""How the learning rate changes while a network learns.

A schedule holds the learning rate and says which share of it a step gets. It knows the length of the training, so that
one schedule serves short and long ones.
"""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.errors import ConfigurationError
from neuroglass.learn.wording import made
from neuroglass.nn.settings import check_number

__all__ = [
    "Constant",
    "Cosine",
    "Exponential",
    "NAMED",
    "OneCycle",
    "Plateau",
    "Progress",
    "Schedule",
    "Step",
    "WarmUp",
    "constant",
    "cosine",
    "exponential",
    "get",
    "one_cycle",
    "plateau",
    "plateau_of",
    "step",
    "warm_up",
]


class Progress(NamedTuple):
    """Where a step stands: its number from 0, how many there will be, and how many make an epoch."""

    step: jax.Array
    steps: int
    steps_per_epoch: int

    @property
    def share(self) -> jax.Array:
        """From 0 at the first step to 1 behind the last."""
        return self.step.astype(jnp.float32) / self.steps


_NUMBERS = {
    "learning_rate": "a number above 0",
    "rate": "a number above 0",
    "floor": "a number from 0 to 1",
    "rise": "a number from 0 to 1",
}
_COUNTS = ("every", "steps", "patience")


@dataclasses.dataclass(frozen=True)
class Schedule(abc.ABC):
    """A learning rate and the share of it that each step gets."""

    learning_rate: float

    def __post_init__(self) -> None:
        for field in dataclasses.fields(self):
            if field.name in _NUMBERS:
                check_number(self, field.name, _NUMBERS[field.name])
            elif field.name in _COUNTS and not (isinstance(count := getattr(self, field.name), int) and count >= 1):
                received = f"{type(self).__name__}({field.name}={count!r})"
                raise ConfigurationError(received, f"{field.name} to be a whole number above 0")

    @abc.abstractmethod
    def share(self, progress: Progress) -> jax.Array:
        """The share of the learning rate at this step, a float32."""


@dataclasses.dataclass(frozen=True)
class Constant(Schedule):
    """learning_rate at every step."""

    def share(self, progress: Progress) -> jax.Array:
        """1."""
        return jnp.float32(1)


@dataclasses.dataclass(frozen=True)
class Step(Schedule):
    """learning_rate rate^(epoch // every): down a stair every few epochs."""

    rate: float = 0.5
    every: int = 10

    def share(self, progress: Progress) -> jax.Array:
        """rate^(epoch // every)."""
        return jnp.float32(self.rate) ** (progress.step // (progress.steps_per_epoch * self.every)).astype(jnp.float32)


@dataclasses.dataclass(frozen=True)
class Exponential(Schedule):
    """learning_rate rate^epoch, falling a little at every step."""

    rate: float = 0.95

    def share(self, progress: Progress) -> jax.Array:
        """rate^epoch, for a fractional epoch."""
        return jnp.float32(self.rate) ** (progress.step.astype(jnp.float32) / progress.steps_per_epoch)


@dataclasses.dataclass(frozen=True)
class Cosine(Schedule):
    """Half a cosine from learning_rate down to floor times it.

    floor + (1 - floor) (1 + cos(pi t)) / 2, t the share of training done. Source: Loshchilov & Hutter, arXiv:1608.03983
    """

    floor: float = 0.0

    def share(self, progress: Progress) -> jax.Array:
        """Between 1 and floor."""
        return self.floor + (1 - self.floor) * (1 + jnp.cos(jnp.pi * progress.share)) / 2


@dataclasses.dataclass(frozen=True)
class OneCycle(Schedule):
    """Up to learning_rate over the first ``rise`` of training and down to nearly 0, both along a cosine.

    From 1/25 to 1, then to 1/250,000. Source: Smith & Topin, arXiv:1708.07120; shares as torch's OneCycleLR has them.
    """

    rise: float = 0.3

    def share(self, progress: Progress) -> jax.Array:
        """Between 1/250,000 and 1."""
        up = _cosine_between(1 / 25, 1.0, progress.share / self.rise)
        down = _cosine_between(1.0, 4e-6, (progress.share - self.rise) / (1 - self.rise))
        return jnp.where(progress.share < self.rise, up, down)


@dataclasses.dataclass(frozen=True)
class WarmUp(Schedule):
    """A straight rise over the first ``steps``, then ``then`` as if the rise had not been."""

    then: Schedule = Constant(1e-3)
    steps: int = 100

    def share(self, progress: Progress) -> jax.Array:
        """(step + 1) / steps, then that of the schedule."""
        rise = (progress.step.astype(jnp.float32) + 1) / self.steps
        after = Progress(
            jnp.maximum(progress.step - self.steps, 0), max(progress.steps - self.steps, 1), progress.steps_per_epoch
        )
        return jnp.where(progress.step < self.steps, jnp.minimum(rise, 1), self.then.share(after))


@dataclasses.dataclass(frozen=True)
class Plateau(Schedule):
    """learning_rate, multiplied by ``rate`` whenever the watched metric has not improved for ``patience`` epochs.

    The program keeps the count, since only it knows the metric. Source: torch's ReduceLROnPlateau.
    """

    rate: float = 0.1
    patience: int = 10

    def share(self, progress: Progress) -> jax.Array:
        """1; the program multiplies it by what the plateaus left."""
        return jnp.float32(1)


def constant(learning_rate: float) -> Constant:
    """The same learning rate throughout."""
    return Constant(learning_rate)


def step(learning_rate: float, rate: float = 0.5, every: int = 10) -> Step:
    """Multiplied by ``rate`` every ``every`` epochs."""
    return Step(learning_rate, rate, every)


def exponential(learning_rate: float, rate: float = 0.95) -> Exponential:
    """Multiplied by ``rate`` over each epoch, smoothly."""
    return Exponential(learning_rate, rate)


def cosine(learning_rate: float, floor: float = 0.0) -> Cosine:
    """Down along half a cosine, to ``floor`` times the learning rate."""
    return Cosine(learning_rate, floor)


def one_cycle(learning_rate: float, rise: float = 0.3) -> OneCycle:
    """Up, then down to nearly 0; ``learning_rate`` is the highest."""
    return OneCycle(learning_rate, rise)


def warm_up(schedule: Schedule | float, steps: int = 100) -> WarmUp:
    """A straight rise over ``steps`` before any schedule, or before a constant learning rate."""
    then = schedule if isinstance(schedule, Schedule) else Constant(schedule)
    return WarmUp(then.learning_rate, then, steps)


def plateau(learning_rate: float, rate: float = 0.1, patience: int = 10) -> Plateau:
    """Multiplied by ``rate`` when nothing has improved for ``patience`` epochs."""
    return Plateau(learning_rate, rate, patience)


NAMED: dict[str, Callable[..., Schedule]] = {
    "constant": constant,
    "step": step,
    "exponential": exponential,
    "cosine": cosine,
    "one_cycle": one_cycle,
    "plateau": plateau,
}


def get(learning_rate: float | str | Schedule) -> Schedule:
    """A schedule from a number, a short text, or itself; ``warm_up=100`` in the text puts a rise before any of them.

    >>> get("cosine 0.002 floor=0.1 warm_up=100").then
    Cosine(learning_rate=0.002, floor=0.1)
    """
    if not isinstance(learning_rate, str):
        return learning_rate if isinstance(learning_rate, Schedule) else Constant(learning_rate)
    if " " not in learning_rate:
        return Constant(_number(learning_rate))
    schedule, rise = made(learning_rate, NAMED, "the schedule", ("warm_up",))
    return warm_up(schedule, rise["warm_up"]) if rise else schedule


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ConfigurationError(f"learning_rate={text!r}", "a number, or a schedule as cosine 0.002") from None


def plateau_of(schedule: Schedule) -> Plateau | None:
    """The Plateau that a schedule is, or rises to."""
    inner = schedule.then if isinstance(schedule, WarmUp) else schedule
    return inner if isinstance(inner, Plateau) else None


def _cosine_between(start: float, end: float, share: jax.Array) -> jax.Array:
    return end + (start - end) * (1 + jnp.cos(jnp.pi * jnp.clip(share, 0, 1))) / 2
