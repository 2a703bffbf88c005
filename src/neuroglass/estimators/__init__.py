"""Networks with scikit-learn's verbs: fit, predict, score."""

from neuroglass.estimators.classifier import Classifier
from neuroglass.estimators.regressor import Regressor

__all__ = ["Classifier", "Regressor"]
