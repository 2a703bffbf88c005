"""Bidirectional: one recurrent layer from the first step on, another of its kind from the last, side by side."""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Callable, Mapping, Sequence

import jax
import jax.numpy as jnp

from neuroglass.errors import NetworkError
from neuroglass.nn.layers.base import Arrays, Layer, Moment, Shape, Weight, single
from neuroglass.nn.layers.recurrent.base import Recurrent
from neuroglass.nn.settings import check_choice

MERGES: dict[str, Callable[[jax.Array, jax.Array], jax.Array]] = {
    "concat": lambda forward, backward: jnp.concatenate([forward, backward], -1),
    "sum": operator.add,
    "ave": lambda forward, backward: (forward + backward) / 2,
    "mul": operator.mul,
}


@dataclasses.dataclass(frozen=True)
class Bidirectional(Layer):
    """Walks a sequence both ways, with weights of its own for each, so that every step knows what lies on both sides.

    Args:
        layer: a recurrent layer, as ``LSTM(32, return_sequences=True)``; it walks forwards, its twin backwards.
        merge: how the two answers become one, step by step: concat, sum, ave or mul.

    Source: Schuster & Paliwal 1997; https://keras.io/api/layers/recurrent_layers/bidirectional/
    """

    layer: Recurrent
    merge: str = "concat"

    def __post_init__(self) -> None:
        if not isinstance(self.layer, Recurrent):
            raise NetworkError(f"Bidirectional(layer={self.layer!r})", "a recurrent layer, as LSTM(32)")
        if self.layer.go_backwards or self.layer.stateful:
            setting = "go_backwards" if self.layer.go_backwards else "stateful"
            raise NetworkError(
                f"Bidirectional of a layer with {setting}=True", "one that begins anew at the first step"
            )
        check_choice(self, "merge", tuple(MERGES))
        object.__setattr__(self, "layer", self.layer.named(None))

    @property
    def random(self) -> bool:
        """Whether anything is dropped."""
        return self.layer.random

    @property
    def ways(self) -> dict[str, Recurrent]:
        """The two layers."""
        return {"forward": self.layer, "backward": dataclasses.replace(self.layer, go_backwards=True)}

    def output_shape(self, *shapes: Shape) -> Shape:
        """That of one layer; the last axis twice as long where the two are joined."""
        (*time, width) = self.layer.output_shape(single("Bidirectional", shapes))
        return (*time, 2 * width if self.merge == "concat" else width)

    def weights(self, *shapes: Shape) -> Mapping[str, Weight]:
        """Those of both, as forward_kernel and backward_kernel."""
        return {
            f"{way}_{name}": weight
            for way, layer in self.ways.items()
            for name, weight in layer.weights(*shapes).items()
        }

    def compute(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> tuple[jax.Array, Arrays]:
        """Both answers, merged; those of the way back in the order of time again."""
        values = [layer.compute(owned, there, *inputs)[0] for layer, owned, there in self._each_way(weights, moment)]
        if self.layer.return_sequences:
            values[1] = values[1][:, ::-1]
        return functools.reduce(MERGES[self.merge], values), {}

    def inside(self, weights: Arrays, moment: Moment, *inputs: jax.Array) -> dict[str, jax.Array]:
        """What happens inside both cells, as forward_input, backward_input, ...; all in the order of time."""
        forward, backward = (
            layer.inside(owned, there, *inputs) for layer, owned, there in self._each_way(weights, moment)
        )
        ahead = {f"forward_{name}": steps for name, steps in forward.items()}
        return ahead | {f"backward_{name}": steps[:, ::-1] for name, steps in backward.items()}

    def steps(self, known: Sequence[jax.Array | None], *inputs: jax.Array) -> jax.Array | None:
        """Those of the input, where every step is an answer."""
        return self.layer.steps(known, *inputs)

    def _each_way(self, weights: Arrays, moment: Moment) -> list[tuple[Recurrent, Arrays, Moment]]:
        """Each layer with its own weights and its own random stream."""
        keys = [None, None] if moment.key is None else list(jax.random.split(moment.key))
        return [
            (
                layer,
                {name.removeprefix(f"{way}_"): array for name, array in weights.items() if name.startswith(f"{way}_")},
                dataclasses.replace(moment, key=key),
            )
            for (way, layer), key in zip(self.ways.items(), keys, strict=True)
        ]


def at_every_step(layer: Recurrent | Bidirectional) -> Layer:
    """The same layer, handing on every step."""
    if isinstance(layer, Bidirectional):
        return dataclasses.replace(layer, layer=dataclasses.replace(layer.layer, return_sequences=True))
    return dataclasses.replace(layer, return_sequences=True)
