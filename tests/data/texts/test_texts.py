"""What is read of texts is checked against the files that were written."""

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import pytest

from neuroglass.data import Spec, text
from neuroglass.data.kinds import kind_of
from neuroglass.data.parts import labelled
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.errors import ConfigurationError
from tests.data.texts.made import RHYME, reviews, write


def source_of(spec: Spec) -> TextInputs:
    assert isinstance(spec.source, TextInputs)
    return spec.source


def stream(array: np.ndarray) -> list[int]:
    """The ids of windows one after another, without padding."""
    return [int(one) for one in array.ravel() if one > 0]


def test_the_end_of_a_text_is_held_out_and_the_vocabulary_is_of_its_beginning(tmp_path: Path) -> None:
    whole = RHYME + "xwz" * 30
    data = text(write(tmp_path, {"a.txt": whole}) / "a.txt", test=0.1, length=16)
    vocabulary = source_of(data.spec).vocabulary
    cut = len(whole) * 9 // 10
    assert vocabulary.tokens == tuple(sorted(set(RHYME)))
    assert data.test is not None
    assert data.validation is None
    assert vocabulary.text(stream(data.train.x["text"])) == whole[: cut - 1]
    assert vocabulary.text(stream(data.train.y)) == whole[1:cut]
    assert vocabulary.text(stream(data.test.y)) == RHYME[cut + 1 :] + "\ufffd" * 90
    assert data.reading.split == "the last 10% of the text for the test"
    unknown = "90 character(s) are not in the vocabulary ('x', 'w', 'z'); they are read as unknown"
    assert data.reading.notes == (f"test: {unknown} ({90 / (len(whole) - cut):.2%})",)


def test_every_step_has_a_target_among_the_tokens_or_none() -> None:
    data = text(RHYME, length=16)
    assert data.spec.task.kind == "next"
    assert data.spec.target.steps == 16
    assert data.spec.classes[:2] == ("<padding>", "<unknown>")
    assert data.spec.inputs["text"].size == len(data.spec.classes)
    assert set(np.unique(data.train.y)) <= {-1, *range(2, len(data.spec.classes))}
    assert data.train.x["text"].dtype == data.train.y.dtype == np.int32


def test_rows_are_numbered_from_the_beginning_of_the_text_through_all_parts() -> None:
    data = text(RHYME, length=16, test=0.2, validation=0.2)
    assert data.validation is not None
    assert data.test is not None
    rows = np.concatenate([data.train.rows, data.validation.rows, data.test.rows])
    np.testing.assert_array_equal(rows, np.arange(data.reading.used))


def test_words_are_not_torn_where_the_text_is_cut() -> None:
    data = text(RHYME, unit="word", length=8, test=0.33)
    vocabulary = source_of(data.spec).vocabulary
    assert data.test is not None
    assert set(vocabulary.text(stream(data.test.x["text"])).split()) <= set(RHYME.split())


def test_a_short_text_has_shorter_windows_and_a_long_one_validates() -> None:
    assert text(RHYME).spec.target.steps == len(RHYME) * 9 // 10 // 32
    long = text(RHYME * 250)
    assert long.spec.target.steps == 64
    assert long.validation is not None
    assert long.reading.split == "the last 10% of the text for the test, 5% before that for validation"


def test_several_files_are_one_text_in_the_order_of_their_names(tmp_path: Path) -> None:
    data = text(write(tmp_path, {"2.txt": "second" * 20, "10.txt": "third" * 20, "1.md": "first" * 20}), test=0)
    read = source_of(data.spec).vocabulary.text(stream(data.train.x["text"]))
    assert read == "\n".join(("first" * 20, "second" * 20, "third" * 20))[:-1]
    assert data.reading.format == "a folder of texts, 3 of them one after another"


def test_a_test_part_may_be_a_text_of_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.txt": RHYME, "b.txt": "the dog sat"})
    data = text(folder / "a.txt", test=folder / "b.txt", length=8)
    assert data.test is not None
    assert source_of(data.spec).vocabulary.text(stream(data.test.y)) == "he dog sat"
    assert data.reading.split == "all of the text is learnt from; test is a source of its own"


