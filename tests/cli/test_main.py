"""The command line as a whole: what it costs to ask, and how it leaves."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from neuroglass.cli.main import main
from neuroglass.version import __version__
from tests.cli.conftest import Say

HEAVY = ("jax", "jaxlib", "optax", "matplotlib", "rich", "polars", "numpy")
ENTRY = "import sys; from neuroglass.cli.main import main; code = main(); "


def process(*words: str, then: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", f"{ENTRY}{then or None}; sys.exit(code)", *words]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--help",), 0), (("train", "--help"), 0), (("train", "--epochs", "many"), 2), (("trian",), 2), ((), 2)],
)
def test_help_and_wrong_words_are_answered_without_anything_heavy(words: tuple[str, ...], code: int) -> None:
    told = process(*words, then=f"sys.stderr.write(repr(sorted(set(sys.modules) & set({HEAVY}))))")
    assert told.returncode == code
    assert told.stderr.endswith("[]")


def test_completion_is_answered_without_anything_heavy() -> None:
    then = f"sys.stderr.write(repr(sorted(set(sys.modules) & set({HEAVY}))))"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys, atexit; atexit.register(lambda: {then}); {ENTRY}"],
        capture_output=True,
        text=True,
        env={**os.environ, "_NEUROGLASS_COMPLETE": "complete_bash", "COMP_WORDS": "neuroglass ev", "COMP_CWORD": "1"},
    )
    assert "evaluate" in told.stdout
    assert told.stderr.endswith("[]")


def test_describing_a_table_imports_no_jax() -> None:
    told = process("data", "iris", "--json", then="sys.stderr.write(repr('jax' in sys.modules))")
    assert (told.returncode, told.stderr) == (0, "False")


def test_the_version_is_said(say: Say) -> None:
    assert say("--version").out == f"neuroglass {__version__}\n"


def test_every_command_is_listed_and_grouped_options_are_named(say: Say) -> None:
    assert all(command in say("--help").out for command in ("train", "evaluate", "predict", "show", "data"))
    told = say("train", "--help").out
    groups = [
        "Arguments:",
        "How it learns:",
        "Where it is kept:",
        "How a table is read:",
        "How pictures are read:",
        "How the rows are divided:",
    ]
    assert [line for line in told.splitlines() if line in groups] == groups
    assert told.count("--target") == 1


def test_an_unknown_command_and_option_suggest_the_nearest(say: Say) -> None:
    unknown = say("trian")
    assert (unknown.code, "Did you mean 'train'?" in unknown.err) == (2, True)
    unknown = say("train", "digits", "--epocs", "3")
    assert (unknown.code, "--epochs" in unknown.err) == (2, True)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (MemoryError("Unable to allocate 8 TiB"), "The memory is not enough: Unable to allocate 8 TiB. Use a smaller"),
        (OSError(errno.ENOSPC, "No space left on device", "runs/x"), "error: runs/x: No space left on device."),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory\ntrace"), "The memory of the device is not enough: RESOURCE_"),
    ],
)
def test_what_the_system_refuses_is_one_sentence(
    say: Say, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    def refuse(*given: object) -> None:
        raise error

    monkeypatch.setattr("neuroglass.cli.reading.read_data", refuse)
    told = say("data", "iris")
    assert (told.code, told.out) == (1, "")
    assert sentence in told.err
    assert "\n" not in told.err.strip()


def test_a_fault_of_the_program_is_not_hidden(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("neuroglass.cli.reading.read_data", fail)
    with pytest.raises(RuntimeError, match="a fault"):
        main(["data", "iris"])


def test_a_reader_that_goes_away_is_not_complained_of() -> None:
    command = [sys.executable, "-c", f"{ENTRY}sys.exit(code)", "show", "activation"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 1


def test_errors_are_plain_where_color_is_unwanted(say: Say) -> None:
    assert say("data", "nowhere.csv").err == "error: There is no file nowhere.csv. Check the path.\n"
