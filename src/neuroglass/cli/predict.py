"""neuroglass predict."""

from __future__ import annotations

from neuroglass.cli.options import Json, ModelPath, Source


def predict(model: ModelPath, source: Source, json: Json = False) -> None:
    """predict."""
