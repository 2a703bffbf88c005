"""How strongly the cost bends: the Hessian's largest eigenvalue by the weights, and the noise of its gradient."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree
from numpy.typing import NDArray

from neuroglass.errors import ConfigurationError, NetworkError
from neuroglass.glass.seen import number_of
from neuroglass.glass.wanted import LOSS, Wanted
from neuroglass.nn.evaluation import Samples
from neuroglass.nn.network import Variables
from neuroglass.nn.objective import Objective

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from neuroglass.glass.glass import Glass

COST = Wanted(LOSS)
MOST_BARS = 20


@dataclasses.dataclass(frozen=True)
class Curvature:
    """The eigenvalue of the Hessian of the cost by all weights that is largest without regard to sign.

    Args:
        eigenvalue: λ; below 0 the cost bends downwards there.
        direction: its eigenvector of length 1, by node and weight.
        residual: |H v - λ v| / |λ|: by how much it is not yet an eigenvector.
        iterations: of the power iteration.
        converged: whether the residual came below what was asked for.
    """

    eigenvalue: float
    direction: dict[str, dict[str, NDArray[np.float32]]]
    residual: float
    iterations: int
    converged: bool

    @property
    def steepest_rate(self) -> float | None:
        """2 / λ, above which plain gradient descent on these samples overshoots; None where λ is not above 0."""
        return 2 / self.eigenvalue if self.eigenvalue > 0 else None

    def words(self) -> list[str]:
        """What it comes to."""
        sure = f"after {self.iterations} iterations, residual {self.residual:.2g}"
        told = [f"the largest eigenvalue of the Hessian is {self.eigenvalue:.4g} ({sure})"]
        if not self.converged:
            told.append("it has not converged: another eigenvalue is nearly as large; ask for more iterations")
        if self.steepest_rate is not None:
            told.append(f"plain gradient descent overshoots with a learning rate above {self.steepest_rate:.3g}")
        elif self.eigenvalue < 0:
            told.append("it is negative: along that direction the cost is a ridge, and no minimum is near")
        return told

    @property
    def shares(self) -> dict[str, float]:
        """How much of the direction lies in each array of weights; together 1."""
        return {
            f"{node}/{name}": float((part.astype(np.float64) ** 2).sum())
            for node, owned in self.direction.items()
            for name, part in owned.items()
        }

    def to_json(self) -> dict[str, Any]:
        """All of it; of the direction the share of each array of weights."""
        plain = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {**plain, "direction": self.shares, "steepest_rate": self.steepest_rate, "words": self.words()}

    def plot(self) -> Figure:
        """A bar for the share of each array of weights in the direction."""
        from neuroglass.glass.figures.bars import bars

        ranked = sorted(self.shares.items(), key=lambda entry: -entry[1])[:MOST_BARS]
        title = f"Where the cost bends most: λ = {self.eigenvalue:.4g}, share of its direction"
        return bars([name for name, _ in ranked], [share for _, share in ranked], title)


def curvature(glass: Glass, iterations: int, tolerance: float, seed: int) -> Curvature:
    """See ``Glass.curvature``."""
    if iterations < 1 or not 0 < tolerance < 1:
        raise ConfigurationError(f"iterations={iterations}, tolerance={tolerance}", "1 or more, and between 0 and 1")
    check_known(glass)
    objective, variables, samples = glass.model.objective, glass.model.variables, glass.samples
    if not variables["params"]:
        raise NetworkError("the network has no weights", "a network that learns")
    flat, as_weights = ravel_pytree(variables["params"])
    start = np.random.default_rng(seed).normal(size=flat.size).astype(np.float32)
    vector = jnp.asarray(start / np.linalg.norm(start))
    made, value, residual = 0, 0.0, 1.0
    while made < iterations and residual >= tolerance:
        image = ravel_pytree(turned(objective, variables, samples, as_weights(vector)))[0]
        made, value, length = made + 1, float(vector @ image), float(jnp.linalg.norm(image))
        residual = float(jnp.linalg.norm(image - value * vector)) / abs(value) if value else float(length > 0)
        vector = image / length if residual >= tolerance else vector
    return Curvature(value, jax.tree.map(np.asarray, as_weights(vector)), residual, made, residual < tolerance)


@functools.partial(jax.jit, static_argnums=0)
def turned(objective: Objective, variables: Variables, samples: Samples, vector: Any) -> Any:
    """The Hessian of the cost times a vector of weights: the derivative along it of the gradient.

    A recurrent layer refuses forward mode by itself; its gradient, which is another program, does not.
    """

    def gradient(params: Any) -> Any:
        held = {"params": params, "state": variables["state"]}
        return jax.grad(lambda own: number_of(objective, COST, {**held, "params": own}, samples)[0])(params)

    return jax.jvp(gradient, (variables["params"],), (vector,))[1]


def check_known(glass: Glass) -> None:
    """Refuse samples without answers: they have no cost.

    Raises:
        ConfigurationError: what is missing.
    """
    if not glass.is_known:
        raise ConfigurationError("the cost is asked for, and the true answers are not known", "samples with answers")
