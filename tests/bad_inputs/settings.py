"""Settings that cannot be."""

from __future__ import annotations

from tests.bad_inputs.case import GOOD, Case, nothing, text


def _train(words: str) -> str:
    return f"train ../{GOOD} --out out {words}"


NUMBERS = (
    Case("no epochs", nothing, _train("--epochs 0"), ("epochs = 0", "greater than or equal to 1")),
    Case("endless epochs", nothing, _train("--epochs 9999999999"), ("epochs = 9999999999", "less than or equal")),
    Case("batch of none", nothing, _train("--batch-size 0"), ("batch_size", "1 or more")),
    Case("batch below none", nothing, _train("--batch-size -1"), ("batch_size=-1", '1 or more, or "all"')),
    Case("learning rate nan", nothing, _train("--learning-rate nan"), ("learning_rate", "nan", "above 0")),
    Case("learning rate below 0", nothing, _train("--learning-rate -1"), ("learning_rate", "-1", "above 0")),
    Case("seed below 0", nothing, _train("--seed -1"), ("seed = -1", "greater than or equal to 0")),
    Case("no minutes", nothing, _train("--minutes 0"), ("minutes = 0", "greater than 0")),
    Case("minutes nan", nothing, _train("--minutes nan"), ("minutes = nan", "greater than 0")),
    Case("validation below 0", nothing, _train("--validation -0.1"), ("validation is -0.1", "at least 0")),
)

WORDS = (
    Case("unknown optimizer", nothing, _train("--optimizer adamm"), ("optimiser 'adamm' is not known", "mean adam?")),
    Case("unknown task", nothing, _train("--task klasses"), ("task 'klasses' is not known", "mean classes?")),
    Case("unknown scaling", nothing, _train("--scaling min"), ("'min'", "minmax")),
    Case("unknown split", nothing, _train("--split straight"), ("split 'straight' is not known", "stratified")),
    Case("unknown layer", nothing, _train("--network 'dense 4, convv 3'"), ("'convv' in 'convv 3' is not known",)),
    Case("layer without size", nothing, _train("--network 'dense relu'"), ("'dense relu' does not say units",)),
    Case("layer of no units", nothing, _train("--network 'dense 0'"), ("Dense(units=0)", "above 0")),
    Case("network with a gap", nothing, _train("--network 'dense 4,,dense 4'"), ("empty place between its commas",)),
    Case(
        "network too large",
        nothing,
        _train("--network 'dense 999999999, dense 999999999'"),
        ("weights", "of memory", "fewer units"),
    ),
    Case("network file missing", nothing, _train("--network net.toml"), ("net.toml cannot be read as a network",)),
    Case(
        "network file broken", text("net.toml", "layers = ["), _train("--network net.toml"), ("net.toml is not TOML",)
    ),
    Case(
        "network file of else", text("net.toml", "a = 1"), _train("--network net.toml"), ("net.toml has a", "[[nodes]]")
    ),
    Case(
        "answer of wrong size",
        nothing,
        _train("--network 'dense 4, output 7 softmax'"),
        ("shape (7,)", "(1,) for the target 'sold'"),
    ),
)
