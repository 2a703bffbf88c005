"""What a network learns from: tables, arrays, pictures, texts, series, sounds; their spec, the parts they make up.

Nothing is imported until a name is used: the processes that decode files need little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from neuroglass.lazily import finder

# Public name -> the module that has it, or that it is. The block for type checkers repeats it; a test compares them.
_HOME = {
    "Answer": "neuroglass.data.answers",
    "Data": "neuroglass.data.parts",
    "Encoded": "neuroglass.data.inputs",
    "InputSpec": "neuroglass.data.inputs",
    "Part": "neuroglass.data.parts",
    "Reading": "neuroglass.data.reading",
    "Spec": "neuroglass.data.spec",
    "Task": "neuroglass.data.targets",
    "arrays": "neuroglass.data.array_data",
    "describe": "neuroglass.data.tables",
    "images": "neuroglass.data.pictures.images",
    "series": "neuroglass.data.timeseries.series",
    "shipped": "neuroglass.data.shipped",
    "sounds": "neuroglass.data.audio.sounds",
    "table": "neuroglass.data.tables",
    "text": "neuroglass.data.texts.texts",
}

if TYPE_CHECKING:
    from neuroglass.data import shipped as shipped
    from neuroglass.data.answers import Answer as Answer
    from neuroglass.data.array_data import arrays as arrays
    from neuroglass.data.audio.sounds import sounds as sounds
    from neuroglass.data.inputs import Encoded as Encoded, InputSpec as InputSpec
    from neuroglass.data.parts import Data as Data, Part as Part
    from neuroglass.data.pictures.images import images as images
    from neuroglass.data.reading import Reading as Reading
    from neuroglass.data.spec import Spec as Spec
    from neuroglass.data.tables import describe as describe, table as table
    from neuroglass.data.targets import Task as Task
    from neuroglass.data.texts.texts import text as text
    from neuroglass.data.timeseries.series import series as series

__all__ = sorted(_HOME)  # noqa: PLE0605 - one table, not two


__getattr__ = finder(__name__, _HOME)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
