"""How memory fades: the derivative of where a sequence ends by each of its earlier steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.between import found
from neuroglass.glass.checking import check_sample
from neuroglass.glass.fading import Fading, fading
from neuroglass.glass.real_steps import real_steps
from neuroglass.glass.steps import step_names
from neuroglass.glass.walks import INPUT, norms_along, norms_of_number, walk
from neuroglass.glass.windowed import end_by_step, norms, sequence_before
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

END, NUMBER = "end", "number"
WAYS = ("forward", "backward")


@dataclasses.dataclass(frozen=True)
class Memory:
    """How much each step of a sequence still counts at its end.

    norms[name][k] is the root of the sum of squares of all derivatives, of every number at the end or of the one number
    that was differentiated, by everything at the step steps[k]. The end is the hidden state after the last step of the
    walk; of a node that is not recurrent its last real step, or all of it, and the steps are those of its sequence.

    Args:
        node, sample: which.
        of: "end": the state after the last real step; "number": what the glass differentiates, through this node.
        way: of a bidirectional layer, forward or backward; else forward.
        steps: the places of the real steps, in the order they are walked: padding is none of them.
        norms: (steps,) by what is differentiated by: "input", and of recurrent cells each state, "hidden", "cell".
        names: what each step is called: its token, time or number.
    """

    node: str
    sample: int
    of: str
    way: str
    steps: NDArray[np.int64]
    norms: Mapping[str, NDArray[np.float64]]
    names: tuple[str, ...]

    @property
    def back(self) -> NDArray[np.int64]:
        """How many steps each lies before the end."""
        return np.arange(len(self.steps))[::-1]

    def fading(self, by: str | None = None) -> Fading:
        """How fast it goes, by a straight line through the logarithms; of the last state, where there is one.

        The derivative of the end by itself says nothing of memory: of a state the line leaves it out.
        """
        name = by or list(self.norms)[-1]
        is_itself = self.of == END and name != INPUT and len(self.steps) > 2
        return fading(self.norms[name], skipped=int(is_itself))

    @property
    def half_life(self) -> float:
        """After how many steps half is left; infinite where it does not fade."""
        return self.fading().half_life

    def words(self) -> list[str]:
        """What it comes to."""
        what = "the end of the sequence" if self.of == END else "what was differentiated"
        way = f" ({self.way})" if self.way == WAYS[1] else ""
        return [
            f"{self.node}{way}: the derivative of {what} by {_called(by)} {self.fading(by).words()}"
            for by in self.norms
        ]

    def to_json(self) -> dict[str, Any]:
        """All of it."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        told = {by: self.fading(by).to_json() for by in self.norms}
        return {**plain, "fading": told, "words": self.words()}

    def plot(self) -> Figure:
        """The norms over the steps, with the straight lines through them."""
        from neuroglass.glass.figures.memory import drawn

        return drawn(self)


def memory(glass: Glass, name: str, of: str, way: str, sample: int) -> Memory:
    """See ``Glass.memory``."""
    node = found(glass.model.network, name)
    check_sample(glass, sample)
    is_both_ways = isinstance(node.layer, Bidirectional)
    _check(of, way, is_both_ways)
    if isinstance(node.layer, Recurrent) or (is_both_ways and of == END):
        along = walk(glass, node, way, sample)
        source, steps = along.read, along.steps
        by = norms_along(along) if of == END else norms_of_number(glass, along)
    else:
        source = node.inputs[0] if is_both_ways else sequence_before(glass.model.network, name)
        steps = real_steps(glass, source, sample)
        slopes = end_by_step(glass, name, source, sample) if of == END else _came_back(glass, source, sample)
        by = {INPUT: slopes[steps]}
    if len(steps) < 2:
        raise NetworkError(f"the sample has {len(steps)} real step(s) at {name}", "two or more: an end, and one before")
    names = step_names(glass.model.spec, glass.part, sample, glass.model.network.shapes[source][0])
    return Memory(name, sample, of, way, steps, by, tuple(names[step] for step in steps))


def _came_back(glass: Glass, source: str, sample: int) -> NDArray[np.float64]:
    return norms(glass.gradients[source][sample])


def _check(of: str, way: str, is_both_ways: bool) -> None:
    if of not in (END, NUMBER):
        raise ConfigurationError(f"of={of!r}", f"{END} or {NUMBER}")
    if way not in (WAYS if is_both_ways else WAYS[:1]):
        raise ConfigurationError(f"way={way!r}", "forward, or of a bidirectional layer backward")


def _called(by: str) -> str:
    return "its inputs" if by == INPUT else f"its {by} state"
