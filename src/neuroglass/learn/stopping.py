"""When a training ends, and why."""

from __future__ import annotations

import dataclasses
import enum

from neuroglass.errors import ConfigurationError, nearest


class Stopped(enum.Enum):
    """Why a training ended. Each value is a sentence with what to try next."""

    RUNNING = "it has not ended"
    EPOCHS = "all epochs are done"
    PATIENCE = "the watched metric has not improved for as many epochs as patience allows; more data may help"
    CONVERGED = "the cost no longer moves; a larger learning rate or a larger network may lower it further"
    NONFINITE = "a value became infinite or not a number; lower the learning rate, or clip the gradient"
    MINUTES = "the time allowed is used up; it can be resumed"
    INTERRUPTED = "it was interrupted; it can be resumed"


@dataclasses.dataclass(frozen=True)
class Watch:
    """What is watched at the end of each epoch.

    Args:
        monitor: a column of the history, as "val_loss", "val_accuracy" or "loss"; None: val_loss, or loss where nothing
            is validated.
        patience: epochs without improvement before training stops; None: never.
        min_delta: what counts as an improvement.
        tolerance: training stops when the cost moved by less than this share of itself in each of ten epochs; 0: never.
        keep_best: whether the weights of the best epoch are kept, or those of the last.
    """

    monitor: str | None = None
    patience: int | None = None
    min_delta: float = 0.0
    tolerance: float = 1e-6
    keep_best: bool = True

    def __post_init__(self) -> None:
        if self.patience is not None and self.patience < 1:
            raise ConfigurationError(f"patience={self.patience}", "a number of epochs, 1 or more")
        if self.min_delta < 0 or self.tolerance < 0:
            raise ConfigurationError(f"min_delta={self.min_delta}, tolerance={self.tolerance}", "numbers of 0 or more")

    def column(self, columns: tuple[str, ...]) -> int:
        """Where the watched metric stands in a row of the history."""
        name = self.monitor or ("val_loss" if "val_loss" in columns else "loss")
        if name.startswith("test_"):
            raise ConfigurationError(
                f"monitor={name!r}", "a column that is not of the test part, which decides nothing"
            )
        if name not in columns:
            raise ConfigurationError(f"monitor={name!r} is not measured in this training", "", nearest(name, columns))
        return columns.index(name)
