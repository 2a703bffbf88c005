"""A source read as a command wants it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neuroglass.errors import ConfigurationError

if TYPE_CHECKING:
    from neuroglass.data.kinds import Kind
    from neuroglass.data.parts import Data


OF_TABLES = {"target", "delimiter", "header", "text"}  # what only a table has


def read_data(entries: Mapping[str, Any], progress: Callable[[int, int], None] | None = None) -> Data:
    """The data that a [data] table describes; the source keeps the name it was given.

    Args:
        progress: told how many pictures or sounds are read, of how many.
    """
    from neuroglass.data.audio.sounds import sounds
    from neuroglass.data.pictures.images import images
    from neuroglass.data.tables import table
    from neuroglass.data.texts.texts import text
    from neuroglass.data.timeseries.series import series

    source = named_file("source", entries["source"])
    choices = {name: value for name, value in entries.items() if name not in ("source", "target")}
    kind = kind_of_source(entries)
    for part in ("test", "validation"):
        if part in choices and not (kind == "sounds" and "group" in choices and _is_number_of_group(choices[part])):
            choices[part] = _share_or_source(part, choices[part])
    if kind == "images":
        choices["size"] = _sides(choices.get("size", "auto"))
        data = images(source, entries.get("target"), progress=progress, **choices)
    elif kind == "sounds":
        data = sounds(source, entries.get("target"), progress=progress, **choices)
    elif kind == "text":
        data = text(source, **choices)
    elif kind == "series":
        in_time = {name: value for name, value in choices.items() if name != "seed"}  # nothing is left to chance
        _refuse_foreign(in_time)
        data = series(source, entries.get("target"), **in_time)
    else:
        data = table(source, entries.get("target"), **choices)
    return dataclasses.replace(data, reading=dataclasses.replace(data.reading, source=entries["source"]))


def _refuse_foreign(choices: Mapping[str, Any]) -> None:
    """Name an option that no series has as it was written.

    Raises:
        ConfigurationError: there is one.
    """
    from neuroglass.cli.options import CHOICES, spelled
    from neuroglass.data.timeseries.series_choices import SeriesChoices

    known = {field.name for field in dataclasses.fields(SeriesChoices)}
    foreign = [name for name in choices if name in CHOICES and name not in known]
    if foreign:
        raise ConfigurationError(f"Series have no {spelled(foreign[0])}", "", "Leave it out, or --forecast")


def kind_of_source(entries: Mapping[str, Any]) -> Kind:
    """What a [data] table describes; a text file of which columns are named is a table, and with a horizon a series."""
    from neuroglass.data.kinds import kind_of

    if "horizon" in entries:
        return "series"
    kind = kind_of(named_file("source", entries["source"]))
    if kind == "text" and OF_TABLES & set(entries):
        return "table"
    return "images" if "path" in entries else kind


def what_is_decoded(entries: Mapping[str, Any]) -> str:
    """What a [data] table describes, where that is files which are decoded and can be looked at; else nothing."""
    return {"images": "pictures", "sounds": "sounds"}.get(kind_of_source(entries), "")


def _sides(size: Any) -> Any:
    """A size as it stands in a text, 64 or 48x64, as numbers."""
    sides = size.split("x") if isinstance(size, str) else []
    whole = [int(side) for side in sides if side.isdecimal()]
    return size if len(whole) != len(sides) or not whole else whole[0] if len(whole) == 1 else tuple(whole)


def _is_number_of_group(value: Any) -> bool:
    """Whether a group is named that is called by a whole number, as speakers are; 0 keeps nothing apart."""
    return isinstance(value, str) and value.isdecimal() and value != "0"


def _share_or_source(name: str, value: Any) -> Any:
    try:
        return float(value)
    except (ValueError, TypeError):
        return named_file(name, value)


def named_file(name: str, value: Any) -> str:
    """The file, or the shipped table, that a setting names.

    Raises:
        ConfigurationError: it names none.
    """
    if not isinstance(value, str):
        raise ConfigurationError(f"{name} = {value!r}", "the name of a file, as text")
    return value


def kept(entries: Mapping[str, Any]) -> dict[str, Any]:
    """A [data] table that means the same from any folder."""
    in_groups = "group" in entries and kind_of_source(entries) == "sounds"  # then parts are named by groups
    named = () if in_groups else ("test", "validation")
    files = {name: _anywhere(entries[name]) for name in ("source", *named) if name in entries}
    return {**entries, **files}


def _anywhere(value: Any) -> Any:
    return str(Path(value).resolve()) if isinstance(value, str) and Path(value).exists() else value
