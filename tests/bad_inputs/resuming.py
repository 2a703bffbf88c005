"""Runs that cannot be gone on with, or shown."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from tests.bad_inputs.case import GOOD, RUN, Case, Make, nothing, text
from tests.bad_inputs.ground import ROWS

STATE = "checkpoint/state.safetensors"


def _copied(change: Make) -> Make:
    """The good run, changed."""

    def make(folder: Path) -> None:
        shutil.copytree(folder.parent / RUN, folder / RUN)
        change(folder)

    return make


def _flip(folder: Path) -> None:
    content = bytearray((folder / RUN / STATE).read_bytes())
    content[-3] ^= 1
    (folder / RUN / STATE).write_bytes(content)


def _other_source(folder: Path, rows: Sequence[str] = (*ROWS[:-1], "5,red,no")) -> None:
    text("t.csv", *rows)(folder)
    settings = folder / RUN / "run.toml"
    settings.write_text(settings.read_text().replace(str((folder.parent / GOOD).resolve()), str(folder / "t.csv")))


def _lost_source(folder: Path) -> None:
    _other_source(folder)
    (folder / "t.csv").unlink()


def _write(name: str, content: str) -> Make:
    return lambda folder: (folder / RUN / name).write_text(content)


RESUMING = (
    Case("resume nothing", nothing, "train --resume run", ("run holds no run", "--out folder")),
    Case("resume a file", text("run", "a"), "train --resume run", ("run holds no run",)),
    Case("resume a model", nothing, f"train --resume ../{RUN}/model.safetensors", ("model.safetensors holds no run",)),
    Case("resume damaged", _copied(_flip), "train --resume run", (STATE, "is damaged", "not those that were saved")),
    Case(
        "resume without state",
        _copied(lambda f: (f / RUN / STATE).unlink()),
        "train --resume run",
        (STATE, "not there"),
    ),
    Case(
        "resume other source",
        _copied(_other_source),
        "train --resume run",
        ("run was trained on other data", "Train anew"),
    ),
    Case(
        "resume shorter source",
        _copied(lambda f: _other_source(f, ROWS[:-1])),
        "train --resume run",
        (STATE, "another training"),
    ),
    Case(
        "resume without source",
        _copied(_write("run.toml", "[data]")),
        "train --resume run",
        ("run.toml names no source", "Python"),
    ),
    Case(
        "resume missing source",
        _copied(_lost_source),
        "train --resume run",
        ("no file", "t.csv"),
    ),
    Case(
        "resume broken settings", _copied(_write("run.toml", "[data")), "train --resume run", ("run.toml is not TOML",)
    ),
    Case(
        "resume unknown setting",
        _copied(_write("run.toml", "[training]\nepocs = 1")),
        "train --resume run",
        ("run.toml", "epocs", "mean epochs?"),
    ),
    Case("show broken history", _copied(_write("history.jsonl", "{")), "show run", ("history.jsonl", "line 1")),
    Case("show broken findings", _copied(_write("findings.json", "{")), "show run", ("findings.json cannot be read",)),
)
