"""What recurrent layers share: they walk along time and take with them what they remember."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Mapping, Sequence
from typing import ClassVar

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.initializers import InitializerLike
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, positive
from neuroglass.nn.layers.kernel import product_in_time
from neuroglass.nn.layers.noise import dropped
from neuroglass.nn.layers.recurrent.loop import State, forward, run
from neuroglass.nn.layers.recurrent.slopes import slope
from neuroglass.nn.settings import check_number


@dataclasses.dataclass(frozen=True)
class Recurrent(Layer):
    """(time, features) to the state after the last step, (units,), or to that after every step, (time, units).

    A second input, as wide as ``return_state`` gives, is the state to begin in. Steps that are padding are passed over.

    Args:
        units: numbers in the state.
        activation: of the candidate state, by name; it stays inside the cell.
        use_bias: whether b is there.
        kernel_initializer: how W, which the input is multiplied by, starts.
        recurrent_initializer: how U, which the state is multiplied by, starts.
        return_sequences: whether every step is an answer, or the last one alone.
        return_state: whether the answer is all that is remembered; of an LSTM, hidden and cell state side by side.
        go_backwards: whether it walks from the last real step to the first; the answers are in the order of its walk.
        dropout: share of the inputs that is dropped while training, the same ones at every step.
        recurrent_dropout: share of the state that is dropped on its way into U, the same at every step.
        stateful: whether training and evaluation take the state along from one batch to the next.
    """

    units: int
    activation: str = "tanh"
    use_bias: bool = True
    kernel_initializer: InitializerLike = "glorot_uniform"
    recurrent_initializer: InitializerLike = "orthogonal"
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    dropout: float = 0.0
    recurrent_dropout: float = 0.0
    stateful: bool = False

    recurrent: ClassVar[bool] = True
    states: ClassVar[tuple[str, ...]] = ("hidden",)
    gates: ClassVar[tuple[str, ...]]  # what the cell keeps of a step, side by side
    columns: ClassVar[int]  # of the kernels, in units

    def __post_init__(self) -> None:
        positive(type(self).__name__, "units", self.units)
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("activation"):
                slope(value)
            elif field.name.endswith("initializer"):
                Weight((), value)
            elif field.name.endswith("dropout"):
                check_number(self, field.name, "a number from 0 to below 1")
            elif field.type == "bool" and not isinstance(value, bool):
                raise NetworkError(f"{type(self).__name__}({field.name}={value!r})", "True or False")

    @abc.abstractmethod
    def biases(self) -> Mapping[str, Weight]:
        """bias, where it is used."""

    @abc.abstractmethod
    def projected(self, z: jax.Array, weights: Arrays) -> jax.Array:
        """x W, (time, batch, columns), with its bias and in the order in which the cell keeps its gates."""

    @abc.abstractmethod
    def step(self, projected: jax.Array, recurrent: jax.Array, state: State) -> tuple[jax.Array, State]:
        """As of loop.Cell."""

    @abc.abstractmethod
    def slopes(self, kept: jax.Array, before: State, after: State) -> tuple[jax.Array, State]:
        """As of loop.Cell."""

    @abc.abstractmethod
    def back(self, slopes: jax.Array, others: State, gradient: State) -> tuple[jax.Array, State]:
        """As of loop.Cell."""

    @property
    def random(self) -> bool:
        """Whether anything is dropped."""
        return self.dropout > 0 or self.recurrent_dropout > 0

    @property
    def width(self) -> int:
        """Of all that is remembered."""
        return self.units * len(self.states)

    def output_shape(self, *shapes: Shape) -> Shape:
        """(units,), or with return_sequences (time, units)."""
        kind = type(self).__name__
        if not shapes or len(shapes[0]) != 2:
            raise NetworkError(
                f"{kind} got {_listed(shapes)}", "(time, features)", "Put an Embedding or Reshape before it"
            )
        if len(shapes) > 2 or any(shape != (self.width,) for shape in shapes[1:]):
            raise NetworkError(
                f"{kind} got {_listed(shapes)}", f"(time, features) and perhaps ({self.width},), the state to begin in"
            )
        value = (self.width if self.return_state else self.units,)
        return (shapes[0][0], *value) if self.return_sequences else value

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """kernel W (in, columns), recurrent_kernel U (units, columns), and bias."""
        wide = self.columns * self.units
        return {
            "kernel": Weight((shapes[0][-1], wide), self.kernel_initializer),
            "recurrent_kernel": Weight((self.units, wide), self.recurrent_initializer),
            **(self.biases() if self.use_bias else {}),
        }

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The state or the states, and the state at the end by name."""
        real, walk = self._walk(weights, moment, inputs)
        sequences, end = run(self, *walk)
        shown = sequences if self.return_sequences else end
        value = jnp.concatenate(shown, -1) if self.return_state else shown[0]
        return self._in_batches(value, real) if self.return_sequences else value, dict(
            zip(self.states, end, strict=True)
        )

    def inside(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> dict[str, jax.Array]:
        """What happens inside the cell: each gate and each state after every step, (batch, time, units)."""
        real, walk = self._walk(weights, moment, inputs)
        kept, states, _ = forward(self, *walk)
        named = dict(zip(self.gates, jnp.split(kept, len(self.gates), -1), strict=True))
        named |= {name: state[1:] for name, state in zip(self.states, states, strict=True)}
        return {name: self._in_batches(steps, real) for name, steps in named.items()}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those of the input in the order of the walk, where every step is an answer."""
        real = known[0] if self.return_sequences else None
        return real[:, ::-1] if real is not None and self.go_backwards else real

    def _walk(
        self, weights: Arrays, moment: Moment, inputs: tuple[jax.Array, ...]
    ) -> tuple[jax.Array | None, tuple[jax.Array, jax.Array, State, jax.Array | None, jax.Array | None]]:
        """Time first and in the order of the walk: which steps are real, and all that ``run`` needs."""
        x = dropped(inputs[0], self.dropout, moment, (len(inputs[0]), 1, inputs[0].shape[-1])).swapaxes(0, 1)
        real = None if moment.steps is None else moment.steps.T
        if self.go_backwards:
            x, real = x[::-1], None if real is None else real[::-1]
        projected = self.projected(product_in_time(x, weights["kernel"], moment), weights)
        begin = self._begin(moment, inputs)
        return real, (projected, weights["recurrent_kernel"], begin, real, self._drop(moment, begin[0]))

    def _begin(self, moment: Moment, inputs: tuple[jax.Array, ...]) -> State:
        """What is carried along; or else the second input; or else rest."""
        if moment.carried:
            return tuple(moment.carried[name] for name in self.states)
        if len(inputs) == 2:
            return tuple(jnp.split(inputs[1], len(self.states), -1))
        return (jnp.zeros((len(inputs[0]), self.units), inputs[0].dtype),) * len(self.states)

    def _drop(self, moment: Moment, hidden: jax.Array) -> jax.Array | None:
        if not moment.training or self.recurrent_dropout == 0:
            return None
        key = None if moment.key is None else jax.random.fold_in(moment.key, 1)
        apart = dataclasses.replace(moment, key=key)
        return dropped(jnp.ones_like(hidden), self.recurrent_dropout, apart, hidden.shape)

    def _in_batches(self, steps: jax.Array, real: jax.Array | None) -> jax.Array:
        """(batch, time, units) of (time, batch, units), 0 where there was nothing."""
        return (steps if real is None else jnp.where(real[..., None], steps, 0)).swapaxes(0, 1)


def _listed(shapes: tuple[Shape, ...]) -> str:
    return " and ".join(map(str, shapes)) or "nothing"
