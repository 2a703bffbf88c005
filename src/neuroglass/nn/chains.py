"""Layers as short text, "dense 64 relu, dropout 0.2, dense 32 selu"."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from neuroglass.errors import NetworkError, nearest
from neuroglass.nn import layers
from neuroglass.nn.activations import ACTIVATIONS
from neuroglass.nn.layers import Activation, Dense, Flatten, Layer, Output
from neuroglass.nn.layers.recurrent import Bidirectional, Recurrent, at_every_step
from neuroglass.nn.settings import written

Walking = Recurrent | Bidirectional
ALONG_TIME = ("1D", "LastStep")  # how the names of layers end that go through time

KINDS: dict[str, type[Layer]] = {
    re.sub(r"[^a-z0-9]", "", name.lower()): kind
    for name, kind in vars(layers).items()
    if isinstance(kind, type) and issubclass(kind, Layer) and kind is not Layer
}
KINDS |= {name.removesuffix("2d"): kind for name, kind in KINDS.items() if name.endswith("2d")}


def layers_of(entries: Iterable[str]) -> list[Layer]:
    """The layers that texts describe, ended by an output layer where none is written.

    Raises:
        NetworkError: a layer or setting that is not known, with the nearest known one.
    """
    made = _in_time([layer for entry in entries for layer in _layers(entry)])
    return made if made and isinstance(made[-1], Output) else [*made, Output()]


def _in_time(made: list[Layer]) -> list[Layer]:
    """Recurrent layers hand on every step where the next layer with a say in it walks along time as well."""
    walks = [isinstance(layer, Walking) or type(layer).__name__.endswith(ALONG_TIME) for layer in made]
    ends = [isinstance(layer, Dense | Flatten) for layer in made]
    return [
        at_every_step(layer)
        if isinstance(layer, Walking) and next((walks[at] for at in _after(number, walks, ends)), False)
        else layer
        for number, layer in enumerate(made)
    ]


def _after(number: int, *decisive: list[bool]) -> Iterator[int]:
    """The places behind ``number`` at which one of the lists says yes."""
    return (at for at in range(number + 1, len(decisive[0])) if any(says[at] for says in decisive))


def _layers(entry: str) -> list[Layer]:
    words = entry.split()
    if not words:
        raise NetworkError("the network has an empty place between its commas", "a layer, as dense 64 relu")
    name, *settings = words
    times = 1
    if settings and re.fullmatch(r"x[1-9]\d?", settings[-1]):
        times = int(settings.pop()[1:])
    if name in ACTIVATIONS and not settings:
        return [Activation(name)] * times
    if name == "dense" and not settings:
        return [Output()]
    if name == "embedding" and sum("=" not in word for word in settings) == 1:
        settings = ["input_dim=none", *settings]
    if name == "bidirectional" and settings:
        walked = [cast(Recurrent, layer) for layer in _layers(" ".join(settings))]  # where it is none, it is refused
        return [Bidirectional(layer) for layer in walked for _ in range(times)]
    kind = KINDS.get(name.lower().replace("_", ""))
    if kind is None:
        raise NetworkError(
            f"the layer {name!r} in {entry.strip()!r} is not known", "", nearest(name, [*KINDS, *ACTIVATIONS])
        )
    return [_layer(kind, entry.strip(), settings)] * times


def _layer(kind: type[Layer], entry: str, words: list[str]) -> Layer:
    fields = [field.name for field in dataclasses.fields(kind)]
    in_order = [field.name for field in dataclasses.fields(kind) if not field.kw_only]
    given: dict[str, Any] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            is_activation = word in ACTIVATIONS and "activation" in fields
            key = "activation" if is_activation else next((name for name in in_order if name not in given), "")
            value = word
        if key not in fields or key in given:
            raise NetworkError(f"{word!r} in {entry!r} is one setting too many or not known", "", nearest(key, fields))
        sizes = re.fullmatch(r"\d+([x×]\d+)+", value)
        given[key] = tuple(map(int, re.split("[x×]", value))) if sizes else written(value)
    try:
        return kind(**given)
    except TypeError:
        missing = [f.name for f in dataclasses.fields(kind) if f.default is dataclasses.MISSING and f.name not in given]
        raise NetworkError(f"{entry!r} does not say {' and '.join(missing)}", f"{entry} and a number") from None
