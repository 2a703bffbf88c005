"""One training loop on pictures for each tool, as its users write it, on the same network, data and optimiser.

Like ``loops.py``, for convolutional networks: blocks of a 3 x 3 convolution, relu and 2 x 2 max-pooling, then one dense
layer. ``fit`` is given bytes and standardises them in its step; the others get float32 that was standardised before.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.loops import LEARNING_RATE, Measure, for_about

# Those of CIFAR-10: classes whose mirror images are the same class.
NAMES = np.array(["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"])
WARM = 40  # steps, which take a hundred times longer than those of ``loops.py``


@dataclasses.dataclass(frozen=True)
class Pictures:
    """A convolutional network and its data: ``side`` pixels, ``channels`` of colour, ``steps`` in an epoch.

    Without ``filters`` it is the network that neuroglass chooses for such pictures.
    """

    side: int
    channels: int
    filters: tuple[int, ...]
    batch: int
    steps: int

    def __str__(self) -> str:
        network = f"CNN {'-'.join(map(str, (self.channels, *self.filters)))}" if self.filters else "the network chosen"
        return f"{network} for {self.side}x{self.side}, batch {self.batch}"

    @property
    def rows(self) -> int:
        """Samples in the training part: whole batches."""
        return self.batch * self.steps

    @property
    def flat(self) -> int:
        """Values that reach the dense layer."""
        return (self.side >> len(self.filters)) ** 2 * self.filters[-1]

    def data(self) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
        """Noise, and the class that a random linear map gives it: something that can be learnt."""
        random = np.random.default_rng(0)
        x = random.integers(0, 256, (self.rows, self.side, self.side, self.channels), np.uint8)
        flat = self.standardized(x).reshape(self.rows, -1)
        weights = random.standard_normal((flat.shape[1], len(NAMES)), np.float32)
        return x, (flat @ weights).argmax(axis=1).astype(np.int32)

    def standardized(self, x: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Mean 0 and variance 1."""
        return (x.astype(np.float32) - np.float32(127.5)) / np.float32(73.9)


def neuroglass(work: Pictures, seconds: float) -> Measure:
    """``fit`` as it is, history and accuracy on, no augmentation."""
    return _fit(work, seconds, "off")


def augmented(work: Pictures, seconds: float) -> Measure:
    """The same with the augmentation that is chosen for such pictures."""
    return _fit(work, seconds, None)


def _fit(work: Pictures, seconds: float, augment: str | None) -> Measure:
    from neuroglass.data import images
    from neuroglass.learn.optimizers import adam
    from neuroglass.run import fit

    x, y = work.data()
    data = images((x, NAMES[y]), validation=0, test=0)
    network = _network(work) if work.filters else "auto"

    def train(epochs: int) -> float:
        run = fit(
            network,
            data,
            epochs=epochs,
            batch_size=work.batch,
            optimizer=adam(LEARNING_RATE),
            augment=augment,
            metrics=["accuracy"],
            patience=0,
            tolerance=0.0,
            progress=None,
        )
        return run.story.seconds.train

    return for_about(seconds, work.steps, train, WARM)


def _network(work: Pictures) -> Any:
    from neuroglass.nn.layers import Conv2D, Flatten, MaxPool2D, Output
    from neuroglass.nn.network import Network

    blocks = [
        layer for count in work.filters for layer in (Conv2D(count, 3, padding="same", activation="relu"), MaxPool2D(2))
    ]
    return Network([*blocks, Flatten(), Output()])


def jitted_step(work: Pictures, seconds: float) -> Measure:
    """One compiled step called from a Python loop, max-pooling by ``reduce_window``; no history and no metrics."""
    return _jitted(work, seconds, _pooled_by_windows)


def jitted_step_tiled(work: Pictures, seconds: float) -> Measure:
    """The same with max-pooling by reshape and max, which XLA computes faster on a CPU."""
    return _jitted(work, seconds, _pooled_by_tiles)


