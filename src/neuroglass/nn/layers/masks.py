"""Which steps of a sequence are real, and arithmetic that leaves out the others.

Steps are (batch, time), True where there is something; None: everywhere. Time is the first axis of a sample.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import jax
import jax.numpy as jnp

from neuroglass.nn.layers.window import Window


def over(steps: jax.Array | None, x: jax.Array) -> jax.Array | None:
    """The steps, in the shape of x (batch, time, ...)."""
    if steps is None:
        return None
    return jnp.broadcast_to(steps.reshape(*steps.shape, *[1] * (x.ndim - 2)), x.shape)


def only_real(x: jax.Array, steps: jax.Array | None, otherwise: float = 0.0) -> jax.Array:
    """x (batch, time, ...), with one number in place of padding."""
    real = over(steps, x)
    return x if real is None else jnp.where(real, x, otherwise)


def mean(x: jax.Array, axes: tuple[int, ...], real: jax.Array | None, keepdims: bool = False) -> jax.Array:
    """The mean along some axes over what is real, in the shape of x; 0 where nothing is."""
    if real is None:
        return jnp.mean(x, axes, keepdims=keepdims)
    count = jnp.sum(real, axes, dtype=x.dtype, keepdims=keepdims)
    return jnp.sum(x, axes, where=real, keepdims=keepdims) / jnp.maximum(count, 1)


def every(known: Sequence[jax.Array | None]) -> jax.Array | None:
    """The steps that are real in all of several inputs."""
    told = [steps for steps in known if steps is not None]
    return jnp.all(jnp.stack(told), 0) if told else None


def last_step(x: jax.Array, steps: jax.Array) -> jax.Array:
    """The last real step of x (batch, time, features), 0 where there is none."""
    place = steps.shape[1] - 1 - jnp.argmax(steps[:, ::-1], 1)
    last = jnp.take_along_axis(x, place[:, None, None], 1)
    return only_real(last, steps.any(1, keepdims=True))[:, 0]


def in_time(window: Window, steps: jax.Array | None, lengths: tuple[int, ...]) -> Window:
    """The window, so laid over padded sequences that it stands at the same steps however much padding follows: "same"
    would begin elsewhere where a stride does not divide the length."""
    if steps is None or window.padding != "same":
        return window
    (low, high), *others = window.ends(lengths)
    first = max(window.reach[0] - window.strides[0], 0) // 2
    return dataclasses.replace(window, padding=((first, low + high - first), *others))


def slid(steps: jax.Array | None, window: Window, lengths: tuple[int, ...]) -> jax.Array | None:
    """Which places of a window that slides over time are real: those it would stand at if the padding were not there.

    Args:
        steps: (batch, time).
        window: its first axis is that of time.
        lengths: of all axes of space.
    """
    (low, high), *_ = window.ends(lengths)
    needed = 0 if window.padding == "same" else window.reach[0] - 1 - low - high  # steps after the one it moves to
    (places, *_) = window.places("window", lengths)
    return told(steps, jnp.arange(places, dtype=jnp.int32) * window.strides[0] + needed)


def told(steps: jax.Array | None, by: jax.Array) -> jax.Array | None:
    """The steps of an output, each as real as the step of the input that it is told by; before the first: as the first.

    Args:
        steps: (batch, time), of the input.
        by: (places,), steps of the input.
    """
    return None if steps is None else steps[:, jnp.maximum(by, 0)]
