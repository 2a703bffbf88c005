"""Numbers and arrays in a few characters."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from neuroglass.glass.graph.operations import Array, Quantity

FEW = 4  # numbers that are written out


def short(number: float) -> str:
    """Four digits of a number.

    >>> short(-0.12345), short(3.0), short(1234567.0)
    ('-0.1235', '3', '1.235e+06')
    """
    return f"{number + 0.0:.4g}"  # -0 is written as 0


def told(array: Array | None) -> str:
    """A number, a few of them, or what many are like.

    >>> told(np.array([[0.5, -2.0]])), told(np.arange(6.0))
    ('[0.5, -2]', 'mean 2.5, 0 to 5')
    """
    if array is None:
        return "one in each round"
    if array.dtype == bool and array.size == 1:
        return "yes" if array.all() else "no"
    if array.size == 1:
        return short(float(array.reshape(())))
    if array.size <= FEW:
        return f"[{', '.join(short(float(number)) for number in array.ravel())}]"
    if array.dtype == bool:
        return f"true {array.mean():.0%}"
    numbers = array.astype(np.float64)
    return f"mean {short(numbers.mean())}, {short(numbers.min())} to {short(numbers.max())}"


def slope(array: Array | None) -> str:
    """A gradient: few numbers as they are, of many the norm."""
    if array is None or array.size <= FEW:
        return "" if array is None else told(array)
    return f"norm {short(float(np.sqrt((array.astype(np.float64) ** 2).sum())))}"


def slopes(results: Iterable[Quantity]) -> str:
    """The gradients of all that an operation computes."""
    return ", ".join(filter(None, (slope(result.gradient) for result in results)))


def sized(shape: tuple[int, ...]) -> str:
    """A shape, as 1 × 8."""
    return " × ".join(map(str, shape))


def valued(quantity: Quantity) -> str:
    """The value of something; its shape before it, where it is more than one number."""
    size = math.prod(quantity.shape)
    return told(quantity.value) if size == 1 else f"{sized(quantity.shape)}: {told(quantity.value)}"
