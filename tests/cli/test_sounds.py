"""Sounds from the command line: described, learnt from, answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from neuroglass.cli.main import main
from neuroglass.cli.reading import kept
from tests.cli.conftest import Say
from tests.data.audio.made import classes, tone, wav
from tests.data.pictures.made import write

TINY = ("--network", "flatten, dense", "--epochs", "2", "--augment", "noise 10, timemask")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("sounds") / "tones", classes())


@pytest.fixture(scope="module")
def run(clips: Path) -> Path:
    folder = clips.parent / "run"
    assert main(["train", str(clips), *TINY, "--group", "_([a-z]+)_", "--test", "eve", "--out", str(folder)]) == 0
    return folder


def test_a_folder_of_clips_is_described_and_drawn(say: Say, clips: Path) -> None:
    told = say("data", clips, "--rate", "4000", "--seconds", "0.1")
    assert told.code == 0
    assert "20 clips read, 20 used, 0 skipped" in " ".join(told.out.split())
    assert "sound " in told.out
    assert "mono of 4,000 samples a second" in told.out
    assert "--rate changes it" in told.out
    assert "15% of the clips for the test" in told.out
    assert "a page of clips" in Path("tones-samples.html").read_text("utf-8")


def test_a_speaker_is_held_out_by_the_names_of_the_files(say: Say, clips: Path) -> None:
    facts = say("data", clips, "--group", "_([a-z]+)_", "--test", "bob", "--json").facts
    assert facts["parts"] == {"train": 14, "validation": 0, "test": 6}
    assert facts["split"] == "by groups of the file names: bob for test, ann, eve for training"


def test_a_speaker_may_be_called_by_a_number(say: Say) -> None:
    numbers = {"ann": "1", "bob": "2", "eve": "3"}
    speakers = {re.sub("ann|bob|eve", lambda name: numbers[name[0]], path): clip for path, clip in classes().items()}
    write(Path("clips"), speakers)
    facts = say("data", "clips", "--group", r"_(\d+)_", "--test", "2", "--json").facts
    assert facts["split"] == "by groups of the file names: 2 for test, 1, 3 for training"


def test_a_speaker_called_like_a_folder_is_kept_by_name(say: Say, clips: Path) -> None:
    Path("eve").mkdir()
    assert say("data", clips, "--group", "_([a-z]+)_", "--test", "eve").code == 0
    assert kept({"source": str(clips), "group": "_([a-z]+)_", "test": "eve"})["test"] == "eve"


def test_a_run_on_clips_answers_on_one_on_many_and_on_a_folder(say: Say, clips: Path, run: Path) -> None:
    one, other = clips / "hum" / "hum_ann_0.wav", clips / "hum" / "hum_bob_1.wav"
    assert say("predict", run, one).out.startswith(f"{one}: ")
    assert len(say("predict", run, one, other).out.splitlines()) == 3
    assert len(say("predict", run, clips, "--json").facts["predictions"]) == 20
    assert say("evaluate", run, clips, "--json").facts["rows"] == {"read": 20, "used": 20, "skipped": 0}


def test_what_cannot_be_heard_is_told_beside_the_answers(say: Say, clips: Path, run: Path) -> None:
    write(Path("new"), {"a.wav": wav(tone(300)), "b.wav": b"no sound", "c.wav": wav(tone(300, 0.01))})
    told = say("predict", run, "new")
    assert told.out.startswith("a.wav: ")
    assert "1 left out: it is text, not a sound (b.wav)" in told.err
    assert "1 left out: it lasts 10 ms, less than a frame of 30 (c.wav)" in told.err
    bad = say("predict", run, "new/b.wav")
    assert bad.code == 1
    assert (
        bad.err
        == "error: new/b.wav: none of 1 clip(s) can be read (new/b.wav: it is text, not a sound). Expected sounds.\n"
    )


def test_what_a_model_on_sounds_needs_is_told(say: Say, run: Path) -> None:
    assert "sounds, of which 0.21 s are heard at 8,000 Hz" in say("show", run).out


def test_an_odd_length_is_one_sentence(say: Say, clips: Path) -> None:
    told = say("data", clips, "--seconds", "-1")
    assert (told.code, told.out) == (1, "")
    assert told.err == 'error: seconds = -1.0. Expected "auto", or a number from 0.03 to 60.\n'


def test_how_to_allow_broken_clips_is_told_as_it_is_written_here(say: Say) -> None:
    told = say("data", write(Path("clips"), classes() | {"hum/x.wav": b""}))
    assert told.err.endswith("Mend or remove them, or allow it with --broken 0.05.\n")
    assert say("data", "clips", "--broken", "0.05").code == 0


def test_help_has_what_is_true_of_pictures_and_sounds_in_a_group_of_its_own(say: Say) -> None:
    group = say("data", "--help").out.partition("How files are read:")[2].partition("How ")[0]
    assert re.findall(r"--\w+", group) == ["--encoding", "--broken"]
