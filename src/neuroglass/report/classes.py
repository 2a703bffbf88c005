"""How a network tells classes apart: confusions, precision and recall, ROC, calibration."""

from __future__ import annotations

import dataclasses

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from neuroglass.report.charts import BOTTOM, TOP, axes
from neuroglass.report.judged import Judged
from neuroglass.report.scales import Scale
from neuroglass.report.svg import element, line, picture, straight, text
from neuroglass.report.words import number, share

WORST = 8  # confusions that are named
MOST_LABELLED = 30  # classes up to which the table of confusions is written out
FEW = 12  # classes up to which the matrix leaves room beside it
MOST_CURVES = 12  # classes up to which each has a ROC curve
BINS = 10  # of calibration
SQUARE = (370.0, 340.0)


@dataclasses.dataclass(frozen=True)
class ClassRow:
    """How one class fares."""

    name: str
    rows: int
    precision: float
    recall: float
    f1: float
    auc: float


@dataclasses.dataclass(frozen=True)
class Confusion:
    """Rows of one class that were given another."""

    true: str
    given: str
    count: int
    share: float


@dataclasses.dataclass(frozen=True)
class Classes:
    """All that is shown about classes."""

    matrix: Markup
    confusions: tuple[Confusion, ...]
    rows: tuple[ClassRow, ...]
    roc: Markup
    calibration: Markup


def classes(judged: Judged, names: tuple[str, ...]) -> Classes:
    """The section, from the answers and the classes' names."""
    given = judged.answers.argmax(axis=1)
    counts = confusion(judged.truth, given, len(names))
    rocs = [roc(judged.truth == number, judged.answers[:, number]) for number in range(len(names))]
    return Classes(
        matrix=_matrix(counts, names),
        confusions=worst_confusions(counts, names),
        rows=_rows(counts, names, [area for _, _, area in rocs]),
        roc=_roc_chart(rocs, names),
        calibration=_calibration_chart(judged, given, names),
    )


def confusion(truth: NDArray[np.generic], given: NDArray[np.generic], width: int) -> NDArray[np.int64]:
    """(classes, classes): rows of each true class, down, that were given each class, across."""
    pairs = truth.astype(np.int64) * width + given.astype(np.int64)
    return np.bincount(pairs, minlength=width * width).reshape(width, width)


def worst_confusions(counts: NDArray[np.int64], names: tuple[str, ...]) -> tuple[Confusion, ...]:
    """The most frequent ones first."""
    errors = counts - np.diag(np.diag(counts))
    totals = counts.sum(axis=1)
    places = np.argsort(-errors, axis=None, kind="stable")[:WORST]
    pairs = [divmod(int(place), len(names)) for place in places]
    return tuple(
        Confusion(names[i], names[j], int(errors[i, j]), errors[i, j] / totals[i]) for i, j in pairs if errors[i, j]
    )


