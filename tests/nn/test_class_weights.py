"""Class weights against scikit-learn."""

from typing import Any

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_class_weight

from neuroglass.errors import ConfigurationError
from neuroglass.nn.class_weights import class_weights

CLASSES = ("bus", "car", "van")
Y = np.array([0, 0, 0, 1, 1, 2, 0, 0], np.int32)


def test_balanced_agrees_with_scikit_learn_and_gives_every_class_the_same_total() -> None:
    weights = class_weights("balanced", Y, CLASSES)
    np.testing.assert_allclose(weights, compute_class_weight("balanced", classes=np.arange(3), y=Y), rtol=1e-6)
    np.testing.assert_allclose(np.bincount(Y, weights[Y]), len(Y) / 3, rtol=1e-6)


def test_a_class_without_rows_gets_a_finite_weight() -> None:
    np.testing.assert_allclose(class_weights("balanced", Y[:5], CLASSES), [5 / 9, 5 / 6, 5 / 3], rtol=1e-6)


def test_classes_that_are_not_named_weigh_one() -> None:
    np.testing.assert_array_equal(class_weights({"van": 4.0}, Y, CLASSES), [1, 1, 4])


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"vam": 2.0}, r"class weights name an unknown class 'vam'\. Did you mean van\?"),
        ({"van": -1.0}, r"the class weight of 'van' is -1\.0\. Expected a number, 0 or above"),
        ({"van": float("nan")}, r"the class weight of 'van' is nan"),
        ("even", r"class weights 'even'\. Expected the word \"balanced\", or weights by class name"),
    ],
)
def test_impossible_weights_are_refused(wanted: Any, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        class_weights(wanted, Y, CLASSES)
