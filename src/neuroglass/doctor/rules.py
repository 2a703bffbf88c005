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
from neuroglass.doctor.remedies import remedy


@dataclasses.dataclass(frozen=True)
class Rule:
    """One thing to look for.

    Args:
        name: what it is called.
        severity: how much it matters.
        sign: its evidence in the facts, or None.
        sentence: what it means; evidence stands in it by name, and samples are called rows.
        follows: the rules above whose findings explain this one.
    """

    name: str
    severity: Severity
    sign: Callable[[Facts], Evidence | None]
    sentence: str
    follows: tuple[str, ...] = ()

    def look(self, facts: Facts) -> Finding | None:
        """The finding, if the sign is there."""
        evidence = self.sign(facts)
        if evidence is None:
            return None
        numbers = {name: float(value) for name, value in evidence.items() if not isinstance(value, str)}
        words = self.sentence, remedy(self.name, facts.kind)
        sentence, mend = (worded(said, facts.thing).format_map(evidence) for said in words)
        return Finding(self.name, self.severity, sentence, numbers, mend)


RULES = (
    Rule(
        "training broke",
        "problem",
        courses.broke,
        "Training broke in epoch {epoch}, step {step}: {place} was the first to hold a number that is not finite.",
    ),
    Rule(
        "dead units",
        "problem",
        units.dead,
        "{lost} of the {units} relu units of {layer} give 0 for all of {rows} rows, so they learn nothing any more; "
        "the network avoids only {skill:.0%} of the trivial answer's mistakes on its own training rows.",
        ("training broke",),
    ),
    Rule(
        "saturated units",
        "problem",
        units.saturated,
        "{lost} of the {units} {function} units of {layer} are flat for nearly all of {rows} rows, so hardly "
        "any gradient passes, and the network avoids only {skill:.0%} of the trivial answer's mistakes in training.",
        ("training broke",),
    ),
    Rule(
        "underfitting",
        "problem",
        courses.underfitted,
        "Even on the rows it learnt from, the network avoids only {skill:.0%} of the trivial answer's mistakes, and "
        "the cost has come to rest: it moved by {moved:.1%} in the last quarter of the epochs.",
        ("training broke", "dead units", "saturated units"),
    ),
    Rule(
        "overfitting",
        "problem",
        courses.overfitted,
        "It learns rows by heart: {metric} is {train:{form}} on the training part and {held_out:{form}} on the {part} "
        "part, and after epoch {best_epoch} validation loss rose by {rise:.0%} while training loss went on falling.",
    ),
    Rule(
        "few rows",
        "notice",
        courses.few_rows,
        "The network has {parameters:,} parameters and {rows:,} rows to learn them from.",
        ("overfitting",),
    ),
    Rule(
        "no better than the baseline",
        "problem",
        answers.no_better,
        "It answers no better than without looking at the inputs: {metric} {value:{form}} on the {part} part, where "
        "{alone} alone would give {baseline:{form}}.",
        ("training broke", "dead units", "saturated units", "underfitting", "overfitting"),
    ),
    Rule(
        "no better than naive",
        "problem",
        answers.no_better_than_naive,
        "It foresees no better than by repeating what was: {metric} {value:{form}} on the {part} part, where {alone} "
        "alone would give {baseline:{form}}.",
        ("training broke", "dead units", "saturated units", "underfitting", "overfitting"),
    ),
    Rule(
        "test worse than validation",
        "problem",
        answers.worse_on_test,
        "The test part fares worse than chance explains: {metric} {test:{form}} there, {validation:{form}} on the "
        "validation part. Its rows seem to come from elsewhere or from another time.",
    ),
    Rule(
        "never answered",
        "problem",
        answers.never_answered,
        "{names} is never the answer, and {rows:.0f} rows of the {part} part are that.",
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
        ("never answered",),
    ),
    Rule(
        "confused classes",
        "notice",
        answers.confused,
        "{one!r} and {other!r} are taken for each other most: {count:.0f} of the {mistakes:.0f} mistakes on the {part} "
        "part.",
        ("training broke", "underfitting", "no better than the baseline", "never answered"),
    ),
    Rule(
        "still improving",
        "notice",
        courses.still_improving,
        "All {epochs} epochs are done and it was still getting better: {gain:.0%} of all it gained came in the "
        "last quarter.",
        ("no better than the baseline", "no better than naive"),
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
