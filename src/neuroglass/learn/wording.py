"""Optimisers and schedules as short text: "sgd momentum=0.9 nesterov=true", "cosine 0.002 floor=0.1 warm_up=100"."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from neuroglass.errors import ConfigurationError, nearest
from neuroglass.nn.settings import written


def made(
    text: str, known: dict[str, Callable[..., Any]], kind: str, also: tuple[str, ...] = ()
) -> tuple[Any, dict[str, Any]]:
    """What a text names, made with the settings it gives; those named in ``also`` are handed back instead.

    Raises:
        ConfigurationError: an unknown name, with the nearest known one, or a setting that does not fit.
    """
    name, *words = text.split() or [""]
    if name not in known:
        raise ConfigurationError(f"{kind} {name!r} is not known", "", nearest(name, known))
    makes = known[name]
    plain = [written(word) for word in words if "=" not in word]
    named = {key: written(value) for key, _, value in (word.partition("=") for word in words if "=" in word)}
    apart = {key: named.pop(key) for key in also if key in named}
    try:
        inspect.signature(makes).bind(*plain, **named)
    except TypeError as error:
        settings = [*inspect.signature(makes).parameters, *also]
        raise ConfigurationError(f"{kind} {text!r}: {error}", f"{name} with {', '.join(settings)}") from None
    return makes(*plain, **named), apart
