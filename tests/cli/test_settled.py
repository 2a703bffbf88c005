"""What is asked for, from a file, options and --set, laid over each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from neuroglass.cli.settled import from_file, from_settings, laid_over, network_of
from neuroglass.errors import ConfigurationError


def test_values_are_read_as_toml_and_else_as_text() -> None:
    given = ["training.epochs=20", "training.learning_rate = 1e-2", "data.target=income", "training.keep_best=false"]
    assert from_settings(given) == {
        "training": {"epochs": 20, "learning_rate": 0.01, "keep_best": False},
        "data": {"target": "income"},
    }


def test_later_contents_win_key_by_key_and_networks_whole() -> None:
    merged = laid_over(
        {"network": {"layers": ["dense 4"]}, "training": {"epochs": 3, "seed": 1}},
        {"network": {"spec": "dense 8"}, "training": {"epochs": 5}},
        {"network": {}},
    )
    assert merged == {"data": {}, "network": {"spec": "dense 8"}, "training": {"epochs": 5, "seed": 1}}


def test_a_network_is_said_in_one_way() -> None:
    assert network_of({}) == "auto"
    assert network_of({"layers": ["dense 4 relu", "dropout 0.1"]}) == "dense 4 relu, dropout 0.1"
    assert network_of({"spec": "net.toml"}) == "net.toml"
    with pytest.raises(ConfigurationError, match=r"\[network\] has spec and layers\. Expected one of spec, layers"):
        network_of({"spec": "dense 4", "layers": []})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[training]\nepocs = 3\n", r"c\.toml: \[training\] has no key 'epocs'\. Did you mean epochs\?"),
        ("[trainin]\nepochs = 3\n", r"c\.toml: there is no table \[trainin\]\. Did you mean training\?"),
        ("[data]\nsorce = 'x'\n", r"c\.toml: \[data\] has no key 'sorce'\. Did you mean source\?"),
        ("training = 3\n", r"c\.toml: training is a single value\. Expected a table, \[training\]"),
        ("training", r"c\.toml is not TOML"),
    ],
)
def test_a_file_that_says_something_unknown_is_refused_by_name(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=sentence):
        from_file(path)


@pytest.mark.parametrize("word", ["auo", "Auto", "automatic"])
def test_a_word_near_auto_is_mended(word: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"^There is no network '{word}'\. Did you mean auto\?$"):
        network_of({"spec": word})
