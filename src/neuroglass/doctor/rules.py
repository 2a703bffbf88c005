"""The table of rules.

A rule is a sign with its words. Each sign is a symptom and its consequence, in numbers without a scale: what is odd but
does no harm is not told. The table is in the order of causes, so a rule may only follow from one that stands above it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from neuroglass.data.reading import worded
from neuroglass.doctor import answers, courses, units
from neuroglass.doctor.courses import Evidence
from neuroglass.doctor.facts import Facts
from neuroglass.doctor.findings import Finding, Severity


@dataclasses.dataclass(frozen=True)
class Rule:
    """One thing to look for.

    Args:
        name: what it is called.
        severity: how much it matters.
        sign: its evidence in the facts, or None.
        sentence: what it means; evidence stands in it by name, and samples are called rows.
        remedy: what to do.
        follows: the rules above whose findings explain this one.
        for_pictures: what to do where samples are pictures, if that is something else.
    """

    name: str
    severity: Severity
    sign: Callable[[Facts], Evidence | None]
    sentence: str
    remedy: str = ""
    follows: tuple[str, ...] = ()
    for_pictures: str = ""

    def look(self, facts: Facts) -> Finding | None:
        """The finding, if the sign is there."""
        evidence = self.sign(facts)
        if evidence is None:
            return None
        numbers = {name: float(value) for name, value in evidence.items() if not isinstance(value, str)}
        suited = (self.for_pictures if facts.thing == "picture" else "") or self.remedy
        sentence, remedy = (worded(words, facts.thing).format_map(evidence) for words in (self.sentence, suited))
        return Finding(self.name, self.severity, sentence, numbers, remedy)


RULES = (
    Rule(
        "training broke",
        "problem",
        courses.broke,
        "Training broke in epoch {epoch}, step {step}: {place} was the first to hold a number that is not finite.",
        "Lower --learning-rate tenfold, or clip the gradient (optimizers.adam(1e-3, clip_norm=1.0)).",
    ),
    Rule(
        "dead units",
        "problem",
        units.dead,
        "{lost} of the {units} relu units of {layer} give 0 for all of {rows} rows, so they learn nothing any more; "
        "the network avoids only {skill:.0%} of the trivial answer's mistakes on its own training rows.",
        'Lower --learning-rate, or take leaky_relu or gelu for relu (--network "dense {units} gelu").',
        ("training broke",),
        'Lower --learning-rate, or take gelu for relu (--network "conv {units} 3 gelu, maxpool 2, flatten").',
    ),
    Rule(
        "saturated units",
        "problem",
        units.saturated,
        "{lost} of the {units} {function} units of {layer} are flat for nearly all of {rows} rows, so hardly "
        "any gradient passes, and the network avoids only {skill:.0%} of the trivial answer's mistakes in training.",
        'Scale the inputs (--scaling robust), lower --learning-rate, or use relu (--network "dense {units} relu").',
        ("training broke",),
        'Lower --learning-rate, or use relu (--network "conv {units} 3 relu, maxpool 2, flatten").',
    ),
    Rule(
        "underfitting",
        "problem",
        courses.underfitted,
        "Even on the rows it learnt from, the network avoids only {skill:.0%} of the trivial answer's mistakes, and "
        "the cost has come to rest: it moved by {moved:.1%} in the last quarter of the epochs.",
        'Give it more units or layers (--network "dense 256 relu x2") or another --learning-rate. If nothing helps, '
        "the columns may not tell the target.",
        ("training broke", "dead units", "saturated units"),
        'Give it more filters or layers (--network "conv 64 3 relu, maxpool 2, conv 128 3 relu, maxpool 2, flatten"), '
        "larger pictures (--size 128), another --learning-rate, or pictures as they are (--augment off).",
    ),
    Rule(
        "overfitting",
        "problem",
        courses.overfitted,
        "It learns rows by heart: {metric} is {train:{form}} on the training part and {held_out:{form}} on the {part} "
        "part, and after epoch {best_epoch} validation loss rose by {rise:.0%} while training loss went on falling.",
        'More rows help most. Else add dropout (--network "dense 64 relu, dropout 0.3"), fewer units, or a penalty '
        "(Dense(64, kernel_regularizer=regularizers.l2(1e-4))).",
        for_pictures='More pictures help most. Else change them more while it learns (--augment "crop 4, rotate 15, '
        'zoom 0.2, cutout"), or add dropout (--network "conv 32 3 relu, maxpool 2, flatten, dropout 0.5").',
    ),
    Rule(
        "few rows",
        "notice",
        courses.few_rows,
        "The network has {parameters:,} parameters and {rows:,} rows to learn them from.",
        'Fewer units leave less room to learn by heart (--network "dense 16 relu").',
        ("overfitting",),
        'Fewer filters leave less room to learn by heart (--network "conv 16 3 relu, maxpool 4, flatten").',
    ),
    Rule(
        "no better than the baseline",
        "problem",
        answers.no_better,
        "It answers no better than without looking at the inputs: {metric} {value:{form}} on the {part} part, where "
        "{alone} alone would give {baseline:{form}}.",
        "Look at what the data was taken for (neuroglass data SOURCE), and try another --learning-rate.",
        ("training broke", "dead units", "saturated units", "underfitting", "overfitting"),
        "Look at the pictures as the network sees them (neuroglass data SOURCE), and try another --learning-rate.",
    ),
    Rule(
        "test worse than validation",
        "problem",
        answers.worse_on_test,
        "The test part fares worse than chance explains: {metric} {test:{form}} there, {validation:{form}} on the "
        "validation part. Its rows seem to come from elsewhere or from another time.",
        "If rows belong together or follow each other, divide them so (--group COLUMN, --time COLUMN).",
        for_pictures="If pictures belong together, as those of one thing or one day do, keep them in one part: folders "
        "train and test.",
    ),
    Rule(
        "never answered",
        "problem",
        answers.never_answered,
        "{names} is never the answer, and {rows:.0f} rows of the {part} part are that.",
        "Let rare classes count more (--set training.class_weight=balanced).",
        ("training broke", "dead units", "saturated units", "underfitting", "no better than the baseline"),
    ),
    Rule(
        "it learnt",
        "good",
        answers.learnt,
        "It learnt: {metric} {value:{form}} on the {part} part; {alone} alone would give {baseline:{form}}.",
    ),
    Rule(
        "accuracy misleads",
        "notice",
        answers.dominated,
        "{share:.0%} of the rows are {name!r}, so {accuracy:.1%} right says little. The mean over the classes, "
        "balanced accuracy, is {balanced_accuracy:.1%}.",
        "Judge by balanced_accuracy; let rare classes count more (--set training.class_weight=balanced).",
        ("never answered",),
    ),
    Rule(
        "confused classes",
        "notice",
        answers.confused,
        "{one!r} and {other!r} are taken for each other most: {count:.0f} of the {mistakes:.0f} mistakes on the {part} "
        "part.",
        "Look at these rows in the report; more of them, or a column that tells the two apart, would help.",
        ("training broke", "underfitting", "no better than the baseline", "never answered"),
        "Look at them in the report; more pictures of both would help, or larger ones (--size).",
    ),
    Rule(
        "still improving",
        "notice",
        courses.still_improving,
        "All {epochs} epochs are done and it was still getting better: {gain:.0%} of all it gained came in the "
        "last quarter.",
        "Give it more epochs (--epochs {more}).",
        ("no better than the baseline",),
    ),
)
ORDER: tuple[Severity, ...] = ("problem", "good", "notice")


def diagnose(facts: Facts) -> tuple[Finding, ...]:
    """Findings, the most important first: the primary cause, its consequences, what is well, what is worth a look."""
    found: dict[str, Finding] = {}
    for rule in RULES:
        finding = rule.look(facts)
        if finding is not None:
            causes = [name for name in rule.follows if name in found]
            found[rule.name] = dataclasses.replace(finding, follows=causes[0]) if causes else finding
    return tuple(sorted(found.values(), key=lambda finding: (ORDER.index(finding.severity), bool(finding.follows))))
