"""What a network learns from: tables and arrays, their spec, and the parts they are divided into."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from neuroglass.data.answers import Answer
    from neuroglass.data.array_data import arrays
    from neuroglass.data.inputs import Encoded, InputSpec
    from neuroglass.data.parts import Data, Part
    from neuroglass.data.reading import Reading
    from neuroglass.data.spec import Spec
    from neuroglass.data.tables import describe, table
    from neuroglass.data.targets import Task

_HOME = {
    "Answer": "answers",
    "Data": "parts",
    "Encoded": "inputs",
    "InputSpec": "inputs",
    "Part": "parts",
    "Reading": "reading",
    "Spec": "spec",
    "Task": "targets",
    "arrays": "array_data",
    "describe": "tables",
    "table": "tables",
}

__all__ = [
    "Answer",
    "Data",
    "Encoded",
    "InputSpec",
    "Part",
    "Reading",
    "Spec",
    "Task",
    "arrays",
    "describe",
    "table",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
