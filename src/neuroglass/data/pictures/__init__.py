"""Pictures: found in folders, archives, idx files, tables and arrays; brought into one frame; divided into parts."""

from neuroglass.data.pictures.frame import Frame
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.pictures.stored import Stored

__all__ = ["Frame", "ImageInputs", "Stored"]
