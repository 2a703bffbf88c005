"""The figure, read back from its lines."""

from __future__ import annotations

import numpy as np
import pytest

from neuroglass.report.plots import curves
from tests.report import stories


def test_the_figure_draws_the_history() -> None:
    story = stories.regression()
    first = curves(story).axes[0]
    lines = {line.get_label(): line for line in first.get_lines()}
    np.testing.assert_array_equal(lines["training"].get_ydata(), story.history["loss"])
    np.testing.assert_array_equal(lines["test"].get_ydata(), story.history["test_loss"])
    np.testing.assert_array_equal(lines["training"].get_xdata(), np.arange(1, stories.EPOCHS + 1))
    np.testing.assert_array_equal(lines["kept: 4"].get_xdata(), [4, 4])


@pytest.mark.parametrize(("kind", "metric"), [("binary", "accuracy"), ("regression", "RMSE"), ("broken", "accuracy")])
def test_every_measure_has_its_place(kind: str, metric: str) -> None:
    assert [axes.get_title() for axes in curves(stories.STORIES[kind]()).axes] == ["loss", metric, "learning rate"]
