"""The recipes for texts: held to what is asked of them, and to texts that can be learnt to the end."""

from __future__ import annotations

import math

import jax
import jax.numpy as jnp
import numpy as np
import polars as pl
import pytest

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.learn.recipes import for_data
from neuroglass.nn.layers import LSTM
from tests.compiling import quickly
from tests.data.texts.made import GLAD, RHYME, SAD

quick_compilation = pytest.fixture(quickly, autouse=True, scope="module")

NUMBERS = range(60)
PAIR = [f"{(GLAD if n % 2 else SAD)[n % 4]} {n}" for n in NUMBERS], ["good" if n % 2 else "bad" for n in NUMBERS]
TABLE = pl.DataFrame(
    {"review": PAIR[0], "price": np.sin(NUMBERS), "shop": [f"s{n % 12}" for n in NUMBERS], "y": PAIR[1]}
)


def labelled() -> Data:
    return ng.data.text(PAIR)


def beside(**choices: int) -> Data:
    return ng.data.table(TABLE, "y", text=["review"], rare_below=1, **choices)


@pytest.mark.parametrize("text", [RHYME, RHYME * 250], ids=["short", "long"])
def test_a_text_is_continued_by_an_lstm_that_remembers_from_window_to_window(text: str) -> None:
    data = ng.data.text(text)
    recipe = for_data(data)
    (memory,) = (node.layer for node in recipe.network.nodes if isinstance(node.layer, LSTM))
    assert recipe.network.stateful
    assert memory.units == (384 if len(text) > 200_000 else 128)
    assert [node.layer.units for node in recipe.network.nodes if node.name == "output"] == [len(data.spec.classes)]  # type: ignore[attr-defined]
    assert len(data.train) >= 16 * recipe.batch_size


def test_a_training_sees_as_many_tokens_of_a_long_text_as_of_a_longer_one() -> None:
    tokens = {
        times: len((data := ng.data.text(RHYME * times)).train.answers) * for_data(data).epochs for times in (500, 800)
    }
    assert all(12_000_000 <= seen <= 14_000_000 for seen in tokens.values())


def test_each_reason_stands_for_something_that_was_chosen() -> None:
    for data in (ng.data.text(RHYME), labelled(), beside()):
        assert set(for_data(data).because) == {"network", "epochs", "batch_size", "optimizer"}


def test_what_stands_behind_the_end_of_a_text_changes_no_answer() -> None:
    narrow, wide = beside(), beside(length=40)
    network = for_data(narrow).network
    variables = network.init(jax.random.key(0))
    answers = [
        for_data(data)
        .network.apply(variables, {name: jnp.asarray(array[:8]) for name, array in data.train.x.items()})
        .value
        for data in (narrow, wide)
    ]
    assert narrow.train.x["review"].shape[1] < 40
    np.testing.assert_allclose(answers[0], answers[1], rtol=1e-6, atol=1e-7)


def test_a_text_that_repeats_itself_is_continued_nearly_for_certain() -> None:
    data = ng.data.text("abcdefgh" * 150, length=8)
    run = ng.fit("auto", data, epochs=30, progress=False)
    assert run.model.evaluate("abcdefgh" * 20)["loss"] < 0.1 * math.log(8)


def test_texts_that_words_tell_apart_are_told_apart_beside_numbers_and_categories() -> None:
    run = ng.fit("auto", beside(), epochs=15, progress=False)
    assert run.model.predict(TABLE[:2]).labels.tolist() == ["bad", "good"]  # type: ignore[union-attr]
    assert run.history["test_accuracy"][-1] == 1
