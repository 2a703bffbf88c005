"""The recipe for texts that are written: held to texts that can be learnt to the end."""

from __future__ import annotations

import numpy as np

import neuroglass as ng
from neuroglass.data.parts import Data
from neuroglass.learn.augmentation import NOTHING
from neuroglass.learn.recipes import for_data
from neuroglass.nn import shorthand
from neuroglass.nn.layers import LSTM, Conv2D
from neuroglass.nn.walking import step_by_step
from neuroglass.run.ends import fitted

COUNTS = ("one", "two", "three", "four")
ROWS = [
    {"count": row % 4 + 1, "kind": "ab"[row % 2], "said": f"{COUNTS[row % 4]} {'ab'[row % 2]}"} for row in range(48)
]
PIXELS = np.random.default_rng(0).integers(0, 256, (48, 16, 16), np.uint8)


def rows() -> Data:
    return ng.data.table(ROWS, "said", task="sequence")


def pictures(names: tuple[str, ...]) -> Data:
    return ng.data.images((PIXELS, [names[row % len(names)] for row in range(48)]), task="sequence")


def test_what_is_given_is_read_at_each_step_beside_the_token_before() -> None:
    network = for_data(rows()).network
    (beside,) = (node for node in network.nodes if node.name == "beside")
    assert beside.inputs == ("tokens", "told")
    assert network.shapes["told"][0] == rows().spec.target.steps == network.shapes[network.output][0]


def test_each_reason_stands_for_something_that_was_chosen() -> None:
    assert set(for_data(rows()).because) == {"network", "epochs", "batch_size", "optimizer"}
    assert set(for_data(pictures(COUNTS)).because) == {"network", "epochs", "batch_size", "optimizer", "augment"}


def test_pictures_are_seen_by_convolutions_and_mirrored_only_where_their_texts_allow_it() -> None:
    recipe = for_data(pictures(COUNTS))
    assert any(isinstance(node.layer, Conv2D) for node in recipe.network.nodes)
    assert "flip" not in str(recipe.augmentation)
    assert "flip" not in str(for_data(pictures(("to the left", "to the right"))).augmentation)
    assert "flip" in str(for_data(pictures(("a cat", "a dog"))).augmentation)


def test_arrays_are_taken_as_they_are() -> None:
    data = ng.data.arrays(PIXELS / 255.0, ["a" if row % 2 else "b" for row in range(48)], task="sequence")
    assert for_data(data).augmentation == NOTHING


def test_texts_that_follow_from_their_rows_are_written_nearly_for_certain() -> None:
    run = ng.fit("auto", rows(), epochs=50, batch_size=8, progress=False)
    assert run.model.evaluate(ROWS)["loss"] < 0.05


def test_a_chain_of_layers_stands_behind_what_is_given_and_the_token_before() -> None:
    data = rows()
    network = fitted(shorthand.network("lstm 8 x2, dropout 0.1"), data)
    first, second = (node for node in network.nodes if isinstance(node.layer, LSTM))
    assert first.inputs == ("beside",)
    assert second.layer.return_sequences  # type: ignore[attr-defined]
    assert network.shapes[network.output] == (data.spec.target.steps, data.spec.target.width)
    step_by_step(network, "written")