def roc(
    positive: NDArray[np.bool_], score: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """False and true positive rates over all thresholds, and the area below; nan without rows of both kinds."""
    order = np.argsort(-score, kind="stable")
    last = np.append(np.diff(score[order]) != 0, True)  # equal scores are one threshold
    hits, misses = np.cumsum(positive[order])[last], np.cumsum(~positive[order])[last]
    if not hits[-1] or not misses[-1]:
        return np.array([0.0, 1.0]), np.array([np.nan, np.nan]), float("nan")
    true, false = np.append(0, hits / hits[-1]), np.append(0, misses / misses[-1])
    return false, true, float(np.trapezoid(true, false))


def _rows(counts: NDArray[np.int64], names: tuple[str, ...], areas: list[float]) -> tuple[ClassRow, ...]:
    right, given, there = np.diag(counts), counts.sum(axis=0), counts.sum(axis=1)
    precision, recall = _ratio(right, given), _ratio(right, there)
    f1 = _ratio(2 * right, given + there)
    return tuple(
        ClassRow(name, int(there[i]), precision[i], recall[i], f1[i], areas[i]) for i, name in enumerate(names)
    )


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _matrix(counts: NDArray[np.int64], names: tuple[str, ...]) -> Markup:
    """A table of squares: blue where class and answer agree, orange where not, deep where it is often."""
    width = len(names)
    is_labelled = width <= MOST_LABELLED
    longest = max(len(name) for name in names) if is_labelled else 0
    margin = 40.0 + min(7.0 * longest, 150.0)
    cell = max(2.0, min(64.0, ((490 if width <= FEW else 800) - margin) / width))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    parts = []
    for i, j in np.argwhere((counts > 0) | is_labelled):
        x, y = margin + j * cell, margin - 10 + i * cell
        count, told = int(counts[i, j]), f"{names[i]} told as {names[j]}: {counts[i, j]} ({share(shares[i, j])})"
        kind, depth = "blue" if i == j else "orange", 0.12 + 0.88 * shares[i, j] ** 0.6 if count else 0.0
        inside = [element("title", told)]
        parts.append(
            element(
                "rect",
                *inside,
                x=x + 1,
                y=y + 1,
                width=cell - 2,
                height=cell - 2,
                rx=3,
                class_=f"cell {kind}",
                style=f"fill-opacity:{depth:.2f}",
            )
        )
        if count and cell > 20:
            parts.append(
                text(count, x + cell / 2, y + cell / 2 + 4, "count deep" if depth > 0.6 else "count", "middle")
            )
    if is_labelled:
        parts += _class_names(names, margin, cell)
    size = margin + width * cell + 4
    parts += [text("given", margin + width * cell / 2, 12, "label", "middle")]
    middle = margin - 10 + width * cell / 2
    parts += [text("true", 12, middle, "label", "middle", transform=f"rotate(-90 12 {middle:.0f})")]
    right = int(np.trace(counts))
    return picture("Confusion matrix", f"{right} of {counts.sum()} on the diagonal", size, size - 6, *parts)


def _class_names(names: tuple[str, ...], margin: float, cell: float) -> list[Markup]:
    parts = []
    is_wide = max(len(name) for name in names) * 7 > cell
    for place, name in enumerate(names):
        shown = name if len(name) <= 21 else f"{name[:20]}…"
        middle = margin + (place + 0.5) * cell
        parts.append(text(shown, margin - 6, middle - 6, "tick", "end"))
        turn = f"rotate(-90 {middle + 4:.1f} {margin - 16:.1f})" if is_wide else None
        anchor = "start" if is_wide else "middle"
        parts.append(text(shown, middle + (4 if is_wide else 0), margin - 16, "tick", anchor, transform=turn))
    return parts


def _roc_chart(rocs: list[tuple[NDArray[np.float64], NDArray[np.float64], float]], names: tuple[str, ...]) -> Markup:
    """The curve of the second of two classes, or of each class against the rest."""
    chosen = [1] if len(names) == 2 else sorted(range(len(names)), key=lambda place: rocs[place][2])[:MOST_CURVES]
    x, y = _unit_scales()
    parts = [axes(x, y, ("false positive rate", "true positive rate"), across=5)]
    parts += [straight(x.start, y.start, x.end, y.end, "level")]
    for place in chosen:
        false, true, area = rocs[place]
        drawn = line(x(false), y(true), "blue" if len(chosen) == 1 else "blue thin")
        parts.append(element("g", element("title", f"{names[place]}: area {number(area)}"), drawn))
    areas = [rocs[place][2] for place in chosen]
    mean = float(np.mean([area for area in areas if np.isfinite(area)] or [np.nan]))
    told = f"area {number(mean)}" if len(chosen) == 1 else f"mean area {number(mean)}"
    parts += [text(told, x.end - 6, y.start - 10, "note", "end")]
    return picture("ROC", told, *SQUARE, *parts)


def _calibration_chart(judged: Judged, given: NDArray[np.int64], names: tuple[str, ...]) -> Markup:
    """How often answers of some probability are right; on the diagonal, a probability means what it says."""
    if len(names) == 2:
        told, happened, label = judged.answers[:, 1], judged.truth == 1, f"probability of {names[1]}"
    else:
        told, happened, label = judged.answers.max(axis=1), given == judged.truth, "probability of the given class"
    place = np.minimum((told * BINS).astype(np.int64), BINS - 1)
    count = np.bincount(place, minlength=BINS)
    means = [np.bincount(place, values, BINS) / np.where(count > 0, count, np.nan) for values in (told, happened)]
    x, y = _unit_scales()
    parts = [axes(x, y, (label, "share that is so"), across=5), straight(x.start, y.start, x.end, y.end, "level")]
    parts += [line(x(means[0]), y(means[1]), "blue thin")]
    for group in np.flatnonzero(count):
        radius = 2.5 + 6 * float(np.sqrt(count[group] / count.sum()))
        hover = f"{count[group]} answers: told {share(means[0][group])}, so {share(means[1][group])}"
        at = {"cx": x.place(means[0][group]), "cy": y.place(means[1][group]), "r": radius}
        parts.append(element("circle", element("title", hover), **at, class_="ball blue"))
    return picture("Calibration", f"{int((count > 0).sum())} groups of answers by their probability", *SQUARE, *parts)


def _unit_scales() -> tuple[Scale, Scale]:
    width, height = SQUARE
    return Scale(0, 1, 56, width - 16), Scale(0, 1, height - BOTTOM, TOP)
