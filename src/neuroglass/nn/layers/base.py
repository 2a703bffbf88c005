"""What every layer is: a frozen record of hyper-parameters that declares its weights and computes, purely."""

from __future__ import annotations

import abc
import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn import initializers, regularizers

Shape = tuple[int, ...]  # of one sample: the batch axis is never part of it
Arrays = dict[str, jax.Array]


@dataclasses.dataclass(frozen=True)
class Weight:
    """One array a layer owns: its shape, how it starts, and what holds it back.

    ``learnt=False`` marks state that training updates without a gradient, such as a running mean. ``members=True`` says
    that the first axis holds as many arrays of their own, one for each member of an ensemble.

    Raises:
        NetworkError: an unknown initializer, regularizer or constraint.
    """

    shape: Shape
    initializer: initializers.InitializerLike
    regularizer: regularizers.RegularizerLike = None
    constraint: regularizers.ConstraintLike = None
    learnt: bool = True
    members: bool = False

    def __post_init__(self) -> None:
        initializers.get(self.initializer)
        if self.regularizer is not None:
            regularizers.get(self.regularizer)
        if not isinstance(self.constraint, regularizers.MaxNorm | None):
            raise NetworkError(f"the constraint {self.constraint!r}", "regularizers.max_norm(...) or None")

    @property
    def size(self) -> int:
        """How many numbers the array holds."""
        return math.prod(self.shape)

    def drawn(self, key: jax.Array) -> jax.Array:
        """A fresh array; that of each member is drawn as if it were alone."""
        draw = initializers.get(self.initializer)
        if not self.members:
            return draw(key, self.shape, jnp.float32)
        return jax.vmap(lambda member: draw(member, self.shape[1:], jnp.float32))(jax.random.split(key, self.shape[0]))

    def held(self, array: jax.Array) -> jax.Array:
        """The array, brought back to what the constraint allows."""
        if self.constraint is None:
            return array
        return jax.vmap(self.constraint)(array) if self.members else self.constraint(array)


@dataclasses.dataclass(frozen=True)
class Moment:
    """What a layer may know beside its inputs.

    Args:
        training: whether dropout, noise and batch statistics are on.
        key: this node's own random stream at this step; None when nothing random is asked for.
        rows: (batch,), 1 for a real sample and 0 for padding; None when all are real.
        steps: (batch, time), whether each step of the first input is real or padding; None when all are real.
        carried: the state in which a recurrent layer begins, (batch, units) by name; empty: at rest.
    """

    training: bool = False
    key: jax.Array | None = None
    rows: jax.Array | None = None
    steps: jax.Array | None = None
    carried: Mapping[str, jax.Array] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Layer(abc.ABC):
    """The signature all layers share. A layer holds no arrays: the same layer may serve many networks."""

    name: str | None = dataclasses.field(default=None, kw_only=True)

    recurrent: ClassVar[bool] = False  # whether what compute returns beside the output is a state to go on from

    @property
    def random(self) -> bool:
        """Whether compute draws from moment.key while training."""
        return False

    @abc.abstractmethod
    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape of one output sample; NetworkError when the inputs do not fit."""

    @abc.abstractmethod
    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """What the layer owns, by name, given its inputs' shapes."""

    @abc.abstractmethod
    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The output, and the new values of the state that changed."""

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Which steps of the output are real, (batch, time), given which of each input are; None: all, or no time.

        Where nothing else is said, time passes through as it is.
        """
        return next((steps for steps in known if steps is not None), None)

    def __call__(self, *inputs: Symbol | Input) -> Symbol:
        """Place the layer in a graph, after ``inputs``. Each call is a node of its own, with its own weights."""
        kind = type(self).__name__
        if not inputs:
            raise NetworkError(f"{kind} was called on nothing", "an Input", f"Write {kind}(...)(Input(4))")
        for value in inputs:
            if not isinstance(value, Symbol | Input):
                raise NetworkError(
                    f"{kind} was called on {type(value).__name__}",
                    "an Input or what another layer returned",
                    f"Write x = Input(4), then {kind}(...)(x); a network is run with network.apply",
                )
        return Symbol(self, inputs)

    def named(self, name: str | None) -> Self:
        """The same layer under another name."""
        return dataclasses.replace(self, name=name)


class Weightless(Layer):
    """A layer that learns nothing."""

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """Nothing."""
        return {}


@dataclasses.dataclass(frozen=True)
class Input(Weightless):
    """Where a network takes in one array.

    Args:
        shape: of one sample; a whole number stands for a vector of that length, () for one number a sample.
        dtype: "float32", "int32" for category and token ids, "uint8" for the pixels of pictures, or "int16" for the
            samples of sounds.

    >>> from neuroglass.nn import Dense, Network
    >>> x = Input(4)
    >>> Network(Dense(3, "softmax")(Dense(8, "relu")(x))).shapes["dense_2"]
    (3,)
    """

    shape: Shape | int = ()
    dtype: str = "float32"

    def __post_init__(self) -> None:
        shape = axes("Input", self.shape)
        for size in shape:
            positive("Input", "shape", size)
        if self.dtype not in ("float32", "int32", "uint8", "int16"):
            raise NetworkError(f"Input(dtype={self.dtype!r})", "float32, int32, uint8 or int16")
        object.__setattr__(self, "shape", shape)

    def output_shape(self, *shapes: Shape) -> Shape:
        """The shape it was given."""
        if shapes:
            raise NetworkError("Input stands behind another layer", "the beginning of a network")
        return axes("Input", self.shape)

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """The array itself."""
        (x,) = inputs
        return x, {}


@dataclasses.dataclass(frozen=True, eq=False)
class Symbol:
    """A value in a graph that is being written: the layer that will make it, and what from."""

    layer: Layer
    inputs: tuple[Symbol | Input, ...]


def spread(vector: jax.Array, x: jax.Array) -> jax.Array:
    """One number a feature, (features,), in the shape of x, (..., features); no shape is ever widened by chance."""
    return jnp.broadcast_to(vector, x.shape)


def axes(kind: str, shape: object) -> Shape:
    """A shape as the user writes it, one whole number or several, as a tuple of whole numbers."""
    sizes = tuple(shape) if isinstance(shape, tuple | list) else (shape,)
    if not all(isinstance(size, int) and not isinstance(size, bool) for size in sizes):
        raise NetworkError(f"{kind}(shape={shape!r})", "a whole number, or several as (28, 28)")
    return sizes


def positive(kind: str, setting: str, value: object) -> None:
    """Refuse a size that is not a whole number above 0."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise NetworkError(f"{kind}({setting}={value!r})", f"{setting} to be a whole number above 0")


def single(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    """The only input shape of a layer that takes one input."""
    if len(shapes) != 1:
        mend = "Join them first with Add or Concatenate" if shapes else "Place it after an Input or another layer"
        raise NetworkError(f"{kind} got {len(shapes)} inputs", "one", mend)
    return shapes[0]


def featured(kind: str, shapes: tuple[Shape, ...]) -> Shape:
    """The only input shape of a layer that works along the last axis, and so needs one."""
    shape = single(kind, shapes)
    if not shape:
        raise NetworkError(f"{kind} got one number a sample, shape ()", "at least one axis of features")
    return shape
