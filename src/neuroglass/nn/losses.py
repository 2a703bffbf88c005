"""Losses: how wrong one prediction is. The cost is their mean over a set.

Cross-entropies take z, the values before the last activation: the softmax or sigmoid is folded in (``folds``), which
makes them exact at any magnitude. All other losses take a, what the network answers.
"""

from __future__ import annotations

import abc
import dataclasses
from typing import ClassVar, Literal

import jax
import jax.numpy as jnp
from jax.scipy.special import entr, logsumexp

from neuroglass.errors import NetworkError
from neuroglass.nn.settings import check_number, named

__all__ = [
    "BinaryCrossentropy",
    "BinaryFocal",
    "CategoricalCrossentropy",
    "Focal",
    "Hinge",
    "Huber",
    "KLDivergence",
    "KNOWN",
    "LOSSES",
    "LogCosh",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "Pinball",
    "Poisson",
    "SparseCategoricalCrossentropy",
    "binary_crossentropy",
    "binary_focal",
    "categorical_crossentropy",
    "cost",
    "focal",
    "get",
    "hinge",
    "huber",
    "kl_divergence",
    "log_cosh",
    "mae",
    "mse",
    "pinball",
    "poisson",
    "sparse_categorical_crossentropy",
]

SMALLEST = 1e-7  # below it a logarithm is continued by its tangent; Keras's epsilon


