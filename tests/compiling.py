"""How tests compile where that takes longer than computing: dozens of tiny programs, each of its own shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import jax

FLAG = "jax_disable_most_optimizations"


@contextmanager
def quick() -> Iterator[None]:
    """Within it XLA leaves out what makes programs fast. What is compiled so rounds otherwise than what is not."""
    before = jax.config.read(FLAG)
    jax.config.update(FLAG, True)
    yield
    jax.config.update(FLAG, before)


def quickly() -> Iterator[None]:
    """The same as a fixture, of a module: pytest takes a folder that is no package for the whole session."""
    with quick():
        yield
