"""What the course of a training shows. A sign is a function of the facts: its evidence, or None where it is absent."""

from __future__ import annotations

from neuroglass.doctor.facts import Facts
from neuroglass.doctor.measures import form, held_out, late_gain, margin, measure, mistakes, skill, smooth
from neuroglass.learn.stopping import Stopped

Evidence = dict[str, float | str]
FEWEST_EPOCHS = 8  # a shorter course has no shape


def broke(facts: Facts) -> Evidence | None:
    """A step's cost was not finite."""
    if facts.stopped is not Stopped.NONFINITE:
        return None
    return {"step": len(facts.history.costs), "epoch": len(facts.history) + 1, "place": facts.nonfinite or "the loss"}


def overfitted(facts: Facts) -> Evidence | None:
    """Validation loss rose again while training loss fell, and what was kept does far better on training rows."""
    part = held_out(facts)
    if part == "train" or "val_loss" not in facts.history.columns or len(facts.history) < FEWEST_EPOCHS:
        return None
    validation, train = smooth(facts.history["val_loss"]), smooth(facts.history["loss"])
    best = int(validation.argmin())
    gap = mistakes(facts, part) - mistakes(facts, "train")
    rose = validation[-1] > 1.1 * validation[best] and train[-1] < train[best]
    far = gap > margin(facts, "train", part) and skill(facts, "train") - skill(facts, part) > 0.1
    if not (rose and far):
        return None
    return {
        "train": facts.measured["train"][facts.decisive],
        "held_out": facts.measured[part][facts.decisive],
        "part": part,
        "metric": measure(facts),
        "form": form(facts),
        "best_epoch": best + 1,
        "rise": float(validation[-1] / validation[best] - 1),
    }


def few_rows(facts: Facts) -> Evidence | None:
    """There is less than a row for each parameter, where it has done harm."""
    if overfitted(facts) is None or facts.rows["train"] >= facts.parameters:
        return None
    return {"rows": facts.rows["train"], "parameters": facts.parameters}


def underfitted(facts: Facts) -> Evidence | None:
    """Even the training rows are hardly told better than without inputs, and the cost has come to rest."""
    if len(facts.history) < FEWEST_EPOCHS or not skill(facts, "train") < 0.1:
        return None
    quarter = smooth(facts.history["loss"])[len(facts.history) * 3 // 4 - 1 :]
    moved = float((quarter[0] - quarter[-1]) / abs(quarter[-1]))
    return {"skill": max(skill(facts, "train"), 0.0), "moved": moved} if moved < 0.01 else None


def still_improving(facts: Facts) -> Evidence | None:
    """All epochs were used, the last quarter still gained much, and much is left to gain."""
    history = facts.history
    watched = history["val_loss" if "val_loss" in history.columns else "loss"]
    if facts.stopped is not Stopped.EPOCHS or len(history) < FEWEST_EPOCHS or skill(facts, held_out(facts)) > 0.95:
        return None
    cooled = history["learning_rate"][-1] < 0.1 * history["learning_rate"].max()  # then the end is part of the plan
    gain = late_gain(watched)
    if cooled or gain < 0.05 or facts.kept_epoch < 0.9 * len(history):
        return None
    return {"epochs": len(history), "gain": gain, "more": 2 * len(history)}
