"""Texts: the public door. What happens behind it is in ``next_data`` and ``labelled_data``."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.parts import Data
from neuroglass.data.texts import finding, labelled_data, next_data
from neuroglass.data.texts.text_choices import TextChoices
from neuroglass.errors import ConfigurationError, nearest

TASKS = ("auto", "next", *finding.LABELLED)


def text(source: Any, target: str | int | None = None, **choices: Any) -> Data:
    """Texts as data to learn from: ids of tokens.

    Any encoding is read, letters in Unicode's form NFC, lines ended by line feeds.

    Args:
        source: a text file, or a folder or archive (zip, tar) of them, to learn which token comes next; one with a
            folder of texts for each class, or with such folders in train, validation and test, to learn the class; a
            text, a list of texts, or a pair (texts, labels).
        target: has no place here; a table with a column of texts is for ``table``.
        test, validation: a share of the texts (of the others, for validation), or a source of its own; 0 for none. Of
            one text it is the end, the last 10 %, and of 200,000 characters and more the 5 % before it validate.
        task: "auto", "next", "classes" or "regression".
        unit: "auto" (of one text characters; of labelled ones words, where most characters lie in such), "character",
            "word", "byte" or "subword" (with the extra ``text``).
        length: tokens in a window, over which the gradient goes, or of a labelled text that are read.
        vocabulary: how many tokens are kept at most; rarer ones are unknown.
        lower: whether all is put in lower case.
        encoding: of the files, where it is not to be found out.
        split: of labelled texts, "auto" (stratified for classes), "random" or "stratified".
        seed: of the split.

    Raises:
        DataError: a source that cannot be read or learnt from, with file, cause and mend.

    >>> data = text("to be or not to be, that is the question. " * 5, unit="word", length=4)
    >>> data.spec.task.kind, data.train.x["text"].shape, data.train.y.shape
    ('next', (14, 4), (14, 4))
    """
    known = [choice.name for choice in dataclasses.fields(TextChoices)]
    for name in choices:
        if name not in known:
            raise ConfigurationError(f"Texts have no setting {name!r}", "", nearest(name, known))
    if target is not None:
        mend = "A column of texts in a table is learnt from by ng.data.table(source, target, text=[column])"
        raise ConfigurationError(f"A text has no column {target!r}", "", mend)
    chosen = TextChoices(**choices)
    if chosen.task not in TASKS:
        raise ConfigurationError(f"The task {chosen.task!r} is not known", "", nearest(chosen.task, TASKS))
    taken = finding.taken(source, chosen.task, chosen.encoding)
    make = next_data.make_data if taken.listing.labels is None else labelled_data.make_data
    return make(taken, chosen)
