"""How tests compile where that takes longer than computing: dozens of tiny programs, each of its own shape."""

from __future__ import annotations

from collections.abc import Iterator

import jax


def quickly() -> Iterator[None]:
    """As a fixture: XLA leaves out what makes programs fast."""
    jax.config.update("jax_disable_most_optimizations", True)
    yield
    jax.config.update("jax_disable_most_optimizations", False)
