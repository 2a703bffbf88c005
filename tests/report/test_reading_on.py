"""What the report shows of a network that learnt a text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.inputs import TEXT
from neuroglass.report.judged import judge
from neuroglass.report.reading_on import PROMPT, reading_on

VERSE = "the cat sat on the mat and the dog sat on the log\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Any:
    source: Path = tmp_path_factory.mktemp("text") / "verse.txt"
    source.write_text(VERSE * 40, encoding="utf-8")
    data = ng.data.text(source, length=16)
    return ng.fit("embedding 8, lstm 16, dense", data, epochs=2, learning_rate=0.02, progress=None)


def test_samples_go_on_from_the_beginning_of_the_held_out_part(run: Any) -> None:
    shown = reading_on(run.model, judge(run.story))
    assert shown is not None
    assert len(shown.prompt) == PROMPT
    assert shown.prompt in VERSE * 2
    assert [sample.text for sample in shown.samples] == [
        "".join(run.model.generate(shown.prompt, 300, temperature=sample.temperature)) for sample in shown.samples
    ]


def test_the_text_is_shown_whole_and_shaded_by_how_little_it_was_expected(run: Any) -> None:
    judged = judge(run.story)
    shown = reading_on(run.model, judged)
    assert shown is not None
    spans = re.findall(r'<span class="surprise(\d)">([^<]*)</span>', shown.surprise)
    text = "".join(told for _, told in spans)
    assert text in VERSE * 40
    truth = judged.truth.astype(np.int64)
    own = np.take_along_axis(judged.answers, np.maximum(truth, 0)[..., None], -1)[..., 0][truth >= 0]
    wanted = [sum(chance <= edge for edge in (0.5, 0.2, 0.05, 0.005)) for chance in own[: len(text)]]
    assert [int(level) for level, told in spans for _ in told] == wanted


def test_the_memory_is_that_of_the_first_recurrent_layer(run: Any) -> None:
    judged = judge(run.story)
    shown = reading_on(run.model, judged)
    assert shown is not None
    assert shown.memory is not None
    assert (shown.memory.node, len(shown.memory.text)) == ("lstm_1", 16)
    ids = jnp.asarray(np.asarray(judged.part.x[TEXT])[:1])
    applied = run.model.network.apply(run.model.variables, ids, until="lstm_1").value
    inside = run.model.network.inside(run.model.variables, ids, "lstm_1")["hidden"]
    np.testing.assert_array_equal(applied, inside)


def test_the_page_holds_all_of_it(run: Any, tmp_path: Path) -> None:
    page = run.report(tmp_path / "report.html").read_text("utf-8")
    for section in ("What it writes", "What surprises it", "What it keeps in mind", "perplexity", "model.generate("):
        assert section in page
    assert "--target" not in page


def test_what_is_measured_of_a_text_is_measured_on_its_characters(run: Any, tmp_path: Path) -> None:
    page = run.report(tmp_path / "report.html").read_text("utf-8")
    for told in (
        "The share of characters whose most probable class is the true one.",
        "The cost: the mean over the characters of their sparse categorical crossentropy.",
        "The baseline is the same answer for every character: the class frequencies",
    ):
        assert told in page
