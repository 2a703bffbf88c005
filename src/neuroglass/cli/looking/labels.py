"""The labels of a sequence's steps, on one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from neuroglass.data.texts.text_inputs import TextInputs
from neuroglass.glass.steps import visible

if TYPE_CHECKING:
    from neuroglass.data.spec import Spec

LETTERS = 26  # of answer and truth each, so that both fit beside the sample's name


def told_labels(spec: Spec, labels: Iterable[Any]) -> str:
    """As many as fit, without those that nothing is asked for; blanks and ends of lines have signs."""
    names = [visible(str(label)) for label in labels if label is not None]
    gap = "" if _by_character(spec) else " "
    ends = np.cumsum([len(name) + len(gap) for name in names])
    fitting = max(1, int((ends <= LETTERS).sum()))
    return gap.join(names[:fitting]) + (" …" if fitting < len(names) else "")


def _by_character(spec: Spec) -> bool:
    source, writing = spec.source, spec.target.writing
    if writing is not None:
        return writing.vocabulary.unit == "character"
    return spec.task.kind == "next" and isinstance(source, TextInputs) and source.vocabulary.unit == "character"
