"""A table becomes data: understood, split, fitted on its training part, encoded; every step told."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data import splits
from neuroglass.data.cells import clean, numbers
from neuroglass.data.choices import Choices
from neuroglass.data.columns import USED, Guess, guess_columns
from neuroglass.data.dates import guess_format, read_dates
from neuroglass.data.encoders import fit_category, fit_date, fit_number
from neuroglass.data.overlap import count_shared
from neuroglass.data.parts import Data, Part
from neuroglass.data.raw import Table
from neuroglass.data.reading import Reading, Skipped
from neuroglass.data.sources import read
from neuroglass.data.spec import Spec
from neuroglass.data.table_facts import column_facts, sample_rows
from neuroglass.data.table_inputs import Column, TableInputs
from neuroglass.data.target_column import find_target, spelling_notes, usable_rows
from neuroglass.data.targets import Target
from neuroglass.data.tasks import fit_target, fitted_to
from neuroglass.data.texts.text_column import TextColumn, fit_text
from neuroglass.errors import DataError, nearest


@dataclass(frozen=True)
class Taken:
    """One source's rows as a part, the cleaned rows behind it, and what is to be told of them."""

    part: Part
    frame: pl.DataFrame
    read: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def make_data(table: Table, wanted: str | int | None, choices: Choices) -> Data:
    """The data of a raw table. See ``neuroglass.data.table``."""
    choices.wishes.check(table.frame.columns, table.source)
    name, target_reason = find_target(table.frame.columns, wanted, table.source)
    choices.wishes.check_spares(name)
    cleaned = table.with_frame(clean(table.frame, choices.missing))
    usable, skipped = usable_rows(cleaned, name, choices.task)
    frame = cleaned.frame.filter(pl.Series(usable))
    target = fit_target(frame[name], choices.task, f"{table.source}, column {name!r}")
    guesses = _guess(frame, name, choices, table.source)
    split = _split(frame, target, choices)
    training = frame.filter(pl.Series(split.parts == splits.TRAIN))
    columns = tuple(_fit_column(training[guess.name], guess, choices) for guess in guesses if guess.kind in USED)
    inputs = TableInputs(columns, tuple(frame.columns), name, table.header, tuple(choices.missing))
    target = fitted_to(target, training[name], choices)
    own = _take(inputs, target, cleaned, usable, skipped, choices.weight)
    parts = {part: _slice(own, split.parts == number) for number, part in enumerate(splits.NAMES)}
    given = {part: _take_given(inputs, target, source, choices) for part, source in choices.given.items()}
    notes = [*spelling_notes(table.frame[name], name)] if target.classes and not target.writes else []
    notes += [column.told for column in columns if isinstance(column, TextColumn)]
    notes += [] if target.writing is None else [f"{name!r} is {target.writing.told}"]
    reading = Reading(
        source=table.source,
        format=table.format,
        read=own.read + sum(taken.read for taken in given.values()),
        used=len(own.part) + sum(len(taken.part) for taken in given.values()),
        skipped=sum((taken.skipped for taken in (own, *given.values())), ()),
        columns=column_facts(frame, guesses),
        target=name,
        target_reason=target_reason,
        task=target.task.kind,
        task_reason=target.task.reason,
        classes=_class_counts(target, own.part),
        parts={part: len(taken.part) for part, taken in (parts | given).items()},
        split=_split_told(split, given),
        samples=sample_rows(frame),
        notes=_once(*table.notes, *notes, *split.notes, *own.notes, *_given_notes(given), *_shared(parts | given)),
    )
    made = {part: taken.part for part, taken in (parts | given).items()}
    return Data(Spec(inputs, target), made["train"], made["validation"] or None, made["test"] or None, reading)


def _guess(frame: pl.DataFrame, target: str, choices: Choices, source: str) -> list[Guess]:
    roles = {choices.group: "group", choices.part: "part", choices.weight: "weight"}
    for name in (*roles, choices.time):
        if name is not None and (name not in frame.columns or name == target):
            raise DataError(f"{source} has no column {name!r} beside its target", "", nearest(name, frame.columns))
    special = [Guess(target, "target", "what is to be told")]
    special += [Guess(name, role, "as told") for name, role in roles.items() if name is not None]
    features = frame.drop([guess.name for guess in special])
    guesses = guess_columns(features, choices.wishes)
    if not any(guess.kind in USED for guess in guesses):
        told = ", ".join(f"{guess.name} ({guess.kind}: {guess.reason})" for guess in guesses[:5])
        raise DataError(
            f"{source} has no column to learn from: {told}", "numbers, categories, dates or texts beside the target"
        )
    return special + guesses


