"""What a network learns from: tables, arrays, pictures, texts, series, sounds; their spec, the parts they make up."""

from neuroglass.data import shipped
from neuroglass.data.answers import Answer
from neuroglass.data.array_data import arrays
from neuroglass.data.inputs import Encoded, InputSpec
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures.images import images
from neuroglass.data.reading import Reading
from neuroglass.data.sounds.sounds import sounds
from neuroglass.data.spec import Spec
from neuroglass.data.tables import describe, table
from neuroglass.data.targets import Task
from neuroglass.data.texts.texts import text
from neuroglass.data.timeseries.series import series

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
    "images",
    "series",
    "shipped",
    "sounds",
    "table",
    "text",
]
