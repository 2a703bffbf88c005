"""neuroglass predict: a model's answers on new rows, pictures, sounds or texts."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neuroglass.cli.options import Json, ModelPath, Sources
from neuroglass.errors import DataError, FileError

if TYPE_CHECKING:
    import polars as pl

    from neuroglass.data.answers import Answer
    from neuroglass.data.inputs import Encoded

SHOWN = 10  # classes that are told of one file
OUT = (
    "Where the answers go: .csv, .tsv, .parquet or .jsonl, a forecast also .png or .svg; standard output, as CSV, if "
    "not given."
)


def predict(
    model: ModelPath,
    sources: Sources,
    out: Annotated[str | None, typer.Option(help=OUT, metavar="FILE")] = None,
    json: Json = False,
) -> None:
    """Answer on new rows, pictures, sounds or texts: a label with the probability of each class, a value or a text.

    A model of series tells the next steps of each, with their times; --out forecast.png or .svg draws them.
    """
    from neuroglass.cli import screen
    from neuroglass.cli.answering import asked, load_for_files
    from neuroglass.files import model_file

    trained = load_for_files(model)
    task, source = trained.spec.task.kind, sources[0] if len(sources) == 1 else sources
    target = trained.spec.target.name
    facts: dict[str, Any] = {"model": model_file(model), "source": source, "target": target, "task": task}
    if task == "next":
        told = f"{model} tells the next {trained.spec.target.name.removeprefix('next ')} of a text, and continues one"
        raise DataError(told, "a model that answers on rows", f'Write: neuroglass generate {model} --prompt "..."')
    if task == "forecast":
        from neuroglass.cli.foretelling import foretell

        foretell(trained, sources, out, json, facts)
        return
    writer = None if out is None else _writer(Path(out))
    encoded = trained.spec.encode(asked(trained, sources))
    answer = trained.answer(encoded.x)
    console, frame = screen.aside(), _named(answer.to_frame(), encoded)
    for note in encoded.notes:
        console.print(f"! {note}", style="yellow")
    if writer is not None:
        writer(frame)
        console.print(f"{len(frame):,} answers written to {out}")
    if json:
        rows = {"read": encoded.read, "used": len(frame), "skipped": encoded.read - len(frame)}
        answers = None if out is not None else _answers(answer, encoded)
        rest: dict[str, Any] = {"rows": rows, "out": out, "predictions": answers, "notes": encoded.notes}
        screen.emit({**facts, "classes": answer.classes, **rest})
    elif writer is None:
        sys.stdout.write(_one(frame) if encoded.names and len(frame) == 1 and answer.classes else frame.write_csv())


def _named(frame: pl.DataFrame, encoded: Encoded) -> pl.DataFrame:
    """The answers with the files they are about, where they are about files."""
    import polars as pl

    return frame.insert_column(0, pl.Series("file", encoded.names)) if encoded.names else frame


def _one(frame: pl.DataFrame) -> str:
    """The answer about one file, for people: its label, then each class from the likeliest on."""
    file, label, *chances = frame.row(0)
    classes = [name.removeprefix("probability ") for name in frame.columns[2:]]
    ranked = sorted(zip(chances, classes, strict=True), reverse=True)
    lines = [f"  {chance:6.1%}  {name}" for chance, name in ranked[:SHOWN]]
    more = [f"          ... and {len(ranked) - SHOWN} more"] if len(ranked) > SHOWN else []
    return "\n".join([f"{file}: {label}", *lines, *more]) + "\n"


def _answers(answer: Answer, encoded: Encoded) -> list[dict[str, Any]]:
    import numpy as np

    files = [{"file": name} for name in encoded.names] or [{}] * len(encoded.rows)
    if answer.labels is not None and answer.probabilities is None:
        return [{**file, "text": text} for file, text in zip(files, answer.labels.tolist(), strict=True)]
    if answer.labels is None or answer.probabilities is None:
        return [{**file, "value": value} for file, value in zip(files, np.asarray(answer.values).tolist(), strict=True)]
    return [
        {**file, "label": label, "probabilities": dict(zip(answer.classes, row, strict=True))}
        for file, label, row in zip(files, answer.labels.tolist(), answer.probabilities.tolist(), strict=True)
    ]


def _writer(path: Path) -> Callable[[pl.DataFrame], None]:
    """How a frame is written to a file of that name, found before anything is computed.

    Raises:
        FileError: another ending.
    """
    from neuroglass.files import write_whole

    if path.suffix.lower() not in FORMATS:
        raise FileError(f"--out {path} ends in {path.suffix or 'nothing'}", f"one of {', '.join(FORMATS)}")
    to_bytes = FORMATS[path.suffix.lower()]
    return lambda frame: write_whole(path, to_bytes(frame))


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[pl.DataFrame], bytes]] = {
    ".csv": lambda frame: frame.write_csv().encode(),
    ".tsv": lambda frame: frame.write_csv(separator="\t").encode(),
    ".parquet": _parquet,
    ".jsonl": lambda frame: frame.write_ndjson().encode(),
}
