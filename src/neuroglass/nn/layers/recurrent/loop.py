"""The loop over time that all recurrent cells share, and its gradient, which is our own.

Differentiated by JAX, a loop adds to the gradient of its weights at every step, a product of matrices each time, and
keeps every number on its way. Here the loop backward carries the gradient of the state and writes down that of what
entered the cell, nothing else; the gradient of the recurrent kernel is one product after it, that of the kernel and of
the inputs belongs to the product before the loop. What can be known before the loop backward, the slopes of the gates,
is computed for all steps at once.

Arrays that are no longer needed give way: gates are written where the projected inputs stood, gradients where slopes
did.
Forward-mode differentiation (``jax.jvp``, ``jax.jacfwd``) is refused by JAX here; reverse mode is what there is.
"""

from __future__ import annotations

import functools
from typing import Protocol

import jax
import jax.numpy as jnp

State = tuple[jax.Array, ...]  # hidden first; each (batch, units)
Saved = tuple[jax.Array, State, jax.Array, jax.Array | None, jax.Array | None]


class Cell(Protocol):
    """One step of a recurrent layer, and how its gradient flows back. Equal cells must be equal and hash alike."""

    def step(self, projected: jax.Array, recurrent: jax.Array, state: State) -> tuple[jax.Array, State]:
        """What the cell keeps of this step, as wide as ``projected``, and its next state.

        Args:
            projected: (batch, wide), what the input brings.
            recurrent: (batch, columns), hidden times the recurrent kernel.
            state: the one before.
        """

    def slopes(self, kept: jax.Array, before: State, after: State) -> tuple[jax.Array, State]:
        """Of all steps at once: those of ``projected``, as wide as it, and what else ``back`` needs.

        The first columns, as many as the recurrent kernel has, are also the slopes of ``recurrent``.
        """

    def back(self, slopes: jax.Array, others: State, gradient: State) -> tuple[jax.Array, State]:
        """The gradient of ``projected``, and that of the state before on all ways but through the recurrent kernel."""


@functools.partial(jax.custom_vjp, nondiff_argnums=(0,))
def run(
    cell: Cell, projected: jax.Array, kernel: jax.Array, begin: State, real: jax.Array | None, drop: jax.Array | None
) -> tuple[State, State]:
    """The states after each step, (time, batch, units), and after the last.

    Args:
        cell: what happens in one step.
        projected: (time, batch, wide), what the inputs bring at each step.
        kernel: (units, columns), the recurrent kernel.
        begin: the state before the first step.
        real: (time, batch), at which steps there is something; at others the state is held. None: at all.
        drop: (batch, units), what hidden is multiplied by on its way into the kernel at every step.
    """
    _, states, end = forward(cell, projected, kernel, begin, real, drop)
    return _after(states), end


def forward(
    cell: Cell, projected: jax.Array, kernel: jax.Array, begin: State, real: jax.Array | None, drop: jax.Array | None
) -> tuple[jax.Array, State, State]:
    """What the cell kept of each step (time, batch, wide), its states (1 + time, batch, units), and the last one."""
    start, stop = _span(projected, real)

    def step(time: jax.Array, carry: tuple[State, jax.Array, State]) -> tuple[State, jax.Array, State]:
        state, kept, states = carry
        here, after = cell.step(_at(kept, time), _dropped(state[0], drop) @ kernel, state)
        after = _held(real, time, after, state)
        return after, _put(kept, here, time), _put_each(states, after, time + 1)

    room = tuple(jnp.zeros((len(projected) + 1, *part.shape), part.dtype) for part in begin)
    end, kept, states = jax.lax.fori_loop(start, stop, step, (begin, projected, _put_each(room, begin, start)))
    return kept, states, end


def _forward(
    cell: Cell, projected: jax.Array, kernel: jax.Array, begin: State, real: jax.Array | None, drop: jax.Array | None
) -> tuple[tuple[State, State], Saved]:
    kept, states, end = forward(cell, projected, kernel, begin, real, drop)
    return (_after(states), end), (kept, states, kernel, real, drop)


def _backward(
    cell: Cell, saved: Saved, gradients: tuple[State, State]
) -> tuple[jax.Array, jax.Array, State, None, None]:
    kept, states, kernel, real, drop = saved
    of_states, of_end = gradients
    columns = kernel.shape[1]
    turned = kernel.T
    start, stop = _span(kept, real)
    slopes, others = cell.slopes(kept, _before(states), _after(states))

    def step(count: jax.Array, carry: tuple[State, jax.Array]) -> tuple[State, jax.Array]:
        held, slopes = carry
        time = stop - 1 - (count - start)
        whole = tuple(part + _at(own, time) for part, own in zip(held, of_states, strict=True))
        here, (hidden, *rest) = cell.back(_at(slopes, time), tuple(_at(part, time) for part in others), whole)
        slopes = _put(slopes, here, time)
        hidden += _dropped(_at(slopes, time)[:, :columns] @ turned, drop)  # read again: else XLA copies all slopes
        return _held(real, time, (hidden, *rest), whole), slopes

    of_begin, of_projected = jax.lax.fori_loop(start, stop, step, (of_end, slopes))
    if real is not None:
        of_projected = jnp.where(real[..., None], of_projected, 0)
    entered = _dropped(_before(states)[0], drop).reshape(-1, len(kernel))
    of_kernel = entered.T @ of_projected[..., :columns].reshape(-1, columns)
    return of_projected, of_kernel, of_begin, None, None


run.defvjp(_forward, _backward)


def _span(steps: jax.Array, real: jax.Array | None) -> tuple[int, int] | tuple[jax.Array, jax.Array]:
    """The first step of the loop, and the one after its last: where nothing is real in any row, nothing is run."""
    return (0, len(steps)) if real is None else _real_span(real)


@jax.custom_batching.custom_vmap
def _real_span(real: jax.Array) -> tuple[jax.Array, jax.Array]:
    anywhere = real.any(1)
    return jnp.argmax(anywhere), len(real) - jnp.argmax(anywhere[::-1])


@_real_span.def_vmap
def _(size: int, batched: list[bool], real: jax.Array) -> tuple[tuple[jax.Array, jax.Array], tuple[bool, bool]]:
    """One span for all networks at once: with one for each, every step would copy all that the loop carries."""
    return _real_span(real.any(0)), (False, False)


def _at(steps: jax.Array, time: jax.Array) -> jax.Array:
    return jax.lax.dynamic_index_in_dim(steps, time, 0, keepdims=False)


def _put(steps: jax.Array, value: jax.Array, time: int | jax.Array) -> jax.Array:
    return jax.lax.dynamic_update_index_in_dim(steps, value, time, 0)


def _put_each(rooms: State, values: State, time: int | jax.Array) -> State:
    return tuple(_put(room, value, time) for room, value in zip(rooms, values, strict=True))


def _held(real: jax.Array | None, time: jax.Array, new: State, old: State) -> State:
    if real is None:
        return new
    here = _at(real, time)[:, None]
    return tuple(jnp.where(here, now, then) for now, then in zip(new, old, strict=True))


def _dropped(hidden: jax.Array, drop: jax.Array | None) -> jax.Array:
    return hidden if drop is None else hidden * jnp.broadcast_to(drop, hidden.shape)


def _before(states: State) -> State:
    return tuple(part[:-1] for part in states)


def _after(states: State) -> State:
    return tuple(part[1:] for part in states)
