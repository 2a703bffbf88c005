"""How a network will learn, told before it does."""

from __future__ import annotations

from neuroglass.cli.networks import how_it_learns
from tests.report import stories


def test_what_becomes_of_pictures_is_told_with_the_reason() -> None:
    program = stories.pictures().program
    told = how_it_learns(program, "picture")
    assert (
        f"each picture is changed anew in each epoch, so that none is learnt by heart: {program.augmentation};" in told
    )
    assert "batches of 32 of 75 pictures" in told


def test_of_what_is_learnt_from_as_it_is_nothing_is_said() -> None:
    assert "changed" not in how_it_learns(stories.grey().program, "picture")
