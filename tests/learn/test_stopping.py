"""What may be watched, and what the endings say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from neuroglass.errors import ConfigurationError
from neuroglass.learn.stopping import Stopped, Watch

COLUMNS = ("loss", "accuracy", "val_loss", "val_accuracy", "learning_rate")


def test_validation_loss_is_watched_where_there_is_one() -> None:
    assert Watch().column(COLUMNS) == 2
    assert Watch().column(COLUMNS[:2]) == 0
    assert Watch("val_accuracy").column(COLUMNS) == 3


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "unknown": (
        lambda: Watch("val_acuracy").column(COLUMNS),
        "monitor='val_acuracy' is not measured in this training. Did you mean val_accuracy?",
    ),
    "a test part": (
        lambda: Watch("test_loss").column(("loss", "test_loss")),
        "monitor='test_loss'. Expected a column that is not of the test part, which decides nothing.",
    ),
    "patience": (lambda: Watch(patience=0), "patience=0. Expected a number of epochs, 1 or more."),
    "min_delta": (lambda: Watch(min_delta=-1.0), "min_delta=-1.0, tolerance="),
}


@pytest.mark.parametrize(("make", "text"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_watched_is_named(make: Callable[[], Any], text: str) -> None:
    with pytest.raises(ConfigurationError, match="^" + re.escape(text)):
        make()


@pytest.mark.parametrize(
    "ending", [e for e in Stopped if e not in (Stopped.RUNNING, Stopped.EPOCHS)], ids=lambda e: e.name
)
def test_an_ending_before_its_time_says_what_to_do_next(ending: Stopped) -> None:
    assert re.search(r"; .*(may|lower|resumed)", ending.value)
