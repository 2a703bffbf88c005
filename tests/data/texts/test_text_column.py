"""A column of texts beside others: the other columns are held to the table without it."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from neuroglass.data import Spec, table
from neuroglass.data.parts import Data
from neuroglass.errors import ConfigurationError, DataError
from tests.data.texts.made import GLAD, SAD

ROWS = 40
RNG = np.random.default_rng(0)


def frame(**more: object) -> pl.DataFrame:
    glad = np.arange(ROWS) % 2 == 1
    reviews = [f"{(GLAD if good else SAD)[n % 4]} and we saw it on day {n}" for n, good in enumerate(glad)]
    columns = {"review": reviews, "price": RNG.normal(size=ROWS), "shop": [f"s{n % 12}" for n in range(ROWS)]}
    return pl.DataFrame({**columns, **more, "label": ["good" if one else "bad" for one in glad]})


FRAME = frame()


def read(frame: pl.DataFrame = FRAME, **choices: object) -> Data:
    return table(frame, "label", rare_below=1, **choices)


def test_a_column_of_texts_is_found_used_and_told() -> None:
    data = read()
    facts = {fact.name: (fact.kind, fact.used) for fact in data.reading.columns}
    assert facts["review"] == ("text", True)
    assert any(note.startswith("'review' is cut into words, ") for note in data.reading.notes)


def test_each_text_is_an_input_of_its_own_beside_numbers_and_categories() -> None:
    data = read()
    inputs = data.spec.inputs
    assert list(inputs) == ["features", "review", "shop"]
    assert (inputs["review"].shape, inputs["review"].dtype, inputs["review"].padded) == ((12,), "int32", True)
    first = FRAME["review"][int(data.train.rows[0])].split()
    known = dict(zip(data.spec.source.columns[0].vocabulary.names, range(100), strict=False))  # type: ignore[union-attr]
    assert data.train.x["review"][0].tolist()[: len(first)] == [known.get(word, 1) for word in first]


def test_the_other_columns_are_what_they_are_without_it() -> None:
    with_text, without = read(), read(FRAME.drop("review"))
    for name in ("features", "shop"):
        np.testing.assert_array_equal(with_text.train.x[name], without.train.x[name])
    np.testing.assert_array_equal(with_text.train.y, without.train.y)


def test_several_columns_may_be_texts_and_any_may_be_named_one() -> None:
    data = read(frame(short=["yes", "no"] * (ROWS // 2)), text=["short"], unit="character", length=4, vocabulary=3)
    assert data.spec.inputs["short"].shape == data.spec.inputs["review"].shape == (4,)
    assert data.spec.inputs["short"].size == data.spec.inputs["review"].size == 5


def test_a_column_called_a_category_is_no_text() -> None:
    assert "review" not in {name for name, entry in read(categories=["review"]).spec.inputs.items() if entry.padded}


def test_a_missing_text_is_one_unknown_token_in_training_and_later() -> None:
    holes = frame(review=[None if n % 5 == 0 else f"a text of day {n} which is long enough" for n in range(ROWS)])
    data = read(holes, text=["review"])
    row = data.spec.encode(holes[:1]).x["review"][0]
    assert row.tolist() == [1, *[0] * (len(row) - 1)]


def test_what_was_not_seen_is_counted_in_prediction() -> None:
    encoded = read().spec.encode(pl.DataFrame({"review": ["what a film"], "price": [0.0], "shop": ["s1"]}))
    assert "'review': 1 word(s) are not in the vocabulary ('film'); they are read as unknown" in encoded.notes


def test_a_spec_with_a_text_is_plain_data_and_encodes_the_same_again() -> None:
    spec = read().spec
    again = Spec.from_json(spec.to_json())
    assert again == spec
    for name, array in spec.encode(FRAME).x.items():
        np.testing.assert_array_equal(again.encode(FRAME).x[name], array)


def test_a_column_without_a_text_to_learn_from_is_refused() -> None:
    with pytest.raises(DataError, match="'empty' holds no text in the training part"):
        read(frame(empty=[None] * ROWS), text=["empty"])


def test_how_texts_are_cut_is_checked_as_elsewhere() -> None:
    with pytest.raises(ConfigurationError, match=r"unit = 'letter'\. Expected one of auto, character"):
        read(unit="letter")