def _split(frame: pl.DataFrame, target: Target, choices: Choices) -> splits.Split:
    shares = choices.shares(len(frame))
    if choices.part:
        return splits.by_name(frame[choices.part])
    if choices.group:
        return splits.by_group(frame[choices.group], shares, choices.seed)
    if choices.time:
        return splits.by_time(_moments(frame[choices.time]), shares)
    y, _, _ = target.encode(frame[target.name], "the table")
    return splits.for_target(y, target.strata, shares, choices.split, choices.seed)


def _moments(column: pl.Series) -> pl.Series:
    format = guess_format(column)
    return read_dates(column, format)[0] if format else pl.Series(column.name, numbers(column).values, nan_to_null=True)


def _fit_column(column: pl.Series, guess: Guess, choices: Choices) -> Column:
    if guess.kind == "number":
        return fit_number(column, choices.scaling)
    if guess.kind == "date":
        return fit_date(column, guess.format)
    if guess.kind == "text":
        return fit_text(column, choices)
    return fit_category(column, choices.one_hot_up_to, choices.rare_below)


def _take(
    inputs: TableInputs,
    target: Target,
    table: Table,
    usable: NDArray[np.bool_],
    skipped: list[Skipped],
    weight: str | None,
) -> Taken:
    """The usable rows of a cleaned table, encoded."""
    frame = table.frame.filter(pl.Series(usable))
    rows = np.flatnonzero(usable)
    y, _, label_notes = target.encode(frame[target.name], table.source, lambda row: table.place(int(rows[row])))
    encoded = inputs.encode_frame(frame, table.source)
    weights = None if weight is None else _weights(frame[weight], table.source)
    part = Part(encoded.x | target.teaching(y), y, weights, rows)
    return Taken(part, frame.drop(target.name), len(usable), tuple(skipped), (*label_notes, *encoded.notes))


def _weights(column: pl.Series, source: str) -> NDArray[np.float32]:
    values = numbers(column).values
    if not (values >= 0).all():
        raise DataError(f"{source}, column {column.name!r}: a weight is missing or negative", "weights of 0 or more")
    return values.astype(np.float32)


def _take_given(inputs: TableInputs, target: Target, source: Any, choices: Choices) -> Taken:
    layout = dataclasses.replace(choices.layout, header=inputs.header)
    table = read(source, layout, inputs.names_for)
    if target.name not in table.frame.columns:
        raise DataError(
            f"{table.source} has no column {target.name!r}, the target", "the columns of the training source"
        )
    cleaned = table.with_frame(clean(table.frame, choices.missing))
    usable, unusable = usable_rows(cleaned, target.name, "classes" if target.is_classes else "regression")
    taken = _take(inputs, target, cleaned, usable, unusable, choices.weight)
    notes = tuple(f"{table.source}: {note}" for note in (*table.notes, *taken.notes))
    skipped = tuple(dataclasses.replace(part, reason=f"{part.reason} ({table.source})") for part in taken.skipped)
    return dataclasses.replace(taken, notes=notes, skipped=skipped)


def _slice(taken: Taken, chosen: NDArray[np.bool_]) -> Taken:
    part = taken.part
    x = {name: array[chosen] for name, array in part.x.items()}
    weight = None if part.weight is None else part.weight[chosen]
    sliced = Part(x, part.y[chosen], weight, part.rows[chosen])
    return dataclasses.replace(taken, part=sliced, frame=taken.frame.filter(pl.Series(chosen)))


def _class_counts(target: Target, part: Part) -> dict[str, int]:
    counts = np.bincount(part.y, minlength=len(target.strata)) if target.strata else ()
    return {name: int(count) for name, count in zip(target.strata, counts, strict=True)}


def _split_told(split: splits.Split, given: dict[str, Taken]) -> str:
    return "; ".join([split.told, *(f"{part} is a source of its own" for part in given)])


def _given_notes(given: dict[str, Taken]) -> list[str]:
    return [note for taken in given.values() for note in taken.notes]


def _shared(parts: dict[str, Taken]) -> list[str]:
    train = parts["train"]
    counts = {
        name: count_shared(parts[name].frame, parts[name].part.y, train.frame, train.part.y)
        for name in splits.NAMES[1:]
        if len(parts[name].part)
    }
    return [
        f"{count} of the {len(parts[name].part)} {name} rows stand in the training part too: "
        "what is measured on them is flattered"
        for name, count in counts.items()
        if count
    ]


def _once(*notes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes))
