"""Folders of clips as data: what is read, left out, counted, divided and told."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neuroglass.data import sounds
from neuroglass.data.kinds import kind_of
from neuroglass.data.parts import labelled
from neuroglass.data.spec import Spec
from neuroglass.errors import DataError, NeuroglassError
from neuroglass.mel import log_mel
from tests.data.audio.made import classes, tone, wav, with_header
from tests.data.pictures.made import write, write_tar, write_zip

GROUP = "_([a-z]+)_"


def test_clips_become_int16_samples_of_one_length_with_their_folder_as_class(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes()))
    assert data.train.x["sound"].shape == (16, 1680)
    assert data.train.x["sound"].dtype == np.int16
    assert data.spec.classes == ("hum", "whistle")
    assert (data.reading.read, data.reading.used, data.reading.thing) == (20, 20, "clip")
    assert data.reading.frame == (
        "clips are mono of 8,000 samples a second (as they are), all as loud, 0.21 s long: found 0.20 to 0.20 s, 0.20 "
        "in the middle; shorter ones are filled up with silence"
    )


def test_the_statistics_are_those_of_the_frames_that_hold_sound_in_the_training_part(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes() | {"hum/long.wav": wav(tone(300, 0.5))}))
    entry = data.spec.inputs["sound"]
    assert entry.mel is not None
    samples = data.train.x["sound"].astype(np.float64)
    frames = [log_mel(np.trim_zeros(row, "b")[None], entry.mel, np)[0] for row in samples]
    np.testing.assert_allclose(entry.mean, np.concatenate(frames).mean(axis=0), atol=1e-3)
    np.testing.assert_allclose(entry.variance, np.concatenate(frames).var(axis=0), atol=1e-2)


def test_the_commonest_rate_is_taken_and_the_others_are_brought_to_it(tmp_path: Path) -> None:
    other = {"hum/x.wav": wav(tone(300, rate=44100), 44100)}
    data = sounds(write(tmp_path, classes() | other))
    assert "8,000 samples a second (found 8,000, 44,100; rate= changes it)" in data.reading.frame
    assert sounds(tmp_path, rate=4000, seconds=0.1).train.x["sound"].shape[1] == 420
    fast = {f"{name}/{n}.wav": wav(tone(300 + n, rate=44100), 44100) for name in "ab" for n in range(5)}
    assert "mono of 16,000" in sounds(write(tmp_path / "fast", fast)).reading.frame


def test_what_is_cut_off_is_told(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes()), seconds=0.1)
    assert "the end of 100.0% of them is cut off" in data.reading.frame


@pytest.mark.parametrize("pack", [write_zip, write_tar], ids=["zip", "tar.gz"])
def test_an_archive_and_folders_of_parts_are_read_like_a_folder(pack: Any, tmp_path: Path) -> None:
    files = classes(prefix="set/train/") | classes(4, prefix="set/test/", first=50)
    data = sounds(pack(tmp_path / ("a.zip" if pack is write_zip else "a.tar.gz"), files))
    assert data.reading.parts == {"train": 20, "validation": 0, "test": 8}


def test_a_named_group_is_the_test_and_stands_in_no_other_part(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes()), group=GROUP, test="bob")
    assert data.test is not None
    assert {name.split("_")[1] for name in data.test.names} == {"bob"}
    assert {name.split("_")[1] for name in data.train.names} == {"ann", "eve"}
    assert data.reading.split == "by groups of the file names: bob for test, ann, eve for training"


def test_without_a_name_a_whole_group_is_drawn(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes()), group=GROUP)
    assert data.test is not None
    assert len({name.split("_")[1] for name in data.test.names}) == 1


LEFT_OUT = {
    "empty": (b"", "it is empty"),
    "silent": (wav(np.zeros(1600)), "it is silent"),
    "header only": (wav(tone(300))[:44], "its header promises 3,200 bytes of sound and 0 follow: it is cut short"),
    "lying": (with_header(wav(tone(300)), 40, "<I", 10**6), "promises 1,000,000 bytes of sound and 3,200 follow"),
    "short": (wav(tone(300, 0.02)), "it lasts 20 ms, less than a frame of 30"),
    "text": (b"some words", "it is text, not a sound"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_cannot_be_heard_is_left_out_and_counted(name: str, tmp_path: Path) -> None:
    content, reason = LEFT_OUT[name]
    data = sounds(write(tmp_path, classes() | {"hum/x.wav": content}), broken=0.1)
    (skipped,) = data.reading.skipped
    assert (skipped.count, skipped.places) == (1, ("hum/x.wav",))
    assert reason in skipped.reason
    assert (data.reading.read, data.reading.used) == (21, 20)
    assert "found 0.20 to 0.20 s" in data.reading.frame


def test_clips_that_are_shorter_than_their_header_says_are_heard_and_told(tmp_path: Path) -> None:
    lying = with_header(wav(tone(300)), 40, "<I", 0x7FFFFFFF)
    data = sounds(write(tmp_path, classes() | {"hum/x.wav": lying, "hum/y.wav": lying}))
    assert (data.reading.used, data.reading.skipped) == (22, ())
    told = "2 clip(s) are shorter than their header says: hum/x.wav, hum/y.wav"
    assert told in data.reading.notes
    assert told in data.spec.encode(tmp_path).notes
    assert not any("header" in note for note in data.spec.encode(tmp_path / "whistle").notes)


Make = Callable[[Path], Path]
REFUSED: dict[str, tuple[Make, dict[str, Any], str]] = {
    "missing": (lambda at: at / "digits", {}, "There is no file or folder"),
    "no clips": (lambda at: write(at, {"a/x.txt": b"1"}), {}, r"holds no clips \(1 no clip by its ending, \.txt\)"),
    "one class": (lambda at: write(at, classes(names=["hum"])), {}, r"has one class folder with clips, 'hum' \(10\)"),
    "flat": (lambda at: write(at, {"a.wav": wav(tone(300))}), {}, "holds clips and no class folders"),
    "one file": (lambda at: write(at, {"a.wav": wav(tone(300))}) / "a.wav", {}, r"a\.wav is one file"),
    "too many broken": (
        lambda at: write(at, classes() | {"hum/x.wav": b""}),
        {},
        r"1 of 21 clips \(4\.8%\) cannot be read, first hum/x\.wav: it is empty\. Expected at most 1%.*broken=0\.05",
    ),
    "all broken": (
        lambda at: write(at, dict.fromkeys(classes(), b"text")),
        {},
        r"none of 20 clip\(s\) can be read \(hum/.*it is text, not a sound",
    ),
    "a column": (lambda at: write(at, classes()), {"target": "a"}, "is no table, so it has no column 'a'"),
    "no such setting": (lambda at: at, {"rates": 1}, "Sounds have no setting 'rates'. Did you mean rate"),
    "a slow rate": (lambda at: at, {"rate": 10}, r"rate = 10\. Expected \"auto\", or samples a second from 1000"),
    "no length": (lambda at: at, {"seconds": 0}, r"seconds = 0\. Expected \"auto\", or a number from 0\.03"),
    "no pattern": (lambda at: at, {"group": "("}, r"group = '\('\. Expected a regular expression"),
    "a strange group": (
        lambda at: write(at, classes()),
        {"group": "_(x)_"},
        r"group='_\(x\)_' is not found in 20 of 20 names: hum/hum_ann_0\.wav",
    ),
    "one group": (
        lambda at: write(at, classes()),
        {"group": "_"},
        "group='_' finds one group, '_'. Expected two or more",
    ),
    "two groups": (
        lambda at: write(at, classes(2)),
        {"group": GROUP},
        "finds two groups, 'ann' and 'bob'. Expected three or more to draw from. Name the one to test on: test='bob'",
    ),
    "an unknown group": (
        lambda at: write(at, classes()),
        {"group": GROUP, "test": "bobby"},
        "There is no group 'bobby'.*Did you mean bob?",
    ),
    "no group left": (
        lambda at: write(at, classes(2)),
        {"group": GROUP, "test": "bob", "validation": "ann"},
        "no group is left to train on",
    ),
    "groups and folders": (
        lambda at: write(at, classes(prefix="train/") | classes(prefix="test/", first=50)),
        {"group": GROUP},
        "is divided by its folders, and by group=",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_source_or_setting_meets_one_plain_sentence(name: str, tmp_path: Path) -> None:
    make, choices, message = REFUSED[name]
    with pytest.raises(NeuroglassError, match=message) as error:
        sounds(make(tmp_path), **choices)
    assert "\n" not in str(error.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, classes())
    (tmp_path / "hum" / "hum_ann_0.wav").chmod(0)
    (skipped,) = sounds(tmp_path, broken=0.1).reading.skipped
    assert skipped.reason == "it cannot be opened: Permission denied"


def test_a_class_with_one_clip_and_copies_in_two_parts_are_told(tmp_path: Path) -> None:
    copy = classes()["hum/hum_ann_0.wav"]
    data = sounds(write(tmp_path, classes() | {"bell/1.wav": wav(tone(99)), "whistle/x.wav": copy}))
    assert "fewer than two clips to learn from: bell" in data.reading.notes
    assert any("1 clip(s) are there several times with different classes" in note for note in data.reading.notes)


def test_a_rate_may_be_a_number_of_numpy(tmp_path: Path) -> None:
    assert sounds(write(tmp_path, classes()), rate=np.int64(4000)).spec.inputs["sound"].shape == (
        840,
    )  # fourteen hops of 60


def test_a_spec_read_back_makes_the_same_samples_of_the_same_files(tmp_path: Path) -> None:
    data = sounds(write(tmp_path, classes()), test=0)
    again = Spec.from_json(data.spec.to_json())
    assert again == data.spec
    encoded = again.encode(tmp_path)
    assert np.array_equal(encoded.x["sound"], data.train.x["sound"])
    assert encoded.names == data.train.names
    assert np.array_equal(labelled(again, tmp_path).y, data.train.y)


def test_what_is_to_be_answered_may_be_a_clip_a_list_or_a_pattern_and_says_what_it_left_out(tmp_path: Path) -> None:
    spec = sounds(write(tmp_path, classes())).spec
    write(tmp_path, {"hum/x.wav": b"text"})
    one = str(tmp_path / "hum" / "hum_ann_0.wav")
    assert spec.encode(one).names == (one,)
    assert len(spec.encode([one, one]).rows) == 2
    assert len(spec.encode(f"{tmp_path}/hum/hum_ann_*.wav").rows) == 4
    encoded = spec.encode(tmp_path / "hum")
    assert (encoded.read, encoded.skipped) == (11, 1)
    assert encoded.notes == ("1 left out: it is text, not a sound (x.wav)",)
    with pytest.raises(DataError, match=r"No file matches .*\*\.flac"):
        spec.encode(f"{tmp_path}/*.flac")
    with pytest.raises(DataError, match=r"A dict is no sound. Expected a path of a clip, a folder or an archive"):
        spec.encode({})


@pytest.mark.parametrize("pack", [write, write_zip, write_tar], ids=["folder", "zip", "tar"])
def test_a_source_is_known_by_what_lies_in_it(pack: Any, tmp_path: Path) -> None:
    ending = {write: "a", write_zip: "a.zip", write_tar: "a.tar.xz"}[pack]
    assert kind_of(pack(tmp_path / ending, classes(2))) == "sounds"
    assert kind_of(pack(tmp_path / f"b{ending}", {"cat/1.png": b"", "notes.txt": b""})) == "images"
