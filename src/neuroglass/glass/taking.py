"""The samples that are looked at: raw input as arrays, with the true answers where they are known."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.inputs import Encoded
from neuroglass.data.parts import Part, with_targets
from neuroglass.data.spec import Spec
from neuroglass.data.targets import Target
from neuroglass.errors import DataError


class Taken(NamedTuple):
    """Samples, whether their answers are known, and what a reader must know of them."""

    part: Part
    is_known: bool
    notes: tuple[str, ...] = ()

    def only(self, place: int) -> Taken:
        """One of them."""
        return self._replace(part=self.part.taken(np.array([place])))


def taken(spec: Spec, raw: Any) -> Taken:
    """Samples out of what a user gives.

    Args:
        raw: a part of the data; or as for ``Model.evaluate``; or, without answers, as for ``Model.predict``.

    Raises:
        DataError: nothing in it, or input that cannot be read.
    """
    if isinstance(raw, Taken):
        return raw
    found = Taken(raw, is_known=True) if isinstance(raw, Part) else _read(spec, raw)
    if not len(found.part):
        raise DataError("there is no sample to look at", "at least one")
    return found


def _read(spec: Spec, raw: Any) -> Taken:
    """With its answers where it holds them; what keeps them from being read is told."""
    try:
        encoded, y = with_targets(spec, raw)
    except DataError as unlabelled:
        encoded = spec.encode(raw)
        unknown = f"the true answers are not known: {unlabelled.received}"
        return Taken(_part(encoded, nothing_asked(spec.target, len(encoded.rows))), False, (*encoded.notes, unknown))
    return Taken(_part(encoded, y), True, encoded.notes)


def _part(encoded: Encoded, y: NDArray[np.generic]) -> Part:
    return Part(encoded.x, y, None, encoded.rows, encoded.names, encoded.beside)


def nothing_asked(target: Target, rows: int) -> NDArray[np.generic]:
    """Targets of rows of which nothing is known: of the right shape, and never looked at."""
    steps = (target.steps,) if target.steps else ()
    if target.is_classes:
        return np.zeros((rows, *steps), np.int32)
    return np.zeros((rows, *steps, len(target.offset)), np.float32)
