"""The course of a training, in memory and as a file of one JSON object an epoch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from neuroglass.errors import FileError
from neuroglass.learn.history import History, load


def test_rows_come_back_from_the_file_with_null_for_what_is_no_number(tmp_path: Path) -> None:
    history = History(("loss", "val_loss"), np.array([[0.5, np.nan], [0.25, np.inf]], np.float32))
    history.save(tmp_path / "history.jsonl")
    assert load(tmp_path / "history.jsonl") == [
        {"epoch": 1, "loss": 0.5, "val_loss": None},
        {"epoch": 2, "loss": 0.25, "val_loss": None},
    ]


def test_extending_keeps_what_was_written() -> None:
    history = History(("loss",)).extended(np.ones((2, 1), np.float32), np.ones(6, np.float32))
    history = history.extended(np.zeros((1, 1), np.float32), np.zeros(3, np.float32))
    assert history["loss"].tolist() == [1, 1, 0]
    assert history.costs.tolist() == [1] * 6 + [0] * 3


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 5000], ids=["cut", "binary", "deep"])
def test_a_damaged_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"history\.jsonl cannot be read as a history"):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"history\.jsonl cannot be read as a history: No such file"):
        load(tmp_path / "history.jsonl")