GUESSED = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "gb18030"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", *GUESSED])
def test_any_encoding_gives_the_same_ids(tmp_path: Path, encoding: str) -> None:
    whole = ("这是一个很好的故事，我们都很喜欢。\n" if encoding == "gb18030" else "Voilà, l'été est là.\n") * 20
    (tmp_path / "a.txt").write_bytes(whole.encode(encoding))
    data = text(tmp_path / "a.txt", test=0, length=8)
    assert source_of(data.spec).vocabulary.text(stream(data.train.y)) == whole[1:]
    assert [f"it is read as {encoding}. Name" in note for note in data.reading.notes] == [True] * (encoding in GUESSED)
    named = text(tmp_path / "a.txt", test=0, length=8, encoding=encoding)
    assert source_of(named.spec).vocabulary.text(stream(named.train.y)) == whole[1:]
    assert named.reading.notes == ()


def test_letters_are_composed_and_lines_end_alike(tmp_path: Path) -> None:
    mixed = "café\r\nlait\rau\nlait " * 20
    (tmp_path / "a.txt").write_bytes(unicodedata.normalize("NFD", mixed).encode())
    read = source_of((data := text(tmp_path / "a.txt", test=0)).spec).vocabulary.text(stream(data.train.x["text"]))
    assert read == ("café\nlait\nau\nlait " * 20)[:-1]


def test_chinese_goes_by_characters_also_where_words_are_asked_for() -> None:
    data = text("你好世界，再见世界。" * 20, unit="word", test=0)
    assert set(source_of(data.spec).vocabulary.tokens) == set("你好世界，再见。")


def test_folders_are_classes_and_each_text_is_a_row(tmp_path: Path) -> None:
    data = text(write(tmp_path, reviews()))
    assert data.spec.classes == ("bad", "good")
    assert data.spec.task.kind == "binary"
    assert source_of(data.spec).vocabulary.unit == "word"
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (16, 4)
    for part in (data.train, data.test):
        for ids, label, name in zip(part.x["text"], part.y, part.names, strict=True):
            assert name.startswith(data.spec.classes[label])
            written = (tmp_path / name).read_text()
            assert stream(ids) == source_of(data.spec).vocabulary.ids(written).tolist()


def test_parts_and_archives_are_found_as_for_pictures(tmp_path: Path) -> None:
    files = {f"set/train/{name}": body for name, body in reviews().items()}
    files |= {"set/test/bad/a.txt": "a dreadful bore", "set/test/good/a.txt": "great fun"}
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    data = text(tmp_path / "set.zip")
    assert data.test is not None
    assert (len(data.train), len(data.test)) == (20, 2)
    assert data.reading.split == "train and test as the source divides them"


def test_texts_that_stand_in_two_parts_are_told(tmp_path: Path) -> None:
    files = {f"train/{name}": body for name, body in reviews().items()}
    files |= {f"test/{name}": body for name, body in list(reviews().items())[:3]}
    notes = text(write(tmp_path, files)).reading.notes
    assert any(note.startswith("3 of the 3 test texts stand in the training part too") for note in notes)


def test_a_text_with_two_labels_is_told() -> None:
    texts = [f"{'good and fine' if n % 2 else 'bad and sad'} {n}" for n in range(20)]
    notes = text(([*texts, texts[0]], [*(n % 2 for n in range(20)), 1])).reading.notes
    assert "1 text(s) are there several times with different classes: text 0 (0) and text 20 (1)" in notes


def test_a_pair_of_texts_and_labels_is_read_as_folders_are() -> None:
    texts = [f"{'good and fine' if n % 2 else 'bad and sad'} {n}" for n in range(20)]
    data = text((texts, [n % 2 for n in range(20)]))
    assert data.spec.classes == ("0", "1")
    assert [texts[row] for row in data.train.rows if row % 2] == [
        texts[row] for row in data.train.rows[data.train.y == 1]
    ]


def test_texts_longer_than_a_row_are_cut_and_told() -> None:
    texts = ["a b c d e f"] * 10 + ["a b c"] * 10
    data = text((texts, ["long"] * 10 + ["short"] * 10), length=4)
    assert data.train.x["text"].shape[1] == 4
    assert "10 of 20 texts are longer than 4 words and are cut there" in data.reading.notes


