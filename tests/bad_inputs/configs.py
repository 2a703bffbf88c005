"""Configuration files and --set that say what cannot be."""

from __future__ import annotations

from tests.bad_inputs.case import GOOD, Case, nothing, text


def _train(words: str) -> str:
    return f"train ../{GOOD} --out out {words}"


CONFIGS = (
    Case("config missing", nothing, "train --config c.toml", ("c.toml cannot be read: No such file",)),
    Case(
        "config is a folder",
        lambda f: (f / "c.toml").mkdir(),
        "train --config c.toml",
        ("c.toml cannot be read: Is a",),
    ),
    Case("config broken", text("c.toml", "[data"), "train --config c.toml", ("c.toml is not TOML", "line 1")),
    Case(
        "config unknown key",
        text("c.toml", "[training]", "epoch = 1"),
        "train --config c.toml",
        ("c.toml", "'epoch'", "mean epochs?"),
    ),
    Case(
        "config unknown table",
        text("c.toml", "[train]", "epochs = 1"),
        "train --config c.toml",
        ("c.toml", "[train]", "mean training?"),
    ),
    Case(
        "config wrong type",
        text("c.toml", "[data]", f"source = '../{GOOD}'", "[training]", "epochs = 'many'"),
        "train --config c.toml",
        ("epochs = 'many'", "integer"),
    ),
    Case(
        "config source is a number",
        text("c.toml", "[data]", "source = 5"),
        "train --config c.toml",
        ("source = 5", "text"),
    ),
    Case(
        "config column is a number",
        text("c.toml", "[data]", f"source = '../{GOOD}'", "ignore = 5"),
        "train --config c.toml",
        ("ignore = 5",),
    ),
    Case("set nonsense", nothing, _train("--set nonsense"), ("--set nonsense", "table.key=value")),
    Case("set unknown key", nothing, _train("--set training.patients=3"), ("--set", "'patients'", "mean patience?")),
    Case("set wrong type", nothing, _train("--set data.rare_below=often"), ("rare_below", "often")),
    Case("set odd optimizer", nothing, _train("--set training.optimizer=5"), ("optimiser 5",)),
    Case("set odd rate", nothing, _train("--set training.learning_rate=fast"), ("fast",)),
    Case("set odd loss", nothing, _train("--set training.loss=5"), ("loss 5",)),
    Case("set odd class weights", nothing, _train("--set training.class_weight=heavy"), ("heavy", "balanced")),
    Case("set odd network", nothing, _train("--set network.layers=5"), ("[network] has layers = 5", "dense 64")),
    Case("set odd nodes", nothing, _train("--set network.nodes=5"), ("not a list of nodes",)),
    Case("set odd test", nothing, _train("--set data.test=[1]"), ("test = [1]", "the name of a file")),
    Case(
        "set unknown metric", nothing, _train("--set 'training.metrics=[\"acuracy\"]'"), ("acuracy", "mean accuracy?")
    ),
    Case("set unknown column", nothing, _train("--set training.monitor=val_los"), ("val_los",)),
)
