"""What the answers show, beside those that need no inputs, and class by class."""

from __future__ import annotations

import numpy as np

from neuroglass.doctor.courses import Evidence
from neuroglass.doctor.facts import Facts
from neuroglass.doctor.measures import form, held_out, margin, measure, mistakes, skill, trivial_mistakes

FEWEST_ROWS = 5  # of a class, before its answers mean something


def no_better(facts: Facts) -> Evidence | None:
    """On no part that was held out is it better than an answer that never looks at the inputs."""
    parts = [part for part in facts.measured if part != "train"] or ["train"]
    as_bad = [mistakes(facts, part) >= 0.99 * trivial_mistakes(facts) and skill(facts, part) <= 0.02 for part in parts]
    return _against_baseline(facts) if all(as_bad) and not facts.naive else None


def no_better_than_naive(facts: Facts) -> Evidence | None:
    """A naive forecast of the same windows errs no more, or hardly."""
    as_bad = mistakes(facts, held_out(facts)) >= 0.98 * trivial_mistakes(facts)
    return _against_baseline(facts) if facts.naive and as_bad else None


def learnt(facts: Facts) -> Evidence | None:
    """It is better than the trivial answer by more than chance."""
    part = held_out(facts)
    avoided = trivial_mistakes(facts) - mistakes(facts, part)
    return _against_baseline(facts) if skill(facts, part) > 0.1 and avoided > margin(facts, part) else None


def _against_baseline(facts: Facts) -> Evidence:
    part = held_out(facts)
    value, trivial = facts.measured[part][facts.decisive], facts.baseline[facts.decisive]
    commonest = "the majority class" if facts.class_counts else f"the commonest {facts.answered or 'answer'}"
    mean_or_naive = f"the {facts.naive} forecast" if facts.naive else "the mean"
    alone = mean_or_naive if facts.decisive == "rmse" else commonest
    words = {"part": part, "metric": measure(facts), "form": form(facts), "alone": alone}
    return {"value": value, "baseline": trivial, **words}


def never_answered(facts: Facts) -> Evidence | None:
    """Classes that stand in the rows and never in the answers."""
    if facts.confusion is None:
        return None
    there, answered = facts.confusion.sum(axis=1), facts.confusion.sum(axis=0)
    never = np.flatnonzero((there >= FEWEST_ROWS) & (answered == 0))
    names = list(facts.class_counts)
    if not len(never):
        return None
    return {
        "classes": len(never),
        "names": _named([names[place] for place in never]),
        "rows": float(there[never].sum()),
        "part": held_out(facts),
    }


def dominated(facts: Facts) -> Evidence | None:
    """One class is most rows, and the share that is right hides how the others fare."""
    if facts.confusion is None:
        return None
    measured = facts.measured[held_out(facts)]
    name, rows = max(facts.class_counts.items(), key=lambda item: item[1])
    share = rows / sum(facts.class_counts.values())
    if share < 0.75 or not measured["accuracy"] - measured["balanced_accuracy"] > 0.1:
        return None
    return {
        "name": name,
        "share": share,
        "accuracy": measured["accuracy"],
        "balanced_accuracy": measured["balanced_accuracy"],
    }


def confused(facts: Facts) -> Evidence | None:
    """Two classes of three or more that are taken for each other far more often than chance and their sizes explain."""
    if facts.confusion is None or len(facts.confusion) < 3:
        return None
    wrong = facts.confusion - np.diag(np.diag(facts.confusion))
    pairs = np.triu(wrong + wrong.T)
    one, other = (int(place) for place in np.unravel_index(pairs.argmax(), pairs.shape))
    count, all_wrong = float(pairs[one, other]), float(wrong.sum())
    usual = all_wrong * 2 / (len(wrong) * (len(wrong) - 1))
    rows = float(facts.confusion[[one, other]].sum())
    if count <= usual + 3 * usual**0.5 or count < FEWEST_ROWS or count < 0.05 * rows:
        return None
    names = list(facts.class_counts)
    return {
        "one": names[one],
        "other": names[other],
        "count": count,
        "mistakes": all_wrong,
        "part": held_out(facts),
    }


def worse_on_test(facts: Facts) -> Evidence | None:
    """The test part fares worse than validation by more than chance, and by a tenth of what there is to win."""
    if not {"validation", "test"} <= facts.measured.keys():
        return None
    fall = mistakes(facts, "test") - mistakes(facts, "validation")
    if not fall > max(margin(facts, "validation", "test"), 0.1 * trivial_mistakes(facts)):
        return None
    validation, test = (facts.measured[part][facts.decisive] for part in ("validation", "test"))
    return {"validation": validation, "test": test, "metric": measure(facts), "form": form(facts)}


def _named(names: list[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
