"""neuroglass predict: answers to every row, where they were asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import jax
import numpy as np
import polars as pl
import pytest

from neuroglass.data import shipped
from neuroglass.data.array_data import arrays
from neuroglass.model import Model, load
from neuroglass.nn import losses
from neuroglass.nn.layers import Output
from neuroglass.nn.network import Network
from neuroglass.nn.objective import Objective
from neuroglass.run.ends import fitted
from tests.cli.conftest import Say

READERS: dict[str, Callable[..., pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".tsv": lambda path: pl.read_csv(path, separator="\t"),
    ".parquet": pl.read_parquet,
    ".jsonl": pl.read_ndjson,
}


def test_answers_stand_on_standard_output_as_csv(say: Say, iris_run: Path) -> None:
    told = say("predict", iris_run, "iris")
    answers = pl.read_csv(io.StringIO(told.out))
    direct = load(iris_run / "model.safetensors").predict(shipped.path("iris"))
    assert (told.code, told.err) == (0, "")
    assert answers["label"].to_list() == np.asarray(direct.labels).tolist()
    np.testing.assert_allclose(answers.drop("label").to_numpy(), np.asarray(direct.probabilities), rtol=1e-6)


@pytest.mark.parametrize("suffix", READERS)
def test_a_file_holds_the_same_answers(say: Say, iris_run: Path, suffix: str) -> None:
    told = say("predict", iris_run / "model.safetensors", "iris", "--out", f"answers{suffix}")
    assert (told.code, told.out) == (0, "")
    assert told.err == f"150 answers written to answers{suffix}\n"
    known = pl.read_csv(io.StringIO(say("predict", iris_run, "iris").out))
    assert READERS[suffix](f"answers{suffix}")["label"].to_list() == known["label"].to_list()


def test_the_json_object_names_rows_classes_and_answers(say: Say, iris_run: Path) -> None:
    facts = say("predict", iris_run, "iris", "--json").facts
    assert facts["rows"] == {"read": 150, "used": 150, "skipped": 0}
    assert len(facts["predictions"]) == 150
    first = facts["predictions"][0]
    assert first["label"] == max(first["probabilities"], key=first["probabilities"].__getitem__)
    assert sum(first["probabilities"].values()) == pytest.approx(1, abs=1e-5)


def test_extra_columns_are_ignored_with_a_note_on_the_side(say: Say, iris_run: Path) -> None:
    pl.read_csv(shipped.path("iris")).with_columns(extra=1).write_csv("more.csv")
    told = say("predict", iris_run, "more.csv")
    assert "1 column(s) training did not know are ignored: extra" in told.err
    assert told.out.startswith("label,")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("no.safetensors", "iris"), "no.safetensors is not there. Expected the file of a model."),
        ((".", "iris"), "holds no model.safetensors. Expected a run that has ended, or a model's file."),
        (("RUN", "iris", "--out", "answers.xyz"), "--out answers.xyz ends in .xyz. Expected one of .csv, .tsv"),
        (("RUN", "iris", "--out", "no/answers.csv"), "no/answers.csv cannot be written: No such file or directory."),
        (("RUN", "few.csv"), "few.csv lacks 3 column(s) the model needs: sepal_width_cm, petal_length_cm"),
        (
            ("arrays.safetensors", "iris"),
            "arrays.safetensors was trained on arrays, and a file holds a table, pictures, sounds or texts.",
        ),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    say: Say, iris_run: Path, words: tuple[str, ...], sentence: str
) -> None:
    Path("few.csv").write_text("sepal_length_cm,color\n1,red\n2,blue\n")
    if "arrays.safetensors" in words:
        _untrained_on_arrays().save("arrays.safetensors")
    told = say("predict", *(str(iris_run) if word == "RUN" else word for word in words))
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err


def _untrained_on_arrays() -> Model:
    data = arrays(np.eye(40, 3), np.arange(40) % 2)
    objective = Objective(fitted(Network([Output()]), data), losses.get("binary_crossentropy"))
    return Model(objective, objective.network.init(jax.random.key(0)), data.spec)
