"""From a network, data and settings to one program: what is chosen, what is told, what is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from neuroglass.data import images, table, text as texts
from neuroglass.data.array_data import arrays
from neuroglass.errors import NeuroglassError
from neuroglass.learn import checkpoints, optimizers, schedules
from neuroglass.nn import losses, metrics
from neuroglass.nn.layers import (
    Dense,
    Dropout,
    Embedding,
    Flatten,
    Input,
    MemberDense,
    MemberMean,
    Members,
    Output,
)
from neuroglass.nn.network import Network
from neuroglass.run.planning import Plan, plan
from neuroglass.settings import Settings, read, to_toml
from tests.run.cases import DATA, NETWORK, X, Y

Y_NUMBERS = X @ np.array([[1.0, 2], [3, 4], [5, 6], [7, 8]])
NUMBERS = arrays(X, Y_NUMBERS)
TWO = arrays(X, Y == "a")
IDS = np.arange(90 * 5).reshape(90, 5) % 6
WORDS = arrays({"word": IDS}, Y)
STEPS = arrays({"word": IDS}, IDS % 3)
SAID = table({"n": [*range(20)] * 2, "said": ["red rose", "blue rose"] * 20}, "said", task="sequence")
CHAIN = Network([Dense(3, "relu"), Output()])


def planned(network: Any = CHAIN, data: Any = DATA, **settings: Any) -> Plan:
    return plan(network, data, Settings.of(settings))


@pytest.mark.parametrize(
    ("data", "end", "loss"),
    [
        (DATA, "output.softmax", "sparse_categorical_crossentropy"),
        (TWO, "output.sigmoid", "binary_crossentropy"),
        (NUMBERS, "output", "mse"),
    ],
    ids=["classes", "two classes", "numbers"],
)
def test_the_output_and_the_loss_follow_from_the_target(data: Any, end: str, loss: str) -> None:
    program = planned(data=data).program
    assert program.objective.network.output == end
    assert program.objective.loss == losses.get(loss)
    assert program.objective.width == {"output.softmax": 3, "output.sigmoid": 1, "output": 2}[end]


@pytest.mark.parametrize(("wanted", "size"), [(1, 1), (16, 16), ("all", 77), (1000, 77)])
def test_a_batch_is_never_larger_than_the_data(wanted: Any, size: int) -> None:
    assert len(DATA.train) == 77
    assert planned(batch_size=wanted).program.batch_size == size


SETTINGS: list[dict[str, Any]] = [
    {},
    {"optimizer": "lion", "learning_rate": 0.1, "patience": 3},
    {"optimizer": optimizers.sgd(schedules.warm_up(schedules.cosine(0.1), 5), 0.9, clip_norm=1.0)},
    {"learning_rate": schedules.one_cycle(0.3), "metrics": ("accuracy", "log_loss"), "monitor": "val_accuracy"},
    {"loss": losses.get("categorical_crossentropy"), "seed": 5, "keep_best": False, "batch_size": "all"},
    {"class_weight": "balanced", "minutes": 2.0, "checkpoint_minutes": 0, "tolerance": 0},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda given: " ".join(given) or "nothing")
@pytest.mark.parametrize("network", [NETWORK, "dense 5 relu, dropout 0.1", "auto"], ids=["network", "text", "auto"])
def test_what_is_written_down_makes_the_same_plan_again(network: Any, settings: Any, tmp_path: Any) -> None:
    first = planned(network, **settings)
    (tmp_path / "run.toml").write_text(to_toml(first.settings), encoding="utf-8")
    written = read(tmp_path / "run.toml")
    again = planned(Network.from_json(written["network"]["nodes"]), **written["training"])
    assert checkpoints.fingerprint(again.program) == checkpoints.fingerprint(first.program)
    assert again.settings == first.settings
    assert (again.seed, again.minutes, again.checkpoint_minutes) == (
        first.seed,
        first.minutes,
        first.checkpoint_minutes,
    )
    if first.data.train.weight is not None:
        np.testing.assert_array_equal(again.data.train.weight, first.data.train.weight)


def test_balanced_class_weights_give_every_class_the_same_sum() -> None:
    train = planned(class_weight="balanced").data.train
    assert train.weight is not None
    sums = [train.weight[train.y == number].sum() for number in range(3)]
    assert sums == pytest.approx([len(train) / 3] * 3, rel=1e-5)


def test_a_choice_is_explained_and_a_given_thing_is_not() -> None:
    assert len(planned("auto").reasons) == 4
    assert planned(Network([Dense(3), Dense(3, "softmax")]), epochs=3, batch_size=4, optimizer="adam").reasons[1:] == ()


@pytest.mark.parametrize("name", ["image", "sound", "series", "text", "features"])
def test_a_column_called_like_another_kind_of_data_is_learnt_from_as_a_column(name: str) -> None:
    levels = [f"level {row % 12}" for row in range(90)]
    data = table({name: levels, "size": X[:, 0], "y": Y}, "y", categories=[name], one_hot_up_to=2)
    made = planned("auto", data)
    assert any(isinstance(node.layer, Members) for node in made.program.objective.network.nodes)
    assert made.settings["training"]["augment"] is None


REFUSED: dict[str, tuple[Any, Any, dict[str, Any], str]] = {
    "another input": (
        Network([Input((3,), name="features"), Dense(3, "softmax")]),
        DATA,
        {},
        "the network takes in features (3,). Expected what the data gives, features (4,). Leave Input out",
    ),
    "another size under another name": (
        Network([Input((3,)), Dense(3, "softmax")]),
        DATA,
        {},
        "the network takes in input (3,). Expected what the data gives, features (4,).",
    ),
    "hinge on classes": (
        Network([Dense(1)]),
        TWO,
        {"loss": "hinge"},
        "the loss hinge tells two classes apart by the sign of a score, which is no probability. Expected a cross-entr",
    ),
    "answers that are no probabilities": (
        Network([Dense(3)]),
        DATA,
        {"loss": "mse"},
        "the network ends in no activation, and its answers are no probabilities. Expected softmax or sigmoid at its "
        'end for a target of classes. End it with Output(), or with Dense(3, "softmax").',
    ),
    "one softmax": (
        Network([Dense(1, "softmax")]),
        TWO,
        {"loss": "mse"},
        "the network ends in softmax, and its answers are no probabilities. Expected sigmoid at its end",
    ),
    "counts below 0": (
        Network([Dense(2, "softplus")]),
        NUMBERS,
        {"loss": "poisson"},
        f"the target 'y' goes from {Y_NUMBERS.min():.6g} to {Y_NUMBERS.max():.6g}. Expected values of 0 or above for "
        "the loss poisson. Choose the loss mse",
    ),
    "shares above 1": (
        Network([Dense(2, "sigmoid")]),
        arrays(X, np.abs(Y_NUMBERS)),
        {"loss": "binary_crossentropy"},
        "the target 'y' goes from ",
    ),
    "ids for numbers": (
        Network([Dense(2, "softmax")]),
        NUMBERS,
        {"loss": "focal"},
        "the loss focal is for classes, and the target is a number.",
    ),
    "a table each epoch": (
        CHAIN,
        DATA,
        {"metrics": ("confusion_matrix",)},
        "the metric confusion_matrix gives a table, not one number. Expected metrics of accuracy,",
    ),
    "a metric of values": (CHAIN, DATA, {"metrics": ("rmse",)}, "the metric rmse is for values. Expected metrics of a"),
    "weights apart": (
        CHAIN,
        DATA,
        {"sample_weight": X},
        "there is no setting 'sample_weight'. Write ng.data.arrays(x, y, weight=...)",
    ),
    "a share apart": (
        CHAIN,
        DATA,
        {"validation_split": 0.2},
        "there is no setting 'validation_split'. Write ng.data.arrays(x, y, validation=0.2)",
    ),
    "another width": (
        Network([Dense(5, "softmax")]),
        DATA,
        {},
        "the network answers with shape (5,). Expected (3,) for the target 'y'. End it with Output()",
    ),
    "nothing that ends time": (
        "dense 4 relu",
        WORDS,
        {},
        "the network answers with shape (5, 3). Expected (3,) for the target 'y'. Bring a sample to one vector",
    ),
    "time ended too early": (
        "embedding 4, flatten, dense 4",
        STEPS,
        {},
        "the network answers with shape (3,). Expected (5, 3) for the target 'y'. Each step is asked for",
    ),
    "a state that goes from row to row": (
        "embedding 4, gru 4 stateful=true, dense 3",
        texts((["one two three", "three two one"] * 10, [True, False] * 10), unit="word", length=3),
        {},
        "a layer is stateful: it begins each text as it ended the one before. Expected texts that follow on one",
    ),
    "a text is written and read back from its end": (
        "bidirectional lstm 8",
        SAID,
        {},
        "bidirectional_1 looks at several steps at once, and a sequence goes on one step at a time. Expected recurrent",
    ),
    "too few ids": (
        Network([Input((2,), "int32", name="word"), Embedding(3, 2), Flatten(), Output()]),
        arrays({"word": np.tile(np.arange(6), (90, 1))[:, :2] + np.arange(90)[:, None] % 5}, Y),
        {},
        "embedding_1 knows 3 ids, and word has 6. Expected Embedding(6, ...).",
    ),
    "no softmax": (
        Network([Dense(3)]),
        DATA,
        {},
        "the loss sparse_categorical_crossentropy is for a network that ends in softmax; this one ends in dense_1.",
    ),
    "no such text": ("dence 3", DATA, {}, "the layer 'dence' in 'dence 3' is not known. Did you mean dense?"),
    "no such loss": (CHAIN, DATA, {"loss": "mean"}, "loss 'mean' is not known."),
    "no such metric": (CHAIN, DATA, {"metrics": ("acuracy",)}, "Metric 'acuracy' is not known. Did you mean accuracy?"),
    "no such optimiser": (CHAIN, DATA, {"optimizer": "adm"}, "the optimiser 'adm' is not known. Did you mean adam?"),
    "no such monitor": (CHAIN, DATA, {"monitor": "val_los"}, "monitor='val_los' is not measured in this training."),
    "no rows": (CHAIN, DATA, {"batch_size": 0}, 'batch_size=0. Expected a number of rows, 1 or more, or "all".'),
    "rows below 0": (CHAIN, DATA, {"batch_size": -3}, "batch_size=-3."),
    "rows in words": (CHAIN, DATA, {"batch_size": "some"}, "batch_size = 'some'."),
    "no epochs": (CHAIN, DATA, {"epochs": 0}, "epochs = 0."),
    "half an epoch": (CHAIN, DATA, {"epochs": 0.5}, "epochs = 0.5."),
    "a rate of 0": (CHAIN, DATA, {"learning_rate": 0.0}, "Constant(learning_rate=0.0)."),
    "weights for numbers": (
        CHAIN,
        NUMBERS,
        {"class_weight": "balanced"},
        "class_weight is given and the target is a number. Expected a target of classes.",
    ),
}


@pytest.mark.parametrize(("network", "data", "settings", "text"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_before_anything_is_compiled(
    network: Any, data: Any, settings: dict[str, Any], text: str
) -> None:
    with pytest.raises(NeuroglassError, match="^" + re.escape(text)):
        planned(network, data, **settings)


def test_dropout_may_stand_first() -> None:
    assert planned(Network([Dropout(0.1), Output()])).program.objective.network.random


@pytest.mark.parametrize(
    ("network", "loss", "y"),
    [
        (Network([Dense(1, "softplus")]), "poisson", np.arange(90.0) % 7),
        (Network([Dense(1, "sigmoid")]), "mse", np.linspace(0, 1, 90)),
        (Network([Dense(1)]), "hinge", np.where(X[:, 0] > 0, 1.0, -1.0)),
        (Network([Members(2), MemberDense(1, "relu"), MemberMean()]), "mse", np.arange(90.0) % 7),
    ],
    ids=["poisson", "sigmoid", "hinge", "relu of members"],
)
def test_a_target_that_needs_its_own_unit_keeps_it(network: Network, loss: str, y: Any) -> None:
    made = planned(network, arrays(X, y, task="regression"), loss=loss)
    for part in (made.data.train, made.data.validation):
        assert part is not None
        np.testing.assert_allclose(part.y[:, 0].astype(np.float64), y[part.rows], rtol=1e-5, atol=0)  # exact at 0
    assert (made.data.spec.target.offset, made.data.spec.target.scale) == ((0.0,), (1.0,))
    assert made.reasons[-1].startswith("the target is learnt in its own unit, not standardised, as ")


def test_a_single_input_of_the_right_shape_is_that_of_the_data_whatever_it_is_called() -> None:
    network = planned(Network([Input(4, name="flowers"), Dense(3, "softmax")])).program.objective.network
    assert [node.name for node in network.nodes] == ["features", "dense_1", "dense_1.softmax"]
    assert network.nodes[1].inputs == ("features",)


def test_a_metric_may_be_given_itself() -> None:
    assert planned(metrics=(metrics.get("log_loss"), "accuracy")).settings["training"]["metrics"] == [
        "log_loss",
        "accuracy",
    ]


def test_numbers_of_numpy_are_numbers() -> None:
    given = {"seed": np.int64(3), "epochs": np.int32(2), "learning_rate": np.float32(0.5), "min_delta": np.float64(1)}
    program = planned(**given).program
    assert (program.epochs, program.watch.min_delta, program.optimizer.schedule) == (2, 1.0, schedules.constant(0.5))


@pytest.mark.parametrize("y", [np.arange(90) % 2, np.arange(90) % 2 == 1], ids=["whole numbers", "truths"])
def test_classes_are_weighed_by_their_own_values(y: Any) -> None:
    zero, one = y[:2]
    made = planned(data=arrays(X, y), class_weight={zero: 1, one: np.float32(2)})
    np.testing.assert_array_equal(made.data.train.weight, np.where(made.data.train.y == 0, 1, 2))
    assert list(made.settings["training"]["class_weight"].values()) == [1, 2.0]


def test_auto_is_the_word_for_an_augmentation_chosen_to_suit() -> None:
    pictures = images((np.arange(40 * 64).reshape(40, 8, 8) % 256, Y[:40]))
    chosen, asked = (planned(data=pictures, network="auto", **given) for given in ({}, {"augment": "auto"}))
    assert asked.program == chosen.program
    assert asked.reasons == chosen.reasons
    assert asked.program.augmentation.transforms


def test_pictures_whose_texts_are_written_are_not_mixed() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (30, 8, 8), np.uint8)
    pictures = images((pixels, ["one", "two", "three"] * 10), task="sequence")
    with pytest.raises(NeuroglassError, match=r"mixup.* mixes pictures\. Expected one answer for each"):
        planned(data=pictures, network="auto", augment="mixup 0.2")


@pytest.mark.parametrize(("network", "told"), [("bidirectional lstm 4", True), ("lstm 4", False)])
def test_that_a_network_continues_no_text_is_told_where_it_learns_one(network: str, told: bool) -> None:
    reasons = planned(network, texts("a rose is a rose. " * 20, length=8)).reasons
    assert any("continues none: bidirectional_1 looks at several steps at once" in why for why in reasons) is told


def test_texts_are_written_by_a_network_that_walks_forward() -> None:
    assert planned("lstm 8", SAID).program.objective.width == len(SAID.spec.classes)
