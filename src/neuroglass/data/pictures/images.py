"""Pictures: the public door. What happens behind it is in ``image_data``."""

from __future__ import annotations

import dataclasses
from typing import Any

from neuroglass.data.parts import Data
from neuroglass.data.pictures import finding
from neuroglass.data.pictures.image_choices import ImageChoices
from neuroglass.data.pictures.image_data import make_data
from neuroglass.errors import ConfigurationError, nearest


def images(source: Any, target: str | int | None = None, **choices: Any) -> Data:
    """Labelled pictures as data to learn from: uint8 pixels of one size.

    JPEG, PNG, WebP, BMP, TIFF and GIF are read, upright, transparency on white. Fewer than 1 % broken files are left
    out and listed in ``reading.skipped``.

    Args:
        source: a folder with a folder of pictures for each class, or with such folders in train, validation and test;
            the same in a zip or tar archive; a folder with the idx files of MNIST; a table with a column of paths; or
            a pair (x, y) with x (n, height, width) or (n, height, width, 1 or 3), 0 to 255 or 0 to 1.
        target: of a table, the column to be told, as for ``table``.
        path: of a table, the column of paths, relative to its folder; None is found by trying.
        test, validation: a share of the pictures (of the others, for validation), or a source of its own; 0 for none.
            Without these, and without such folders, 15 % are the test, and of 5,000 pictures and more 15 % of the
            others, at most 5,000, validate.
        task: "auto", "classes", "regression" or "sequence" (the target is a text, learnt token by token).
        unit, length, vocabulary, lower: how such texts are cut into tokens, as for ``neuroglass.data.text``.
        split: "auto" (stratified for classes), "random" or "stratified".
        seed: of the split.
        size: "auto" (their own up to 64 pixels a side, else at most 128), a number, or (height, width).
        fit: how a picture of other proportions comes into that size: "auto", "crop", "pad" or "stretch".
        color: "auto" (grey where all are), "grey" or "rgb".
        broken: the share of pictures that may be unreadable.
        progress: called with how many pictures are decoded, and of how many.

    Raises:
        DataError: a source that cannot be read or learnt from, with file, cause and mend.

    >>> import numpy as np
    >>> data = images((np.arange(20 * 64, dtype=np.uint8).reshape(20, 8, 8), np.arange(20) % 2))
    >>> data.train.x["image"].shape, data.spec.classes
    ((16, 8, 8, 1), ('0', '1'))
    """
    known = [choice.name for choice in dataclasses.fields(ImageChoices)]
    for name in choices:
        if name not in known:
            raise ConfigurationError(f"Pictures have no setting {name!r}", "", nearest(name, known))
    chosen = ImageChoices(**choices)
    with finding.labelled(source, target, chosen.path, chosen.task) as listing:
        return make_data(listing, chosen)
