"""What a user names or sets on the small things of a network, looked up and checked in one place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TypeVar

from neuroglass.errors import ConfigurationError, NetworkError, nearest

T = TypeVar("T")


def named(name: object, known: Mapping[str, T], kind: str) -> T:
    """What ``name`` stands for in ``known``; ``kind`` says in the message what was looked for.

    >>> named("one", {"one": 1}, "number")
    1
    """
    if isinstance(name, str) and name in known:
        return known[name]
    raise NetworkError(f"{kind} {name!r} is not known", "", nearest(str(name), known))


ALLOWED: dict[str, Callable[[float], bool]] = {
    "a number": math.isfinite,
    "a number above 0": lambda value: value > 0,
    "a number, 0 or above": lambda value: value >= 0,
    "a number from 0 to 1": lambda value: 0 <= value <= 1,
    "a number from 0 to below 1": lambda value: 0 <= value < 1,
}


def check_number(thing: object, setting: str, wanted: str) -> None:
    """Refuse a setting of ``thing`` that is not what is wanted, one of ``ALLOWED``: a finite Python number at least."""
    value = getattr(thing, setting)
    if not is_number(value, wanted):
        raise ConfigurationError(f"{type(thing).__name__}({setting}={value!r})", f"{setting} to be {wanted}")


def is_number(value: object, wanted: str) -> bool:
    """Whether it is a finite Python number, and one that is wanted, by ``ALLOWED``."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and ALLOWED[wanted](value)


def check_choice(thing: object, setting: str, choices: tuple[str, ...]) -> None:
    """Refuse a setting of ``thing`` that is none of the words it may be."""
    value = getattr(thing, setting)
    if value not in choices:
        raise ConfigurationError(f"{type(thing).__name__}({setting}={value!r})", f"one of {', '.join(choices)}")


def written(word: str) -> int | float | bool | str | None:
    """A setting as it stands in a text: a number, true, false or none, or the word itself.

    >>> written("64"), written("0.2"), written("true"), written("relu")
    (64, 0.2, True, 'relu')
    """
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return {"true": True, "false": False, "none": None}.get(word.lower(), word)
