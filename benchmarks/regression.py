"""Root mean squared error on three tables with defaults, against scikit-learn's MLPRegressor and HistGradientBoosting.

5-fold cross-validation, the same folds for all three: KFold(5, shuffle=True, random_state=seed). neuroglass sees a fold
as its user would give it: ``fit("auto", data.table(train, target=-1, test=test, task="regression"))``. The figure is
the geometric mean over the tables of neuroglass's error by that of the better peer.

    python -m benchmarks.regression --seeds 2
"""

from __future__ import annotations

import statistics

from benchmarks.measuring import Figure, Result, arguments, needs, told

TABLES = ("housing", "abalone", "winequality-red")


def measured(seeds: int, quick: bool) -> Result:
    """The errors, and whether they are no greater than the better peer's."""
    from sklearn.metrics import root_mean_squared_error

    from benchmarks.folds import NAMES, Contest

    contest = Contest(False, root_mean_squared_error, "rmse", quick)
    scores = {table: contest.measure(table, seeds) for table in (TABLES[:1] if quick else TABLES)}
    ratios = {table: score["neuroglass"] / min(score[name] for name in NAMES[1:]) for table, score in scores.items()}
    mean = statistics.geometric_mean(ratios.values())
    rows = [
        [table, *(f"{score[name]:.4g}" for name in NAMES), f"{ratios[table]:.3f}"] for table, score in scores.items()
    ]
    return Result(
        "Tables of numbers",
        f"Mean RMSE of 5-fold cross-validation with seeds 0 to {seeds - 1}, all with defaults.",
        [Figure("housing, abalone, winequality-red: RMSE by the better peer's", "<= 1.00", f"{mean:.3f}", mean <= 1)],
        ["table", *NAMES, "ratio"],
        [*rows, ["geometric mean", "", "", "", f"{mean:.3f}"]],
    )


if __name__ == "__main__":
    wanted = arguments(__doc__, seeds=(2, "how many shufflings"))
    needs("sklearn")
    told(measured(1 if wanted.quick else wanted.seeds, wanted.quick), wanted.json)