class Loss(abc.ABC):
    """A frozen record, called with arrays of a whole batch.

    ``folds`` names the activation it contains; such a loss takes z. With ``takes_ids`` targets are class ids, integers
    of the prediction's shape without its last axis; else they have the prediction's shape.
    """

    name: ClassVar[str]
    folds: ClassVar[Literal["softmax", "sigmoid"] | None] = None
    takes_ids: ClassVar[bool] = False

    @property
    def numbers(self) -> int:
        """How many numbers a network answers with for each number that is asked for."""
        return 1

    def point(self, prediction: jax.Array) -> jax.Array:
        """The one number of them that is compared with the target by metrics."""
        return prediction

    def __call__(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """The loss of every sample.

        Args:
            prediction: (batch, ...), z or a as ``folds`` says.
            target: what should have been answered.

        Returns:
            (batch,), the mean over any further axes.

        Raises:
            NetworkError: shapes that do not belong together; broadcasting them would compare every pair of samples.
        """
        *front, last = prediction.shape
        expected = tuple(front) if self.takes_ids else (*front, last // self.numbers)
        if target.shape != expected:
            raise NetworkError(
                f"{type(self).__name__} got targets of shape {target.shape} for predictions {prediction.shape}",
                f"targets of shape {expected}",
                "Give class ids, not one-hot rows" if self.takes_ids else "Reshape the targets",
            )
        terms = self.terms(prediction, target if self.takes_ids else target.astype(prediction.dtype))
        return jnp.mean(terms, axis=tuple(range(1, terms.ndim)))

    @abc.abstractmethod
    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """The loss of every number, or of every distribution along the last axis."""


@dataclasses.dataclass(frozen=True)
class MeanSquaredError(Loss):
    """(a - y)²: predicts the mean; far-off samples weigh most."""

    name = "mse"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        return jnp.square(prediction - target)


@dataclasses.dataclass(frozen=True)
class MeanAbsoluteError(Loss):
    """|a - y|: predicts the median; outliers weigh no more than others."""

    name = "mae"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        error = prediction - target
        return error * jnp.sign(error)  # jnp.abs has slope 1 at 0, which would move a perfect prediction


@dataclasses.dataclass(frozen=True)
class Huber(Loss):
    """(a - y)² / 2 up to delta, beyond it delta (|a - y| - delta / 2): a squared error that bears outliers.

    Source: Huber 1964, Robust estimation of a location parameter.
    """

    delta: float = 1.0

    name = "huber"

    def __post_init__(self) -> None:
        check_number(self, "delta", "a number above 0")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        error = jnp.abs(prediction - target)
        within = jnp.minimum(error, self.delta)  # never squares a huge error, whose gradient would be inf * 0
        return within**2 / 2 + self.delta * (error - within)


@dataclasses.dataclass(frozen=True)
class LogCosh(Loss):
    """log cosh(a - y): as Huber, and smooth everywhere."""

    name = "log_cosh"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number, as |e| + log((1 + exp(-2|e|)) / 2): cosh itself overflows at 90."""
        error = jnp.abs(prediction - target)
        return error + jnp.log1p(jnp.expm1(-2 * error) / 2)


@dataclasses.dataclass(frozen=True)
class Pinball(Loss):
    """max(q (y - a), (q - 1)(y - a)), the mean over quantiles q: each a settles where a share q of what comes is below.

    Args:
        quantiles: for each number that is asked for the network answers with so many, one after another.

    Source: Koenker and Bassett 1978, Regression quantiles.
    """

    quantiles: tuple[float, ...] = (0.1, 0.5, 0.9)

    name = "pinball"

    def __post_init__(self) -> None:
        levels = list(self.quantiles)
        if not levels or levels != sorted(set(levels)) or not all(0 < level < 1 for level in levels):
            raise NetworkError(f"Pinball(quantiles={self.quantiles!r})", "numbers between 0 and 1 that rise")
        object.__setattr__(self, "quantiles", tuple(levels))

    @property
    def numbers(self) -> int:
        """One for each quantile."""
        return len(self.quantiles)

    def point(self, prediction: jax.Array) -> jax.Array:
        """The middle one of the quantiles, in their order: those of a network may cross where it knows little."""
        levels = prediction.reshape(*prediction.shape[:-1], -1, self.numbers)
        return jnp.sort(levels, axis=-1)[..., self.numbers // 2]

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every quantile of every number."""
        error = target[..., None] - prediction.reshape(*target.shape, self.numbers)
        share = jnp.broadcast_to(jnp.asarray(self.quantiles, error.dtype), error.shape)
        return error * jnp.where(error < 0, share - 1, share)


@dataclasses.dataclass(frozen=True)
class BinaryCrossentropy(Loss):
    """-y log σ(z) - (1 - y) log(1 - σ(z)), for targets y of 0 and 1 of z's shape.

    Args:
        label_smoothing: moves targets towards 1/2, y ← y (1 - s) + s / 2.
    """

    label_smoothing: float = 0.0

    name = "binary_crossentropy"
    folds = "sigmoid"

    def __post_init__(self) -> None:
        check_number(self, "label_smoothing", "a number from 0 to below 1")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        y = _smooth(target, self.label_smoothing, 2)
        return y * jax.nn.softplus(-prediction) + (1 - y) * jax.nn.softplus(prediction)


@dataclasses.dataclass(frozen=True)
class CategoricalCrossentropy(Loss):
    """-Σ y log softmax(z), for targets y that are distributions over the classes (one-hot, or soft).

    Args:
        label_smoothing: moves targets towards all classes alike, y ← y (1 - s) + s / classes.
    """

    label_smoothing: float = 0.0

    name = "categorical_crossentropy"
    folds = "softmax"

    def __post_init__(self) -> None:
        check_number(self, "label_smoothing", "a number from 0 to below 1")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every distribution."""
        return _crossentropy(prediction, target, self.label_smoothing)


@dataclasses.dataclass(frozen=True)
class SparseCategoricalCrossentropy(Loss):
    """-log softmax(z)[y], for targets y that are class ids from 0 on.

    Args:
        label_smoothing: moves targets towards all classes alike, as in CategoricalCrossentropy.
    """

    label_smoothing: float = 0.0

    name = "sparse_categorical_crossentropy"
    folds = "softmax"
    takes_ids = True

    def __post_init__(self) -> None:
        check_number(self, "label_smoothing", "a number from 0 to below 1")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every distribution."""
        one_hot = jax.nn.one_hot(target, prediction.shape[-1], dtype=prediction.dtype)
        return _crossentropy(prediction, one_hot, self.label_smoothing)


@dataclasses.dataclass(frozen=True)
class Hinge(Loss):
    """max(0, 1 - y a), with y = 1 for targets above 0 and -1 for the rest, so 0 and 1 serve as well as -1 and 1."""

    name = "hinge"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        return jnp.maximum(0, 1 - jnp.where(target > 0, prediction, -prediction))


@dataclasses.dataclass(frozen=True)
class KLDivergence(Loss):
    """Σ y log(y / a), for distributions y and a along the last axis: what a costs beyond the entropy of y."""

    name = "kl_divergence"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every distribution."""
        return -jnp.sum(entr(target) + _times_log(target, prediction), axis=-1)


@dataclasses.dataclass(frozen=True)
class Poisson(Loss):
    """a - y log a, for counts y and predicted rates a above 0; end the network in softplus."""

    name = "poisson"

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        return prediction - _times_log(target, prediction)


@dataclasses.dataclass(frozen=True)
class Focal(Loss):
    """-(1 - p)^gamma log p, with p = softmax(z)[y]: samples that are already right weigh less.

    Keras multiplies by 0.25 on top, which is a change of learning rate. Weigh classes with class weights.

    Args:
        gamma: how much less; 0 is SparseCategoricalCrossentropy.

    Source: Lin et al. 2017, arXiv:1708.02002.
    """

    gamma: float = 2.0

    name = "focal"
    folds = "softmax"
    takes_ids = True

    def __post_init__(self) -> None:
        check_number(self, "gamma", "a number, 0 or above")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every distribution."""
        true = jax.nn.one_hot(target, prediction.shape[-1], dtype=bool)
        log_odds = jnp.sum(jnp.where(true, prediction, 0), axis=-1) - logsumexp(prediction, axis=-1, where=~true)
        return _focal(log_odds, self.gamma)


@dataclasses.dataclass(frozen=True)
class BinaryFocal(Loss):
    """-w (1 - p)^gamma log p, with p = σ(z) for targets of 1 and 1 - σ(z) for targets of 0.

    Args:
        gamma: how much less samples weigh that are already right; 0 is BinaryCrossentropy.
        alpha: w is alpha for targets of 1 and 1 - alpha for targets of 0; None is 1 for both.

    Source: Lin et al. 2017, arXiv:1708.02002.
    """

    gamma: float = 2.0
    alpha: float | None = None

    name = "binary_focal"
    folds = "sigmoid"

    def __post_init__(self) -> None:
        check_number(self, "gamma", "a number, 0 or above")
        if self.alpha is not None:
            check_number(self, "alpha", "a number from 0 to 1")

    def terms(self, prediction: jax.Array, target: jax.Array) -> jax.Array:
        """Of every number."""
        losses = _focal(jnp.where(target > 0, prediction, -prediction), self.gamma)
        return losses if self.alpha is None else losses * jnp.where(target > 0, self.alpha, 1 - self.alpha)


mse = MeanSquaredError
mae = MeanAbsoluteError
huber = Huber
log_cosh = LogCosh
pinball = Pinball
binary_crossentropy = BinaryCrossentropy
categorical_crossentropy = CategoricalCrossentropy
sparse_categorical_crossentropy = SparseCategoricalCrossentropy
hinge = Hinge
kl_divergence = KLDivergence
poisson = Poisson
focal = Focal
binary_focal = BinaryFocal

_ALL: tuple[type[Loss], ...] = (
    MeanSquaredError,
    MeanAbsoluteError,
    Huber,
    LogCosh,
    Pinball,
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    Hinge,
    KLDivergence,
    Poisson,
    Focal,
    BinaryFocal,
)
LOSSES: dict[str, Loss] = {kind.name: kind() for kind in _ALL}
KNOWN: dict[str, type[Loss]] = {kind.__name__: kind for kind in _ALL}  # by the names that descriptions use


def get(loss: str | Loss) -> Loss:
    """The loss of that name; one that is given is returned as it is.

    Raises:
        NetworkError: an unknown name, with the nearest known one.

    >>> get("huber")
    Huber(delta=1.0)
    """
    return loss if isinstance(loss, Loss) else named(loss, LOSSES, "loss")


def cost(losses: jax.Array, weights: jax.Array | None = None) -> jax.Array:
    """The mean loss over a set: Σ w loss / Σ w, and 0 for a set without weight.

    Args:
        losses: (batch,).
        weights: (batch,), 0 for padding; None weighs all alike.
    """
    if weights is None:
        return jnp.mean(losses)
    total = jnp.sum(weights)
    return jnp.sum(weights * losses) / jnp.where(total > 0, total, 1)


def _smooth(target: jax.Array, smoothing: float, classes: int) -> jax.Array:
    return target * (1 - smoothing) + smoothing / classes


def _crossentropy(z: jax.Array, y: jax.Array, smoothing: float) -> jax.Array:
    y = _smooth(y, smoothing, z.shape[-1])
    # log p is -inf where two logits differ by more than the dtype holds; 0 * -inf would be NaN.
    return -jnp.sum(jnp.where(y > 0, y * jax.nn.log_softmax(z), 0), axis=-1)


def _focal(log_odds: jax.Array, gamma: float) -> jax.Array:
    """-(1 - p)^gamma log p for p = σ(log_odds), by way of log(1 - p), which has a finite slope everywhere."""
    return jnp.exp(-gamma * jax.nn.softplus(log_odds)) * jax.nn.softplus(-log_odds)


def _times_log(y: jax.Array, a: jax.Array) -> jax.Array:
    """y log a, 0 where y is 0; below SMALLEST along the tangent there, so that a too small a is pushed up."""
    log = jnp.log(jnp.maximum(a, SMALLEST)) + (jnp.minimum(a, SMALLEST) - SMALLEST) / SMALLEST
    return jnp.where(y > 0, y * log, 0)
