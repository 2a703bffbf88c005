"""One small problem that the tests of learning share, so that they share compiled programs too."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from neuroglass.learn import optimizers, schedules
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.learn.stopping import Watch
from neuroglass.learn.training import Training
from neuroglass.nn import losses, metrics
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.layers import BatchNorm, Dense, Dropout, Input, Layer
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.nn.regularizers import l2, max_norm

ROWS, EPOCHS, RATE, DECAY, MOMENTUM = 23, 4, 0.2, 0.7, 0.9
RNG = np.random.default_rng(1)


def drawn(rows: int) -> Samples:
    x = RNG.normal(size=(rows, 3))
    y = (x.sum(axis=1) > 0) + (x[:, 0] > 0.5)
    weight = RNG.uniform(0.5, 2, rows)
    weight[4] = 0  # a row that counts nothing, alone in its batch when batches are of one
    return Samples({"input": jnp.asarray(x, jnp.float32)}, jnp.asarray(y, jnp.int32), jnp.asarray(weight, jnp.float32))


TRAIN, VALIDATION = drawn(ROWS), drawn(9)
LAYERS: list[Layer] = [
    Input((3,)),
    Dense(4, "tanh", kernel_regularizer=l2(0.05), kernel_constraint=max_norm(0.8)),
    BatchNorm(0.9),
    Dense(3, "softmax"),
]


def program(batch_size: int = 5, layers: list[Layer] = LAYERS, watch: Watch = Watch()) -> Program:  # noqa: B008 - frozen
    return Program(
        objective=Objective(Network(layers), losses.get("sparse_categorical_crossentropy")),
        optimizer=optimizers.sgd(schedules.exponential(RATE, DECAY), MOMENTUM),
        metrics=(metrics.get("accuracy"),),
        rows=ROWS,
        batch_size=batch_size,
        epochs=EPOCHS,
        measured="val",
        watch=watch,
    )


def noisy() -> Program:
    return program(layers=[*LAYERS[:2], Dropout(0.3), *LAYERS[2:]])


def start(program: Program, seed: int = 0) -> Carry:
    return program.start(jnp.uint32(seed), jnp.float32(1))


def training(program: Program, seed: int = 0) -> Training:
    return Training(program, TRAIN, VALIDATION, start(program, seed), History(program.columns))


def flat(tree: Any) -> dict[str, np.ndarray]:
    return {jax.tree_util.keystr(path): np.asarray(leaf) for path, leaf in jax.tree_util.tree_leaves_with_path(tree)}


def same_bytes(one: Any, other: Any) -> bool:
    left, right = flat(one), flat(other)
    return left.keys() == right.keys() and all(left[name].tobytes() == right[name].tobytes() for name in left)
