"""What a report on a network that writes shows: what it was given, what is true of it, what it wrote."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup

from neuroglass.data.inputs import WRITTEN, Encoded
from neuroglass.data.parts import Part
from neuroglass.data.spec import Spec
from neuroglass.errors import NetworkError
from neuroglass.glass.looks import looked_at, looks
from neuroglass.model import Model
from neuroglass.nn.generation import Sampling
from neuroglass.report.groups import name_of, spread
from neuroglass.report.judged import Judged
from neuroglass.report.originals import original
from neuroglass.report.portraits import portrait
from neuroglass.report.worst import pictured
from neuroglass.writing import Wish

LOOKED_AT = 256  # rows that are written of
SHOWN = 8  # of them, and of those that are written otherwise than they are
MOST_CELLS = 12
LONGEST = 2000  # tokens of a text


@dataclasses.dataclass(frozen=True)
class Told:
    """One row.

    Args:
        name: its file, or its number in the source, from 1.
        given: its values by column, the first of them.
        picture: it, drawn, where it can be looked at.
        true: the text that it has.
        written: the text that the network wrote of it.
    """

    name: str
    given: tuple[tuple[str, str], ...]
    picture: Markup | None
    true: str
    written: str

    @property
    def right(self) -> bool:
        """Whether not one token is another."""
        return self.true == self.written


@dataclasses.dataclass(frozen=True)
class Telling:
    """How many rows of those that were looked at are written exactly, some of them, and some that are not."""

    rows: int
    exact: int
    some: tuple[Told, ...]
    others: tuple[Told, ...]


def telling(model: Model, judged: Judged) -> Telling | None:
    """What is shown of a network that writes a text of each row; None of any other."""
    writing = model.spec.target.writing
    if writing is None or not judged.finite:
        return None
    places = spread(np.arange(len(judged.part)), LOOKED_AT)
    part = judged.part.taken(places)
    given = dataclasses.replace(part, x={name: array for name, array in part.x.items() if name != WRITTEN})
    wish = Wish("", min(LONGEST, writing.length), Sampling(temperature=0))
    try:
        texts = list(model.written(Encoded(given.x, np.arange(len(part))), wish))
    except NetworkError:  # one that looks at many steps at once cannot write
        return None
    true = [writing.text(ids) for ids in part.y]
    right = np.array([one == other for one, other in zip(true, texts, strict=True)])
    return Telling(
        len(part),
        int(right.sum()),
        tuple(_told(model.spec, given, int(row), true, texts) for row in spread(np.arange(len(part)), SHOWN)),
        tuple(_told(model.spec, given, int(row), true, texts) for row in np.flatnonzero(~right)[:SHOWN]),
    )


def _told(spec: Spec, given: Part, row: int, true: list[str], texts: list[str]) -> Told:
    name = name_of(given, row)
    if (kind := looked_at(spec)) is not None:
        look = looks(spec.inputs[kind], np.asarray(given.x[kind][[row]]))[0]
        return Told(name, (), portrait(look, f"{name}: {texts[row]}", name), true[row], texts[row])
    known = original(spec, given, row)
    picture = None if known.picture is None else pictured(known.picture)
    return Told(name, () if picture else known.cells[:MOST_CELLS], picture, true[row], texts[row])
