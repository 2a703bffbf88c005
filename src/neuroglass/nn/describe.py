"""Frozen dataclasses to plain data and back: how networks, losses and optimisers are written into files.

A thing is described by its class name and the fields that differ from their defaults. Restoring looks the name up
in a table the caller gives; nothing is imported, nothing is run.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from neuroglass.errors import ConfigurationError, nearest

IS = "is"  # the key under which a description names its class
DEEPEST = 32  # levels of one thing within another; real ones have a handful


def describe(thing: Any) -> Any:
    """Plain JSON data for a frozen dataclass, or for plain data itself.

    >>> from neuroglass.nn import Dense
    >>> describe(Dense(64, "relu"))
    {'is': 'Dense', 'units': 64, 'activation': 'relu'}
    """
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        changed = {
            field.name: describe(getattr(thing, field.name))
            for field in dataclasses.fields(thing)
            if getattr(thing, field.name) != field.default
        }
        return {IS: type(thing).__name__, **changed}
    if isinstance(thing, tuple | list):
        return [describe(part) for part in thing]
    if isinstance(thing, Mapping):
        return {str(key): describe(value) for key, value in thing.items()}
    return thing


def restore(description: Any, known: Mapping[str, type], kind: str, room: int = DEEPEST) -> Any:
    """The thing a description stands for; ``known`` names every class it may use, ``kind`` names it in messages.

    Raises:
        ConfigurationError: an unknown class or field, named with the nearest known one; deeper than ``room``.
    """
    if not room:
        raise ConfigurationError(f"{kind} is described more than {DEEPEST} levels deep")
    if isinstance(description, list):
        return tuple(restore(part, known, kind, room - 1) for part in description)
    if not isinstance(description, dict) or IS not in description:
        return description
    name = description[IS]
    if not isinstance(name, str) or name not in known:
        raise ConfigurationError(f"{kind} {name!r} is not known here", "", nearest(str(name), known))
    fields = {field.name for field in dataclasses.fields(known[name])}
    given = {key: restore(value, known, kind, room - 1) for key, value in description.items() if key != IS}
    for key in given:
        if key not in fields:
            raise ConfigurationError(f"{kind} {name} has no setting {key!r}", "", nearest(key, fields))
    try:
        thing = known[name](**given)
        hash(thing)  # what holds a table is no setting, and could be used nowhere
        return thing
    except TypeError as error:
        raise ConfigurationError(f"{kind} {name} cannot be made from {given}: {error}") from error
