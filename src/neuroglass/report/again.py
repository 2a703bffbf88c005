"""How a training was done and how to do it again."""

from __future__ import annotations

import dataclasses
import re
import shlex

from neuroglass.data.audio.sound_inputs import SoundInputs
from neuroglass.data.pictures.image_inputs import ImageInputs
from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.data.timeseries import SeriesInputs
from neuroglass.report.glance import kept, named
from neuroglass.report.story import Story
from neuroglass.report.words import number
from neuroglass.settings import to_toml


@dataclasses.dataclass(frozen=True)
class Again:
    """What it takes: facts by name, the configuration, a command, and a few lines of Python."""

    facts: tuple[tuple[str, str], ...]
    settings: str
    command: str
    python: str


def again(story: Story) -> Again:
    """The recipe of a training."""
    program, reading = story.program, story.data.reading
    optimizer = program.optimizer
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(optimizer.schedule).__name__).lower()
    facts = (
        ("Optimiser", optimizer.rule),
        ("Learning rate", f"{number(optimizer.schedule.learning_rate)}, {kind}"),
        ("Loss", named(program.objective.loss.name)),
        (
            "Batch size",
            f"{program.batch_size:,} of {program.rows:,} {story.thing}s; {program.steps_per_epoch:,} steps an epoch",
        ),
        ("Epochs", f"{program.epochs:,} planned, {len(story.history):,} done"),
        ("Kept", kept(story)),
        ("Patience", f"{program.watch.patience} epochs" if program.watch.patience else "none"),
        ("Seed", number(story.settings.get("training", {}).get("seed", 0))),
    )
    source = shlex.quote(reading.source)
    command = f"neuroglass train {source}{_target(story)} --config run.toml --out again"
    goes_on = story.data.spec.task.kind == "next"
    asked = '"".join(model.generate("..."))' if goes_on else f"model.predict({reading.source!r}).to_frame()"
    python = f'import neuroglass as ng\n\nmodel = ng.load("model.safetensors")\n{asked}'
    return Again(facts, to_toml(story.settings), command, python)


def _target(story: Story) -> str:
    """What to learn, where the source does not say it; of a table of pictures also where they are."""
    inputs, target = story.data.spec.source, f" --target {shlex.quote(story.data.reading.target)}"
    if isinstance(inputs, SoundInputs | TextInputs):
        return ""
    if isinstance(inputs, SeriesInputs):
        return f" --forecast {story.data.spec.target.steps}{target}"
    if not isinstance(inputs, ImageInputs):
        return target
    return "" if inputs.path_column is None else f"{target} --path {shlex.quote(inputs.path_column)}"
