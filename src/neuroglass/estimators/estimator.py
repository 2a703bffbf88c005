"""What the two estimators share: parameters, and learning from rows and targets."""

from __future__ import annotations

import dataclasses
import time
import warnings
from typing import Any, Literal, Self

import jax.numpy as jnp
import numpy as np
import polars as pl
from numpy.typing import NDArray

from neuroglass.data.allowed import SHARE
from neuroglass.data.answers import Answer
from neuroglass.data.parts import Data
from neuroglass.data.tables import table
from neuroglass.errors import ConfigurationError, nearest
from neuroglass.estimators.inputs import check_columns, names_of, table_of
from neuroglass.estimators.peer import not_fitted
from neuroglass.learn.history import History
from neuroglass.learn.stopping import Stopped
from neuroglass.learn.training import Training
from neuroglass.model import Model, samples
from neuroglass.nn.network import Network
from neuroglass.run.judging import kept
from neuroglass.run.planning import plan
from neuroglass.settings import Settings


@dataclasses.dataclass(eq=False, repr=False)
class Estimator:
    """A network that is configured first and fitted later. Its fields are its parameters."""

    network: Network | str = "auto"
    epochs: int | None = None
    batch_size: int | Literal["all"] | None = None
    optimizer: Any = None
    learning_rate: Any = None
    loss: Any = None
    metrics: tuple[str, ...] | None = None
    seed: int = 0
    monitor: str | None = None
    patience: int | None = None
    min_delta: float = 0.0
    tolerance: float = 1e-6
    keep_best: bool = True
    minutes: float | None = None
    validation_fraction: float = SHARE

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name; none of them has parameters of its own."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    def set_params(self, **params: Any) -> Self:
        """Change parameters.

        Raises:
            ConfigurationError: an unknown name, with the nearest known one.
        """
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ConfigurationError(f"{type(self).__name__} has no parameter {name!r}", "", nearest(name, known))
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        usual = {field.name: field.default for field in dataclasses.fields(self)}
        changed = [f"{name}={value!r}" for name, value in self.get_params().items() if repr(value) != repr(usual[name])]
        return f"{type(self).__name__}({', '.join(changed)})"

    def _learn(self, X: Any, features: pl.DataFrame, data: Data) -> Self:
        """Fit the network to the data and keep what came of it."""
        settings = _settings(self.get_params())
        self.model_, self.history_ = _learnt(self.network, data, settings, type(self).__name__)
        self.n_iter_ = len(self.history_)
        self.n_features_in_ = features.width
        names = names_of(X)
        if names:
            self.feature_names_in_ = np.array(names, object)
        elif hasattr(self, "feature_names_in_"):
            del self.feature_names_in_  # an earlier fit had names
        return self

    def _answer(self, X: Any) -> Answer:
        """The network's answer on rows with the columns of fit."""
        name = type(self).__name__
        if not hasattr(self, "model_"):
            raise not_fitted(name)
        features = table_of(X)
        wanted = tuple(getattr(self, "feature_names_in_", ())) or None
        check_columns(name, wanted, self.n_features_in_, X, features.width)
        return self.model_.predict(features)


def as_data(
    features: pl.DataFrame, y: NDArray[Any], weights: NDArray[np.float64], task: str, share: float, seed: int
) -> Data:
    """Rows, targets and weights as data, a share of it kept for validation."""
    target, weight = (_unused(name, features.columns) for name in ("y", "sample_weight"))
    weighted = bool((weights != 1).any())
    extra = [pl.Series(target, y), pl.Series(weight, weights)] if weighted else [pl.Series(target, y)]
    numbers = [name for name, dtype in features.schema.items() if dtype.is_numeric()]
    return table(
        features.with_columns(extra),
        target,
        task=task,
        weight=weight if weighted else None,
        numbers=numbers,
        missing=(),
        validation=share,
        test=0.0,
        seed=int(seed),  # a search may draw it as a number of NumPy, which overflows in the split
    )


def _unused(name: str, taken: list[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _settings(params: dict[str, Any]) -> Settings:
    """The parameters that are settings; numbers of NumPy, as searches draw them, become plain ones."""
    plain = {name: value.item() if isinstance(value, np.generic) else value for name, value in params.items()}
    known = Settings.model_fields.keys() - {"class_weight"}  # that is in the sample weights already
    return Settings.of({name: value for name, value in plain.items() if name in known})


def _learnt(network: Network | str, data: Data, settings: Settings, name: str) -> tuple[Model, History]:
    """As ``neuroglass.fit``, without the judging: searches fit hundreds of times and look at one number."""
    decided = plan(network, data, settings)
    program, data, began = decided.program, decided.data, time.perf_counter()

    def over(_: object) -> Stopped | None:
        spent = time.perf_counter() - began
        return Stopped.MINUTES if settings.minutes is not None and spent > 60 * settings.minutes else None

    training = Training(
        program,
        samples(data.train, data.spec),
        None if data.validation is None else samples(data.validation, data.spec),
        program.start(jnp.uint32(settings.seed), jnp.float32(1)),
        History(program.columns),
        on_chunk=over,
    )
    outcome = training.run()
    if outcome.stopped is Stopped.NONFINITE:
        warnings.warn(f"{name} broke: {Stopped.NONFINITE.value}", RuntimeWarning, stacklevel=4)
    return kept(decided, outcome)[0], outcome.history
