"""The commands, run in this process, and one small run that many tests look at."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from neuroglass.cli.main import main
from tests.compiling import quick, quickly

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")

TINY = ("--network", "dense 4 tanh", "--epochs", "3", "--batch-size", "all", "--validation", "0.2")


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The one JSON object on standard output, refused where it is not strict."""
        return dict(json.loads(self.out, parse_constant=pytest.fail))


Say = Callable[..., Said]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Say:
    """A command in an empty folder, on a terminal of 80 columns."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def iris_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run on the shipped iris table, compiled as all that is held against it."""
    folder = tmp_path_factory.mktemp("runs") / "iris"
    with quick():
        assert main(["train", "iris", *TINY, "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """A table whose target is a number."""
    rows = [f"{size},{'old' if size % 3 else 'new'},{size * 2.5 + 0.1}" for size in (row * 7 % 40 for row in range(40))]
    path = tmp_path / "houses.csv"
    path.write_text("\n".join(["size,age,price", *rows]) + "\n")
    return path
