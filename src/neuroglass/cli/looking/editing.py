"""What --set says: a unit, a weight or a column, and the value it gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from neuroglass.errors import ConfigurationError

if TYPE_CHECKING:
    from neuroglass.glass import Glass
    from neuroglass.glass.editing import Edited

PLACE = re.compile(r"(?P<name>[^/\[\]]+)(/(?P<weight>\w+))?(\[(?P<inside>[^\[\]]*)\])?( at (?P<at>[\d, ]+))?")
EXPECTED = "'dense_1[7]=0', 'conv2d_1[3] at 4,5=0', 'dense_1/kernel[3,7]=0.5' or 'age=40'"


def edited(glass: Glass, asked: list[str]) -> Edited:
    """The moment with all that is set, one after the other.

    Raises:
        ConfigurationError: what says nothing of the kind.
        NetworkError: no such node, unit, weight or column.
    """
    first, *others = asked
    moment = _edited(glass, first)
    for text in others:
        moment = _edited(moment, text)
    return moment


def _edited(glass: Glass, text: str) -> Edited:
    from neuroglass.glass.holding import columns

    place, equals, value = text.rpartition("=")
    if place.strip() in columns(glass.model):
        return glass.edit(place.strip(), value.strip())
    found = PLACE.fullmatch(place.strip())
    if not equals or found is None or (found["weight"] and found["at"]):
        raise ConfigurationError(f"--set {text!r}", EXPECTED)
    name, inside = found["name"].strip(), found["inside"]
    number = _number(value, text)
    if found["weight"]:
        index = ... if inside is None else tuple(_index(part, text) for part in inside.split(","))
        return glass.edit(name, number, weight=found["weight"], index=index)
    at = None if found["at"] is None else tuple(_whole(part, text) for part in found["at"].split(","))
    return glass.edit(name, number, unit=None if inside is None else _whole(inside, text), at=at)


def _number(written: str, text: str) -> float:
    try:
        number = float(written)
    except ValueError:
        raise ConfigurationError(f"--set {text!r}: {written.strip()!r} is no number", EXPECTED) from None
    return int(number) if number.is_integer() else number


def _whole(written: str, text: str) -> int:
    number = _number(written, text)
    if not isinstance(number, int):
        raise ConfigurationError(f"--set {text!r}: {written.strip()!r} is no whole number", EXPECTED)
    return number


def _index(written: str, text: str) -> Any:
    """A place of a weight: a number, : or ... ."""
    known = {":": slice(None), "...": ...}
    return known[written.strip()] if written.strip() in known else _whole(written, text)
