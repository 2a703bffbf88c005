"""Class weights: what a sample of each class counts in the cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from neuroglass.errors import ConfigurationError, nearest


def class_weights(
    wanted: Literal["balanced"] | Mapping[str, float], y: np.ndarray, classes: Sequence[str]
) -> np.ndarray:
    """The weight of every class; ``class_weights(...)[y]`` are those of the samples.

    Args:
        wanted: "balanced" gives every class the same total, rows / (classes * rows of the class), as scikit-learn
            does; or weights by class name, 1 for classes not named.
        y: (rows,) class ids of the training part.
        classes: class names in the order of their ids.

    Returns:
        (classes,) float32.

    Raises:
        ConfigurationError: an unknown class, or a weight that is negative or not finite.

    >>> class_weights("balanced", np.array([0, 0, 0, 1]), ("bus", "car")).tolist()
    [0.6666666865348816, 2.0]
    """
    if isinstance(wanted, Mapping):
        return _weights_by_name(wanted, classes)
    if wanted != "balanced":
        raise ConfigurationError(f"class weights {wanted!r}", 'the word "balanced", or weights by class name')
    rows = np.bincount(y, minlength=len(classes))
    return (len(y) / (len(classes) * np.maximum(rows, 1))).astype(np.float32)


def _weights_by_name(wanted: Mapping[str, float], classes: Sequence[str]) -> np.ndarray:
    for name, weight in wanted.items():
        if name not in classes:
            raise ConfigurationError(f"class weights name an unknown class {name!r}", "", nearest(str(name), classes))
        if not (np.isfinite(weight) and weight >= 0):
            raise ConfigurationError(f"the class weight of {name!r} is {weight}", "a number, 0 or above")
    return np.array([wanted.get(name, 1.0) for name in classes], np.float32)
