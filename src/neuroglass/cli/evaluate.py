"""neuroglass evaluate."""

from __future__ import annotations

from neuroglass.cli.options import Json, ModelPath, Source


def evaluate(model: ModelPath, source: Source, json: Json = False) -> None:
    """evaluate."""
