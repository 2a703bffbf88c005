"""What every transform is, and the checks of their settings."""

from __future__ import annotations

import abc
from typing import ClassVar

from neuroglass.data.inputs import PICTURE
from neuroglass.errors import ConfigurationError
from neuroglass.nn.settings import check_number


class Transform(abc.ABC):  # noqa: B024  # the kinds that inherit from it say what is abstract
    """One change of a picture or of a clip, by chance: a frozen dataclass of its settings."""

    suits: ClassVar[str] = PICTURE  # the input that it changes


def check_below(thing: Transform, setting: str, limit: float) -> None:
    """Refuse an amount that is not from 0 to below ``limit``."""
    check_number(thing, setting, "a number, 0 or above")
    if getattr(thing, setting) >= limit:
        received = f"{type(thing).__name__}({setting}={getattr(thing, setting)!r})"
        raise ConfigurationError(received, f"{setting} to be below {limit:g}")


def check_whole(thing: Transform, setting: str) -> None:
    """Refuse a number of pixels that is not whole, 0 or above."""
    value = getattr(thing, setting)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        received = f"{type(thing).__name__}({setting}={value!r})"
        raise ConfigurationError(received, f"{setting} to be a whole number, 0 or above")
