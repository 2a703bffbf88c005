"""One neuron at one moment: what came in, what it made of that, what came back, what it gives to others."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from neuroglass.glass.sentences import sentences

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = NDArray[Any]
Place = tuple[int, ...]


class Term(NamedTuple):
    """One input of a neuron: which, its value, the weight it is multiplied by, and their product."""

    name: str
    value: float
    weight: float
    product: float


@dataclasses.dataclass(frozen=True)
class Source:
    """What a neuron reads from one node.

    Args:
        node: the one that is read.
        start: the first place of what is read; a convolution reads a window.
        values: what stands there.
        weights: what each is multiplied by: the derivative of z by it, which where a layer multiplies is the weight.
        names: of the last axis.
        kernel: the entry of the kernel that the first value is multiplied by; None where there is none.
    """

    node: str
    start: Place
    values: Array
    weights: Array
    names: tuple[str, ...]
    kernel: Place | None = None

    @property
    def products(self) -> Array:
        """values * weights; of a layer that multiplies and adds, z is their sum and the bias."""
        return self.values * self.weights

    def terms(self) -> list[Term]:
        """One for each input, the largest product first."""
        order = np.argsort(-np.abs(self.products), axis=None, kind="stable")
        places = [tuple(map(int, np.unravel_index(number, self.values.shape))) for number in order]
        return [
            Term(self._name(at), float(self.values[at]), float(self.weights[at]), float(self.products[at]))
            for at in places
        ]

    def weight_names(self) -> dict[str, str]:
        """Of each input, by name, what the weight is called that it is multiplied by."""
        return {self._name(at): self._weight_name(at) for at in np.ndindex(*self.values.shape)}

    def _weight_name(self, at: Place) -> str:
        if self.kernel is None:
            return f"weight of {self._name(at)}"
        *first, unit = self.kernel
        place = (start + step for start, step in zip(first, at[-len(first) :], strict=True))
        return f"kernel[{','.join(map(str, (*place, unit)))}]"

    def _name(self, at: Place) -> str:
        *there, last = (start + step for start, step in zip(self.start, at, strict=True))
        return self.names[last] if not there else f"{self.names[last]} at {','.join(map(str, there))}"


@dataclasses.dataclass(frozen=True)
class Neuron:
    """One neuron at one moment. z = Σ inputs · weights + rest, a = activation(z).

    Args:
        node, unit, at, sample: which one, where, and for which sample.
        sources: what it reads, by node.
        weighted: whether its layer multiplies by a kernel; else what it multiplies by are slopes at this place.
        rest: z without the products: the bias of a layer that multiplies and adds.
        bias: the bias of its layer, if it has one.
        z: the pre-activation.
        activation: the function behind it, or None.
        a: what it hands on.
        derivative: of a by z.
        gradient_z, gradient_a: the derivatives of what was differentiated, by z and by a; None behind it.
        gates: of a recurrent cell, each gate and state of this unit, (real steps,), in the order of time.
        steps: which steps these are.
        now: of each gate and state, the step that a comes from.
        contributes: what each node that follows would lose if this neuron gave 0, where that is anything.
    """

    node: str
    unit: int
    at: Place
    sample: int
    sources: tuple[Source, ...]
    weighted: bool
    rest: float
    bias: float | None
    z: float
    activation: str | None
    a: float
    derivative: float
    gradient_z: float | None
    gradient_a: float | None
    gates: Mapping[str, Array]
    steps: tuple[int, ...]
    now: Mapping[str, int]
    contributes: Mapping[str, Array]

    @property
    def name(self) -> str:
        """As it is called: dense_1[7], conv2d_1[3] at 4,5."""
        return f"{self.node}[{self.unit}]" + (f" at {','.join(map(str, self.at))}" if self.at else "")

    @property
    def adds_up(self) -> bool:
        """Whether z is nothing but the products and the bias."""
        largest = max((abs(term.product) for term in self.terms()), default=0.0)
        wanted = self.bias or 0.0 if self.weighted else 0.0
        return math.isclose(self.rest, wanted, abs_tol=1e-5 * max(1, largest))

    @property
    def multiplies(self) -> bool:
        """Whether it does so by weights of its layer."""
        return self.weighted and self.adds_up

    def terms(self) -> list[Term]:
        """Every input, the largest product first."""
        return sorted((term for source in self.sources for term in source.terms()), key=lambda term: -abs(term.product))

    @property
    def weight_names(self) -> dict[str, str]:
        """Of each input, by name, what the weight is called that it is multiplied by, as kernel[3,7]."""
        return {name: weight for source in self.sources for name, weight in source.weight_names().items()}

    @property
    def windows(self) -> tuple[Source, ...]:
        """Of what it reads, that which it adds up from several places, as a convolution or a pooling does."""
        several = (source for source in self.sources if source.values[..., 0].size > 1)
        return tuple(several) if self.adds_up else ()

    def short(self, term: Term) -> str:
        """What a term is called, without the node where all come from one."""
        return term.name.removeprefix(self.sources[0].node) if len(self.sources) == 1 else term.name

    def words(self) -> list[str]:
        """z, a, what came back and what it gives, in sentences."""
        return sentences(self)

    def plot(self) -> Figure:
        """The products that add up to z, the slope there, what it gives to others, its window or its gates."""
        from neuroglass.glass.figures.neuron import drawn

        return drawn(self)

    def to_json(self) -> dict[str, Any]:
        """All of it; of the nodes that follow, the sum of what they would lose without regard to sign."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        del plain["sources"]
        return {
            **plain,
            "inputs": [term._asdict() for term in self.terms()],
            "contributes": {name: float(np.abs(lost).sum()) for name, lost in self.contributes.items()},
        }
