"""Tables: the public door. What happens behind it is in ``table_data``."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.choices import Choices
from neuroglass.data.parts import Data
from neuroglass.data.sources import read
from neuroglass.data.table_data import make_data
from neuroglass.errors import ConfigurationError, nearest


def table(source: Any, target: str | int | None = None, **choices: Any) -> Data:
    """A table as data to learn from.

    Args:
        source: a path (CSV, TSV, Parquet, JSON lines), a shipped table's name ("iris"), a polars, pandas or Arrow
            frame, a mapping of columns, or rows.
        target: a column's name, or its position from 0 (-1 is the last); a name that fits wins over a position. None
            is the column called target, label, class or y, else the last.
        test, validation: a share of the rows (of the others, for validation), or a source of its own; 0 for none.
            Without these 15 % are the test and, of 5,000 rows and more, 15 % of the others validate.
        task: "auto", "classes", "regression" or "sequence" (the target is a text, learnt token by token).
        split: "auto" (stratified for classes), "random" or "stratified".
        group, time, part: a column whose values stay together, that orders the rows, or that names the part.
        weight: a column of sample weights.
        numbers, categories, text, ignore: names of columns whose kind is not to be guessed.
        unit, length, vocabulary, lower: how columns of texts, and a target of texts, are cut into tokens, as for
            ``neuroglass.data.text``.
        missing: the texts that stand for a missing value.
        scaling: "standard", "robust" (with smooth clipping), "minmax" or "none".
        one_hot_up_to: categories of more levels are embedded.
        rare_below: levels with fewer training rows are gathered.
        header, delimiter, encoding: of a text file, where they are not to be found out.
        seed: of the split.

    Raises:
        DataError: a source that cannot be read or learnt from, with file, place, cause and mend.

    >>> data = table({"size": [1.0, 2, 3, 4] * 5, "sold": ["no", "no", "yes", "yes"] * 5}, "sold")
    >>> data.spec.task.kind, data.spec.classes, len(data.test)
    ('binary', ('no', 'yes'), 4)
    """
    known = [choice.name for choice in dataclasses.fields(Choices)]
    for name in choices:
        if name not in known:
            raise ConfigurationError(f"A table has no setting {name!r}", "", nearest(name, known))
    chosen = Choices(**choices)
    return make_data(read(source, chosen.layout), target, chosen)


def describe(source: Any, target: str | int | None = None, **choices: Any) -> dict[str, Any]:
    """The facts about a table as JSON data: what was read, used, skipped and guessed; the same words as ``table``."""
    return table(source, target, **choices).reading.facts()
