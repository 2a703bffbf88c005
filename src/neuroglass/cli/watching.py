"""How a training was watched: as facts, and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neuroglass.report.words import counted, share

if TYPE_CHECKING:
    from neuroglass.learn.readings import Readings


def watching(level: str | None, price: float | None, readings: Mapping[str, Readings]) -> dict[str, Any]:
    """The level, the price, how many readings there are, the last of each column of health, and who sleeps.

    ``asleep`` has by node the share of units that were awake at no sample of the last readings.
    """
    from neuroglass.glass.measured import awake

    health, units = readings.get("health"), readings.get("units")
    asleep = {node: of.asleep_at_end for node, of in awake(units).items()} if units is not None and len(units) else {}
    return {
        "level": level,
        "price": price,
        "readings": {name: len(held) for name, held in readings.items()},
        "last": dict(zip(health.columns, health.values[-1], strict=True)) if health is not None and len(health) else {},
        "asleep": {node: float(units.mean()) for node, units in asleep.items()},
    }


def sentence(facts: Mapping[str, Any]) -> str:
    """The same in words."""
    readings = counted(facts["readings"]["health"], "reading")
    price = "too short a training to tell their price"
    if facts["price"] is not None:
        price = f"at {share(facts['price'])} of the training's time"
    told = f"{facts['level']}, {readings}, {price}"
    asleep = [f"{node} {share(part)}" for node, part in facts["asleep"].items() if part]
    return f"{told}; units asleep at the end: {', '.join(asleep) or 'none'}"