def _jitted(work: Pictures, seconds: float, pool: Callable[[Any], Any]) -> Measure:
    import jax
    import jax.numpy as jnp
    import optax

    optimizer = optax.adam(LEARNING_RATE)
    step = _step(optimizer, pool)
    raw, labels = work.data()
    x, y = jnp.asarray(work.standardized(raw)), jnp.asarray(labels)
    params = _params(work)
    start = (params, optimizer.init(params))
    shuffles = np.random.default_rng(0)

    def train(epochs: int) -> float:
        state = start
        began = time.perf_counter()
        for _ in range(epochs):
            for rows in shuffles.permutation(work.rows).astype(np.int32).reshape(work.steps, work.batch):
                state, loss = step(state, x, y, rows)
        jax.block_until_ready((state, loss))
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)


def _params(work: Pictures) -> Any:
    import jax
    import jax.numpy as jnp

    initializer = jax.nn.initializers.he_normal()
    pairs = zip((work.channels, *work.filters[:-1]), work.filters, strict=True)
    shapes = [*((3, 3, *pair) for pair in pairs), (work.flat, len(NAMES))]
    return [(initializer(jax.random.key(at), shape), jnp.zeros(shape[-1])) for at, shape in enumerate(shapes)]


def _step(optimizer: Any, pool: Callable[[Any], Any]) -> Callable[..., Any]:
    """(state, x, y, rows) -> the state after one step, and its loss."""
    import jax
    import optax

    def cost(params: Any, x: jax.Array, y: jax.Array) -> jax.Array:
        a = x
        for kernel, bias in params[:-1]:
            z = jax.lax.conv_general_dilated(a, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            a = pool(jax.nn.relu(z + bias))
        kernel, bias = params[-1]
        logits = a.reshape(len(a), -1) @ kernel + bias
        return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()

    @jax.jit
    def step(state: Any, x: jax.Array, y: jax.Array, rows: jax.Array) -> tuple[Any, jax.Array]:
        params, moments = state
        loss, gradient = jax.value_and_grad(cost)(params, x[rows], y[rows])
        updates, moments = optimizer.update(gradient, moments)
        return (optax.apply_updates(params, updates), moments), loss

    return step


def _pooled_by_windows(a: Any) -> Any:
    import jax

    return jax.lax.reduce_window(a, -np.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def _pooled_by_tiles(a: Any) -> Any:
    rows, height, width, channels = a.shape
    return a.reshape(rows, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))


def torch(work: Pictures, seconds: float) -> Measure:
    """The usual loop over batches of a shuffled index, channels last; no metrics, no history, no DataLoader's cost."""
    import torch

    raw, labels = work.data()
    last = torch.channels_last
    x = torch.from_numpy(work.standardized(raw)).permute(0, 3, 1, 2).contiguous(memory_format=last)
    y = torch.from_numpy(labels).long()

    def train(epochs: int) -> float:
        torch.manual_seed(0)
        network = _torch_network(work).to(memory_format=last)
        optimizer = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
        criterion = torch.nn.CrossEntropyLoss()
        began = time.perf_counter()
        for _ in range(epochs):
            for rows in torch.randperm(work.rows).view(work.steps, work.batch):
                optimizer.zero_grad()
                criterion(network(x[rows].contiguous(memory_format=last)), y[rows]).backward()
                optimizer.step()
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)


def _torch_network(work: Pictures) -> Any:
    from torch import nn

    layers: list[nn.Module] = []
    for inputs, filters in zip((work.channels, *work.filters[:-1]), work.filters, strict=True):
        layers += [nn.Conv2d(inputs, filters, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(work.flat, len(NAMES)))


def keras(work: Pictures, seconds: float) -> Measure:
    """``model.fit`` on the JAX backend with accuracy, silent."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras
    from keras import layers

    raw, y = work.data()
    x = work.standardized(raw)
    hidden = [
        layer
        for filters in work.filters
        for layer in (layers.Conv2D(filters, 3, padding="same", activation="relu"), layers.MaxPooling2D(2))
    ]
    model = keras.Sequential([keras.Input(x.shape[1:]), *hidden, layers.Flatten(), layers.Dense(len(NAMES))])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(LEARNING_RATE), loss, metrics=["accuracy"])

    def train(epochs: int) -> float:
        began = time.perf_counter()
        model.fit(x, y, batch_size=work.batch, epochs=epochs, verbose=0)
        return time.perf_counter() - began

    return for_about(seconds, work.steps, train, WARM)
