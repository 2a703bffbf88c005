"""neuroglass predict: a model's answers on new rows."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from neuroglass.cli.options import Json, ModelPath, Source
from neuroglass.errors import FileError

if TYPE_CHECKING:
    import polars as pl

    from neuroglass.data.answers import Answer

OUT = "Where the answers go: .csv, .tsv, .parquet or .jsonl; standard output, as CSV, if not given."


def predict(
    model: ModelPath,
    source: Source,
    out: Annotated[str | None, typer.Option(help=OUT, metavar="FILE")] = None,
    json: Json = False,
) -> None:
    """Answer on new rows: a label with the probability of each class, or a value."""
    from neuroglass.cli import screen
    from neuroglass.cli.answering import load_for_tables
    from neuroglass.files import model_file

    writer = None if out is None else _writer(Path(out))
    trained = load_for_tables(model)
    encoded = trained.spec.encode(source)
    answer = trained.answer(encoded.x)
    console, frame = screen.aside(), answer.to_frame()
    for note in encoded.notes:
        console.print(f"! {note}", style="yellow")
    if writer is not None:
        writer(frame)
        console.print(f"{len(frame):,} answers written to {out}")
    if json:
        facts = {"model": model_file(model), "source": source, "target": answer.name, "classes": answer.classes}
        rows = {"read": len(frame), "used": len(frame), "skipped": 0}
        answers = None if out is not None else _answers(answer)
        task = trained.spec.task.kind
        screen.emit({**facts, "task": task, "rows": rows, "out": out, "predictions": answers, "notes": encoded.notes})
    elif writer is None:
        sys.stdout.write(frame.write_csv())


def _answers(answer: Answer) -> list[Mapping[str, Any]]:
    import numpy as np

    if answer.labels is None or answer.probabilities is None:
        return [{"value": value} for value in np.asarray(answer.values).tolist()]
    return [
        {"label": label, "probabilities": dict(zip(answer.classes, row, strict=True))}
        for label, row in zip(answer.labels.tolist(), answer.probabilities.tolist(), strict=True)
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
