"""Each example runs and prints what it is there for."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))

# A word of what each example prints, by file.
PRINTED = {
    "digits": "'accuracy': 0.9",
    "glass": "bias ",
    "graph": "1,315 parameters",
    "many_to_many": "ends of words: {'loss': 0.",
    "many_to_one": "'accuracy': 1.0",
    "one_to_many": "rising   loudest band, frame by frame: 2 ",
    "one_to_many_text": "3 red goose -> three red geese",
    "one_to_one": "'accuracy': 0.9",
    "pictures": "'accuracy': 0.9",
    "predict": "shape: (3, 11)",
    "scikit_learn": "[0.9",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all, in the order of their names: predict asks the model that digits saves."""
    return tmp_path_factory.mktemp("examples")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_prints_what_it_is_there_for(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    runpy.run_path(str(path))
    assert PRINTED[path.stem] in capsys.readouterr().out
