"""What a report on pictures or sounds shows beside all else: samples, what it told right and wrong, filters, maps."""

from __future__ import annotations

import dataclasses

from neuroglass.glass.looks import looked_at
from neuroglass.report.filters import Filters, filters
from neuroglass.report.judged import Judged
from neuroglass.report.maps import Maps, maps
from neuroglass.report.mistaken import Mistaken, mistaken
from neuroglass.report.portraits import size
from neuroglass.report.samples import Samples, samples
from neuroglass.report.story import Story
from neuroglass.report.told import Told, told


@dataclasses.dataclass(frozen=True)
class Seen:
    """The size of a picture or of a spectrogram, and the sections; what does not apply is None or empty."""

    size: str
    samples: Samples
    filters: Filters | None
    maps: Maps | None
    mistaken: tuple[Mistaken, ...]
    told: Told | None


def seen(story: Story, judged: Judged) -> Seen:
    """All of them, for a network that learnt from what can be looked at."""
    spec = story.data.spec
    return Seen(
        size(spec.inputs[str(looked_at(spec))]),
        samples(story.data, story.program.augmentation, int(story.settings["training"]["seed"])),
        filters(story.model),
        maps(story.model, judged.part) if judged.finite else None,
        mistaken(judged, spec) if spec.target.strata and judged.finite else (),
        told(judged, spec) if spec.target.strata and judged.finite else None,
    )
