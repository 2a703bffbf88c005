"""Models that mean harm: every digest fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.bad_inputs.case import GOOD, MODEL, Case, Make, asked, forged

HUGE = 10**12
KERNEL = "params/dense_1/kernel"


def _layer(**settings: Any) -> Make:
    def change(arrays: dict[str, Any], facts: dict[str, Any]) -> None:
        node = next(node for node in facts["network"] if node["layer"]["is"] == "Dense")
        node["layer"] |= settings

    return forged(change)


def _spec(*path: str | int, value: Any) -> Make:
    def change(arrays: dict[str, Any], facts: dict[str, Any]) -> None:
        place = facts["spec"]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return forged(change)


def _arrays(change: Callable[[dict[str, Any]], object]) -> Make:
    return forged(lambda arrays, facts: change(arrays))


def _facts(**changed: Any) -> Make:
    return forged(lambda arrays, facts: facts.update(changed))


FORGED = (
    asked("newer version", _facts(format=2), "has format 2", "Install a newer"),
    asked("version that is a word", _facts(format="2"), "is damaged"),
    asked("unknown layer kind", _layer(**{"is": "Denze"}), "'Denze' is not known", "mean Dense?"),
    asked("layer of no kind", _layer(**{"is": "Layer"}), "Layer"),
    asked("layer that is a weight", _layer(**{"is": "Weight"}), "Weight"),
    asked("layer within a layer", _layer(kernel_initializer={"is": "Dense", "units": 2}), "Dense"),
    asked("layer with odd bias", _layer(use_bias="maybe"), "use_bias"),
    asked("layer with odd constraint", _layer(kernel_constraint="tight"), "the constraint 'tight'"),
    asked("layer with odd regularizer", _layer(kernel_regularizer=5), "5"),
    asked("layer from another module", _layer(**{"is": "os.system"}), "'os.system' is not known"),
    asked("unknown layer setting", _layer(run="rm -rf /"), "Dense has no setting 'run'"),
    asked("layer of a trillion units", _layer(units=HUGE), f"dense_1 makes ({HUGE},) numbers of one sample"),
    asked("layer of a billion units", _layer(units=10**9), KERNEL, "float32", str(10**9)),
    asked("layer of minus one unit", _layer(units=-1), "units"),
    asked("layer of half a unit", _layer(units=0.5), "units"),
    asked("layer of units in words", _layer(units="many"), "units"),
    asked("network that is a word", _facts(network="dense"), "not a list of nodes"),
    asked("network of nothing", _facts(network=[]), "without layers"),
    asked(
        "network of a cycle",
        forged(lambda _, facts: facts["network"][1].update(reads=[facts["network"][-1]["name"]])),
        "stands after it or is itself",
    ),
    asked("network nested deep", _layer(units=json.loads("[" * 100 + "]" * 100)), "too deep"),
    asked("loss that is none", _facts(loss={"is": "Popen"}), "the loss 'Popen' is not known"),
    asked("loss that is a number", _facts(loss=5), "loss"),
    asked("no facts", forged(lambda _, facts: facts.clear()), "is not a model: it describes nothing"),
    asked("array missing", _arrays(lambda arrays: arrays.pop(KERNEL)), f"{KERNEL} is missing"),
    asked(
        "array too many",
        _arrays(lambda arrays: arrays.update({"params/x/kernel": np.zeros(1)})),
        "params/x/kernel is not part",
    ),
    asked(
        "array of another shape",
        _arrays(lambda arrays: arrays.update({KERNEL: np.zeros((1, 1), np.float32)})),
        f"{KERNEL} is float32 (1, 1)",
    ),
    asked(
        "array of another type",
        _arrays(lambda arrays: arrays.update({KERNEL: arrays[KERNEL].astype(np.int32)})),
        f"{KERNEL} is int32",
    ),
    asked("spec of another version", _spec("version", value=2), "spec.version is 2"),
    asked("spec of another kind", _spec("source", "is", value="Popen"), "spec.source"),
    asked("spec with a key more", _spec("target", "run", value="x"), "spec.target has an unknown key 'run'"),
    asked("spec of one class", _spec("target", "classes", value=["yes"]), "spec.target does not hold together"),
    asked("spec of a number for a name", _spec("target", "name", value=5), "spec.target.name is 5"),
    asked("spec of no columns", _spec("source", "columns", value=[]), "spec.source does not hold together"),
    asked(
        "spec of fewer columns",
        forged(lambda _, facts: facts["spec"]["source"]["columns"].pop()),
        "the network takes in",
    ),
    asked("card that is a list", _facts(card=[]), "is not a model"),
    Case(
        "weights of nan",
        _arrays(lambda arrays: arrays[KERNEL].fill(np.nan)),
        f"predict {MODEL} ../{GOOD} --out answers.csv",
        ("the network answers 40 of 40 row(s) with NaN", "lower learning rate"),
    ),
)
