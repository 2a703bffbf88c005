"""Optimisers: how a gradient becomes a step. The rules are optax's; here they get their names and their settings.

An optimiser is plain data. ``rule`` is its optax transformation without the learning rate, which the program applies
itself, so that schedules, plateaus and sweeps over learning rates meet in one place.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable
from typing import Any

import optax

from neuroglass.errors import ConfigurationError, nearest
from neuroglass.learn import schedules
from neuroglass.learn.schedules import Schedule
from neuroglass.learn.wording import made

__all__ = [
    "NAMED",
    "Optimizer",
    "adagrad",
    "adam",
    "adamw",
    "get",
    "lamb",
    "lion",
    "nadam",
    "rmsprop",
    "sgd",
]

Rate = float | Schedule


@dataclasses.dataclass(frozen=True)
class Optimizer:
    """One way to step down a gradient.

    Args:
        rule: its name: sgd, rmsprop, adam, adamw, adagrad, nadam, lamb or lion.
        schedule: the learning rate over time.
        settings: the rule's own numbers, as pairs of name and value.
        weight_decay: decoupled: each step also takes learning_rate weight_decay w from every weight w.
        clip_norm: the longest the whole gradient may be (Euclidean norm); longer ones are scaled down.
        clip_value: the largest any one derivative may be.
    """

    rule: str
    schedule: Schedule
    settings: tuple[tuple[str, float | bool], ...] = ()
    weight_decay: float = 0.0
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self) -> None:
        if self.rule not in _RULES:
            raise ConfigurationError(f"the optimiser {self.rule!r} is not known", "", nearest(str(self.rule), _RULES))
        ours = {"weight_decay": self.weight_decay, "clip_norm": self.clip_norm, "clip_value": self.clip_value}
        for name, value in (*self.settings, *ours.items()):
            wanted, fits = _ALLOWED[name]
            if not fits(value):
                raise ConfigurationError(f"{self.rule}({name}={value!r})", f"{name} to be {wanted}")

    def transformation(self) -> optax.GradientTransformation:
        """The direction of a step as optax computes it, to be multiplied by minus the learning rate."""
        rule = _RULES[self.rule](**dict(self.settings))
        trust = [optax.scale_by_trust_ratio()] if self.rule == "lamb" else []
        return optax.chain(
            *([] if self.clip_value is None else [optax.clip(self.clip_value)]),
            *([] if self.clip_norm is None else [optax.clip_by_global_norm(self.clip_norm)]),
            rule,
            *([optax.add_decayed_weights(self.weight_decay)] if self.weight_decay else []),
            *trust,
        )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_SHARE = ("a number from 0 to below 1", lambda value: _number(value) and 0 <= value < 1)
_ABOVE = ("a number above 0", lambda value: _number(value) and value > 0)
_AT_LEAST_0 = ("a number, 0 or above", lambda value: _number(value) and value >= 0)
_LIMIT = ("a number above 0, or None", lambda value: value is None or (_number(value) and value > 0))
_ALLOWED: dict[str, tuple[str, Callable[[Any], bool]]] = {
    **dict.fromkeys(("momentum", "rho", "beta_1", "beta_2"), _SHARE),
    "nesterov": ("True or False", lambda value: isinstance(value, bool)),
    "epsilon": _ABOVE,
    "initial_accumulator_value": _AT_LEAST_0,
    "weight_decay": _AT_LEAST_0,
    "clip_norm": _LIMIT,
    "clip_value": _LIMIT,
}


def _sgd(momentum: float = 0.0, nesterov: bool = False) -> optax.GradientTransformation:
    return optax.trace(momentum, nesterov) if momentum else optax.identity()


def _rmsprop(rho: float, epsilon: float, momentum: float) -> optax.GradientTransformation:
    scaled = optax.scale_by_rms(decay=rho, eps=epsilon, eps_in_sqrt=False)
    return optax.chain(scaled, optax.trace(momentum)) if momentum else scaled


def _adam(beta_1: float, beta_2: float, epsilon: float, nesterov: bool = False) -> optax.GradientTransformation:
    return optax.scale_by_adam(beta_1, beta_2, epsilon, nesterov=nesterov)


def _adagrad(initial_accumulator_value: float, epsilon: float) -> optax.GradientTransformation:
    return optax.scale_by_rss(initial_accumulator_value, epsilon)


def _lion(beta_1: float, beta_2: float) -> optax.GradientTransformation:
    return optax.scale_by_lion(beta_1, beta_2)


_RULES: dict[str, Callable[..., optax.GradientTransformation]] = {
    "sgd": _sgd,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adam,
    "nadam": functools.partial(_adam, nesterov=True),
    "lamb": _adam,
    "lion": _lion,
    "adagrad": _adagrad,
}


def sgd(learning_rate: Rate = 0.01, momentum: float = 0.0, nesterov: bool = False, **common: float | None) -> Optimizer:
    """Stochastic gradient descent: v = momentum v + g, w = w - learning_rate v (nesterov looks one step ahead).

    Source: Sutskever et al. 2013, https://proceedings.mlr.press/v28/sutskever13.html
    """
    return _made("sgd", learning_rate, common, momentum=momentum, nesterov=nesterov)


def rmsprop(
    learning_rate: Rate = 1e-3, rho: float = 0.9, epsilon: float = 1e-7, momentum: float = 0.0, **common: float | None
) -> Optimizer:
    """s = rho s + (1 - rho) g^2, w = w - learning_rate g / (sqrt(s) + epsilon).

    Source: Tieleman & Hinton 2012, lecture 6.5 of Neural Networks for Machine Learning
    """
    return _made("rmsprop", learning_rate, common, rho=rho, epsilon=epsilon, momentum=momentum)


def adam(
    learning_rate: Rate = 1e-3,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
    **common: float | None,
) -> Optimizer:
    """m = beta_1 m + (1 - beta_1) g, v = beta_2 v + (1 - beta_2) g^2, both freed of their start's bias;
    w = w - learning_rate m / (sqrt(v) + epsilon).

    Source: Kingma & Ba 2015, arXiv:1412.6980
    """
    return _made("adam", learning_rate, common, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


def adamw(
    learning_rate: Rate = 1e-3,
    weight_decay: float = 0.01,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
    **common: float | None,
) -> Optimizer:
    """adam, with learning_rate weight_decay w taken from each weight as well. Source: arXiv:1711.05101"""
    return _made(
        "adamw", learning_rate, {"weight_decay": weight_decay, **common}, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon
    )


def nadam(
    learning_rate: Rate = 1e-3,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-8,
    **common: float | None,
) -> Optimizer:
    """adam with Nesterov's look ahead. Source: Dozat 2016, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ"""
    return _made("nadam", learning_rate, common, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon)