@pytest.mark.parametrize("labels", [True, False])
def test_a_spec_is_plain_data_and_encodes_the_same_again(tmp_path: Path, labels: bool) -> None:
    folder = write(tmp_path, reviews() if labels else {"a.txt": RHYME})
    spec = text(folder).spec
    again = Spec.from_json(spec.to_json())
    assert again == spec
    np.testing.assert_array_equal(again.encode(folder).x["text"], spec.encode(folder).x["text"])


def test_prediction_takes_texts_paths_and_folders(tmp_path: Path) -> None:
    folder = write(tmp_path, reviews())
    spec = text(folder).spec
    path = folder / "bad" / "1.txt"
    for asked in (path.read_text(), [path.read_text()], path, str(path), [path]):
        np.testing.assert_array_equal(spec.encode(asked).x["text"], spec.encode([str(path)]).x["text"])
    assert spec.encode(folder).read == 20
    assert spec.encode([path]).names == (str(path),)


def test_what_training_did_not_know_is_counted_and_told(tmp_path: Path) -> None:
    spec = text(write(tmp_path, reviews())).spec
    encoded = spec.encode("what a marvellous, marvellous day")
    assert encoded.notes == ("2 word(s) are not in the vocabulary ('marvellous'); they are read as unknown",)
    assert (encoded.x["text"] == 1).sum() == 2


def test_the_line_end_of_a_file_is_no_word_of_a_labelled_text_and_one_within_it_is(tmp_path: Path) -> None:
    plain = text(write(tmp_path / "plain", reviews()), test=0)
    ended = text(write(tmp_path / "ended", {path: f"{one}\r\n\n" for path, one in reviews().items()}), test=0)
    assert ended.spec == plain.spec
    np.testing.assert_array_equal(ended.train.x["text"], plain.train.x["text"])
    write(tmp_path, {"one.txt": "a lovely day\n", "two.txt": "a lovely\nday\n"})
    assert plain.spec.encode(tmp_path / "one.txt").notes == ()
    (note,) = plain.spec.encode(tmp_path / "two.txt").notes
    assert note.startswith(r"1 word(s) are not in the vocabulary ('\n')")


def test_a_model_is_measured_on_a_folder_or_on_the_next_tokens_of_a_text(tmp_path: Path) -> None:
    folder = write(tmp_path, reviews())
    part = labelled(text(folder).spec, folder)
    assert part.y.tolist() == [0] * 10 + [1] * 10
    following = labelled(text(RHYME, length=8).spec, "the dog sat on the cat")
    assert following.y.shape == following.x["text"].shape == (3, 8)


@pytest.mark.parametrize(
    ("name", "kind"), [("hamlet.txt", "text"), ("README.md", "text"), ("t.csv", "table"), ("cat.png", "images")]
)
def test_files_are_told_apart_by_their_endings(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_a_folder_of_texts_is_told_from_one_of_pictures(tmp_path: Path) -> None:
    assert kind_of(write(tmp_path / "reviews", reviews(2))) == "text"
    assert kind_of(write(tmp_path / "pictures", {"a/1.png": b"", "a/2.png": b"", "about.txt": b""})) == "images"


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"unit": "letter"}, r"unit = 'letter'\. Expected one of auto, character, word, byte, subword"),
        ({"length": 1}, r"length = 1\. Expected a whole number from 2 to 1000000"),
        ({"length": 10**12}, r"length = 1000000000000\. Expected a whole number from 2 to 1000000"),
        ({"vocabulary": 1}, r"vocabulary = 1\. Expected a whole number from 2 to 1000000"),
        ({"encoding": "utf-9"}, r"encoding = 'utf-9'\. Expected the name of an encoding"),
        ({"lower": 1}, r"lower = 1\. Expected true or false"),
        ({"task": "guess"}, "The task 'guess' is not known"),
        ({"lenght": 4}, r"Texts have no setting 'lenght'\. Did you mean length\?"),
        ({"target": "y"}, r"A text has no column 'y'\. A column of texts in a table .* ng\.data\.table"),
        ({"test": 1.5}, r"test is 1\.5"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(choices: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        text(RHYME, **choices)  # type: ignore[arg-type]
