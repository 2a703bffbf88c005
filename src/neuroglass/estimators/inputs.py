"""What scikit-learn's users pass in as X, y and sample_weight: refused in its words, or turned into columns."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.sources import read
from neuroglass.errors import DataError
from neuroglass.estimators.peer import warn_of_conversion

Names = tuple[str, ...]


def names_of(X: Any) -> Names | None:
    """The column names of a frame, if they are texts."""
    columns = list(getattr(X, "columns", ()))
    texts = sum(isinstance(name, str) for name in columns)
    if 0 < texts < len(columns):
        raise TypeError("Feature names are only supported if all of them are texts; write X.columns.astype(str)")
    return tuple(columns) if texts else None


def table_of(X: Any) -> pl.DataFrame:
    """X as a table, its columns x0, x1, ... where it brings no names.

    Raises:
        DataError: X is not two-dimensional, empty, sparse or complex.
    """
    if hasattr(X, "toarray"):
        raise DataError("X is sparse", "a dense array or a frame", "Write X.toarray()")
    if names_of(X):
        return read(X).frame
    return pl.DataFrame([pl.Series(f"x{place}", column) for place, column in enumerate(_matrix(X).T)])


def _matrix(X: Any) -> NDArray[Any]:
    array = _real(np.asarray(X), "X")
    if array.ndim != 2:
        raise DataError(
            f"X has the shape {array.shape}",
            "a 2D array, (rows, columns)",
            "Reshape your data: X.reshape(-1, 1) if it has one column, X.reshape(1, -1) if it is one row",
        )
    for size, what in zip(array.shape, ("sample", "feature"), strict=True):
        if size == 0:
            raise DataError(f"X has 0 {what}(s) (shape={array.shape}) while a minimum of 1 is required")
    try:
        return array.astype(np.float64, copy=False)
    except ValueError:
        return array.astype(str).astype(object)  # some cells are texts; what each column holds is found out later


def _real(array: NDArray[Any], name: str) -> NDArray[Any]:
    if array.dtype.kind == "c":
        raise DataError(f"Complex data not supported: {name} is {array.dtype}", "real numbers")
    return array


def examples(X: Any, y: Any, sample_weight: Any) -> tuple[pl.DataFrame, NDArray[Any], NDArray[np.float64]]:
    """What can be learnt from: features, targets and weights of the rows whose weight is above 0.

    Raises:
        DataError: what is wrong with any of them.
    """
    features = table_of(X)
    targets, weights = _targets(y, features.height), weights_of(sample_weight, features.height)
    count = weights > 0
    return features.filter(pl.Series(count)), targets[count], weights[count]


def _targets(y: Any, rows: int) -> NDArray[Any]:
    if y is None:
        raise DataError("this estimator requires y to be passed, but the target y is None")
    array = _real(np.asarray(y), "y")
    if array.ndim == 2 and array.shape[1] == 1:
        warn_of_conversion()
        array = array.ravel()
    if array.shape != (rows,):
        raise DataError(f"y has the shape {array.shape}", f"({rows},), one target for each row of X")
    if not _there(array).all():
        raise DataError("y contains NaN, infinity or None", "a finite number or a label in each row")
    if rows < 2:
        raise DataError("X has n_samples = 1", "at least two rows to learn from")
    return array


def _there(array: NDArray[Any]) -> NDArray[np.bool_]:
    if array.dtype.kind == "f":
        return np.isfinite(array)
    missing = [cell is None or cell != cell for cell in array] if array.dtype.kind == "O" else np.zeros(len(array))
    return ~np.asarray(missing, bool)


def weights_of(sample_weight: Any, rows: int) -> NDArray[np.float64]:
    """Sample weights as (rows,), 1 where none are given.

    Raises:
        DataError: weights of another shape, negative, not finite or all zero.
    """
    if sample_weight is None:
        return np.ones(rows)
    weights = np.asarray(sample_weight, np.float64)
    if weights.shape != (rows,):
        raise DataError(f"sample_weight has the shape {weights.shape}", f"({rows},)")
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise DataError("sample_weight holds a negative number, NaN or infinity", "weights of 0 or more")
    if not weights.any():
        raise DataError("every sample weight is zero", "at least one row that counts")
    return weights


def check_columns(estimator: str, wanted: Names | None, width: int, X: Any, given: int) -> None:
    """Refuse columns other than those of fit; tell where only one side had names.

    Raises:
        DataError: other columns, or the same in another order.
    """
    names = names_of(X)
    if names and wanted and names != wanted:
        raise DataError(_differing(names, wanted))
    if names and not wanted:
        _warn(f"X has feature names, but {estimator} was fitted without feature names")
    if wanted and not names:
        _warn(f"X does not have valid feature names, but {estimator} was fitted with feature names")
    if given != width:
        raise DataError(f"X has {given} features, but {estimator} is expecting {width} features as input")


def _differing(names: Names, wanted: Names) -> str:
    unseen = "".join(f"- {name}\n" for name in sorted({*names} - {*wanted}))
    missing = "".join(f"- {name}\n" for name in sorted({*wanted} - {*names}))
    said = f"Feature names unseen at fit time:\n{unseen}" if unseen else ""
    said += f"Feature names seen at fit time, yet now missing:\n{missing}" if missing else ""
    swapped = "Feature names must be in the same order as they were in fit.\n"
    return f"The feature names should match those that were passed during fit.\n{said or swapped}"


def _warn(sentence: str) -> None:
    warnings.warn(sentence, UserWarning, stacklevel=5)
