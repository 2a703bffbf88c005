"""What an attribution says: a share of the number for each place of each input."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[np.float64]
Names = tuple[tuple[str, ...], ...]  # of the first axis behind the samples, sample by sample
TOLD = 5
EMPTY = "nothing speaks for it at {node}; try an earlier convolution, as --node conv2d_1, or another method"
VERBS = {"gradient": "changes most with", "smoothgrad": "changes most with", "grad_cam": "is seen most at"}


class Share(NamedTuple):
    """What one place, or column, has in the number."""

    name: str
    value: float


@dataclasses.dataclass(frozen=True)
class Attribution:
    """What each input has in the number of each sample: its loss, or what speaks for its answer.

    Args:
        method: gradient, gradient_x_input, integrated_gradients, smoothgrad, occlusion or grad_cam.
        of: "loss" or "answer".
        scores: (samples,), the numbers.
        values: by input name (or the node that was asked for), in the network's own unit: (samples, features) of a
            vector, (samples, steps) of ids, (samples, height, width, channels) of pictures, where occlusion and
            grad_cam take all channels together.
        columns: of a table, (samples,): all places of a column together; where a text is written, last what stands
            before its tokens.
        names: by input name, what the places of the first axis are called; pictures have none.
        features: by input name, what the places of the last axis of a series are called, or the bands of a sound.
        baseline: what it is compared with, in words; None where it is with nothing.
        completeness: of integrated gradients, (samples,): how far the sum of ``values`` is from what the number is
            more than at the baseline.
        steps: on the way from the baseline, or samples with noise; None where there are none.
        node: where it was looked, if not at the inputs, and
        coarse: the map of grad_cam there, (samples, ...), before it was stretched over the input.
        x: the inputs as they came, for drawing.
    """

    method: str
    of: str
    scores: Array
    values: Mapping[str, Array]
    columns: Mapping[str, Array]
    names: Mapping[str, Names]
    features: Mapping[str, tuple[str, ...]]
    baseline: str | None
    completeness: Array | None
    steps: int | None
    node: str | None
    coarse: Array | None
    x: Mapping[str, NDArray[Any]] = dataclasses.field(repr=False)

    def shares(self, sample: int = 0) -> list[Share]:
        """Every column of a table; of anything else every place, all channels of a picture's pixel together."""
        if self.columns:
            return [Share(name, float(values[sample])) for name, values in self.columns.items()]
        return [share for name in self.values for share in self._shares_of(name, sample)]

    def top(self, count: int = 10, sample: int = 0) -> list[Share]:
        """Those that matter most, for or against."""
        return sorted(self.shares(sample), key=lambda share: -abs(share.value))[:count]

    def is_empty(self, sample: int = 0) -> bool:
        """Whether nothing has a share in the number."""
        return not any(values[sample].any() for values in self.values.values())

    def words(self, sample: int = 0) -> list[str]:
        """What it comes to."""
        number = "the loss" if self.of == "loss" else "what speaks for the answer"
        verb = VERBS.get(self.method, "comes most from")
        if self.is_empty(sample) and self.coarse is not None:
            return [f"{number}, {self.scores[sample]:.4g}: {EMPTY.format(node=self.node)}"]
        named = ", ".join(f"{share.name} ({share.value:+.3g})" for share in self.top(TOLD, sample) if share.value)
        told = [f"{number}, {self.scores[sample]:.4g}, {verb} {named or 'nothing'}"]
        if self.completeness is not None:
            total = sum(float(values[sample].sum()) for values in self.values.values())
            error = f"{abs(self.completeness[sample]):.2g}"
            told.append(
                f"all together {total:+.4g} against the baseline, with an error of {error} in {self.steps} steps"
            )
        return [*told, *([f"baseline: {self.baseline}"] if self.baseline else [])]

    def to_json(self) -> dict[str, Any]:
        """All of it but the inputs."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self) if field.name != "x"}
        samples = range(len(self.scores))
        return {
            **plain,
            "top": [[share._asdict() for share in self.top(sample=sample)] for sample in samples],
            "words": [self.words(sample) for sample in samples],
        }

    def plot(self, sample: int = 0) -> Figure:
        """Bars of a table's columns, a map over a picture, coloured tokens or steps."""
        from neuroglass.glass.figures.attribution import drawn

        return drawn(self, sample)

    def _shares_of(self, name: str, sample: int) -> list[Share]:
        values, names = self.values[name][sample], self.names.get(name, ((),) * len(self.scores))[sample]
        if values.ndim == 0:
            return [Share(name, float(values))]
        if values.ndim > 2 or (values.ndim == 2 and values.shape[-1] == 1):
            values = values.sum(axis=-1)
        features = self.features.get(name, ())
        return [Share(_called(name, names, features, place), float(value)) for place, value in np.ndenumerate(values)]


def _called(name: str, names: tuple[str, ...], features: tuple[str, ...], place: tuple[int, ...]) -> str:
    """A feature or a step by its name; of a picture its row and column."""
    if not names:
        return f"{name} at {', '.join(map(str, place))}"
    return f"{features[place[1]]} at {names[place[0]]}" if place[1:] else names[place[0]]
