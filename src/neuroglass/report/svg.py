"""SVG, as text that is escaped where it is made."""

from __future__ import annotations

import itertools

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

Places = NDArray[np.float64]


def element(name: str, *children: object, **attributes: object) -> Markup:
    """One element; a trailing underscore of an attribute is dropped, others become hyphens.

    >>> element("text", "a < b", x=1.5, class_="tick", text_anchor="end")
    Markup('<text x="1.5" class="tick" text-anchor="end">a &lt; b</text>')
    """
    told = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    inside = "".join(_escaped(child) for child in children)
    return Markup(f"<{name}{told}>{inside}</{name}>" if inside else f"<{name}{told}/>")


def picture(title: str, description: str, width: float, height: float, *parts: object) -> Markup:
    """A whole picture that tells those who cannot see it what it shows."""
    return element(
        "svg",
        element("desc", description),
        *parts,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=round(width),
        height=round(height),
        role="img",
        aria_label=f"{title}. {description}",
    )


def text(content: object, x: float, y: float, kind: str = "", anchor: str | None = None, **more: object) -> Markup:
    """A line of text."""
    return element("text", content, x=x, y=y, class_=kind or None, text_anchor=anchor, **more)


def straight(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def line(xs: Places, ys: Places, kind: str) -> Markup:
    """A line through points, broken where one of them is not finite."""
    return element("path", d=_path(xs, ys), class_=f"line {kind}")


def dots(xs: Places, ys: Places, kind: str) -> Markup:
    """Many dots as one path: its round line ends are the dots."""
    there = np.isfinite(xs) & np.isfinite(ys)
    strokes = (f"M{x:.1f} {y:.1f}h0" for x, y in zip(xs[there], ys[there], strict=True))
    return element("path", d="".join(strokes), class_=f"dots {kind}")


def area(xs: Places, low: Places, high: Places, kind: str) -> Markup:
    """The area between two lines."""
    there = np.isfinite(low) & np.isfinite(high)
    xs, low, high = xs[there], low[there], high[there]
    around = zip(itertools.chain(xs, xs[::-1]), itertools.chain(high, low[::-1]), strict=True)
    return (
        element("path", d="M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in around) + "Z", class_=kind)
        if len(xs)
        else Markup()
    )


def bars(edges: Places, floor: float, tops: Places, kind: str) -> Markup:
    """Bars between neighbouring edges, as one path."""
    sides = zip(edges[:-1], edges[1:], tops, strict=True)
    drawn = (
        f"M{min(a, b):.1f} {floor:.1f}V{top:.1f}H{max(a, b):.1f}V{floor:.1f}Z" for a, b, top in sides if top != floor
    )
    return element("path", d="".join(drawn), class_=kind)


def _path(xs: Places, ys: Places) -> str:
    there = np.isfinite(xs) & np.isfinite(ys)
    starts = there & ~np.concatenate([[False], there[:-1]])
    pen = np.where(starts, "M", "L")
    return "".join(f"{p}{x:.1f} {y:.1f}" for p, x, y in zip(pen[there], xs[there], ys[there], strict=True))


def _name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def _value(value: object) -> Markup:
    return escape(f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value))


def _escaped(child: object) -> Markup:
    return child if isinstance(child, Markup) else escape(str(child))
