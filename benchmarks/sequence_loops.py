"""One training loop on sequences for each tool, as its users write it, on the same network, data and optimiser.

Like ``loops.py``, for an LSTM that reads sequences of numbers, and a dense layer on its last state.
"""

from __future__ import annotations

import dataclasses
import os
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.loops import LEARNING_RATE, Measure, for_about

CLASSES = 10
WARM = 40  # steps


@dataclasses.dataclass(frozen=True)
class Sequences:
    """An LSTM of ``units`` on sequences (time, features), ``steps`` in an epoch."""

    units: int
    time: int
    features: int
    batch: int
    steps: int

    def __str__(self) -> str:
        return f"LSTM {self.units}, {self.time} steps of {self.features} numbers, batch {self.batch}"

    @property
    def rows(self) -> int:
        """Samples in the training part: whole batches."""
        return self.batch * self.steps

    def data(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Noise, and the class that a random linear map of its mean gives it."""
        random = np.random.default_rng(0)
        x = random.standard_normal((self.rows, self.time, self.features), np.float32)
        weights = random.standard_normal((self.features, CLASSES))
        return x, (x.mean(axis=1) @ weights).argmax(axis=1).astype(np.int32)


def neuroglass(work: Sequences, seconds: float) -> Measure:
    """``fit`` as it is, history and accuracy on: the training seconds it tells, compilation told apart."""
    from neuroglass.data import arrays
    from neuroglass.learn.optimizers import adam
    from neuroglass.nn.layers import LSTM, Output
    from neuroglass.nn.network import Network
    from neuroglass.run import fit

    data = arrays(*work.data(), validation=0)
    network = Network([LSTM(work.units), Output()])

    def train(epochs: int) -> float:
        run = fit(
            network,
            data,
            epochs=epochs,
            batch_size=work.batch,
            optimizer=adam(LEARNING_RATE),
            metrics=["accuracy"],
            patience=0,
            tolerance=0.0,
            progress=None,
        )
        return run.story.seconds.train

    return for_about(seconds, work.steps, train, WARM)


def one_scan(work: Sequences, seconds: float) -> Measure:
    """A whole epoch in one ``lax.scan``, the LSTM another one inside, its gradient left to JAX; no metrics."""
    import jax
    import jax.numpy as jnp
    import optax

    def cost(params: Any, x: jax.Array, y: jax.Array) -> jax.Array:
        projected = jnp.einsum("btf,fg->tbg", x, params["kernel"]) + params["bias"]
        rest = jnp.zeros((len(x), work.units))

        def step(state: Any, z: jax.Array) -> tuple[Any, None]:
            hidden, cell = state
            i, f, c, o = jnp.split(z + hidden @ params["recurrent"], 4, -1)
            cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(c)
            return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None

        (hidden, _), _ = jax.lax.scan(step, (rest, rest), projected)
        z = hidden @ params["out"] + params["out_bias"]
        return optax.softmax_cross_entropy_with_integer_labels(z, y).mean()

    optimizer = optax.adam(LEARNING_RATE)

    @jax.jit
    def epoch(x: jax.Array, y: jax.Array, state: Any, order: jax.Array) -> tuple[Any, jax.Array]:
        def step(state: Any, rows: jax.Array) -> tuple[Any, jax.Array]:
            params, moments = state
            loss, gradient = jax.value_and_grad(cost)(params, x[rows], y[rows])
            updates, moments = optimizer.update(gradient, moments)
            return (optax.apply_updates(params, updates), moments), loss

        return jax.lax.scan(step, state, order)

    draw = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {
        "kernel": (work.features, 4 * work.units),
        "recurrent": (work.units, 4 * work.units),
    }
    shapes |= {"bias": (4 * work.units,), "out": (work.units, CLASSES), "out_bias": (CLASSES,)}
    params = {name: jnp.asarray(draw.normal(scale=0.08, size=shape), jnp.float32) for name, shape in shapes.items()}
    start = (params, optimizer.init(params))
    x, y = (jnp.asarray(array) for array in work.data())

    def train(epochs: int) -> float:
        state = start
        began = time.perf_counter()
        for _ in range(epochs):
            order = draw.permutation(work.rows).astype(np.int32).reshape(work.steps, work.batch)
            state, losses = epoch(x, y, state, order)
        jax.block_until_ready((state, losses))
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)


def torch(work: Sequences, seconds: float) -> Measure:
    """The usual loop over batches of a shuffled index; no metrics, no history."""
    import torch

    x, y = (torch.from_numpy(array) for array in work.data())
    y = y.long()

    def train(epochs: int) -> float:
        torch.manual_seed(0)
        memory = torch.nn.LSTM(work.features, work.units, batch_first=True)
        answer = torch.nn.Linear(work.units, CLASSES)
        optimizer = torch.optim.Adam([*memory.parameters(), *answer.parameters()], lr=LEARNING_RATE)
        criterion = torch.nn.CrossEntropyLoss()
        began = time.perf_counter()
        for _ in range(epochs):
            for rows in torch.randperm(work.rows).view(work.steps, work.batch):
                optimizer.zero_grad()
                criterion(answer(memory(x[rows])[0][:, -1]), y[rows]).backward()
                optimizer.step()
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)


def keras(work: Sequences, seconds: float) -> Measure:
    """``model.fit`` on the JAX backend with accuracy, silent."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    x, y = work.data()
    layers = [keras.Input((work.time, work.features)), keras.layers.LSTM(work.units), keras.layers.Dense(CLASSES)]
    model = keras.Sequential(layers)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), loss, metrics=["accuracy"])

    def train(epochs: int) -> float:
        began = time.perf_counter()
        model.fit(x, y, batch_size=work.batch, epochs=epochs, verbose=0)
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)
