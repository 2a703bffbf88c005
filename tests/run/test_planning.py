"""From a network, data and settings to one program: what is chosen, what is told, what is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from neuroglass.data.array_data import arrays
from neuroglass.errors import NeuroglassError
from neuroglass.learn import checkpoints, optimizers, schedules
from neuroglass.nn import losses
from neuroglass.nn.layers import Dense, Dropout, Embedding, Flatten, Input, Output
from neuroglass.nn.network import Network
from neuroglass.run.planning import Plan, plan
from neuroglass.settings import Settings, read, to_toml
from tests.run.cases import DATA, NETWORK, X, Y

NUMBERS = arrays(X, X @ np.array([[1.0, 2], [3, 4], [5, 6], [7, 8]]))
TWO = arrays(X, Y == "a")
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


REFUSED: dict[str, tuple[Any, Any, dict[str, Any], str]] = {
    "another input": (
        Network([Input((3,), name="features"), Dense(3, "softmax")]),
        DATA,
        {},
        "the network takes in features (3,). Expected what the data gives, features (4,). Leave Input out",
    ),
    "another name": (Network([Input((4,)), Dense(3, "softmax")]), DATA, {}, "the network takes in input (4,)."),
    "another width": (
        Network([Dense(5, "softmax")]),
        DATA,
        {},
        "the network answers with shape (5,). Expected (3,) for the target 'y'. End it with Output()",
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
