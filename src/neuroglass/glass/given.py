"""What is given to be looked at or put in, refused where it is something else."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import NetworkError
from neuroglass.model import Model


def check_model(model: object) -> None:
    """Refuse what is no trained network.

    Raises:
        NetworkError: what it is, and how a model is had.
    """
    if not isinstance(model, Model):
        mend = "ng.load opens a file, and run.model is that of a run"
        raise NetworkError(f"a {type(model).__name__} in the place of a model", "a Model", mend)


def finite(place: str, value: Any) -> NDArray[Any]:
    """The number, or the numbers, that are put somewhere.

    Raises:
        NetworkError: none, or one that is NaN or infinite.
    """
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "biuf" or not np.isfinite(numbers).all():
        raise NetworkError(f"{place} = {value!r}", "a finite number")
    return numbers
