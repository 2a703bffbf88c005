"""Slopes told by values against the derivatives in closed form."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from neuroglass.errors import NetworkError
from neuroglass.nn import activations
from neuroglass.nn.layers.recurrent.slopes import SLOPES, slope


@pytest.mark.parametrize("name", SLOPES)
def test_the_slope_told_by_the_value_is_the_derivative(name: str) -> None:
    z = jnp.linspace(-4.03, 4.03, 60)  # not on a kink
    known = activations.get(name)
    np.testing.assert_allclose(slope(name)(known.function(z)), known.derivative(z), rtol=1e-4, atol=1e-6)


def test_an_activation_whose_value_does_not_tell_its_slope_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"^as the activation of a recurrent cell, 'gelu' is not known"):
        slope("gelu")
