"""One training loop for each tool, as its users write it, on the same network, data and optimiser.

Each function is run in a process of its own (``measuring.Rival``) and returns the function that measures: microseconds
a step of training for about the asked seconds, everything compiled and warm. All do: relu layers, softmax
cross-entropy, Adam at 1e-3, float32, a new shuffle each epoch, no validation, no early stopping.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEARNING_RATE = 1e-3


@dataclasses.dataclass(frozen=True)
class Work:
    """A multi-layer perceptron and its data: ``widths`` from inputs to classes, ``steps`` in an epoch."""

    widths: tuple[int, ...]
    batch: int
    steps: int

    def __str__(self) -> str:
        return f"{'-'.join(map(str, self.widths))}, batch {self.batch}"

    @property
    def rows(self) -> int:
        """Samples in the training part: whole batches."""
        return self.batch * self.steps

    def data(self) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Noise, and the class that a random linear map gives it: something that can be learnt."""
        random = np.random.default_rng(0)
        x = random.standard_normal((self.rows, self.widths[0]), np.float32)
        return x, (x @ random.standard_normal((self.widths[0], self.widths[-1]))).argmax(axis=1).astype(np.int32)


Measure = Callable[[], float]


def neuroglass(work: Work, seconds: float) -> Measure:
    """``fit`` as it is, history and accuracy on: the training seconds it tells, compilation told apart."""
    from neuroglass.data import arrays
    from neuroglass.learn.optimizers import adam
    from neuroglass.nn.layers import Dense, Output
    from neuroglass.nn.network import Network
    from neuroglass.run import fit

    x, y = work.data()
    data = arrays(x, y, validation=0)
    network = Network([*(Dense(units, "relu") for units in work.widths[1:-1]), Output()])

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

    return for_about(seconds, work.steps, train)


def one_scan(work: Work, seconds: float) -> Measure:
    """A whole epoch in one ``lax.scan``, with no history but the losses and no metrics: the least that JAX can do."""
    import jax
    import jax.numpy as jnp
    import optax

    optimizer = optax.adam(LEARNING_RATE)
    epoch = _scan(optimizer)
    x, y = (jnp.asarray(array) for array in work.data())
    pairs = zip(work.widths[:-1], work.widths[1:], strict=True)
    initializer = jax.nn.initializers.he_normal()
    params = [(initializer(jax.random.key(i), pair), jnp.zeros(pair[1])) for i, pair in enumerate(pairs)]
    start = (params, optimizer.init(params))
    shuffles = np.random.default_rng(0)

    def train(epochs: int) -> float:
        state = start
        began = time.perf_counter()
        for _ in range(epochs):
            order = shuffles.permutation(work.rows).astype(np.int32).reshape(work.steps, work.batch)
            state, losses = epoch(x, y, state, order)
        jax.block_until_ready((state, losses))
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train)


def _scan(optimizer: Any) -> Callable[..., Any]:
    """(x, y, state, order) -> the state after an epoch, and its losses."""
    import jax
    import optax

    def cost(params: Any, x: jax.Array, y: jax.Array) -> jax.Array:
        a = x
        for kernel, bias in params[:-1]:
            a = jax.nn.relu(a @ kernel + bias)
        kernel, bias = params[-1]
        return optax.softmax_cross_entropy_with_integer_labels(a @ kernel + bias, y).mean()

    @jax.jit
    def epoch(x: jax.Array, y: jax.Array, state: Any, order: jax.Array) -> tuple[Any, jax.Array]:
        def step(state: Any, rows: jax.Array) -> tuple[Any, jax.Array]:
            params, moments = state
            loss, gradient = jax.value_and_grad(cost)(params, x[rows], y[rows])
            updates, moments = optimizer.update(gradient, moments)
            return (optax.apply_updates(params, updates), moments), loss

        return jax.lax.scan(step, state, order)

    return epoch


def torch(work: Work, seconds: float) -> Measure:
    """The usual loop over batches of a shuffled index; no metrics, no history, no DataLoader's cost."""
    import torch

    x, y = (torch.from_numpy(array) for array in work.data())
    y = y.long()

    def train(epochs: int) -> float:
        torch.manual_seed(0)
        layers: list[torch.nn.Module] = []
        for inputs, units in zip(work.widths[:-1], work.widths[1:], strict=True):
            layers += [torch.nn.Linear(inputs, units), torch.nn.ReLU()]
        network = torch.nn.Sequential(*layers[:-1])
        optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
        criterion = torch.nn.CrossEntropyLoss()
        began = time.perf_counter()
        for _ in range(epochs):
            for rows in torch.randperm(work.rows).view(work.steps, work.batch):
                optimizer.zero_grad()
                criterion(network(x[rows]), y[rows]).backward()
                optimizer.step()
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train)


def keras(work: Work, seconds: float) -> Measure:
    """``model.fit`` on the JAX backend with accuracy, silent."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    x, y = work.data()
    hidden = [keras.layers.Dense(units, "relu") for units in work.widths[1:-1]]
    model = keras.Sequential([keras.Input(work.widths[:1]), *hidden, keras.layers.Dense(work.widths[-1])])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), loss, metrics=["accuracy"])

    def train(epochs: int) -> float:
        began = time.perf_counter()
        model.fit(x, y, batch_size=work.batch, epochs=epochs, verbose=0)
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train)


def scikit_learn(work: Work, seconds: float) -> Measure:
    """``MLPClassifier.fit`` without penalty or early stopping, silent."""
    from sklearn.neural_network import MLPClassifier

    from benchmarks.peers import unwarned

    x, y = work.data()

    def train(epochs: int) -> float:
        model = MLPClassifier(
            work.widths[1:-1],
            alpha=0,
            batch_size=work.batch,
            learning_rate_init=LEARNING_RATE,
            max_iter=epochs,
            n_iter_no_change=epochs + 1,
            tol=0,
            random_state=0,
        )
        began = time.perf_counter()
        with unwarned():
            model.fit(x, y)
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train)


def for_about(seconds: float, steps: int, train: Callable[[int], float], warm: int = 200) -> Measure:
    """A measure of as many epochs as take that long, found from a second, warm training of about ``warm`` steps."""
    train(1)
    few = max(1, warm // steps)
    train(few)
    epochs = max(1, round(seconds * few / train(few)))
    train(epochs)
    return lambda: 1e6 * train(epochs) / (epochs * steps)
