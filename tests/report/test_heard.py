"""What a report on sounds shows: spectrograms, against the numbers they are drawn from."""

from __future__ import annotations

import base64
import dataclasses
import io
import re

import numpy as np
import pytest
from markupsafe import Markup
from PIL import Image

from neuroglass.glass.looks import looks
from neuroglass.mel import log_mel
from neuroglass.report.filters import filters
from neuroglass.report.judged import Judged, judge
from neuroglass.report.maps import maps
from neuroglass.report.mistaken import mistaken
from neuroglass.report.page import page
from neuroglass.report.portraits import portrait, shortened
from neuroglass.report.samples import samples
from neuroglass.report.samples_page import samples_page
from neuroglass.report.worst import worst
from tests.report import stories


def depths(picture: Markup) -> np.ndarray:
    """The opacity of each value of a spectrogram, (bands, steps), the highest band first."""
    found = re.search(r"data:image/png;base64,([^\"]+)", picture)
    assert found is not None
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(found[1]))))
    assert (pixels[::2, ::2] == pixels[1::2, 1::2]).all()
    return pixels[::2, ::2, 3].astype(int)


@pytest.fixture(scope="module")
def misled() -> Judged:
    """Told wrong of each clip."""
    judged = judge(stories.clips())
    return dataclasses.replace(judged, answers=np.eye(2)[1 - judged.truth.astype(int)])


def test_a_spectrogram_is_the_deeper_the_louder_with_time_to_the_right_and_high_bands_on_top() -> None:
    data = stories.clips().data
    entry = data.spec.inputs["sound"]
    assert entry.mel is not None
    clip = data.train.x["sound"][:1]
    bands = log_mel(clip.astype(np.float32), entry.mel, np)[0]
    drawn = depths(portrait(looks(entry, clip)[0], "a tone"))
    share = np.clip((bands - np.log(1e-2)) / (np.log(1000) - np.log(1e-2)), 0, 1)
    np.testing.assert_allclose(drawn, 255 * share.T[::-1] ** 0.7, atol=1)


def test_a_long_clip_is_drawn_no_longer_than_three_times_its_height_and_keeps_its_loudness() -> None:
    look = np.repeat(np.linspace(-3, 3, 30), 10)[:, None] + np.zeros(8)
    drawn = portrait(look, "ten seconds")
    assert depths(drawn).shape == (8, 24)
    assert 'class="pixels heard"' in drawn
    np.testing.assert_allclose(shortened(look[None, :, :, None]).mean(), look.mean(), atol=0.01)
    np.testing.assert_array_equal(shortened(look[None, :24, :, None])[0, ..., 0], look[:24])


def test_samples_stand_beside_what_the_first_epoch_hears() -> None:
    story = stories.clips()
    shown = samples(story.data, story.program.augmentation, 0)
    assert [(group.name, len(group.plain), len(group.augmented)) for group in shown.groups] == [
        ("hum", 8, 8),
        ("whistle", 8, 8),
    ]
    assert "no voice, room or microphone" in shown.why
    for group in shown.groups:
        assert all(
            (depths(one) != depths(other)).any() for one, other in zip(group.plain, group.augmented, strict=True)
        )


def test_wrong_clips_are_shown_as_spectrograms(misled: Judged) -> None:
    spec, part = stories.clips().data.spec, misled.part
    entry = spec.inputs["sound"]
    first = worst(misled, spec)[0]
    assert first.picture is not None
    at = part.names.index(first.name)
    look = looks(entry, part.x["sound"][[at]])[0]
    assert first.picture == portrait(look, f"{first.true} told as {first.told}: {first.name}", first.name)
    assert {(pair.confusion.true, pair.confusion.given) for pair in mistaken(misled, spec)} == {
        ("hum", "whistle"),
        ("whistle", "hum"),
    }


def test_filters_and_maps_lie_as_spectrograms_do() -> None:
    story = stories.clips()
    drawing, shown = filters(story.model), maps(story.model, story.data.train)
    assert drawing is not None
    assert drawing.told == "6 filters of 3 × 3"
    assert shown is not None
    assert shown.shape == "14 × 40 × 1"
    assert [(depth.node, depth.shape) for depth in shown.depths][-1] == ("max_pool2d_1", "6 × 19 × 6")
    sizes = re.search(r'width="(\d+)" height="(\d+)"', shown.depths[-1].strips[0])
    assert sizes is not None


def test_the_pages_speak_of_clips() -> None:
    story = stories.clips()
    told = page(story)
    assert "What it makes of clips" in told
    assert "Its clips" in told
    assert "from sounds." in told
    assert "14 steps × 40 bands" in told
    assert "time goes to the right, the highest pitch is on top" in told
    assert "pictures of the" not in told
    assert "a page of clips" in samples_page(story.data)
    assert "--target" not in told
