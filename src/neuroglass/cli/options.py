"""The options that several commands share, each written once."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

UNDERSTOOD, SEEN = "How a table is read", "How pictures are read"
CUT, HEARD, DIVIDED = "How texts are read", "How sounds are read", "How the rows are divided"
AHEAD, STORED = "How a series is read", "How files are read"

SOURCE = (
    "A table (CSV, TSV, Parquet, JSON lines); pictures or sounds (a folder, .zip or .tar that holds a folder for each "
    "class); a text, or a folder of texts; or digits, iris, wine_quality."
)
Source = Annotated[str, typer.Argument(help=SOURCE, metavar="SOURCE")]
Sources = Annotated[
    list[str],
    typer.Argument(help="A table; or pictures, sounds or texts: files, folders or archives.", metavar="SOURCE..."),
]
ModelPath = Annotated[str, typer.Argument(help="A model.safetensors, or the folder of a run.", metavar="MODEL")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object on standard output.")]


def _option(kind: Any, names: str, purpose: str, panel: str, metavar: str | None = None) -> Any:
    return Annotated[kind, typer.Option(*names.split(), help=purpose, metavar=metavar, rich_help_panel=panel)]


# The keyword of ``neuroglass.data.table`` or ``images``, and how it is given on the command line.
CHOICES: Mapping[str, Any] = {
    "target": _option(str, "--target", "What to learn: a column, or its position (-1 is the last).", UNDERSTOOD, "T"),
    "task": _option(
        str, "--task", "classes, regression, sequence (a text) or next, where the guess is wrong.", UNDERSTOOD, "KIND"
    ),
    "numbers": _option(list[str], "--number", "A column to read as numbers. May be repeated.", UNDERSTOOD, "COLUMN"),
    "categories": _option(
        list[str], "--category", "A column to read as categories. May be repeated.", UNDERSTOOD, "COLUMN"
    ),
    "text": _option(list[str], "--text", "A column to read as text. May be repeated.", UNDERSTOOD, "COLUMN"),
    "ignore": _option(list[str], "--ignore", "A column to leave out. May be repeated.", UNDERSTOOD, "COLUMN"),
    "missing": _option(
        list[str], "--missing", "A text that stands for a missing value. May be repeated.", UNDERSTOOD, "TEXT"
    ),
    "scaling": _option(str, "--scaling", "robust, standard, minmax or none.", UNDERSTOOD, "KIND"),
    "header": _option(bool, "--header/--no-header", "Whether the first line names the columns.", UNDERSTOOD),
    "delimiter": _option(str, "--delimiter", "What stands between columns.", UNDERSTOOD, "TEXT"),
    "encoding": _option(str, "--encoding", "Of a table or a text, as utf-8 or latin-1.", STORED, "NAME"),
    "weight": _option(str, "--weight", "A column that says how much a row counts.", UNDERSTOOD, "COLUMN"),
    "size": _option(str, "--size", "Pixels a side, as 64 or 48x64 (height x width).", SEEN, "N|HxW"),
    "fit": _option(str, "--fit", "crop, pad or stretch, where a picture has another form.", SEEN, "HOW"),
    "color": _option(str, "--color", "grey or rgb.", SEEN, "KIND"),
    "path": _option(str, "--path", "Of a table: the column that names picture files.", SEEN, "COLUMN"),
    "broken": _option(float, "--broken", "Of pictures and sounds, the share that may be broken; 0.01.", STORED, "F"),
    "unit": _option(str, "--unit", "character, word, byte or subword.", CUT, "KIND"),
    "length": _option(int, "--length", "Tokens in a window, or read of each text.", CUT, "N"),
    "vocabulary": _option(int, "--vocabulary", "Tokens that are kept; rarer ones are unknown.", CUT, "N"),
    "horizon": _option(int, "--forecast", "Foresee so many steps of a table in the order of time.", AHEAD, "STEPS"),
    "key": _option(str, "--key", "A column that tells several series apart.", AHEAD, "COLUMN"),
    "window": _option(int, "--window", "How many steps are looked back on.", AHEAD, "STEPS"),
    "rate": _option(int, "--rate", "Samples a second; the commonest, at most 16000.", HEARD, "N"),
    "seconds": _option(float, "--seconds", "How long a clip is; longer ones are cut.", HEARD, "S"),
    "test": _option(
        str, "--test", "A share of the rows to test on, or a table; of a series, or steps.", DIVIDED, "F|SOURCE"
    ),
    "validation": _option(
        str, "--validation", "A share of the other rows to validate on, or a table.", DIVIDED, "F|SOURCE"
    ),
    "split": _option(str, "--split", "stratified or random.", DIVIDED, "KIND"),
    "group": _option(
        str,
        "--group",
        "A column whose equal values stay in one part; of sounds, a pattern in file names.",
        DIVIDED,
        "COLUMN",
    ),
    "time": _option(str, "--time", "A column of times; the latest rows are the test.", DIVIDED, "COLUMN"),
    "part": _option(str, "--part", "A column that says train, validation or test.", DIVIDED, "COLUMN"),
}
# A call, or a choice that begins a word, and how its value begins.
CHOICE = re.compile(rf"\w\([^()]*\)|(?<![^\s(])({'|'.join(CHOICES)})=([^\s.;,]?)")


def takes_data_choices(command: Callable[..., None]) -> Callable[..., None]:
    """The command with every option of ``CHOICES`` in the place of its ``**choices``."""
    own = inspect.signature(command, eval_str=True)
    named = [one for one in own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    shared = [_parameter(name, option) for name, option in CHOICES.items()]
    command.__signature__ = own.replace(parameters=[*named, *shared])  # type: ignore[attr-defined]
    return command


def _parameter(name: str, option: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=option)


def spelled(choice: str) -> str:
    """How a choice is given on the command line.

    >>> spelled("horizon"), spelled("numbers")
    ('--forecast', '--number')
    """
    names: str = CHOICES[choice].__metadata__[0].default  # typer keeps the first name of an annotated option there
    return names.partition("/")[0]


def as_options(sentence: str) -> str:
    """A sentence whose choices stand as in Python, as they are given on the command line; calls are left as they are.

    >>> as_options("Allow it with broken=0.35, or give ng.data.arrays(x, y, test=0)")
    'Allow it with --broken 0.35, or give ng.data.arrays(x, y, test=0)'
    """
    return CHOICE.sub(lambda found: f"{spelled(found[1])} {found[2]}".rstrip() if found[1] else found[0], sentence)


def given(choices: Mapping[str, Any]) -> dict[str, Any]:
    """The choices that were made; what was not given is None or empty."""
    return {name: value for name, value in choices.items() if value is not None and value != []}
