"""What a model writes of each row: the same alone and among others, streamed or whole, saved or not."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

import neuroglass as ng
from neuroglass.errors import ConfigurationError, DataError, NetworkError
from neuroglass.model import Model
from neuroglass.nn import losses, shorthand
from neuroglass.nn.layers import LSTM, Concatenate, Dense, Embedding, Input, RepeatVector
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.run.ends import fitted

COUNTS = ("one", "two", "three", "four", "five")
ROWS = [
    {"count": row % 5 + 1, "kind": "ab"[row % 2], "said": f"{COUNTS[row % 5]} {'ab'[row % 2]}"} for row in range(60)
]
ASKED = [{"count": 2, "kind": "a"}, {"count": 5, "kind": "b"}, {"count": 1, "kind": "b"}]


def writer(data: ng.data.Data) -> Network:
    """A small network of the recipe's kind."""
    steps, size = data.spec.target.steps, len(data.spec.classes)
    (given,) = (Input(entry.shape, name=name) for name, entry in data.spec.source.inputs.items())
    told = RepeatVector(steps)(Dense(24, "relu")(given))
    tokens = Embedding(size, 12, mask_zero=True)(Input(steps, "int32", name="written"))
    return Network(Dense(size, "softmax")(LSTM(32, return_sequences=True)(Concatenate()(tokens, told))))


@pytest.fixture(scope="module")
def model() -> Model:
    data = ng.data.table(ROWS, "said", task="sequence", test=0)
    return ng.fit(writer(data), data, epochs=40, batch_size=10, learning_rate=0.01, progress=False).model


def test_the_likeliest_text_of_each_row_is_the_true_one_and_its_frame_says_so(model: Model) -> None:
    answer = model.predict(ASKED)
    assert answer.to_frame()["text"].to_list() == ["two a", "five b", "one b"]
    assert repr(answer) == "<Answer 'said': 3 rows, texts>"


def test_what_is_written_of_a_row_is_what_is_streamed_of_it(model: Model) -> None:
    asked: dict[str, Any] = {"temperature": 2.0, "seed": 3}
    assert "".join(model.generate(given=ASKED[0], **asked)) == model.write(ASKED, **asked)[0]
    assert "".join(model.generate("fi", given=ASKED[0], **asked)) == model.write(ASKED, "fi", **asked)[0][2:]


def test_rows_are_written_as_without_the_others(model: Model) -> None:
    drawn = {"temperature": 3.0, "seed": 1}
    assert model.write(ASKED, **drawn)[:2] == model.write(ASKED[:2], **drawn)  # type: ignore[arg-type]


def test_many_rows_are_written_some_at_a_time(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model.write(ASKED, temperature=2)
    monkeypatch.setattr("neuroglass.writing.AT_ONCE", 2)
    assert model.write(ASKED, temperature=2) == whole


def test_no_more_tokens_than_asked_for_follow_the_prompt(model: Model) -> None:
    assert model.write(ASKED, "t", 3, temperature=0)[0] == "two "
    assert model.write(ASKED, "t", 0) == ["t"] * 3


def test_a_saved_model_writes_the_same(model: Model, tmp_path: Path) -> None:
    again = ng.load(model.save(tmp_path / "model.safetensors"))
    assert again.write(ASKED, seed=5) == model.write(ASKED, seed=5)
    assert again.evaluate(ROWS) == model.evaluate(ROWS)


def test_the_loss_is_the_mean_of_that_of_each_token_and_of_the_end(model: Model) -> None:
    rows = ROWS[:7]
    encoded = ng.data.Spec.from_json(model.spec.to_json()).encode(rows)
    writing = model.spec.target.writing
    assert writing is not None
    losses: list[float] = []
    for row, entry in enumerate(rows):
        ids = [*writing.vocabulary.ids(str(entry["said"])), writing.end]
        read = np.array([[writing.end, *ids[:-1]] + [0] * (writing.steps - len(ids))], np.int32)
        given = {name: array[row : row + 1] for name, array in encoded.x.items()}
        chances = model.outputs({**given, "written": read})[0].astype(np.float64)
        losses += [-np.log(chances[step, token]) for step, token in enumerate(ids)]
    assert model.evaluate(rows)["loss"] == pytest.approx(np.mean(losses), rel=1e-4)


def test_what_cannot_be_written_is_refused(model: Model) -> None:
    with pytest.raises(ConfigurationError, match="nothing is given to write of"):
        model.generate()
    with pytest.raises(ConfigurationError, match=r"given holds 3 rows\. Expected one; write\(rows\)"):
        model.generate(given=ASKED)
    with pytest.raises(ConfigurationError, match="length=-1"):
        model.write(ASKED, length=-1)
    with pytest.raises(DataError, match=r"lacks 1 column\(s\) the model needs: kind"):
        model.write([{"count": 1}])


@pytest.mark.parametrize("prompt", [3, None, b"two"])
def test_a_prompt_is_a_text(model: Model, prompt: Any) -> None:
    with pytest.raises(ConfigurationError, match=rf"prompt={prompt!r}\. Expected a text"):
        model.generate(prompt, given=ASKED[0])
    with pytest.raises(ConfigurationError, match=rf"prompt={prompt!r}\. Expected a text"):
        model.write(ASKED, prompt=prompt)


def test_weights_that_are_lost_write_nothing(model: Model) -> None:
    lost = dataclasses.replace(model, variables=jax.tree.map(lambda weight: weight * np.nan, model.variables))
    with pytest.raises(NetworkError, match="weights hold NaN or infinity"):
        lost.predict(ASKED)


def test_a_model_of_something_else_writes_nothing_of_rows() -> None:
    data = ng.data.text("a rose is a rose. " * 20, length=8)
    network = fitted(shorthand.network("embedding 4, lstm 4"), data)
    objective = Objective(network, losses.get("sparse_categorical_crossentropy"))
    rose = Model(objective, network.init(jax.random.key(0)), data.spec)
    with pytest.raises(NetworkError, match="writes no text of a row"):
        rose.write("a rose")
    with pytest.raises(ConfigurationError, match="given is told, and this model continues a text"):
        rose.generate(given="a rose")
