"""What is written into the boxes of a drawn network, measured with DejaVu Sans, the widest font a page may get."""

from __future__ import annotations

import itertools
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from PIL import ImageFont

from neuroglass.nn.layers import Add, Dense, Input, Reshape
from neuroglass.nn.network import Network
from neuroglass.report.drawing import drawing
from neuroglass.report.lettering import breadth, cut

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
SIZES = {"node": ("DejaVuSans-Bold.ttf", 14), "tick": ("DejaVuSans.ttf", 12)}


def measured(text: str, kind: str) -> float:
    name, size = SIZES[kind]
    return ImageFont.truetype(str(FONTS / name), size).getlength(text)


def boxes(network: Network) -> list[tuple[ET.Element, list[ET.Element]]]:
    drawn = ET.fromstring(drawing(network, network.output))
    groups = [group for group in drawn.iter("g") if group.find("rect") is not None]
    return [(box, group.findall("text")) for group in groups if (box := group.find("rect")) is not None]


def span(text: ET.Element) -> tuple[float, float, str]:
    """Where it begins and ends, and its line."""
    at, width = float(text.get("x") or 0), measured(text.text or "", text.get("class") or "")
    return (
        (at - width, at, text.get("y") or "")
        if text.get("text-anchor") == "end"
        else (at, at + width, text.get("y") or "")
    )


@pytest.fixture(scope="module")
def network() -> Network:
    start = Input((12,))
    ways = [Reshape((3, 4), name=name)(start) for name in ("naive", "member_steps_mmmmmm", "level")]
    dense = Dense(12345, name="swimming_mammoths_1")(Add(name="sum")(*ways))
    return Network(Reshape((12345, 3), name="member_steps_1")(dense))


def test_what_is_written_in_a_box_fits_into_it_and_lies_beside_the_rest(network: Network) -> None:
    for box, texts in boxes(network):
        left = float(box.get("x") or 0)
        spans = sorted(map(span, texts), key=lambda one: (one[2], one[0]))
        assert all(left < start and end < left + float(box.get("width") or 0) for start, end, _ in spans)
        for (_, end, line), (start, _, other) in itertools.pairwise(spans):
            assert line != other or end < start


def test_names_and_kinds_are_written_out_where_boxes_can_grow(network: Network) -> None:
    written = {text.text for _, texts in boxes(network) for text in texts}
    assert {row.name for row in network.rows()} | {row.kind for row in network.rows()[1:]} <= written


@pytest.mark.parametrize("text", ["member_steps_1", "SeasonalNaive 12", "MMMWWW", "39,841", "swimming", "image.flat"])
def test_no_text_is_wider_than_it_is_taken_for(text: str) -> None:
    for kind, (_, size) in SIZES.items():
        assert measured(text, kind) <= breadth(text, size)
        assert measured(cut(text, size, 60), kind) <= 60
