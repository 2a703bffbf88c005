"""Text files of rows and delimiters: encoding, delimiter, header, and rows of the wrong width, each found and told."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from neuroglass.data.encodings import decode
from neuroglass.data.headers import guess_header
from neuroglass.data.raw import BY_POSITION, Namer, Table, enough, position_names, refuse_duplicates
from neuroglass.data.records import Records, scan
from neuroglass.data.sniff import ALONE, NAMES, guess_delimiter, settle
from neuroglass.errors import DataError

HEAD = 1000  # the rows from which a header is recognised
MOST_COLUMNS = 200_000  # each costs a kilobyte or more before a single value of it is kept


@dataclass(frozen=True)
class Layout:
    """What the user says of a text file; None is found out."""

    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None


def read_delimited(content: bytes, source: str, layout: Layout, names: Namer | None) -> Table:
    """A table from the bytes of a text file.

    Raises:
        DataError: with the line, whatever is no table.
    """
    text, encoding, notes = decode(content, layout.encoding, source)
    delimiter = layout.delimiter or guess_delimiter(text, source, names)
    settled, delimiter = settle(text, delimiter)
    records = scan(settled, delimiter, source)
    _refuse_shape(records, delimiter, source, names)
    cells = _parse(settled, delimiter, records, source)
    header, reason = (layout.header, "as told") if layout.header is not None else guess_header(cells.head(HEAD))
    lines = records.lines[~records.blank]
    if header:
        header_names = _header_names(cells)
        refuse_duplicates(header_names, source)
        cells, lines = cells[1:], lines[1:]
    else:
        header_names = position_names(cells.width, names, source, BY_POSITION)
    if not len(cells):
        raise DataError(f"{source} has a header line and no rows", enough(names))
    columns = "one column" if delimiter == ALONE else f"{NAMES.get(delimiter, repr(delimiter))} between columns"
    format = f"{columns}, {encoding}, "
    format += f"{'a' if header else 'no'} header line ({reason})"
    cells.columns = list(header_names)
    blank = int(np.trim_zeros(records.blank == 0, "b").size - len(lines) - header)
    told = (*notes, *([f"{blank} empty line(s) are no rows"] if blank else []))
    return Table(source, cells, format, header, told, lines)


def _refuse_shape(records: Records, delimiter: str, source: str, names: Namer | None) -> None:
    widths = records.widths[~records.blank]
    if not len(widths):
        raise DataError(f"{source} holds nothing but empty lines", enough(names))
    usual = int(widths[0])
    if usual > MOST_COLUMNS:
        raise DataError(
            f"{source} has {usual:,} columns",
            f"at most {MOST_COLUMNS:,}",
            "Turn the table if its rows and columns are swapped, or name the delimiter if it is another",
        )
    wrong = widths != usual
    if wrong.any():
        line, width = records.lines[~records.blank][wrong.argmax()], widths[wrong.argmax()]
        raise DataError(
            f"{source}, line {line}: {width} field(s), where line 1 has {usual} ({int(wrong.sum())} such line(s))",
            "as many fields in every line",
            f"Mend these lines, put fields that hold {NAMES.get(delimiter, repr(delimiter))} in quotes, "
            "or name the delimiter if it is another",
        )


def _parse(text: bytes, delimiter: str, records: Records, source: str) -> pl.DataFrame:
    try:
        cells = pl.read_csv(text, separator=delimiter, has_header=False, infer_schema=False, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{source}{_stray_quote(text, delimiter)} cannot be read as a table", *_QUOTES) from error
    if len(cells) != len(records.blank):
        raise DataError(f"{source}{_stray_quote(text, delimiter)} cannot be divided into rows", *_QUOTES)
    return cells.filter(pl.Series(~records.blank)) if records.blank.any() else cells


_QUOTES = ("quotation marks only around whole fields", "Quote whole fields, and double the quotation marks inside them")


def _stray_quote(text: bytes, delimiter: str) -> str:
    """The line of the first quotation mark that stands alone in the middle of a field."""
    beside = rf'[^{re.escape(delimiter)}"\n]'
    found = re.search(f'{beside}"{beside}'.encode(), text)
    line_feeds = text.count(b"\n", 0, found.start()) if found else 0
    return f", line {line_feeds + 1}, has a quotation mark inside a field and" if found else ""


def _header_names(cells: pl.DataFrame) -> tuple[str, ...]:
    found = [(name or "").strip() for name in cells.row(0)]
    return tuple(name or f"column_{at + 1}" for at, name in enumerate(found))
