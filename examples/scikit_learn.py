"""Classifier in scikit-learn's cross-validation, as any of its own estimators."""

from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score

import neuroglass as ng

x, y = load_iris(return_X_y=True)
print(cross_val_score(ng.Classifier(), x, y, cv=3))
