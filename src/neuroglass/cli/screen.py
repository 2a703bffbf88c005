"""Where things are said: the result on standard output, all else on standard error."""

from __future__ import annotations

import contextlib
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def aside() -> Console:
    """What is said on the way, on standard error."""
    return _console(stderr=True)


def result() -> Console:
    """The result, on standard output."""
    return _console(stderr=False)


def _console(stderr: bool) -> Console:
    from rich.console import Console

    from neuroglass.cli.harmless import Harmless

    console = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    console.push_render_hook(Harmless())
    return console


@contextlib.contextmanager
def counting(console: Console, doing: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for long reading, which is drawn from the first count on and only on a terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn(doing), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def count(done: int, total: int) -> None:
            task = bar.task_ids[0] if bar.task_ids else bar.add_task(doing)
            bar.update(task, completed=done, total=total)

        yield count


def emit(facts: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own; what is not a number becomes null."""
    sys.stdout.write(json.dumps(plain(facts), ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def plain(value: Any) -> Any:
    """As strict JSON knows it."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if hasattr(value, "tolist"):  # NumPy's numbers and arrays
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)
