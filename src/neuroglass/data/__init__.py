"""What a network learns from: tables, arrays and pictures, their spec, and the parts they are divided into."""

from neuroglass.data import shipped
from neuroglass.data.answers import Answer
from neuroglass.data.array_data import arrays
from neuroglass.data.inputs import Encoded, InputSpec
from neuroglass.data.parts import Data, Part
from neuroglass.data.pictures.images import images
from neuroglass.data.reading import Reading
from neuroglass.data.spec import Spec
from neuroglass.data.tables import describe, table
from neuroglass.data.targets import Task

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
    "shipped",
    "table",
]
