"""Accuracy on seven small tables with defaults, against scikit-learn's MLPClassifier and HistGradientBoosting.

Stratified 5-fold cross-validation, the same folds for all three: StratifiedKFold(5, shuffle=True, random_state=seed).
neuroglass sees a fold as its user would give it: ``fit("auto", data.table(train, target=-1, test=test))``, and so keeps
a part of the training rows for validation. The MLP stands behind imputing, scaling and one-hot.

    python -m benchmarks.classification --seeds 2
"""

from __future__ import annotations

import statistics

from benchmarks.measuring import Figure, Result, arguments, needs, told

TABLES = ("ionosphere", "sonar", "wine", "pima-indians-diabetes", "german", "banknote_authentication", "iris")
AHEAD = 0.005  # of the MLP


def measured(seeds: int, quick: bool) -> Result:
    """The accuracies, and whether their means reach the peers'."""
    from sklearn.metrics import accuracy_score

    from benchmarks.folds import NAMES, Contest

    contest = Contest(True, accuracy_score, "accuracy", quick)
    scores = {table: contest.measure(table, seeds) for table in (TABLES[-1:] if quick else TABLES)}
    means = {name: statistics.mean(score[name] for score in scores.values()) for name in NAMES}
    ours = means["neuroglass"]
    figures = [
        _figure("MLP behind imputing, scaling and one-hot + 0.5 points", means["MLP"] + AHEAD, ours),
        _figure("HistGradientBoosting", means["HistGradientBoosting"], ours),
    ]
    return Result(
        "Small tables of classes",
        f"Mean accuracy of stratified 5-fold cross-validation with seeds 0 to {seeds - 1}, all with defaults.",
        figures,
        ["table", *NAMES],
        [[table, *(f"{score[name]:.4f}" for name in NAMES)] for table, score in (scores | {"mean": means}).items()],
    )


def _figure(peer: str, target: float, ours: float) -> Figure:
    return Figure(
        f"seven small tables, mean accuracy, against {peer}", f">= {target:.4f}", f"{ours:.4f}", ours >= target
    )


if __name__ == "__main__":
    wanted = arguments(__doc__, seeds=(2, "how many shufflings"))
    needs("sklearn")
    told(measured(1 if wanted.quick else wanted.seeds, wanted.quick), wanted.json)
