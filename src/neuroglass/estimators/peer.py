"""What scikit-learn's machinery looks for by class. It is asked for only where scikit-learn itself is in use."""

from __future__ import annotations

import sys
import warnings
from typing import Any, Literal

from neuroglass.errors import NeuroglassError


class NotFittedError(NeuroglassError, AttributeError):
    """An estimator was asked before it was fitted."""


def not_fitted(name: str) -> Exception:
    """Its own NotFittedError if scikit-learn is loaded (who else would catch it?), else ours."""
    ours = NotFittedError(f"this {name} is not fitted yet", "", "Call fit with data first")
    exceptions = sys.modules.get("sklearn.exceptions")
    return exceptions.NotFittedError(str(ours)) if exceptions else ours


def warn_of_conversion() -> None:
    """That (rows, 1) targets were taken for (rows,)."""
    exceptions = sys.modules.get("sklearn.exceptions")
    kind = exceptions.DataConversionWarning if exceptions else UserWarning
    said = "A column-vector y was passed when a 1d array was expected; y.ravel() is taken"
    warnings.warn(said, kind, stacklevel=4)


def tags(kind: Literal["classifier", "regressor"]) -> Any:
    """What the estimator can do, in scikit-learn's terms."""
    from sklearn.utils import ClassifierTags, InputTags, RegressorTags, Tags, TargetTags

    return Tags(
        estimator_type=kind,
        target_tags=TargetTags(required=True),
        classifier_tags=ClassifierTags() if kind == "classifier" else None,
        regressor_tags=RegressorTags() if kind == "regressor" else None,
        input_tags=InputTags(allow_nan=True),
    )
