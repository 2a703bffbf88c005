"""Which recipe suits the data."""

from __future__ import annotations

from collections.abc import Callable

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.parts import Data
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.learn.picture_recipe import for_pictures
from neuroglass.learn.recipe import Recipe
from neuroglass.learn.series_recipe import for_series
from neuroglass.learn.sound_recipe import for_sounds
from neuroglass.learn.table_recipe import for_table
from neuroglass.learn.text_recipe import for_next_token, for_texts, texts_of
from neuroglass.learn.writing_recipe import for_writing

BY_SOURCE: dict[type, Callable[[Data], Recipe]] = {
    ImageInputs: for_pictures,
    SeriesInputs: for_series,
    SoundInputs: for_sounds,
}


def for_data(data: Data) -> Recipe:
    """What suits the kind and size of the data."""
    if data.spec.task.kind == "next":
        return for_next_token(data)
    if data.spec.target.writes:
        return for_writing(data)
    otherwise = for_texts if texts_of(data) else for_table
    return BY_SOURCE.get(type(data.spec.source), otherwise)(data)
