"""From adult-train.csv to encoded arrays in their parts, in a process that has imported what it needs.

The first call in a fresh process, and the median of the five calls after it, in turns with what a user of scikit-learn
does: polars reads, a ColumnTransformer imputes, scales and makes one-hot. neuroglass also guesses the columns' types,
divides the rows, fits on the training part only, and looks for rows that the parts share.

    python -m benchmarks.reading
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

from benchmarks.measuring import Figure, Result, Rival, arguments, installed, paired, ratio, seconds, table_path, told

TARGET = 0.5


def neuroglass() -> Callable[[], float]:
    """Our way."""
    from neuroglass.data import table

    path = table_path("adult-train")
    return lambda: seconds(lambda: table(path, target=-1))


def scikit_learn() -> Callable[[], float]:
    """The usual way."""
    from benchmarks import peers

    def read() -> None:
        frame = peers.read("adult-train")
        x, _ = peers.split_off_target(frame)
        peers.prepared(frame).fit_transform(x)

    return lambda: seconds(read)


def measured(rounds: int) -> Result:
    """Seconds of the first call and of those after it."""
    with Rival(neuroglass) as ours:
        first = ours.measure()
        if installed("sklearn"):
            with Rival(scikit_learn) as theirs:
                their_first = theirs.measure()
                later, their_later = paired(ours.measure, theirs.measure, rounds)
            theirs_row = _row("polars and scikit-learn", their_first, their_later, ratio(later, their_later))
        else:
            later = [ours.measure() for _ in range(rounds)]
            theirs_row = ["polars and scikit-learn", "not installed", "", ""]
    figure = Figure(
        "reading adult-train.csv to arrays, first call", f"<= {TARGET} s", f"{first:.3f} s", first <= TARGET
    )
    how = f"The first call in a fresh process after import, then the median of {rounds} calls in turns."
    columns = ["who", "first, s", "later, s", "neuroglass / it"]
    return Result("Reading a table", how, [figure], columns, [_row("neuroglass", first, later, 1), theirs_row])


def _row(who: str, first: float, later: list[float], compared: float) -> list[str]:
    return [who, f"{first:.3f}", f"{statistics.median(later):.3f}", f"{compared:.2f}"]


if __name__ == "__main__":
    wanted = arguments(__doc__, rounds=(5, "how many later calls"))
    table_path("adult-train")
    told(measured(1 if wanted.quick else wanted.rounds), wanted.json)
