"""Where a neuron stands: its unit, its sample, and its place where the layer has the same neuron at several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.glass.checking import check_number, check_sample, is_whole
from neuroglass.glass.real_steps import which_real

if TYPE_CHECKING:
    from neuroglass.glass.glass import Glass

Array = NDArray[Any]
Place = tuple[int, ...]


def placed(glass: Glass, node: str, values: Array, unit: int, sample: int, at: Place | None) -> Place:
    """The place that is asked for, or where the neuron is most active; padded steps are no places.

    Args:
        values: of the node, or of its activation, (samples, *places, units).

    Raises:
        NetworkError: no such unit, sample or place, or a node of ids.
    """
    _check_node(glass, node, values)
    check_number("unit", node, unit, values.shape[-1])
    check_sample(glass, sample)
    sizes = np.abs(values[sample, ..., unit])
    real = _real(glass, node, sample, sizes.shape)
    if at is None:
        there = np.where(real, sizes, -1)
        return tuple(int(axis) for axis in np.unravel_index(there.argmax(), sizes.shape)) if sizes.ndim else ()
    _check_place(node, at, sizes.shape)
    if sizes.ndim and not real[tuple(at)]:
        raise NetworkError(f"step {at[0]} of sample {sample} is padding, and {node} passes it over", "a real step")
    return tuple(int(axis) for axis in at)


def _check_node(glass: Glass, node: str, values: Array) -> None:
    if values.dtype == np.int32:
        readers = [entry.name for entry in glass.model.network.nodes if node in entry.inputs]
        mend = f"Take one of {' or '.join(readers)}, their vectors"
        raise NetworkError(f"a neuron of {node}, which holds ids", "numbers", mend)
    if values.ndim == 1:
        raise NetworkError(f"{node} has one number and no units", "a node with units")


def _real(glass: Glass, node: str, sample: int, places: Place) -> NDArray[np.bool_]:
    """Of each place whether its step is real."""
    real = which_real(glass, node) if places else None
    if real is None:
        return np.ones(places, np.bool_)
    return np.broadcast_to(real[sample].reshape(-1, *(1,) * (len(places) - 1)), places)


def _check_place(node: str, at: Any, places: Place) -> None:
    fits = isinstance(at, tuple | list) and len(at) == len(places) and all(map(is_whole, at))
    if not fits or not all(0 <= place < size for place, size in zip(at, places, strict=True)):
        raise NetworkError(f"the place {at!r} of {node}", f"one below {places}" if places else "no place")
