"""Every bad input, asked of the command line in this process; each must end in one plain message and leave nothing."""

from __future__ import annotations

import contextlib
import resource
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuroglass.cli.main import main
from tests.bad_inputs.case import GOOD, Case
from tests.bad_inputs.ground import SMALL, lay, made
from tests.bad_inputs.make import index
from tests.bad_inputs.refused import REFUSED
from tests.bad_inputs.survived import SURVIVED

LONGEST = 700  # characters of a message


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bad inputs")
    lay(folder)
    return folder


@contextlib.contextmanager
def files_of_at_most(size: int | None) -> Iterator[None]:
    """What the system answers beyond it is what it answers on a full disk, but for the name of the error."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft if size is None else size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; empty folders do not count."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else b""
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_is_refused_with_one_plain_message_and_leaves_nothing(
    case: Case, ground: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(case, ground)
    before = contents(folder), contents(ground / "run")
    monkeypatch.chdir(folder)
    with files_of_at_most(case.file_limit):
        code = main(shlex.split(case.command))
    told = capsys.readouterr()
    *aside, message = told.err.splitlines()
    assert (code, told.out) == (1, "")
    assert [part for part in case.says if part not in message] == []
    assert message.startswith("error: ")
    assert "error: " not in "".join(aside)
    assert "Traceback" not in told.err
    assert message.isprintable()
    assert len(message) < LONGEST
    assert (contents(folder), contents(ground / "run")) == before


@pytest.mark.parametrize("case", SURVIVED, ids=lambda case: case.name)
def test_is_lived_with_and_told(
    case: Case, ground: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made(case, ground))
    monkeypatch.setenv("COLUMNS", "200")
    code = main(shlex.split(case.command))
    told = capsys.readouterr()
    said = " ".join((told.out + told.err).split())
    assert code == 0
    assert [part for part in case.says if part not in said] == []
    assert "\x1b" not in told.out + told.err


def test_a_run_whose_disk_became_full_is_gone_on_with_once_there_is_room(
    ground: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with files_of_at_most(20_000):
        code = main(["train", str(ground / GOOD), *SMALL, "--out", "out"])
    assert code == 1
    assert "out/report.html cannot be written: File too large" in capsys.readouterr().err
    assert not list(tmp_path.rglob(".*"))
    assert main(["train", "--resume", "out"]) == 0
    assert (tmp_path / "out" / "report.html").is_file()


def test_every_input_has_a_name_of_its_own_and_a_line_in_the_index() -> None:
    names = [case.name for case in (*REFUSED, *SURVIVED)]
    assert len(set(names)) == len(names) > 100
    assert [line.split("\t")[1] for line in index()] == names
