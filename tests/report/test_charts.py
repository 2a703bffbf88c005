"""Charts, read back from their paths."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from neuroglass.report.charts import Curve, histogram, lines, spark
from neuroglass.report.course import course
from neuroglass.report.svg import element, line
from tests.report import stories


def points(picture: str, kind: str) -> np.ndarray:
    path = next(part for part in ET.fromstring(picture).iter("path") if part.get("class") == f"line {kind}")
    return np.array(re.findall(r"[ML]([-\d.]+) ([-\d.]+)", path.get("d") or ""), float)


def test_text_and_attributes_are_escaped() -> None:
    made = element("text", "a<b", title='"><script>')
    assert ET.fromstring(made).text == "a<b"
    assert ET.fromstring(made).get("title") == '"><script>'


def test_a_line_is_broken_where_a_value_is_not_finite() -> None:
    path = line(np.arange(5.0), np.array([1, 2, np.nan, 4, np.inf]), "blue")
    assert re.findall(r"[ML][\d.]+ [\d.]+", path) == ["M0.0 1.0", "L1.0 2.0", "M3.0 4.0"]


def test_the_curves_of_the_page_draw_the_history() -> None:
    story = stories.multiclass()
    title, chart = course(story)[0][0]
    assert title == "Training and test risk"
    both = np.concatenate([points(chart, "blue"), points(chart, "orange")])
    drawn = np.concatenate([story.history["loss"], story.history["test_loss"]])
    assert np.corrcoef(both[:, 1], drawn)[0, 1] == pytest.approx(-1, abs=1e-4)  # linear, and up is less in SVG
    assert np.corrcoef(both[: stories.EPOCHS, 0], np.arange(stories.EPOCHS))[0, 1] == pytest.approx(1, abs=1e-6)


def test_the_kept_epoch_is_marked_where_the_curve_passes_it() -> None:
    story = stories.multiclass()
    chart = course(story)[0][0][1]
    mark = next(part for part in ET.fromstring(chart).iter("line") if part.get("class") == "mark")
    assert float(mark.get("x1") or 0) == pytest.approx(points(chart, "blue")[story.kept_epoch - 1, 0], abs=0.06)
    assert "kept: epoch 4" in chart


def test_one_epoch_is_a_dot() -> None:
    chart = lines("One", ("epoch", "loss"), [Curve("loss", np.array([1]), np.array([0.5]), "blue")])
    assert "dots blue" in chart
    assert "line blue" not in chart


def test_a_curve_without_a_finite_value_is_told_so() -> None:
    chart = lines("None", ("epoch", "loss"), [Curve("loss", np.arange(3), np.full(3, np.nan), "blue")])
    assert "no finite value" in chart


def test_the_heights_of_a_histogram_are_its_counts() -> None:
    values = np.repeat([0.0, 1.0], [10, 40])
    path = next(p for p in ET.fromstring(histogram("H", "x", values)).iter("path") if p.get("class") == "fill blue")
    bars = re.findall(r"M[\d.]+ ([\d.]+)V([\d.]+)", path.get("d") or "")
    short, tall = sorted(float(floor) - float(top) for floor, top in bars)
    assert tall / short == pytest.approx(4, rel=0.01)


def test_a_spark_of_nothing_says_so() -> None:
    assert "nothing to draw" in spark("Empty", np.zeros(0), "blue")
