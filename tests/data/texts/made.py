"""Texts made for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

GLAD = ("what a lovely story", "it was great fun", "a happy day for all", "we liked this one")
SAD = ("what a dreadful bore", "it was poor and slow", "a gloomy day for all", "we hated this one")
RHYME = "the cat sat on the mat and the dog lay on the log.\n" * 20


def reviews(each: int = 10) -> dict[str, str]:
    """Short texts by their path, CLASS/N.txt, no two alike."""
    kinds = {"bad": SAD, "good": GLAD}
    return {
        f"{name}/{number}.txt": f"{texts[number % 4]}, number {number}"
        for name, texts in kinds.items()
        for number in range(each)
    }


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
