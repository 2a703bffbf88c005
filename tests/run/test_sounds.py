"""Clips through the whole of a training: what is planned, what a step hears, and the same bytes again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.data import Data, sounds
from neuroglass.errors import ConfigurationError
from neuroglass.learn.augmentation import heard, masked
from neuroglass.learn.roads import LOOPED, STEPPED, road
from neuroglass.model import load, samples
from neuroglass.nn.layers import LogMel, Moment
from neuroglass.run import fit
from neuroglass.run.planning import Plan, plan
from neuroglass.settings import Settings
from tests.data.audio.made import classes
from tests.data.pictures.made import write

SMALL = "flatten, dense"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return sounds(write(tmp_path_factory.mktemp("sounds"), classes()))


def planned(data: Data, network: Any = "auto", **settings: Any) -> Plan:
    return plan(network, data, Settings.of(settings))


def test_clips_are_heard_by_convolutions_over_a_normalised_spectrogram(data: Data) -> None:
    decided = planned(data)
    network, entry = decided.program.objective.network, data.spec.inputs["sound"]
    assert entry.mel is not None
    assert network.nodes[1].name == "sound.logmel"
    assert network.nodes[1].layer == LogMel(**vars(entry.mel), mean=entry.mean, variance=entry.variance)
    assert network.shapes["reshape_1"] == (14, 40, 1)
    part = samples(data.train, data.spec)
    assert road(decided.program, part, None) == (STEPPED if jax.default_backend() == "cpu" else LOOPED)
    bands, _ = network.nodes[1].layer.compute({}, Moment(), part.x["sound"])
    np.testing.assert_allclose(bands.mean(axis=(0, 1)), 0, atol=0.02)
    np.testing.assert_allclose(bands.std(axis=(0, 1)), 1, atol=0.02)


def test_every_choice_is_told_with_its_reason(data: Data) -> None:
    told = " ".join(planned(data).reasons)
    for word in ("3 two-dimensional convolutions", "40 epochs", "batches of 32", "no voice, room or microphone"):
        assert word in told


def test_a_step_learns_from_clips_that_are_changed_and_masked_and_judging_does_not(data: Data) -> None:
    program = planned(data, SMALL, augment="noise 10, timemask 0.5").program
    part, carry = samples(data.train, data.spec), program.start(jnp.uint32(0), jnp.float32(1))
    drawn = program.drawn(carry.step, carry.seed)
    batch, mixing = program.seen(carry, part, drawn)
    keys, tap = program.chances(carry, drawn), program.masking(carry, drawn)
    assert mixing is None
    assert np.array_equal(batch.x["sound"], heard(program.augmentation, part.x["sound"], keys))
    bands = jnp.ones((len(keys), 14, 40))
    assert tap is not None
    assert np.array_equal(tap("sound.logmel", bands), masked(program.augmentation, bands, keys))
    assert tap("conv_2d_1", bands) is bands
    assert planned(data, SMALL, augment="off").program.masking(carry, drawn) is None


def test_a_step_that_is_masked_steps_elsewhere(data: Data) -> None:
    part = samples(data.train, data.spec)
    costs = []
    for how in ("off", "timemask 0.9"):
        program = planned(data, SMALL, augment=how).program
        costs.append(float(program.step(program.start(jnp.uint32(0), jnp.float32(1)), part)[0].cost))
    assert costs[0] != costs[1]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("flip", "augment is given and the data holds no pictures. Expected pictures, from ng.data.images."),
        ("mixup", "augment is given and the data holds no pictures."),
    ],
)
def test_changes_of_pictures_are_not_for_sounds(data: Data, how: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        planned(data, augment=how)


def test_a_training_tells_hums_from_whistles_and_answers_the_same_when_loaded(tmp_path: Path) -> None:
    high = {f"whistle/{at}.wav": content for at, content in enumerate(classes(12, ["a"], first=200).values())}
    folder = write(tmp_path / "clips", classes(12, ["hum"]) | high)
    model = fit(SMALL, sounds(folder), epochs=12, learning_rate=0.02, progress=False).model
    again = load(model.save(tmp_path / "model.safetensors"))
    answer = again.predict(folder)
    assert np.asarray(answer.probabilities).tobytes() == np.asarray(model.predict(folder).probabilities).tobytes()
    assert np.mean(np.asarray(answer.labels) == np.repeat(["hum", "whistle"], 12)) > 0.9
    assert again.evaluate(folder)["accuracy"] > 0.9


def test_a_recurrent_network_answers_the_same_however_much_silence_follows(tmp_path: Path) -> None:
    folder = write(tmp_path, classes())
    short, long = (sounds(folder, seconds=seconds, test=0) for seconds in (0.2, 0.6))
    network, longer = (planned(data, "gru 4").program.objective.network for data in (short, long))
    variables = network.init(jax.random.key(1))
    answers = [
        of.apply(variables, {"sound": jnp.asarray(data.train.x["sound"][:4])}).value
        for of, data in ((network, short), (longer, long))
    ]
    np.testing.assert_allclose(answers[0], answers[1], atol=1e-5)
    assert np.ptp(answers[0]) > 1e-3
