"""What an edit changed, and what each unit is worth, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.glass.figures.style import BLUE, GREY, ORANGE, figure, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from neuroglass.data.answers import Answer
    from neuroglass.glass.ablation import Ablation
    from neuroglass.glass.editing import Edited

MOST_BARS = 24
MOST_CLASSES = 10
LINE = 0.26  # inches of one bar


def edited(moment: Edited) -> Figure:
    """See ``Edited.plot``."""
    changes = [change for change in moment.changes if change.norm][:MOST_BARS]
    whole = figure(9.5, max(3.0, 1.4 + LINE * len(changes)))
    left, right = whole.subplots(1, 2, width_ratios=(3, 4))
    _answers(left, moment)
    right.barh([change.node for change in changes], [change.share for change in changes], color=BLUE, height=0.7)
    right.invert_yaxis()
    right.set(title="How far each node's values moved", xlabel="norm of the change / norm before")
    plain(right)
    whole.suptitle("With " + ", ".join(moment.edits), fontsize=12)
    return whole


def _answers(axes: Axes, moment: Edited) -> None:
    names, before = _told(moment.before.answer)
    _, after = _told(moment.answer)
    most = np.sort(np.argsort(-np.maximum(before, after), kind="stable")[:MOST_CLASSES])
    places = np.arange(len(most))
    axes.bar(places - 0.2, before[most], 0.38, color=GREY, label="before")
    axes.bar(places + 0.2, after[most], 0.38, color=BLUE, label="with the edit")
    axes.set_xticks(places, [names[place] for place in most], rotation=90 if sum(map(len, names)) > 40 else 0)
    axes.set(title="The answer to the first sample", ylabel="" if moment.answer.labels is None else "probability")
    axes.legend(frameon=False)
    plain(axes)


def _told(answer: Answer) -> tuple[list[str], np.ndarray[Any, Any]]:
    """Of the first sample the probability of each class, at the last step where there are several; or its values."""
    if answer.probabilities is not None:
        return list(answer.classes), answer.probabilities[0].reshape(-1, len(answer.classes))[-1]
    values = np.asarray(answer.values)[0].reshape(-1)
    return [answer.name] if len(values) == 1 else [str(place + 1) for place in range(len(values))], values


def ablation(found: Ablation) -> Figure:
    """See ``Ablation.plot``."""
    ranking = found.ranking()[:MOST_BARS]
    whole = figure(7.5, 1.3 + LINE * len(ranking))
    axes = whole.subplots()
    effects = [silenced.effect for silenced in ranking]
    axes.barh(range(len(ranking)), effects, color=[BLUE if effect > 0 else ORANGE for effect in effects], height=0.7)
    axes.set_yticks(range(len(ranking)), [f"{found.node}[{silenced.unit}]" for silenced in ranking])
    axes.invert_yaxis()
    axes.axvline(0, color=GREY, linewidth=0.8)
    rest = len(found.after) - len(ranking)
    more = f"; {rest} more change it less" if rest else ""
    axes.set(title=f"Each unit silenced in turn{more}", xlabel=f"{found.measure} without it - {found.before:.4g}")
    plain(axes)
    return whole
