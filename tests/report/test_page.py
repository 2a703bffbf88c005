"""The page, read by Python's own parsers. Numbers are checked against the story and scikit-learn."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from neuroglass import report
from neuroglass.data.reading import worded
from neuroglass.errors import FileError
from neuroglass.nn import metrics
from neuroglass.report.page import page, write
from neuroglass.report.story import Story
from tests.report import stories

VOID = {"meta", "br", "hr", "img", "input", "link", "col"}
kinds = pytest.mark.parametrize("make", stories.STORIES.values(), ids=stories.STORIES)


class Reader(HTMLParser):
    """Elements, their attributes, the text of the page; refuses what is opened and not closed."""

    def __init__(self, html: str):
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.text += f" {data}"

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


def sections(reader: Reader) -> list[str | None]:
    return [attributes.get("id") for tag, attributes in reader.elements if tag == "section"]


@kinds
def test_every_element_is_closed_where_it_was_opened(make: Callable[[], Story]) -> None:
    assert Reader(page(make())).count("svg") > 3


@kinds
def test_every_picture_is_xml_with_a_description(make: Callable[[], Story]) -> None:
    for text in re.findall(r"<svg.*?</svg>", page(make()), re.DOTALL):
        picture = ET.fromstring(text)
        assert picture.get("role") == "img"
        assert picture.findtext("desc")
        assert "nan" not in re.sub(r"<(title|desc)>.*?</\1>|aria-label=\".*?\"", "", text)


@kinds
def test_the_page_loads_nothing(make: Callable[[], Story]) -> None:
    html = page(make())
    for tag, attributes in Reader(html).elements:
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not {"href", "xlink:href", "srcset", "data", "action"} & attributes.keys()
        assert str(attributes.get("src", "data:image/")).startswith("data:image/")
    assert not re.search(r"https?://|//cdn|@import|url\(", html)


def test_names_from_strangers_stay_text() -> None:
    reader = Reader(page(stories.multiclass()))
    assert reader.count("script") == 1
    assert reader.text.count(stories.HOSTILE) > 5  # column, class, category, finding


def test_hostile_cells_stay_text_in_the_worst_predictions() -> None:
    html = page(stories.multiclass())
    part = html[html.index('id="worst"') : html.index('id="measures"')]
    assert "&lt;script&gt;" in part
    assert "<script" not in part


def test_the_headline_is_the_decisive_metric_of_the_test_part_and_its_baseline() -> None:
    story = stories.multiclass()
    test = story.data.test
    assert test is not None
    measured = {**story.measured, "test": {**story.measured["test"], "accuracy": 0.625}}
    text = Reader(
        page(dataclasses.replace(story, measured=measured, baseline={**story.baseline, "accuracy": 0.375}))
    ).text
    assert "62.5\N{NO-BREAK SPACE}%" in text
    assert "baseline 37.5\N{NO-BREAK SPACE}%" in text


def test_the_rows_told_right_are_those_that_scikit_learn_counts() -> None:
    story = stories.multiclass()
    test = story.data.test
    assert test is not None
    right = round(accuracy_score(test.y, story.model.outputs(test.x).argmax(axis=1), normalize=False))
    assert f"Of {len(test)} rows that it did not learn from, {right} were told right." in Reader(page(story)).text


@kinds
def test_every_measure_stands_beside_its_meaning(make: Callable[[], Story]) -> None:
    story = make()
    text = Reader(page(story)).text
    for name in list(story.measured["train"])[1:]:
        assert worded(metrics.get(name).meaning, story.thing) in text


def test_of_pictures_it_speaks_as_of_pictures() -> None:
    for make in stories.PICTURES.values():
        assert not re.search(r"\b(rows?|columns?)\b", Reader(page(dataclasses.replace(make(), findings=()))).text)


def test_each_task_has_its_own_sections() -> None:
    found = {name: sections(Reader(page(make()))) for name, make in stories.STORIES.items()}
    assert "classes" in found["binary"]
    assert "values" not in found["binary"]
    assert "values" in found["regression"]
    assert "classes" not in found["regression"]
    assert not {"classes", "values", "worst"} & set(found["broken"])


def test_a_broken_training_is_told_with_its_step_and_node() -> None:
    text = re.sub(r"\s+", " ", Reader(page(stories.broken())).text)
    assert "Training broke at step 3. The first value that was not a number stood in dense_1 ." in text
    assert "the network answers with values that are not numbers" in text
    assert "no epoch" in text


def test_findings_are_told_with_evidence_and_remedy() -> None:
    text = Reader(page(stories.binary())).text
    for part in ("by heart.", "gap 0.25", "Give it more rows."):
        assert part in text


def test_a_story_without_validation_and_test_is_told_by_its_training_part() -> None:
    story = stories.binary()
    alone = dataclasses.replace(
        story,
        data=dataclasses.replace(story.data, validation=None, test=None),
        measured={"train": story.measured["train"]},
    )
    text = Reader(page(alone)).text
    assert "Accuracy, training part" in text
    assert f"Of {len(story.data.train)} rows that it was trained on" in text


def test_a_single_class_in_the_test_part_leaves_no_roc_and_no_fault() -> None:
    story = stories.binary()
    test = story.data.test
    assert test is not None
    ones = dataclasses.replace(test, y=np.ones_like(test.y))
    html = page(dataclasses.replace(story, data=dataclasses.replace(story.data, test=ones)))
    assert "area –" in Reader(html).text


def test_the_same_story_gives_the_same_bytes(tmp_path: Path) -> None:
    story = stories.regression()
    first, second = write(story, tmp_path / "a.html"), write(story, tmp_path / "b.html")
    assert first == tmp_path / "a.html"
    assert first.read_bytes() == second.read_bytes()


def test_a_place_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"report\.html cannot be written"):
        write(stories.regression(), tmp_path / "nowhere" / "report.html")


def test_the_page_does_not_need_matplotlib() -> None:
    room = Path(report.__file__).parent
    for file in room.glob("*.py"):
        assert not re.search(r"^(import|from) matplotlib", file.read_text("utf-8"), re.MULTILINE), file.name
