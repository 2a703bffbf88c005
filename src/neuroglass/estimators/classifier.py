"""Classifier: which class a row belongs to."""

from __future__ import annotations

import dataclasses
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from neuroglass.data.parts import Data
from neuroglass.data.spec import Spec
from neuroglass.data.targets import LabelType
from neuroglass.errors import DataError
from neuroglass.estimators import peer
from neuroglass.estimators.estimator import Estimator, as_data
from neuroglass.estimators.inputs import examples
from neuroglass.nn.class_weights import class_weights

LABEL_TYPES: dict[str, LabelType] = {"b": "bool", "i": "int", "u": "int", "f": "float"}


@dataclasses.dataclass(eq=False, repr=False)
class Classifier(Estimator):
    """A network that tells classes apart, with scikit-learn's verbs.

    X is an array or a frame, of numbers, texts and missing values, as ``data.table`` reads. What needs a step
    of its own elsewhere is done inside, fitted on the training rows: numbers are standardised,
    missing values imputed with an indicator, categories encoded. Scaling before it does no harm.

    A share of the rows, ``validation_fraction``, is not learnt from: it decides which epoch's weights are kept. With 0,
    or fewer than ten rows, all rows are learnt from.

    Args:
        network: a Network, a short text as "dense 64 relu, dropout 0.2", the path of a TOML file, or "auto".
        validation_fraction: share of the rows kept for validation.
        class_weight: "balanced", or a weight for each label. It multiplies sample weights, for validation too.
        epochs, batch_size, optimizer, learning_rate, loss, metrics, seed, monitor, patience, min_delta, tolerance,
            keep_best, minutes: as in ``neuroglass.fit``.

    After ``fit``: ``classes_``, ``n_features_in_``, ``feature_names_in_`` (of frames), ``n_iter_``, ``history_``,
    and ``model_``, the whole model, to save or to look into.

    >>> X = np.array([[0.0], [1.0], [2.0], [3.0]] * 5)
    >>> Classifier("dense 4 tanh", epochs=50, learning_rate=0.1).fit(X, X[:, 0] > 1.5).predict([[-1], [4]])
    array([False,  True])
    """

    class_weight: Any = None

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn.

        Args:
            X: (rows, columns).
            y: (rows,) labels: texts, whole numbers or booleans.
            sample_weight: (rows,) what each row counts; 0 is as if it were not there.

        Raises:
            DataError: rows or labels that cannot be learnt from.
        """
        features, labels, weights = examples(X, y, sample_weight)
        classes = _classes(labels)
        codes, names = np.searchsorted(classes, labels), _names(classes)
        if self.class_weight is not None:
            weights = weights * class_weights(_by_name(self.class_weight, classes, names), codes, names)[codes]
        data = as_data(features, codes, weights, "classes", self.validation_fraction, self.seed)
        self._learn(X, features, _named(data, classes, names))
        self.classes_ = classes
        return self

    def predict(self, X: Any) -> NDArray[Any]:
        """(rows,) labels."""
        numbers = self.predict_proba(X).argmax(axis=1)
        labels: NDArray[Any] = self.classes_[numbers]
        return labels

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """(rows, classes) probabilities in the order of ``classes_``."""
        found = np.asarray(self._answer(X).probabilities, np.float64)
        return found / found.sum(axis=1, keepdims=True)  # float32 misses 1 by more than scikit-learn's scorers allow

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:
        """The (weighted) share of rows that are told right."""
        return float(np.average(self.predict(X) == np.ravel(y), weights=sample_weight))

    def __sklearn_tags__(self) -> Any:
        return peer.tags("classifier")


def _classes(labels: NDArray[Any]) -> NDArray[Any]:
    if labels.dtype.kind == "f" and (labels != np.round(labels)).any():
        raise DataError("Unknown label type: y is continuous, it holds fractions", "classes", "Use ng.Regressor")
    classes = np.unique(labels)
    if len(classes) < 2:
        raise DataError(f"y holds 1 class, {classes[0]!s}", "at least two classes to tell apart")
    return classes


def _names(classes: NDArray[Any]) -> tuple[str, ...]:
    return tuple(str(label).lower() if classes.dtype.kind == "b" else str(label) for label in classes)


def _by_name(wanted: Any, classes: NDArray[Any], names: tuple[str, ...]) -> Any:
    """Class weights by the name of a class; a fold of a cross-validation may lack one that has a weight."""
    if not isinstance(wanted, dict):
        return wanted
    return {name: wanted[label] for label, name in zip(classes.tolist(), names, strict=True) if label in wanted}


def _named(data: Data, classes: NDArray[Any], names: tuple[str, ...]) -> Data:
    """Data of class numbers, with the labels these stand for in its spec."""
    kind = LABEL_TYPES.get(classes.dtype.kind, "text")
    target = dataclasses.replace(data.spec.target, classes=names, label_type=kind)
    return dataclasses.replace(data, spec=Spec(data.spec.source, target))
