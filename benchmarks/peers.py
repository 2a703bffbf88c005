"""scikit-learn as its users would take it: numbers imputed and scaled, categories one-hot, everything else default."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from benchmarks.measuring import table_path

Cells = NDArray[np.object_]


def read(name: str) -> pl.DataFrame:
    """A table without a header line, blanks after its commas gone and ``?`` missing."""
    frame = pl.read_csv(table_path(name), has_header=False, infer_schema_length=None)
    stripped = frame.with_columns(pl.col(pl.String).str.strip_chars().replace("?", None))
    whole = stripped.filter(stripped[:, -1].is_not_null())
    return whole.with_columns(_number_where_it_is(column) for column in whole.iter_columns())


def _number_where_it_is(column: pl.Series) -> pl.Series:
    numbers = column.cast(pl.Float64, strict=False)
    return numbers if numbers.null_count() == column.null_count() and column.dtype == pl.String else column


def split_off_target(frame: pl.DataFrame) -> tuple[Cells, NDArray[Any]]:
    """The last column apart from the others."""
    return frame[:, :-1].to_numpy().astype(object), frame[:, -1].to_numpy()


def mlp(frame: pl.DataFrame, classes: bool, seed: int) -> Any:
    """The multi-layer perceptron behind imputing, scaling and one-hot."""
    return make_pipeline(prepared(frame), (MLPClassifier if classes else MLPRegressor)(random_state=seed))


def boosting(frame: pl.DataFrame, classes: bool, seed: int) -> Any:
    """Gradient boosting, which takes missing numbers and categories as they are."""
    numbers, texts = _places(frame)
    encode = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    columns = ColumnTransformer([("numbers", "passthrough", numbers), ("texts", encode, texts)])
    kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
    categorical = range(len(numbers), len(numbers) + len(texts))
    return make_pipeline(columns, kind(categorical_features=list(categorical), random_state=seed))


def prepared(frame: pl.DataFrame) -> Any:
    """Numbers imputed and scaled, texts one-hot."""
    numbers, texts = _places(frame)
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    filled = SimpleImputer(strategy="constant", fill_value="missing", missing_values=None)
    one_hot = make_pipeline(filled, OneHotEncoder(handle_unknown="ignore"))
    return ColumnTransformer([("numbers", scaled, numbers), ("texts", one_hot, texts)])


@contextlib.contextmanager
def unwarned() -> Iterator[None]:
    """scikit-learn's default of 200 epochs is often too few, and says so each time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def _places(frame: pl.DataFrame) -> tuple[list[int], list[int]]:
    text = [dtype == pl.String for dtype in frame.dtypes[:-1]]
    return [at for at, is_text in enumerate(text) if not is_text], [at for at, is_text in enumerate(text) if is_text]
