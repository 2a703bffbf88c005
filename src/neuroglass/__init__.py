"""Neural networks that train at full speed and can be seen.

Nothing is imported until a name is used, so `import neuroglass` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

# Public name -> the module that has it, or that it is. The block for type checkers repeats it; a test compares them.
_HOME = {
    "data": "neuroglass.data",
}

if TYPE_CHECKING:
    from neuroglass import data

__all__ = sorted(_HOME)  # noqa: PLE0605 - one table, not two


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'neuroglass' has no attribute {name!r}")
    home = import_module(_HOME[name])
    value: object = home if _HOME[name].endswith(f".{name}") else getattr(home, name)
    globals()[name] = value  # the next use finds it without coming here
    return value


def __dir__() -> list[str]:
    return [*globals(), *_HOME]
