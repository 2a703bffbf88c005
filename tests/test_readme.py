"""What the two READMEs show runs, and both show the same."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.io import wavfile

from neuroglass.cli.main import main
from tests.compiling import quickly

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
MADE = ("cars_and_buses", "verses.txt", "sales.csv", "phrases.csv", "calls")  # here, and learnt from for two epochs

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")


def blocks(readme: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", readme.read_text(encoding="utf-8"), flags=re.DOTALL)


def commands(readme: Path) -> list[str]:
    return [line.split("#")[0].strip() for block in blocks(readme, "sh") for line in block.splitlines()]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_python_shown_is_an_example_file(readme: Path) -> None:
    files = [path.read_text(encoding="utf-8").split('"""\n\n', 1)[1] for path in EXAMPLES]
    shown = blocks(readme, "python")
    assert shown
    assert all(code in files for code in shown)


@pytest.mark.parametrize("language", ["sh", "python"])
def test_both_readmes_show_the_same_code(language: str) -> None:
    english, chinese = (blocks(readme, language) for readme in READMES)
    without_comments = [[re.sub(r" +#.*", "", block) for block in shown] for shown in (english, chinese)]
    assert without_comments[0] == without_comments[1]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_every_file_that_is_linked_is_there(readme: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", readme.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def draw_cars_and_buses(place: Path) -> None:
    """Pictures of noise, one class darker than the other."""
    random = np.random.default_rng(0)
    for kind, light in (("buses", 120), ("cars", 255)):
        (place / "cars_and_buses" / kind).mkdir(parents=True)
        for number in range(12):
            pixels = random.integers(0, light, (16, 16, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(place / "cars_and_buses" / kind / f"{number}.png")
    Image.fromarray(np.full((16, 16, 3), 60, np.uint8)).save(place / "new.jpg")


def write_sequences(place: Path) -> None:
    """A text, phrases, a series and sounds, made."""
    counted = [(count, colour) for count in range(1, 13) for colour in ("red", "green", "blue")]
    phrases = [f"{count},{colour},there are {count} of the {colour} ones here" for count, colour in counted]
    (place / "phrases.csv").write_text("\n".join(["count,colour,phrase", *phrases]), encoding="utf-8")
    (place / "verses.txt").write_text("the cat sat on the mat, and the dog sat on the log.\n" * 60, encoding="utf-8")
    months = [
        f"{year}-{month:02}-01,{100 + 3 * year % 50 + 20 * np.sin(month):.2f}"
        for year in range(2014, 2022)
        for month in range(1, 13)
    ]
    (place / "sales.csv").write_text("\n".join(["month,sales", *months]), encoding="utf-8")
    random = np.random.default_rng(0)
    for kind, pitch in (("high", 1500), ("low", 300)):
        (place / "calls" / kind).mkdir(parents=True)
        for number in range(12):
            wave = np.sin(2 * np.pi * pitch * np.arange(1600) / 8000) + random.normal(scale=0.1, size=1600)
            wavfile.write(place / "calls" / kind / f"{number}.wav", 8000, (8000 * wave).astype(np.int16))


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draw_cars_and_buses(tmp_path)
    write_sequences(tmp_path)
    shown = [shlex.split(command) for command in commands(READMES[0])]
    assert [words[1] for words in shown if words[0] == "make"] == ["demo", "test"]
    for words in shown:
        if words[0] == "neuroglass":
            is_long = words[1] == "train" and words[2] in MADE
            assert main(words[1:] + ["--epochs", "2"] * is_long) == 0, words
    assert (tmp_path / "answers.csv").read_text(encoding="utf-8").count("\n") == 151
