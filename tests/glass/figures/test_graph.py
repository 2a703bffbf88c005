"""A graph drawn."""

from __future__ import annotations

import io

from neuroglass.glass.figures.boxes import Page, laid_out
from neuroglass.glass.figures.words import words
from neuroglass.glass.graph.boxes import Box
from tests.glass.graph.test_folding import ODD, by_hand


def overlapping(page: Page) -> list[tuple[str, str]]:
    places = list(page.boxes.items())
    return [
        (one, other)
        for order, (one, a) in enumerate(places)
        for other, b in places[:order]
        if a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
    ]


def test_no_box_covers_another_and_each_is_on_the_page() -> None:
    for flow in ("down", "right"):
        for open in ([], [ODD], ["loss"], [ODD, "loss"]):
            page = laid_out(by_hand().folded(open).boxes, flow)
            assert overlapping(page) == []
            for place in page.boxes.values():
                assert place.x >= 0
                assert place.x + place.width <= page.width + 1e-9
                assert place.y + place.height <= page.height + 1e-9


def test_what_is_inside_an_opened_node_is_in_its_frame() -> None:
    boxes = by_hand().folded([ODD]).boxes
    page = laid_out(boxes, "down")
    frame = page.frames[ODD]
    for box in boxes:
        place = page.boxes[box.name]
        inside = frame.y <= place.y and place.y + place.height <= frame.y + frame.height
        assert inside == (box.within == ODD)


def test_a_long_equation_has_its_result_on_a_line_of_its_own_and_no_bracket_is_torn() -> None:
    box = Box(
        "a", "operation", "a", ("[0.11, 0.22, 0.33, 0.44] + [0.55, 0.66, 0.77, 0.88] = [0.66, 0.88, 1.1, 1.32]",), ""
    )
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in words(box)]
    assert lines == ["a", "[0.11, 0.22, 0.33, 0.44] +", "[0.55, 0.66, 0.77, 0.88]", "= [0.66, 0.88, 1.1, 1.32]"]


def test_words_with_dollars_are_drawn_as_they_are() -> None:
    figure = by_hand().folded([ODD]).plot()
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert {"0.5 × -1 = -0.5", "∂ 2", "x × w"} <= set(texts)
    figure.savefig(io.BytesIO(), format="svg")