def adagrad(
    learning_rate: Rate = 1e-3, initial_accumulator_value: float = 0.1, epsilon: float = 1e-7, **common: float | None
) -> Optimizer:
    """s = s + g^2, w = w - learning_rate g / sqrt(s + epsilon). Source: Duchi et al. 2011, https://jmlr.org/papers/v12/duchi11a.html"""
    return _made("adagrad", learning_rate, common, initial_accumulator_value=initial_accumulator_value, epsilon=epsilon)


def lamb(
    learning_rate: Rate = 1e-3,
    weight_decay: float = 0.0,
    beta_1: float = 0.9,
    beta_2: float = 0.999,
    epsilon: float = 1e-6,
    **common: float | None,
) -> Optimizer:
    """adam's step, scaled for each weight array to the array's own norm; for large batches. Source: arXiv:1904.00962"""
    return _made(
        "lamb", learning_rate, {"weight_decay": weight_decay, **common}, beta_1=beta_1, beta_2=beta_2, epsilon=epsilon
    )


def lion(
    learning_rate: Rate = 1e-4,
    weight_decay: float = 0.0,
    beta_1: float = 0.9,
    beta_2: float = 0.99,
    **common: float | None,
) -> Optimizer:
    """w = w - learning_rate sign(beta_1 m + (1 - beta_1) g); m = beta_2 m + (1 - beta_2) g. Source: arXiv:2302.06675"""
    return _made("lion", learning_rate, {"weight_decay": weight_decay, **common}, beta_1=beta_1, beta_2=beta_2)


NAMED: dict[str, Callable[..., Optimizer]] = {
    "sgd": sgd,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adamw,
    "adagrad": adagrad,
    "nadam": nadam,
    "lamb": lamb,
    "lion": lion,
}


def get(optimizer: str | Optimizer, learning_rate: Rate | str | None = None) -> Optimizer:
    """An optimiser by short text or itself; a learning rate given here takes the place of its own.

    Raises:
        ConfigurationError: an unknown name or setting.

    >>> get("sgd momentum=0.9", "cosine 0.1").settings
    (('momentum', 0.9), ('nesterov', False))
    """
    if isinstance(optimizer, optax.GradientTransformation):
        raise ConfigurationError(
            "the optimiser is an optax transformation, which cannot be written down",
            "an optimiser of neuroglass",
            "Write ng.optimizers.adam(1e-3)",
        )
    found, _ = made(optimizer, NAMED, "the optimiser") if isinstance(optimizer, str) else (optimizer, {})
    if not isinstance(found, Optimizer):
        raise ConfigurationError(f"the optimiser {optimizer!r} is not known", "", nearest(str(optimizer), NAMED))
    return found if learning_rate is None else dataclasses.replace(found, schedule=schedules.get(learning_rate))


def _made(rule: str, learning_rate: Rate, common: dict[str, float | None], **settings: float | bool) -> Optimizer:
    known = ("weight_decay", "clip_norm", "clip_value")
    for name in common:
        if name not in known:
            raise ConfigurationError(f"{rule} has no setting {name!r}", "", nearest(name, [*settings, *known]))
    return Optimizer(rule, schedules.get(learning_rate), tuple(settings.items()), **common)  # type: ignore[arg-type]  # names checked above
