"""A model file is whole, answers as before, and refuses whatever a stranger may have put in it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax
import numpy as np
import polars as pl
import pytest
import sklearn.metrics

import neuroglass
from neuroglass.data import text
from neuroglass.data.array_data import arrays
from neuroglass.data.tables import table
from neuroglass.errors import DataError, FileError, NeuroglassError
from neuroglass.files import pack, unpack, write_whole
from neuroglass.model import Model, load
from neuroglass.nn import losses
from neuroglass.nn.layers import GRU, BatchNorm, Dense, Embedding, Flatten, Input, Layer
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 4)).astype(np.float32)
Y = np.array(["low", "mid", "high"])[np.digitize(X.sum(axis=1), [-1, 1])]
DATA = arrays(X, Y)
LAYERS: list[Layer] = [Input((4,), name="features"), Dense(5, "prelu"), BatchNorm(), Dense(3, "softmax")]


def outputs(model: Model, x: np.ndarray = X) -> np.ndarray:
    return np.asarray(model.outputs({"features": x}), np.float32)


def made(layers: list[Layer] | None = None, data: Any = DATA, loss: str = "sparse_categorical_crossentropy") -> Model:
    network = Network(layers or LAYERS)
    return Model(Objective(network, losses.get(loss)), network.init(jax.random.key(1)), data.spec, {"seed": 1})


@pytest.fixture(scope="module")
def model() -> Model:
    return made()


@pytest.fixture
def path(model: Model, tmp_path: Path) -> Path:
    return model.save(tmp_path / "model.safetensors")


def test_a_loaded_model_answers_and_saves_the_same_bytes(model: Model, path: Path) -> None:
    again = load(path)
    np.testing.assert_array_equal(outputs(again), outputs(model))
    assert again.predict(X).labels.tolist() == model.predict(X).labels.tolist()  # type: ignore[union-attr]
    assert again.card == {"seed": 1}
    assert again.network == model.network
    assert again.save(path.parent / "again").read_bytes() == path.read_bytes()


def test_answers_do_not_depend_on_how_many_rows_are_asked_for(model: Model) -> None:
    whole = outputs(model)
    for rows in (1, 2, 7, 33):
        np.testing.assert_allclose(outputs(model, X[:rows]), whole[:rows], rtol=1e-6)


def test_more_rows_than_one_batch_are_answered_in_order(model: Model) -> None:
    many = np.tile(X, (40, 1))
    np.testing.assert_allclose(outputs(model, many), np.tile(outputs(model), (40, 1)), rtol=1e-6)


def test_measures_are_those_of_scikit_learn_on_the_models_answers(model: Model) -> None:
    measured = model.measured({"train": DATA.train})["train"]
    probability = np.float64(model.outputs(DATA.train.x))
    assert measured["accuracy"] == pytest.approx(
        sklearn.metrics.accuracy_score(DATA.train.y, probability.argmax(axis=1))
    )
    expected = sklearn.metrics.log_loss(DATA.train.y, probability / probability.sum(axis=1, keepdims=True))
    assert measured["loss"] == pytest.approx(expected, rel=1e-5)
    assert measured["log_loss"] == pytest.approx(expected, rel=1e-5)


def test_parts_measured_together_are_measured_as_alone(model: Model) -> None:
    """They share one program, the shorter filled up with rows of weight 0."""
    assert DATA.validation is not None
    together = model.measured({"train": DATA.train, "validation": DATA.validation})
    alone = model.measured({"validation": DATA.validation})["validation"]
    assert together["validation"] == pytest.approx(alone, rel=1e-6)


def test_numbers_are_measured_in_the_unit_of_the_data() -> None:
    values = 1000 + 50 * X.sum(axis=1)
    data = arrays(X, values)
    model = made([Input((4,), name="features"), Dense(1)], data, "mse")
    answers = model.predict(data.train.x["features"]).values
    truth = values[data.train.rows]
    measured = model.measured({"train": data.train})["train"]
    assert measured["rmse"] == pytest.approx(sklearn.metrics.root_mean_squared_error(truth, answers), rel=1e-5)
    assert measured["mae"] == pytest.approx(sklearn.metrics.mean_absolute_error(truth, answers), rel=1e-5)
    assert measured["r2"] == pytest.approx(sklearn.metrics.r2_score(truth, answers), rel=1e-4)


Facts = dict[str, Any]
Change = Callable[[dict[str, Any], Facts], tuple[dict[str, Any], Facts]]


def node(facts: Facts, number: int, **changes: Any) -> Facts:
    nodes = list(facts["network"])
    nodes[number] = nodes[number] | changes
    return facts | {"network": nodes}


def layer(**description: Any) -> Change:
    """dense_1 described otherwise."""
    return lambda arrays, facts: (arrays, node(facts, 1, layer=description))


KERNEL = "params/dense_1/kernel"
HOSTILE: dict[str, tuple[Change, str]] = {
    "no network": (
        lambda a, f: (a, {k: v for k, v in f.items() if k != "network"}),
        "is not a model: it describes card, ",
    ),
    "one thing more": (lambda a, f: (a, f | {"code": "import os"}), "is not a model: it describes card, code, loss"),
    "a card that is none": (lambda a, f: (a, f | {"card": []}), "is not a model: it describes"),
    "an unknown layer": (
        layer(**{"is": "Dence", "units": 5}),
        "the layer 'Dence' is not known here. Did you mean Dense?",
    ),
    "a name of Python": (
        layer(**{"is": "os.system", "command": "touch x"}),
        "the layer 'os.system' is not known here.",
    ),
    "an unknown field": (layer(**{"is": "Dense", "units": 5, "run": "x"}), "the layer Dense has no setting 'run'."),
    "absurd units": (layer(**{"is": "Dense", "units": 10**30}), f"dense_1 makes ({10**30},) numbers of one sample."),
    "many units": (layer(**{"is": "Dense", "units": 10**9}), "the array params/"),
    "no units": (layer(**{"is": "Dense"}), "the layer Dense cannot be made from {}"),
    "units below 0": (layer(**{"is": "Dense", "units": -5}), "Dense(units=-5)."),
    "a table for a name": (layer(**{"is": "Dense", "units": 5, "name": {"a": 1}}), "the layer Dense cannot be made"),
    "a cycle": (lambda a, f: (a, node(f, 1, reads=["dense_2"])), "dense_1 reads dense_2, which stands after it"),
    "itself": (lambda a, f: (a, node(f, 1, reads=["dense_1"])), "dense_1 reads dense_1, which stands after it"),
    "a name twice": (lambda a, f: (a, node(f, 3, name="dense_1")), "two nodes are named 'dense_1'."),
    "control characters": (lambda a, f: (a, node(f, 1, name="\x1b[2J")), "a node is named '\\x1b[2J'."),
    "no nodes": (lambda a, f: (a, f | {"network": []}), "a network without layers."),
    "nodes that are none": (lambda a, f: (a, f | {"network": [3]}), "the description of the network is not a list"),
    "an output in the middle": (
        lambda a, f: (a, node(f, len(f["network"]) - 2, layer={"is": "Output"})),
        "dense_2 stands before dense_2.softmax",
    ),
    "another input": (
        lambda a, f: (a, node(f, 0, layer={"is": "Input", "shape": [3]})),
        "the network takes in features (3,). Expected what the data gives, features (4,).",
    ),
    "another answer": (
        lambda a, f: (a, node(f, 5, layer={"is": "Dense", "units": 2})),
        "the network answers with shape (2,). Expected (3,)",
    ),
    "an unknown loss": (lambda a, f: (a, f | {"loss": {"is": "Mean"}}), "the loss 'Mean' is not known here."),
    "no loss": (lambda a, f: (a, f | {"loss": 3}), "loss 3 is not known."),
    "a list for a loss": (lambda a, f: (a, f | {"loss": [1]}), "loss (1,) is not known."),
    "a spec of other kind": (lambda a, f: (a, f | {"spec": {"version": 1}}), "spec is {'is'"),
    "a newer spec": (lambda a, f: (a, f | {"spec": f["spec"] | {"version": 2}}), "spec.version"),
    "a missing array": (
        lambda a, f: ({k: v for k, v in a.items() if k != KERNEL}, f),
        f"the array {KERNEL} is missing.",
    ),
    "one array more": (lambda a, f: (a | {"extra": a[KERNEL]}, f), "the array extra is not part of the network."),
    "another shape": (
        lambda a, f: (a | {KERNEL: a[KERNEL].T}, f),
        f"the array {KERNEL} is float32 (5, 4). Expected float32",
    ),
    "another type": (
        lambda a, f: (a | {KERNEL: a[KERNEL].astype(np.float64)}, f),
        f"the array {KERNEL} is float64 (4, 5).",
    ),
}


@pytest.mark.parametrize(("change", "text"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_was_made_to_mislead_is_refused(change: Change, text: str, path: Path) -> None:
    """Digests and all are right here: whoever writes a file can write those too."""
    found, facts = unpack(path, "model")
    write_whole(path, pack(*change(found, facts)))
    with pytest.raises(FileError, match="^" + re.escape(str(path)) + ":? " + re.escape(text)):
        load(path)


def test_a_network_that_knows_fewer_ids_than_the_data_has_is_refused(tmp_path: Path) -> None:
    ids = {"word": RNG.integers(0, 9, (60, 2))}
    data = arrays(ids, Y)
    layers = [Input((2,), "int32", name="word"), Embedding(8, 2), Flatten(), Dense(3, "softmax")]
    path = made(layers, data).save(tmp_path / "model")
    with pytest.raises(FileError, match=r"embedding_1 knows 8 ids, and word has 9\. Expected Embedding\(9, \.\.\.\)\."):
        load(path)


def test_node_names_may_hold_blanks_and_slashes(tmp_path: Path) -> None:
    layers = [Input((4,), name="features"), Dense(3, "softmax", name="a/b c/d")]
    model = made(layers)
    again = load(model.save(tmp_path / "model"))
    np.testing.assert_array_equal(outputs(again), outputs(model))


def test_several_hundred_flipped_bits_and_cuts_are_refused_or_change_nothing(model: Model, path: Path) -> None:
    content = path.read_bytes()
    expected = outputs(model)
    rng = np.random.default_rng(7)
    head = 8 + int.from_bytes(content[:8], "little")
    places = [*range(16), *rng.integers(0, head, 250), *rng.integers(head, len(content), 50)]
    refused = 0
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << int(rng.integers(8))
        path.write_bytes(changed)
        try:
            again = load(path)
        except NeuroglassError:
            refused += 1
        else:
            assert again.network == model.network
            np.testing.assert_array_equal(outputs(again), expected)
    assert refused > len(places) * 0.9
    for length in rng.integers(0, len(content), 40):
        path.write_bytes(content[:length])
        with pytest.raises(FileError, match=r"is damaged|cut short"):
            load(path)


BOUNDED = """
import resource, sys
from pathlib import Path
from neuroglass.errors import FileError
from neuroglass.model import load
room = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + 700 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (room, room))
for path in sys.argv[1:]:
    try:
        load(path)
    except FileError as error:
        print("refused", file=sys.stderr)
    else:
        sys.exit(f"{path} was loaded")
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux how much memory is in use")
def test_hostile_files_are_refused_within_bounded_memory(path: Path) -> None:
    """A header that claims 16 exabytes, a description of a million lists, a layer of 10^15 weights."""
    content, folder = path.read_bytes(), path.parent
    (folder / "length").write_bytes(b"\xff" * 7 + b"\x7f" + content[8:])
    found, facts = unpack(path, "model")
    (folder / "lists").write_bytes(pack(found, facts | {"card": {"a": [[]] * 1_000_000}, "network": []}))
    wide = node(facts, 1, layer={"is": "Dense", "units": 10**15})
    (folder / "wide").write_bytes(pack(found, wide))
    (folder / "embedding").write_bytes(pack(found, node(facts, 1, layer={"is": "Reshape", "shape": [10**15]})))
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED, *(str(folder / name) for name in ("length", "lists", "wide", "embedding"))],
        env={"PYTHONPATH": str(Path(neuroglass.__file__).parents[1]), "JAX_PLATFORMS": "cpu", "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr.splitlines() == ["refused"] * 4
    assert done.returncode == 0


def test_a_model_on_arrays_is_measured_on_a_pair(model: Model) -> None:
    right = float((model.predict(X).labels == Y).mean())
    assert model.evaluate((X, Y), ["accuracy"])["accuracy"] == pytest.approx(right)


def test_a_model_on_a_table_is_measured_on_a_table_and_on_a_pair_alike() -> None:
    frame = pl.DataFrame({"a": X[:, 0], "b": X[:, 1], "kind": Y})
    data = table(frame, "kind")
    trained = made([Input((2,), name="features"), Dense(3, "softmax")], data)
    pairs = [(frame.drop("kind"), labels) for labels in (Y, Y.tolist(), frame["kind"], Y.astype(object))]
    assert [trained.evaluate(pair) for pair in pairs] == [trained.evaluate(frame)] * len(pairs)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (X, r"^A ndarray holds no targets beside its inputs\. Expected a pair \(x, y\), as in training\.$"),
        ((X, Y[:5]), r"^The labelled data has 60 rows in x and 5 in y\. Expected as many in both\.$"),
        ((X, ["odd"] * 60), r"^y, column 'y': 60 row\(s\), the first in row 1, have labels that training did not know"),
    ],
    ids=["no targets", "lengths", "labels"],
)
def test_what_cannot_be_measured_is_refused(model: Model, raw: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        model.evaluate(raw)


def test_a_run_folder_is_loaded_by_its_model(model: Model, path: Path) -> None:
    assert load(path.parent).card == model.card


def continuing(letters: str, unit: str) -> Model:
    """A model that learnt nothing yet, of a text."""
    data = text(letters * 40, unit=unit, length=8, test=0)
    size = len(data.spec.classes)
    layers = [Input((8,), "int32", name="text"), Embedding(size, 4), GRU(5, return_sequences=True)]
    return made([*layers, Dense(size, "softmax")], data)


def test_a_prompt_is_read_in_the_form_in_which_texts_are_learnt() -> None:
    model = continuing("né\n", "character")
    assert "".join(model.generate("e\u0301\r\n", 20)) == "".join(model.generate("é\n", 20))
    assert model.strange("e\u0301") == []


def test_a_prompt_without_a_token_begins_like_a_new_line() -> None:
    model = continuing("one two\n", "word")
    assert "".join(model.generate("  ", 9)) == "".join(model.generate("", 9))


def test_the_blank_a_prompt_ends_in_is_that_before_the_next_word() -> None:
    model = continuing("one two ", "word")
    plain, spaced = ("".join(model.generate(prompt, 9, seed=2)) for prompt in ("one", "one "))
    assert plain == " " + spaced


def test_a_folder_without_a_model_is_refused(path: Path) -> None:
    path.rename(path.with_name("other"))
    with pytest.raises(FileError, match=r"holds no model\.safetensors\. Expected a run that has ended"):
        load(path.parent)


def test_things_are_shown_in_a_line_without_their_arrays(model: Model) -> None:
    assert repr(model) == "<Model: 'y' (multiclass) from features (4,), 68 numbers>"
    assert repr(model.predict(X)) == "<Answer 'y': 60 rows, 3 classes>"
    assert repr(DATA) == "<Data arrays: 51 train, 9 validation rows, target 'y' (multiclass)>"
