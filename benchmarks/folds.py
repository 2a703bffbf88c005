"""Cross-validation of neuroglass's defaults and scikit-learn's on the same folds of small tables."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.model_selection import KFold, StratifiedKFold

from benchmarks import peers
from benchmarks.measuring import said
from neuroglass.data import table
from neuroglass.run import fit

NAMES = ("neuroglass", "MLP", "HistGradientBoosting")
Rows = NDArray[np.int64]
Scores = dict[str, float]  # by rival


@dataclasses.dataclass(frozen=True)
class Contest:
    """What is measured on each fold.

    Args:
        classes: whether the targets are classes; else they are numbers.
        score: the peers' measure of (truth, prediction).
        metric: the same measure by neuroglass's name.
        quick: two epochs and one fold, to see that it runs.
    """

    classes: bool
    score: Callable[[Any, Any], float]
    metric: str
    quick: bool

    def measure(self, name: str, seeds: int) -> Scores:
        """The mean over seeds and folds, for each rival."""
        frame = peers.read(name)
        scores = [self._fold(frame, *fold) for fold in self._folds(frame, seeds)]
        means = {rival: statistics.mean(score[rival] for score in scores) for rival in NAMES}
        said(f"{name}: " + ", ".join(f"{rival} {mean:.4g}" for rival, mean in means.items()))
        return means

    def _folds(self, frame: pl.DataFrame, seeds: int) -> Iterator[tuple[int, Rows, Rows]]:
        x, y = peers.split_off_target(frame)
        for seed in range(seeds):
            kind = StratifiedKFold if self.classes else KFold
            folds = list(kind(5, shuffle=True, random_state=seed).split(x, y))
            for train, test in folds[:1] if self.quick else folds:
                yield seed, train, test

    def _fold(self, frame: pl.DataFrame, seed: int, train: Rows, test: Rows) -> Scores:
        x, y = peers.split_off_target(frame)
        makers = {"MLP": peers.mlp, "HistGradientBoosting": peers.boosting}
        scores = {"neuroglass": self._ours(frame[train], frame[test], seed)}
        for name, make in makers.items():
            with peers.unwarned():
                fitted = make(frame, self.classes, seed).fit(x[train], y[train])
            scores[name] = self.score(y[test], fitted.predict(x[test]))
        return scores

    def _ours(self, train: pl.DataFrame, test: pl.DataFrame, seed: int) -> float:
        task = "auto" if self.classes else "regression"
        data = table(train, target=-1, test=test, task=task, seed=seed)
        run = fit("auto", data, seed=seed, progress=None, epochs=2 if self.quick else None)
        return run.evaluate()[self.metric]
