"""neuroglass show."""

from __future__ import annotations

from neuroglass.cli.options import Json, ModelPath, Source


def show(model: ModelPath, source: Source, json: Json = False) -> None:
    """show."""
