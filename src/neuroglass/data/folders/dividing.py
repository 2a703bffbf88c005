"""Into which part each sample of a listing goes: the parts that the source brings stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.folders.listing import Listing
from neuroglass.data.targets import Target
from neuroglass.errors import ConfigurationError


class Division(Protocol):
    """What a user may choose about the parts."""

    @property
    def test(self) -> Any: ...
    @property
    def validation(self) -> Any: ...
    @property
    def split(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def given(self) -> Mapping[str, Any]: ...
    def shares(self, samples: int, has_test: bool, has_validation: bool) -> splits.Shares: ...


def check_parts(listing: Listing, choices: Division) -> None:
    """Refuse a test or validation part from elsewhere where the source brings its own.

    Raises:
        ConfigurationError: both are there.
    """
    for number, (name, wish) in enumerate((("validation", choices.validation), ("test", choices.test)), start=1):
        if wish is not None and listing.parts is not None and (listing.parts == number).any():
            raise ConfigurationError(f"{listing.source} has a {name} part of its own", "", f"Leave out {name}=")


def divide(
    listing: Listing, rows: NDArray[np.int64], target: Target, y: NDArray[np.generic], choices: Division
) -> splits.Split:
    """The parts that the source brings stay; of what it would train on the others are kept apart."""
    brought = listing.parts
    parts = np.zeros(len(y), np.int8) if brought is None else brought[rows].copy()
    there = [name for number, name in enumerate(splits.NAMES) if brought is not None and (parts == number).any()]
    rest = parts == splits.TRAIN
    has = [name in (*there, *choices.given) for name in ("test", "validation")]
    shares = choices.shares(int(rest.sum()), *has)
    told = [f"{' and '.join(there)} as the source divides them"] if there else []
    told += [f"{name} is a source of its own" for name in choices.given]
    if not (shares.test or shares.validation) and told:
        return splits.Split(parts, "; ".join(told))
    split = splits.for_target(y[rest], target.strata, shares, choices.split, choices.seed)
    parts[rest] = split.parts
    return splits.Split(parts, "; ".join([*told, split.told]), split.notes)
