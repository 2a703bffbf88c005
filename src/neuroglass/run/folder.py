"""The run folder: what is in it, and how it is written so that a kill at any moment leaves the last good state."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from neuroglass.data.parts import Data
from neuroglass.errors import FileError
from neuroglass.files import write_whole
from neuroglass.learn import checkpoints, readings
from neuroglass.learn.history import History
from neuroglass.learn.program import Carry, Program
from neuroglass.learn.readings import Readings
from neuroglass.learn.watcher import Watcher
from neuroglass.settings import read, to_toml
from neuroglass.version import __version__


@dataclasses.dataclass(frozen=True)
class Folder:
    """Where one run keeps its files."""

    path: Path

    @property
    def settings(self) -> Path:
        """Everything needed to do it again."""
        return self.path / "run.toml"

    @property
    def model(self) -> Path:
        """The network that was kept."""
        return self.path / "model.safetensors"

    @property
    def checkpoint(self) -> Path:
        """The state from which it goes on."""
        return self.path / "checkpoint" / "state.safetensors"

    @property
    def history(self) -> Path:
        """A JSON object an epoch."""
        return self.path / "history.jsonl"

    @property
    def keyframes(self) -> Path:
        """Whole states on the way, a file for each."""
        return self.path / "keyframes"

    @property
    def probes(self) -> Path:
        """What was measured on the way."""
        return self.path / "probes.safetensors"

    @property
    def findings(self) -> Path:
        """What the doctor says."""
        return self.path / "findings.json"

    @property
    def report(self) -> Path:
        """The report, one page."""
        return self.path / "report.html"

    def begin(self) -> None:
        """Make the folder.

        Raises:
            FileError: it holds another run already, or cannot be written.
        """
        if self.settings.exists():
            raise FileError(f"{self.path} holds a run already", "", "Choose another folder, or resume that run")
        try:
            self.checkpoint.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(f"{self.path} cannot be made: {error.strerror}", "", "Choose another place") from error

    def write_settings(self, settings: Mapping[str, Any]) -> None:
        """Write down what is done. This makes the folder a run, so it comes after the first state to go on from."""
        write_whole(self.settings, to_toml({"neuroglass": __version__, **settings}).encode())

    def read_settings(self) -> dict[str, Any]:
        """What ``write_settings`` wrote.

        Raises:
            FileError: there is no run here.
        """
        if not self.settings.is_file():
            raise FileError(
                f"{self.path} holds no run", "a folder that neuroglass train wrote", "Give its --out folder"
            )
        return {name: value for name, value in read(self.settings).items() if name != "neuroglass"}

    def keep(
        self, program: Program, carry: Carry, history: History, data: Data, watcher: Watcher | None = None
    ) -> None:
        """Save the state to go on from, and what was measured up to there."""
        checkpoints.save(self.checkpoint, program, carry, history, {"data": data.digest})
        history.save(self.history)
        if watcher is not None:
            readings.save(self.probes, watcher.readings, {"price": watcher.price})

    def keep_frame(self, program: Program, carry: Carry, history: History, data: Data) -> None:
        """Save the state at a step on the way."""
        self.keyframes.mkdir(exist_ok=True)
        checkpoints.save(self._frame(int(carry.step)), program, carry, history, {"data": data.digest})

    def drop_frame(self, step: int) -> None:
        """Remove one."""
        self._frame(step).unlink(missing_ok=True)

    def frames(self) -> list[int]:
        """The steps at which whole states are kept, rising."""
        return sorted(int(path.stem) for path in self.keyframes.glob("*.safetensors") if path.stem.isdecimal())

    def read_frame(self, step: int, program: Program, data: Data, seed: int) -> tuple[Carry, History]:
        """One of them. As ``resumed``."""
        return self._state(self._frame(step), program, data, seed)

    def _frame(self, step: int) -> Path:
        return self.keyframes / f"{step:08}.safetensors"

    def read_probes(self, before: int) -> dict[str, Readings]:
        """What was measured at the steps before this one."""
        found = readings.load(self.probes)[0] if self.probes.is_file() else {}
        return {name: held.until(before) for name, held in found.items()}

    def resumed(self, program: Program, data: Data, seed: int) -> tuple[Carry, History]:
        """The state to go on from.

        Raises:
            FileError: there is none, or it is of another network, other data or another seed.
        """
        return self._state(self.checkpoint, program, data, seed)

    def _state(self, path: Path, program: Program, data: Data, seed: int) -> tuple[Carry, History]:
        carry, history, facts = checkpoints.load(path, program)
        if facts.get("data") != data.digest:
            raise FileError(
                f"{self.path} was trained on other data", "the same source, unchanged", "Train anew in another folder"
            )
        if int(carry.seed) != seed:
            raise FileError(f"{self.path} was begun with seed {carry.seed}", f"that seed, not {seed}")
        return carry, history

    def write_json(self, path: Path, content: Any) -> None:
        """Write plain data."""
        write_whole(path, json.dumps(content, indent=2, ensure_ascii=False).encode())
