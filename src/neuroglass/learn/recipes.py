"""Which recipe suits the data."""

from __future__ import annotations

from neuroglass.data.inputs import PICTURE
from neuroglass.data.parts import Data
from neuroglass.learn.picture_recipe import for_pictures
from neuroglass.learn.recipe import Recipe
from neuroglass.learn.table_recipe import for_table


def for_data(data: Data) -> Recipe:
    """What suits the kind and size of the data."""
    return for_pictures(data) if PICTURE in data.spec.inputs else for_table(data)
