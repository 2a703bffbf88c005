"""The road that a training takes: everything in one compiled loop, or one compiled step after another."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from neuroglass.learn import looped, stepped
from neuroglass.learn.probing import Watching
from neuroglass.learn.program import Carry, Program, Record
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Network


class Road(NamedTuple):
    """How many steps are taken: compile it first, then go a chunk at a time."""

    prepare: Callable[[Program, Carry, Samples, Samples | None, Watching | None], None]
    chunk: Callable[[Program, Carry, Samples, Samples | None, jax.Array, Watching | None], tuple[Carry, Record]]


LOOPED = Road(looped.prepare, looped.chunk)
STEPPED = Road(stepped.prepare, stepped.chunk)


def road(program: Program, train: Samples, other: Samples | None) -> Road:
    """The faster road for what the network holds, where it runs, and where its data is.

    XLA runs a convolution inside a compiled loop on a CPU 14 to 42 times slower than outside of one.
    """
    here = train.on_device and (other is None or other.on_device)
    slow_in_loops = jax.default_backend() == "cpu" and convolves(program.objective.network)
    return LOOPED if here and not slow_in_loops else STEPPED


@functools.cache
def convolves(network: Network) -> bool:
    """Whether XLA is asked for a convolution; a layer may do its own otherwise, so the computation itself is read."""
    shaped = {name: jnp.zeros((1, *network.shapes[name]), layer.dtype) for name, layer in network.inputs.items()}
    variables = jax.eval_shape(network.init, jax.random.key(0))
    computation = jax.make_jaxpr(lambda held, x: network.apply(held, x).value)(variables, shaped)
    return "conv_general_dilated" in str(computation)
