"""Numbers as people read them."""

from __future__ import annotations

import math

NOTHING = "–"


def number(value: float | None, digits: int = 4) -> str:
    """A number with ``digits`` significant digits, thousands grouped.

    >>> number(1234567), number(0.000123456), number(float("nan"))
    ('1,234,567', '0.0001235', '–')
    """
    if value is None or math.isnan(value):
        return NOTHING
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= 1e9:
        return signed(f"{value:.{digits}g}".replace("e+", "e"))
    if value == int(value) or abs(value) >= 10 ** (digits - 1):
        return signed(f"{value:,.0f}")
    return signed(f"{value:.{digits}g}")


def share(value: float | None) -> str:
    """A share as per cent.

    >>> share(0.9739).replace("\N{NO-BREAK SPACE}", " "), share(None)
    ('97.4 %', '–')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{100 * value:.{0 if value in (0, 1) else 1}f}\N{NO-BREAK SPACE}%"


def duration(seconds: float) -> str:
    """A time.

    >>> duration(0.25), duration(42), duration(3723)
    ('0.25 s', '42 s', '1 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = int(seconds // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {int(seconds % 60)} s"


def counted(count: int, thing: str, several: str | None = None) -> str:
    """A count and what is counted.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "class", "classes")
    ('1 row', '1,200 rows', '2 classes')
    """
    return f"{count:,} {thing if count == 1 else several or f'{thing}s'}"


def signed(text: str) -> str:
    """With a minus sign in place of the hyphen."""
    return text.replace("-", "−")


def capital(text: str) -> str:
    """With a capital letter first, the others as they are."""
    return text[:1].upper() + text[1:]
