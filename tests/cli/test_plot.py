"""Curves as braille dots."""

from __future__ import annotations

import math

from neuroglass.cli.plot import plot


def test_a_rising_line_goes_from_the_lower_left_to_the_upper_right() -> None:
    lines = plot([1.0, 2.0], [1.0, 2.0], width=10, height=3)
    assert lines[0].startswith("2 ")
    assert lines[2].startswith("1 ")
    assert (ord(lines[2][2]) - 0x2800) & 0x40  # the lowest dot at the left
    assert (ord(lines[0][-1]) - 0x2800) & 0x08  # the highest at the right
    assert lines[3] == "  1      2"


def test_values_that_are_not_finite_are_left_out() -> None:
    assert plot([0.0, 1.0, 2.0], [1.0, math.nan, 2.0], 10, 3)[:3] == plot([0.0, 2.0], [1.0, 2.0], 10, 3)[:3]


def test_a_flat_curve_has_room_above_and_below() -> None:
    lines = plot([-1.0, 1.0], [1.0, 1.0], width=12, height=5)
    assert lines[0].startswith("2 ")
    assert lines[4].startswith("0 ")
