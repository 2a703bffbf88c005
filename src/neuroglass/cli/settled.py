"""What a training is to be: a file, the options and --set, laid over each other and checked.

All three speak of the same tables: [data], [network] and [training], as run.toml has them.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from neuroglass.errors import ConfigurationError, nearest

Content = dict[str, dict[str, Any]]

NETWORK = ("spec", "layers", "nodes")
AUTO = "auto"
TOLD = ("neuroglass", "parent")  # run.toml says by which version it was written, and from which run it branched


def known() -> dict[str, tuple[str, ...]]:
    """Every table and its keys."""
    from neuroglass.data.audio.sound_choices import SoundChoices
    from neuroglass.data.choices import Choices
    from neuroglass.data.pictures.image_choices import ImageChoices
    from neuroglass.data.texts.text_choices import TextChoices
    from neuroglass.data.timeseries.series_choices import SeriesChoices
    from neuroglass.settings import Settings

    kinds = (Choices, ImageChoices, SoundChoices, TextChoices, SeriesChoices)
    fields = [field for kind in kinds for field in dataclasses.fields(kind)]
    choices = dict.fromkeys(field.name for field in fields if field.name != "progress")
    return {"data": ("source", "target", *choices), "network": NETWORK, "training": tuple(Settings.model_fields)}


def from_file(path: Path) -> Content:
    """A configuration file, refused with its name where it says what is not known.

    Raises:
        ConfigurationError: not TOML, or an unknown table or key.
    """
    from neuroglass.settings import read

    return checked(read(path), path)


def checked(content: Mapping[str, Any], path: Path) -> Content:
    """The tables of a file, refused with its name where they say what is not known."""
    tables = {table: entries for table, entries in content.items() if table not in TOLD}
    for table, entries in tables.items():
        _check(table, entries if isinstance(entries, dict) else None, str(path))
    return tables


def from_settings(settings: Iterable[str]) -> Content:
    """What ``--set table.key=value`` says, each value as TOML would read it, else as text.

    A key that only one table has may stand without it: ``--set learning_rate=1e-4``.

    Raises:
        ConfigurationError: another form, or an unknown table or key.
    """
    content: Content = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        table, dot, key = name.strip().partition(".")
        if not dot and key_in(table):
            table, dot, key = key_in(table), ".", table
        if not (equals and dot and key):
            raise ConfigurationError(f"--set {setting}", "table.key=value", "Write --set training.epochs=20")
        _check(table, {key: None}, "--set")
        content.setdefault(table, {})[key] = _value(text.strip())
    return content


def key_in(name: str) -> str:
    """The one table that has a key of this name, or nothing.

    >>> key_in("learning_rate")
    'training'
    """
    tables = [table for table, keys in known().items() if name in keys]
    return tables[0] if len(tables) == 1 else ""


def laid_over(*contents: Mapping[str, Mapping[str, Any]]) -> Content:
    """Later ones win, key by key; the network is taken whole, for its keys are three ways of saying one thing."""
    merged: Content = {"data": {}, "network": {}, "training": {}}
    for content in contents:
        for table, entries in content.items():
            merged[table] = dict(entries) if table == "network" and entries else merged[table] | dict(entries)
    return merged


def network_of(entries: Mapping[str, Any]) -> Any:
    """What ``fit`` takes: a network, a text, or "auto".

    Raises:
        ConfigurationError: more than one network.
    """
    if not entries:
        return AUTO
    if len(entries) > 1:
        raise ConfigurationError(f"[network] has {' and '.join(entries)}", "one of spec, layers and nodes")
    if "nodes" in entries:
        from neuroglass.nn.network import Network

        return Network.from_json(entries["nodes"])
    [(key, spec)] = entries.items()
    if not isinstance(spec, str | list):
        raise ConfigurationError(f"[network] has {key} = {spec!r}", 'layers, as "dense 64 relu, dropout 0.2"')
    if isinstance(spec, str):
        _refuse_near_auto(spec)
        return spec
    return ", ".join(str(layer) for layer in spec)


def _refuse_near_auto(spec: str) -> None:
    if spec != AUTO and spec.isalpha() and difflib.get_close_matches(spec.lower(), [AUTO]):
        raise ConfigurationError(f"There is no network {spec!r}", "", f"Did you mean {AUTO}?")


def _check(table: str, entries: Mapping[str, Any] | None, place: str) -> None:
    tables = known()
    if table not in tables:
        raise ConfigurationError(f"{place}: there is no table [{table}]", "", nearest(table, tables))
    if entries is None:
        raise ConfigurationError(f"{place}: {table} is a single value", f"a table, [{table}]")
    for key in entries:
        if key not in tables[table]:
            raise ConfigurationError(f"{place}: [{table}] has no key {key!r}", "", nearest(key, tables[table]))


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
