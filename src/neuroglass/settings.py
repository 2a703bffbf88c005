"""Settings: what a user may decide about a training, from Python, the command line or a TOML file, checked alike."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from neuroglass.errors import ConfigurationError, nearest

# What other libraries take where they train, and the data takes here.
ELSEWHERE = {
    "sample_weight": "Write ng.data.arrays(x, y, weight=...) and give fit what it returns",
    "validation_split": "Write ng.data.arrays(x, y, validation=0.2) and give fit what it returns",
}


class Settings(BaseModel):
    """How to train. Whatever is None is chosen to suit the data, and told.

    Args:
        epochs: passes over the training part.
        batch_size: samples a step; 1 is stochastic descent, "all" full-batch descent.
        optimizer: a name, or an Optimizer.
        learning_rate: a number or a Schedule; takes the place of the optimiser's own.
        loss: a name, or a Loss.
        augment: how pictures are changed before they are learnt from, as "flip, crop 4", "off" or "auto".
        metrics: what is measured each epoch beside the loss, names or Metric objects.
        seed: weights, order, dropout and noise follow from it.
        monitor: the column of the history that decides what is best and when to stop.
        patience: epochs without improvement before training stops; 0: never.
        min_delta: what counts as an improvement.
        tolerance: share of the cost that must move for training not to count as converged; 0: never.
        keep_best: keep the weights of the best epoch, or those of the last.
        minutes: stop after this long.
        class_weight: "balanced", or a mapping from classes to weights.
        watch: "off"; "light": the health of nodes, weights and units is measured; "full": more of them, and histograms.
        watch_budget: the share of a step's time that these readings may cost; how often they are taken follows from it.
        checkpoint_minutes: how often the state is saved when there is a run folder; 0: after every epoch.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, strict=True)

    epochs: int | None = Field(None, ge=1, le=1_000_000)
    batch_size: int | Literal["all"] | None = None
    optimizer: Any = None
    learning_rate: Any = None
    loss: Any = None
    augment: Any = None
    metrics: tuple[Any, ...] | None = None
    seed: int = Field(0, ge=0, lt=2**32)
    monitor: str | None = None
    patience: int | None = Field(None, ge=0)
    min_delta: float = Field(0.0, ge=0)
    tolerance: float = Field(1e-6, ge=0)
    keep_best: bool = True
    minutes: float | None = Field(None, gt=0)
    class_weight: Any = None
    watch: Literal["off", "light", "full"] = "light"
    watch_budget: float = Field(0.03, gt=0, le=1)
    checkpoint_minutes: float = Field(0.5, ge=0)

    @field_validator("augment")
    @classmethod
    def _left_open(cls, augment: Any) -> Any:
        return None if isinstance(augment, str) and augment.strip() == "auto" else augment

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """The settings that a mapping names.

        Raises:
            ConfigurationError: an unknown name, with the nearest known one, or an impossible value.
        """
        for name in given:
            if name not in cls.model_fields:
                mend = ELSEWHERE.get(name) or nearest(name, cls.model_fields)
                raise ConfigurationError(f"there is no setting {name!r}", "", mend)
        try:
            return cls(**{name: _plain(value) for name, value in given.items()})
        except ValidationError as error:
            first = error.errors()[0]
            name, reason = ".".join(str(part) for part in first["loc"][:1]), first["msg"]
            raise ConfigurationError(f"{name} = {first['input']!r}", reason[0].lower() + reason[1:]) from None


def _plain(value: Any) -> Any:
    """Numbers of NumPy as Python's, lists as tuples, and classes by the names that they have in the data."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping) and "is" not in value:
        return {_class_name(key): _plain(weight) for key, weight in value.items()}
    return tuple(value) if isinstance(value, list) else value


def _class_name(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool | np.bool_) else str(key)


def read(path: Path) -> dict[str, Any]:
    """A TOML file as plain data."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path} is not TOML: {error}") from error


def to_toml(content: Mapping[str, Any]) -> str:
    """Plain data as TOML, which has no word for None: what is None is left out."""
    return tomli_w.dumps(_without_none(content))


def _without_none(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(key): _without_none(value) for key, value in content.items() if value is not None}
    return [_without_none(value) for value in content] if isinstance(content, list | tuple) else content
