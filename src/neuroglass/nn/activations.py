"""Activation functions, each with its formula, derivative, range and when to use it.

All are pure and elementwise, except softmax and log_softmax, which work along the last axis. They keep shape and dtype.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import jax
import jax.numpy as jnp

from neuroglass.nn import derivatives
from neuroglass.nn.settings import named

__all__ = [
    "ACTIVATIONS",
    "ActivationFunction",
    "elu",
    "gelu",
    "get",
    "hard_sigmoid",
    "hard_tanh",
    "leaky_relu",
    "linear",
    "log_softmax",
    "mish",
    "prelu",
    "relu",
    "selu",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "tanh",
    "threshold",
]


@dataclasses.dataclass(frozen=True)
class ActivationFunction:
    """One activation function and what there is to know about it.

    Args:
        name: as layers name it.
        function: z (..., features) to a of the same shape; prelu's takes its slopes as well.
        derivative: da/dz, taking what ``function`` takes; of softmax and log_softmax the diagonal of the Jacobian.
        formula: of the function.
        derivative_formula: of the derivative.
        range: the values it can take.
        use: when to use it, in one sentence.
        advice: what goes with it, or what to watch.
    """

    name: str
    function: Callable[..., jax.Array]
    derivative: Callable[..., jax.Array]
    formula: str
    derivative_formula: str
    range: str
    use: str
    advice: str = ""


def threshold(x: jax.Array) -> jax.Array:
    """The binary step. Its own derivative is 0 everywhere: the gradient is passed straight through, as if it were 1.

    Source: Bengio et al. 2013, arXiv:1308.3432.
    """
    straight_through = x - jax.lax.stop_gradient(x)  # exactly 0, with gradient 1; x + (step - x) would round the step
    return (x >= 0).astype(x.dtype) + straight_through


def linear(x: jax.Array) -> jax.Array:
    """The identity."""
    return x


def leaky_relu(x: jax.Array) -> jax.Array:
    """Relu with a slope of 0.01 below 0. Source: Maas et al. 2013, Rectifier nonlinearities improve acoustic models."""
    return jax.nn.leaky_relu(x, 0.01)


def prelu(x: jax.Array, alpha: float | jax.Array) -> jax.Array:
    """Relu with a learnt slope below 0, one a feature: alpha (features,). Source: He et al. 2015, arXiv:1502.01852."""
    return x * derivatives.prelu(x, alpha)


def gelu(x: jax.Array) -> jax.Array:
    """x Φ(x) exactly, by erf; not the tanh approximation. Source: Hendrycks and Gimpel 2016, arXiv:1606.08415."""
    return jax.nn.gelu(x, approximate=False)


def softmax(x: jax.Array) -> jax.Array:
    """Probabilities along the last axis."""
    return jax.nn.softmax(x, axis=-1)


def log_softmax(x: jax.Array) -> jax.Array:
    """Logarithms of the softmax along the last axis, stable where the softmax itself rounds to 0."""
    return jax.nn.log_softmax(x, axis=-1)


sigmoid = jax.nn.sigmoid
tanh = jnp.tanh
relu = jax.nn.relu
elu = jax.nn.elu
selu = jax.nn.selu
silu = jax.nn.silu
mish = jax.nn.mish
softplus = jax.nn.softplus
softsign = jax.nn.soft_sign
hard_sigmoid = jax.nn.hard_sigmoid
hard_tanh = jax.nn.hard_tanh

_TABLE = (
    ActivationFunction(
        "threshold",
        threshold,
        derivatives.one,
        "1 if x ≥ 0, else 0",
        "0; learning uses 1 (straight-through)",
        "{0, 1}",
        "For yes-or-no units, as in the first perceptrons; it learns worse than a smooth function.",
        "The gradient is not its own, which is 0 everywhere: it is passed straight through, as if it were 1.",
    ),
    ActivationFunction(
        "linear",
        linear,
        derivatives.one,
        "x",
        "1",
        "(-∞, ∞)",
        "At the end of a network that predicts numbers; between layers it adds nothing, as two linear layers are one.",
    ),
    ActivationFunction(
        "sigmoid",
        sigmoid,
        derivatives.sigmoid,
        "σ(x) = 1 / (1 + e⁻ˣ)",
        "σ(x) (1 - σ(x))",
        "(0, 1)",
        "At the end of a network that answers yes or no, and for gates.",
        "Its derivative is at most 1/4 and vanishes beyond |x| = 5: in deep hidden layers prefer relu or tanh.",
    ),
    ActivationFunction(
        "tanh",
        tanh,
        derivatives.tanh,
        "(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)",
        "1 - tanh²(x)",
        "(-1, 1)",
        "In recurrent layers and small networks, where values centred on 0 help.",
        "It saturates beyond |x| = 3: keep inputs scaled.",
    ),
    ActivationFunction(
        "relu",
        relu,
        derivatives.relu,
        "max(0, x)",
        "1 if x > 0, else 0",
        "[0, ∞)",
        "The first choice for hidden layers: fast, and it does not saturate above 0.",
        "A unit that is below 0 for every sample no longer learns; then lower the learning rate or take leaky_relu.",
    ),
    ActivationFunction(
        "leaky_relu",
        leaky_relu,
        derivatives.leaky_relu,
        "x if x ≥ 0, else 0.01 x",
        "1 if x ≥ 0, else 0.01",
        "(-∞, ∞)",
        "In place of relu when units die: the small slope below 0 lets them come back.",
    ),
    ActivationFunction(
        "prelu",
        prelu,
        derivatives.prelu,
        "x if x ≥ 0, else α x, with α learnt",
        "1 if x ≥ 0, else α",
        "(-∞, ∞)",
        "In place of leaky_relu when there is enough data to learn the slope of each feature.",
        "Leave α out of weight decay: it would be pulled to 0, which is relu.",
    ),
    ActivationFunction(
        "elu",
        elu,
        derivatives.elu,
        "x if x > 0, else eˣ - 1",
        "1 if x > 0, else eˣ",
        "(-1, ∞)",
        "In place of relu when a mean activation near 0 helps, at the price of an exponential.",
    ),
    ActivationFunction(
        "selu",
        selu,
        derivatives.selu,
        "λ x if x > 0, else λ α (eˣ - 1), with λ = 1.0507 and α = 1.6733",
        "λ if x > 0, else λ α eˣ",
        "(-1.7581, ∞)",
        "In deep plain dense networks: activations keep mean 0 and variance 1 by themselves.",
        "Use lecun_normal weights (the default with selu), scaled inputs, and AlphaDropout in place of Dropout.",
    ),
    ActivationFunction(
        "gelu",
        gelu,
        derivatives.gelu,
        "x Φ(x) = x (1 + erf(x / √2)) / 2",
        "Φ(x) + x φ(x)",
        "[-0.17, ∞)",
        "In transformers and wide dense networks: a smooth relu.",
        "This is the exact form with erf; the tanh approximation differs by up to 0.0005.",
    ),
    ActivationFunction(
        "silu",
        silu,
        derivatives.silu,
        "x σ(x)",
        "σ(x) (1 + x (1 - σ(x)))",
        "[-0.2785, ∞)",
        "As gelu, and cheaper; also known as swish.",
    ),
    ActivationFunction(
        "mish",
        mish,
        derivatives.mish,
        "x tanh(softplus(x))",
        "t + x (1 - t²) σ(x), with t = tanh(softplus(x))",
        "[-0.3088, ∞)",
        "As silu, a little smoother; common in image networks and in strong tabular recipes.",
    ),
    ActivationFunction(
        "softplus",
        softplus,
        derivatives.softplus,
        "log(1 + eˣ)",
        "σ(x)",
        "(0, ∞)",
        "At the end of a network whose answer must be positive: a rate, a count, a variance.",
    ),
    ActivationFunction(
        "softsign",
        softsign,
        derivatives.softsign,
        "x / (1 + |x|)",
        "1 / (1 + |x|)²",
        "(-1, 1)",
        "In place of tanh where slower saturation helps.",
    ),
    ActivationFunction(
        "hard_sigmoid",
        hard_sigmoid,
        derivatives.hard_sigmoid,
        "min(max(x / 6 + 1/2, 0), 1)",
        "1/6 if |x| < 3, else 0",
        "[0, 1]",
        "A sigmoid without an exponential, for gates on small devices.",
        "Beyond |x| = 3 it passes no gradient at all.",
    ),
    ActivationFunction(
        "hard_tanh",
        hard_tanh,
        derivatives.hard_tanh,
        "min(max(x, -1), 1)",
        "1 if |x| ≤ 1, else 0",
        "[-1, 1]",
        "A tanh without an exponential, for small devices.",
        "Beyond |x| = 1 it passes no gradient at all.",
    ),
    ActivationFunction(
        "softmax",
        softmax,
        derivatives.softmax,
        "pᵢ = e^xᵢ / Σⱼ e^xⱼ",
        "∂pᵢ/∂xᵢ = pᵢ (1 - pᵢ), ∂pᵢ/∂xⱼ = -pᵢ pⱼ",
        "(0, 1)",
        "At the end of a network that chooses one of several classes: the outputs are probabilities with sum 1.",
        "Learning folds it into the cross-entropy, which is computed from z and so is stable at any magnitude.",
    ),
    ActivationFunction(
        "log_softmax",
        log_softmax,
        derivatives.log_softmax,
        "xᵢ - log Σⱼ e^xⱼ",
        "∂/∂xᵢ = 1 - pᵢ, ∂/∂xⱼ = -pⱼ",
        "(-∞, 0)",
        "Where log-probabilities themselves are wanted, as in ranking or sequence scoring.",
    ),
)

ACTIVATIONS: dict[str, ActivationFunction] = {row.name: row for row in _TABLE}


def get(name: str | ActivationFunction) -> ActivationFunction:
    """The activation function of that name; one that is given is returned as it is.

    Raises:
        NetworkError: an unknown name, with the nearest known one.

    >>> get("relu").formula
    'max(0, x)'
    """
    return name if isinstance(name, ActivationFunction) else named(name, ACTIVATIONS, "activation")
