"""The run folder: what is in it, and how it is written so that a kill at any moment leaves the last good state."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
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
from neuroglass.nn.probing import Probe
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
    def begun(self) -> Path:
        """Of a branch the state from which it began."""
        return self.path / "begun.safetensors"

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

    @property
    def has_ended(self) -> bool:
        """Whether the training came to an end, if only for now: only then there is a model."""
        return self.model.is_file()

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

    def keep_begun(self, program: Program, carry: Carry, data: Data) -> None:
        """Save the state from which a branch begins."""
        checkpoints.save_state(self.begun, program, carry, {"data": data.digest})

    def keep_frame(self, program: Program, carry: Carry, data: Data) -> None:
        """Save the state at a step on the way."""
        self.keyframes.mkdir(exist_ok=True)
        checkpoints.save_state(self._frame(int(carry.step)), program, carry, {"data": data.digest})

    def drop_frame(self, step: int) -> None:
        """Remove one."""
        self._frame(step).unlink(missing_ok=True)

    def frames(self) -> list[int]:
        """The steps at which whole states are kept, rising."""
        return sorted(int(path.stem) for path in self.keyframes.glob("*.safetensors") if path.stem.isdecimal())

    def read_begun(self, program: Program, data: Data, seed: int) -> Carry | None:
        """The state from which a branch began, None where it is none. As ``resumed``."""
        if not self.begun.is_file():
            return None
        carry, facts = checkpoints.load_state(self.begun, program)
        self._refuse_other(carry, facts, data, seed)
        return carry

    def read_frame(self, step: int, program: Program, data: Data, seed: int) -> Carry:
        """One of them. As ``resumed``."""
        path = self._frame(step)
        carry, facts = checkpoints.load_state(path, program)
        self._refuse_other(carry, facts, data, seed)
        if int(carry.step) != step:
            raise FileError(f"{path} holds the state after step {carry.step:,}", f"that after {step:,}", "Remove it")
        return carry

    def _frame(self, step: int) -> Path:
        return self.keyframes / f"{step:08}.safetensors"

    def read_probes(self, before: int, probes: Sequence[Probe]) -> dict[str, Readings]:
        """What these probes measured at the steps before this one.

        Raises:
            FileError: what was measured is not what they measure.
        """
        found = readings.load(self.probes)[0] if self.probes.is_file() else {}
        if any(probe.columns != found[probe.name].columns for probe in probes if probe.name in found):
            mend = "Remove it: then the course begins where the training goes on"
            raise FileError(f"{self.probes} holds other readings than this training takes", "", mend)
        return {name: held.until(before) for name, held in found.items()}

    def resumed(self, program: Program, data: Data, seed: int) -> tuple[Carry, History]:
        """The state to go on from.

        Raises:
            FileError: there is none, or it is of another network, other data or another seed.
        """
        carry, history, facts = checkpoints.load(self.checkpoint, program)
        self._refuse_other(carry, facts, data, seed)
        return carry, history

    def _refuse_other(self, carry: Carry, facts: Mapping[str, Any], data: Data, seed: int) -> None:
        if facts.get("data") != data.digest:
            raise FileError(
                f"{self.path} was trained on other data", "the same source, unchanged", "Train anew in another folder"
            )
        if int(carry.seed) != seed:
            raise FileError(f"{self.path} was begun with seed {carry.seed}", f"that seed, not {seed}")

    def write_json(self, path: Path, content: Any) -> None:
        """Write plain data."""
        write_whole(path, json.dumps(content, indent=2, ensure_ascii=False).encode())
