"""What both estimators share: parameters, pickles, and a place in scikit-learn's pipelines and searches."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import neuroglass as ng
from neuroglass.errors import ConfigurationError
from neuroglass.estimators import Classifier, Regressor
from neuroglass.settings import Settings
from tests.estimators.examples import ABOVE, VALUES, X, classifier, regressor

SOURCE = Path(ng.__file__).parents[1]
BOTH = pytest.mark.parametrize(("estimator", "y"), [(classifier(), ABOVE), (regressor(), VALUES)], ids=["c", "r"])


@BOTH
def test_a_clone_and_a_pickle_answer_alike(estimator: Any, y: np.ndarray) -> None:
    fitted = clone(estimator).fit(X, y)
    answer = fitted.predict(X)
    np.testing.assert_array_equal(clone(fitted).fit(X, y).predict(X), answer)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict(X), answer)  # noqa: S301 - our own bytes


@BOTH
def test_it_can_be_cross_validated_behind_a_pipeline(estimator: Any, y: np.ndarray) -> None:
    scores = cross_val_score(make_pipeline(StandardScaler(), estimator), X, y, cv=3, error_score="raise")
    assert scores.min() > 0.75


def test_a_search_may_vary_its_parameters_with_numpys_numbers() -> None:
    search = GridSearchCV(regressor(), {"seed": np.array([3, 4])}, cv=3, error_score="raise").fit(X, VALUES)
    assert search.best_params_["seed"] in (3, 4)
    assert search.best_score_ > 0.75


def test_its_parameters_are_the_settings_with_their_defaults() -> None:
    not_of_tables = {"checkpoint_minutes", "augment", "watch", "watch_budget"}
    settings = {name: field.default for name, field in Settings.model_fields.items() if name not in not_of_tables}
    assert Classifier().get_params() == {"network": "auto", "validation_fraction": 0.15, **settings}
    assert Regressor().get_params() == {k: v for k, v in Classifier().get_params().items() if k != "class_weight"}


def test_an_unknown_parameter_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match=r"Regressor has no parameter 'epoch'. Did you mean epochs\?"):
        Regressor().set_params(epoch=3)


def test_it_shows_what_differs_from_the_defaults() -> None:
    assert repr(Classifier("dense 8 relu", epochs=5)) == "Classifier(network='dense 8 relu', epochs=5)"


def test_it_stops_when_the_minutes_are_over() -> None:
    assert regressor(epochs=1_000_000, tolerance=0.0, minutes=1e-4).fit(X, VALUES).n_iter_ < 1_000_000


def test_a_training_that_breaks_warns() -> None:
    with pytest.warns(RuntimeWarning, match="Regressor broke: a value became infinite or not a number"):
        regressor(learning_rate=1e30).fit(X, VALUES)


def test_all_rows_are_learnt_from_when_none_are_kept_for_validation() -> None:
    assert "val_loss" in regressor().fit(X, VALUES).history_.columns
    assert "val_loss" not in regressor(validation_fraction=0.0).fit(X, VALUES).history_.columns


def test_asked_before_it_is_fitted_it_raises_scikit_learns_own_error() -> None:
    with pytest.raises(NotFittedError, match=r"this Classifier is not fitted yet. Call fit with data first."):
        Classifier().predict(X)


WITHOUT = """
import sys
import numpy as np
from neuroglass.estimators import Regressor
from neuroglass.estimators.peer import NotFittedError
try:
    Regressor().predict([[1.0]])
except NotFittedError as error:
    print(error)
X = np.arange(20.0)[:, None]
print(Regressor("dense 2 tanh", epochs=1).fit(X, 2 * X).predict(X).shape, "sklearn" in sys.modules)
"""


def test_it_needs_no_scikit_learn() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["this Regressor is not fitted yet. Call fit with data first.", "(20,) False"]
