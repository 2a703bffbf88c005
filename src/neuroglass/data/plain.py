"""Frozen dataclasses to plain JSON data and back, for files that may come from anyone.

The types written at the fields are the schema. Reading back refuses whatever does not fit them exactly: an unknown
or missing key, another type, a number that is not finite. A field with a default may be missing: a file that is older
than the field means the default. What a class knows beyond its types (lengths that must agree) it says in
``__post_init__`` by raising ValueError.
"""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from typing import Any, TypeVar

from neuroglass.errors import FileError, nearest

KIND = "is"  # the key under which one of several possible classes names itself
T = TypeVar("T")


def to_plain(thing: Any) -> Any:
    """Plain JSON data for a tree of frozen dataclasses, tuples and scalars."""
    if dataclasses.is_dataclass(thing):
        fields = {field.name: to_plain(getattr(thing, field.name)) for field in dataclasses.fields(thing)}
        return {KIND: type(thing).__name__, **fields}
    if isinstance(thing, tuple):
        return [to_plain(part) for part in thing]
    return thing


def from_plain(kind: type[T], plain: Any, place: str) -> T:
    """The dataclass that ``plain`` describes; ``place`` names where it stands, for messages.

    Raises:
        FileError: anything that does not fit the types of the fields exactly.
    """
    return typing.cast(T, _read(kind, plain, place))


def _read(kind: Any, plain: Any, place: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _read_union(typing.get_args(kind), plain, place)
    if origin is typing.Literal:
        return _expect(plain in typing.get_args(kind), plain, place, f"one of {typing.get_args(kind)}")
    if origin is tuple:
        _expect(isinstance(plain, list), plain, place, "a list")
        part = typing.get_args(kind)[0]
        return tuple(_read(part, item, f"{place}[{index}]") for index, item in enumerate(plain))
    if dataclasses.is_dataclass(kind):
        return _read_fields(typing.cast(type, kind), plain, place)
    return _read_scalar(kind, plain, place)


def _read_union(kinds: tuple[Any, ...], plain: Any, place: str) -> Any:
    if plain is None:
        return _expect(type(None) in kinds, plain, place, "a value")
    classes = {typing.cast(type, kind).__name__: kind for kind in kinds if dataclasses.is_dataclass(kind)}
    if not classes:
        (kind,) = (kind for kind in kinds if kind is not type(None))
        return _read(kind, plain, place)
    name = plain.get(KIND) if isinstance(plain, dict) else None
    _expect(isinstance(name, str) and name in classes, plain, place, f"one of {', '.join(classes)}")
    return _read_fields(classes[typing.cast(str, name)], plain, place)


def _read_fields(kind: Any, plain: Any, place: str) -> Any:
    _expect(isinstance(plain, dict) and plain.get(KIND) == kind.__name__, plain, place, f"a {kind.__name__}")
    hints = typing.get_type_hints(kind)
    needed = {field.name: _is_needed(field) for field in dataclasses.fields(kind)}
    for key in plain:
        if key not in (KIND, *needed):
            raise FileError(f"{place} has an unknown key {key!r}", "", nearest(str(key), needed))
    for name, is_needed in needed.items():
        _expect(name in plain or not is_needed, plain, place, f"the key {name!r}")
    values = {name: _read(hints[name], plain[name], f"{place}.{name}") for name in needed if name in plain}
    try:
        return kind(**values)
    except ValueError as error:
        raise FileError(f"{place} does not hold together: {error}") from error


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _read_scalar(kind: Any, plain: Any, place: str) -> Any:
    if kind is float:
        fits = isinstance(plain, int | float) and not isinstance(plain, bool) and abs(plain) <= sys.float_info.max
        return float(_expect(fits, plain, place, "a finite number"))
    return _expect(type(plain) is kind, plain, place, f"{kind.__name__}")


def _expect(fits: bool, plain: Any, place: str, expected: str) -> Any:
    if not fits:
        shown = repr(plain)
        raise FileError(f"{place} is {shown if len(shown) < 60 else shown[:57] + '...'}", expected)
    return plain
