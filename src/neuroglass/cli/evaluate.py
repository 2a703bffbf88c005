"""neuroglass evaluate: how well a model answers on rows whose answers are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from neuroglass.cli.options import Json, ModelPath, Source

if TYPE_CHECKING:
    from rich.console import Console

    from neuroglass.data.parts import Part
    from neuroglass.model import Model

WORST = 3  # confusions that are told

SEEN = "the model was trained on most rows of this source: on new rows it will do worse"


def evaluate(model: ModelPath, source: Source, json: Json = False) -> None:
    """Measure a model on labelled rows, pictures, sounds or texts, beside what the trivial answer gets on them."""
    from neuroglass.cli import screen
    from neuroglass.cli.answering import load_for_files, thing_of, was_trained_on
    from neuroglass.data.parts import Part, with_targets
    from neuroglass.data.reading import worded
    from neuroglass.files import model_file

    trained = load_for_files(model)
    encoded, y = with_targets(trained.spec, source)
    part = Part(encoded.x, y, None, encoded.rows, encoded.names, encoded.beside)
    rows = {"read": encoded.read, "used": len(part), "skipped": encoded.skipped}
    thing = thing_of(trained)
    notes = [*encoded.notes, *([worded(SEEN, thing)] if was_trained_on(trained, source) else [])]
    facts = {"model": model_file(model), "source": source, "rows": rows, **_facts(trained, part), "notes": notes}
    if json:
        screen.emit(facts)
    else:
        _show(screen.result(), facts, thing)


def _facts(model: Model, part: Part) -> dict[str, Any]:
    from neuroglass.model import DEFAULT_METRICS
    from neuroglass.nn import metrics
    from neuroglass.run.trivial import trivial_loss

    spec = model.spec
    if part.beside:
        return _forecast_facts(model, part)
    known: Any = part.answers
    if not spec.classes:
        known = known * spec.target_scale + spec.target_offset
    facts: dict[str, Any] = {
        "target": spec.target.name,
        "task": spec.task.kind,
        "classes": spec.classes,
        "metrics": model.measured({"rows": part})["rows"],
        "baseline": {
            "loss": trivial_loss(model.objective, spec, part, part),
            **metrics.baselines(DEFAULT_METRICS[spec.task.kind], known, known, model.objective.width),
        },
    }
    if spec.classes and not spec.target.steps:
        matrix = metrics.tables(["confusion_matrix"], part.y, model.outputs(part.x))["confusion_matrix"]
        facts["confusion"] = matrix.astype(int).tolist()
    return facts


def _forecast_facts(model: Model, part: Part) -> dict[str, Any]:
    """Of forecasts: their measures beside those of the seasonal naive forecast."""
    from neuroglass.report.forecasts import facts, scored
    from neuroglass.report.judged import answered
    from neuroglass.run.naive import naive_baseline

    spec = model.spec
    return {
        "target": spec.target.name,
        "task": spec.task.kind,
        "classes": spec.classes,
        "metrics": model.measured({"rows": part})["rows"],
        "baseline": naive_baseline(model.objective, part, spec),
        "forecast": facts(scored(answered(model, "rows", part), spec)),
    }


def _show(console: Console, facts: Mapping[str, Any], thing: str) -> None:
    from neuroglass.cli.ending import measures_table, show_scores
    from neuroglass.data.timeseries.measures import Scores
    from neuroglass.report.words import counted

    asked = f"{facts['source']}: {counted(facts['rows']['used'], thing)}, {facts['target']} ({facts['task']})"
    console.print(asked, style="bold")
    console.print(measures_table({"model": facts["metrics"], "baseline": facts["baseline"]}))
    if "forecast" in facts:
        show_scores(console, Scores(**facts["forecast"]))
    for mistaken in _worst(facts.get("confusion", []), facts["classes"]):
        console.print(f"  {mistaken}")
    for note in facts["notes"]:
        console.print(f"! {note}", style="yellow")


def _worst(confusion: list[list[int]], classes: tuple[str, ...]) -> list[str]:
    """The largest numbers beside the diagonal, in words."""
    beside = [
        (count, true, taken)
        for true, row in enumerate(confusion)
        for taken, count in enumerate(row)
        if count and true != taken
    ]
    worst = sorted(beside, key=lambda entry: -entry[0])[:WORST]
    return [f"{count:,} of {classes[true]} taken for {classes[taken]}" for count, true, taken in worst]
