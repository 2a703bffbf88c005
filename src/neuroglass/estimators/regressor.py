"""Regressor: how much."""

from __future__ import annotations

import dataclasses
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from neuroglass.errors import DataError
from neuroglass.estimators import peer
from neuroglass.estimators.estimator import Estimator, as_data
from neuroglass.estimators.inputs import examples, weights_of


@dataclasses.dataclass(eq=False, repr=False)
class Regressor(Estimator):
    """A network that tells a number, with scikit-learn's verbs.

    X is treated as ``Classifier`` tells: scaled, imputed, encoded. y is standardised for learning; predictions are in
    its own unit.

    Args:
        network, validation_fraction, and the rest: as for ``Classifier``.

    After ``fit``: ``n_features_in_``, ``feature_names_in_`` (of frames), ``n_iter_``, ``history_`` and ``model_``.

    >>> X = np.linspace(0, 1, 40)[:, None]
    >>> Regressor("dense 8 tanh", epochs=100, learning_rate=0.05).fit(X, 3 * X[:, 0] + 5).predict([[0.5]]).round()
    array([6.], dtype=float32)
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn.

        Args:
            X: (rows, columns).
            y: (rows,) numbers.
            sample_weight: (rows,) what each row counts; 0 is as if it were not there.

        Raises:
            DataError: rows or targets that cannot be learnt from.
        """
        features, targets, weights = examples(X, y, sample_weight)
        data = as_data(features, _numbers(targets), weights, "regression", self.validation_fraction, self.seed)
        return self._learn(X, features, data)

    def predict(self, X: Any) -> NDArray[np.float32]:
        """(rows,) numbers in the unit of y."""
        return np.asarray(self._answer(X).values)

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """R², the share of the (weighted) variance of y that the predictions explain: 1 - Σw(y-ŷ)² / Σw(y-ȳ)²."""
        found, y = self.predict(X), np.ravel(y).astype(np.float64)
        weights = weights_of(sample_weight, len(y))
        residual = np.vdot(weights, (y - found) ** 2)
        return float(1 - residual / np.vdot(weights, (y - np.average(y, weights=weights)) ** 2))

    def __sklearn_tags__(self) -> Any:
        return peer.tags("regressor")


def _numbers(y: NDArray[Any]) -> NDArray[np.float64]:
    try:
        return y.astype(np.float64)
    except ValueError as error:
        raise DataError(f"y holds labels: {error}", "numbers", "Use ng.Classifier") from error
