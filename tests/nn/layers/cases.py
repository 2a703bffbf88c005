"""One row a layer: what it is given, what must come out, and the keras layer that computes the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from neuroglass.nn.initializers import constant
from neuroglass.nn.layers import (
    Activation,
    Add,
    AlphaDropout,
    Arrays,
    BatchNorm,
    Concatenate,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Layer,
    LayerNorm,
    MemberDense,
    MemberMean,
    Members,
    Moment,
    Multiply,
    Output,
    Reshape,
    Shape,
)
from neuroglass.nn.regularizers import l2, max_norm

BATCH = 7
IDS = 5  # of the embeddings


@dataclasses.dataclass(frozen=True)
class Case:
    layer: Layer
    shapes: tuple[Shape, ...]
    output: Shape
    peer: Callable[[], Any]

    @property
    def takes_ids(self) -> bool:
        return isinstance(self.layer, Embedding)

    def inputs(self, dtype: Any = np.float32) -> list[np.ndarray]:
        rng = np.random.default_rng(3)
        if self.takes_ids:
            return [rng.integers(0, IDS, (BATCH, *shape)).astype(np.int32) for shape in self.shapes]
        return [rng.normal(0.3, 1.5, (BATCH, *shape)).astype(dtype) for shape in self.shapes]

    def weights(self, dtype: Any = np.float32) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(4)
        return {
            name: rng.uniform(0.2, 1.5, weight.shape).astype(dtype)
            for name, weight in self.layer.weights(*self.shapes).items()
        }

    def learnt(self) -> list[str]:
        return [name for name, weight in self.layer.weights(*self.shapes).items() if weight.learnt]


def computed(
    layer: Layer, weights: Arrays, key: jax.Array, rows: jax.Array | None, training: bool, *inputs: jax.Array
) -> tuple[jax.Array, Arrays]:
    return layer.compute(weights, Moment(training, key, rows), *inputs)


keras_layers = keras.layers

CASES = {
    "dense": Case(Dense(4), ((3,),), (4,), lambda: keras_layers.Dense(4)),
    "dense, no bias": Case(
        Dense(4, use_bias=False, kernel_initializer="orthogonal"),
        ((3,),),
        (4,),
        lambda: keras_layers.Dense(4, use_bias=False),
    ),
    "dense on a matrix": Case(
        Dense(4, bias_initializer=constant(0.1), kernel_regularizer=l2(1e-3), kernel_constraint=max_norm(3.0)),
        ((2, 3),),
        (2, 4),
        lambda: keras_layers.Dense(4),
    ),
    "output": Case(Output(2), ((3,),), (2,), lambda: keras_layers.Dense(2)),
    "relu": Case(Activation("relu"), ((4,),), (4,), lambda: keras_layers.Activation("relu")),
    "softmax": Case(Activation("softmax"), ((2, 3),), (2, 3), lambda: keras_layers.Activation("softmax")),
    "prelu": Case(Activation("prelu"), ((4,),), (4,), keras_layers.PReLU),
    "prelu on a matrix": Case(Activation("prelu"), ((2, 3),), (2, 3), lambda: keras_layers.PReLU(shared_axes=[1])),
    "embedding": Case(Embedding(IDS, 3), ((),), (3,), lambda: keras_layers.Embedding(IDS, 3)),
    "embedding of a sequence": Case(Embedding(IDS, 3), ((4,),), (4, 3), lambda: keras_layers.Embedding(IDS, 3)),
    "flatten": Case(Flatten(), ((2, 3),), (6,), keras_layers.Flatten),
    "reshape": Case(Reshape((3, 2)), ((2, 3),), (3, 2), lambda: keras_layers.Reshape((3, 2))),
    "reshape, one size open": Case(Reshape((-1, 2)), ((6,),), (3, 2), lambda: keras_layers.Reshape((-1, 2))),
    "dropout": Case(Dropout(0.4), ((6,),), (6,), lambda: keras_layers.Dropout(0.4)),
    "alpha dropout": Case(AlphaDropout(0.4), ((6,),), (6,), lambda: keras_layers.AlphaDropout(0.4)),
    "gaussian noise": Case(GaussianNoise(0.4), ((6,),), (6,), lambda: keras_layers.GaussianNoise(0.4)),
    "batch norm": Case(BatchNorm(), ((3,),), (3,), keras_layers.BatchNormalization),
    "batch norm on a matrix": Case(
        BatchNorm(momentum=0.7, epsilon=0.02),
        ((2, 3),),
        (2, 3),
        lambda: keras_layers.BatchNormalization(momentum=0.7, epsilon=0.02),
    ),
    "layer norm": Case(LayerNorm(), ((4,),), (4,), keras_layers.LayerNormalization),
    "layer norm on a matrix": Case(
        LayerNorm(epsilon=0.02), ((2, 3),), (2, 3), lambda: keras_layers.LayerNormalization(epsilon=0.02)
    ),
    "members": Case(Members(3), ((4,),), (3, 4), lambda: keras_layers.RepeatVector(3)),
    "member dense": Case(
        MemberDense(4, kernel_regularizer=l2(1e-3)),
        ((2, 3),),
        (2, 4),
        lambda: keras_layers.EinsumDense("bmi,mio->bmo", (2, 4), bias_axes="mo"),
    ),
    "member mean": Case(MemberMean(), ((2, 3),), (3,), keras_layers.GlobalAveragePooling1D),
    "add": Case(Add(), ((3,), (3,), (3,)), (3,), keras_layers.Add),
    "multiply": Case(Multiply(), ((2, 3), (2, 3)), (2, 3), keras_layers.Multiply),
    "concatenate": Case(Concatenate(), ((3,), (1,), (2,)), (6,), keras_layers.Concatenate),
}

RESTING = {name: case for name, case in CASES.items() if not case.layer.random}  # nothing drawn while training
WHOLE = {name: case for name, case in CASES.items() if name != "output"}  # can stand in a finished network


def arrays(values: dict[str, np.ndarray]) -> dict[str, jax.Array]:
    return {name: jnp.asarray(value) for name, value in values.items()}
