"""Every rule finds what is sick and keeps silent where all is well; its words are whole and its remedies exist."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

import neuroglass as ng
from neuroglass.data.kinds import Kind
from neuroglass.doctor import Facts, diagnose
from neuroglass.doctor.remedies import GENERAL, SUITED
from neuroglass.doctor.rules import RULES, Rule
from neuroglass.nn import shorthand
from neuroglass.nn.layers import Dense
from neuroglass.settings import Settings
from tests.doctor.cases import (
    BY_HEART,
    DEAD,
    FORECAST,
    GERMS,
    HEALTHY,
    IGNORANT,
    RARE,
    REGRESSION,
    SICK,
    TURNING,
    WELL,
    activated,
    everywhere,
    right,
    so,
)

BY_NAME = {rule.name: rule for rule in RULES}
SICK_CASES = [(BY_NAME[name], facts) for name, cases in SICK.items() for facts in cases]
WELL_CASES = [(BY_NAME[name], facts) for name, cases in WELL.items() for facts in cases]


def names_of(facts: Facts) -> list[str]:
    return [finding.rule for finding in diagnose(facts)]


def test_every_rule_has_a_sick_and_a_healthy_example() -> None:
    assert SICK.keys() == WELL.keys() == BY_NAME.keys()


@pytest.mark.parametrize(("rule", "facts"), SICK_CASES, ids=lambda value: getattr(value, "name", ""))
def test_a_rule_finds_its_sick_example(rule: Rule, facts: Facts) -> None:
    finding = rule.look(facts)
    assert finding is not None
    assert not re.search(r"[{}]|nan|None", finding.sentence + finding.remedy)
    assert all(np.isfinite(value) for value in finding.evidence.values())


@pytest.mark.parametrize(("rule", "facts"), WELL_CASES, ids=lambda value: getattr(value, "name", ""))
def test_a_rule_is_silent_where_the_symptom_has_no_consequence(rule: Rule, facts: Facts) -> None:
    assert rule.look(facts) is None


@pytest.mark.parametrize("facts", [HEALTHY, REGRESSION], ids=["classes", "values"])
def test_of_a_healthy_training_only_good_is_said(facts: Facts) -> None:
    assert [finding.severity for finding in diagnose(facts)] == ["good"]


def test_what_was_learnt_is_told_against_the_baseline() -> None:
    assert diagnose(HEALTHY)[0].sentence == (
        "It learnt: accuracy 94.0% on the test part; the majority class alone would give 40.0%."
    )
    assert diagnose(REGRESSION)[0].sentence == "It learnt: rmse 2.3 on the test part; the mean alone would give 9."
    assert diagnose(FORECAST)[0].sentence == (
        "It learnt: rmse 2.3 on the test part; the seasonal naive forecast alone would give 9."
    )


def test_a_forecast_that_is_worse_than_naive_is_a_problem_with_a_remedy() -> None:
    (finding,) = diagnose(so(FORECAST, measured=everywhere({"rmse": 9.1})))
    assert finding.severity == "problem"
    assert finding.sentence == (
        "It foresees no better than by repeating what was: rmse 9.1 on the test part, where the seasonal naive "
        "forecast alone would give 9."
    )
    assert finding.remedy.startswith("Let it look further back (--window)")


def test_a_broken_training_names_step_and_place() -> None:
    finding = diagnose(SICK["training broke"][0])[0]
    assert finding.sentence == (
        "Training broke in epoch 41, step 400: dense_1.relu was the first to hold a number that is not finite."
    )


def test_the_primary_cause_comes_first_and_its_consequences_name_it() -> None:
    found = diagnose(so(measured=IGNORANT, confusion=np.eye(3)[[0, 0, 0]] * 60, **activated("relu", DEAD)))
    assert [(finding.rule, finding.follows) for finding in found] == [
        ("dead units", ""),
        ("no better than the baseline", "dead units"),
        ("never answered", "dead units"),
        ("confused classes", "no better than the baseline"),
    ]


def test_since_when_units_sleep_stands_in_the_evidence_where_it_was_watched() -> None:
    sick = so(measured=IGNORANT, **activated("relu", DEAD))
    watched = dataclasses.replace(sick, asleep_since={"dense_1.relu": 1200})
    assert diagnose(watched)[0].evidence["since step"] == 1200
    assert "since step" not in diagnose(sick)[0].evidence
    assert diagnose(watched)[0].sentence == diagnose(sick)[0].sentence


def test_a_problem_comes_before_what_is_good_and_that_before_notices() -> None:
    found = names_of(so(history=TURNING, measured=BY_HEART, parameters=5000))
    assert found == ["overfitting", "it learnt", "few rows"]


def test_a_rare_class_that_is_well_ranked_is_no_failure() -> None:
    facts = so(
        class_counts=RARE,
        baseline=right(0.95, 0.5, 0.3),
        measured=everywhere(GERMS | {"log_loss": 0.1}),
        confusion=np.array([[189, 1], [9, 1]], np.float32),
    )
    assert names_of(facts) == ["accuracy misleads"]


def test_measures_that_are_not_numbers_raise_no_other_alarm() -> None:
    nothing = everywhere(right(float("nan"), float("nan"), float("nan")))
    assert names_of(so(SICK["training broke"][0], measured=nothing)) == ["training broke"]


def test_a_rule_follows_only_from_rules_above_it() -> None:
    above: set[str] = set()
    for rule in RULES:
        assert set(rule.follows) <= above
        above.add(rule.name)


THINGS: dict[str, tuple[Kind, str]] = {
    "rows": ("table", "row"),
    "pictures": ("images", "picture"),
    "clips": ("sounds", "clip"),
    "texts": ("text", "text"),
    "windows of a text": ("text", "window"),
    "windows of a series": ("series", "window"),
}
FOUND = {
    name: {rule.name: rule.look(so(SICK[rule.name][0], kind=kind, thing=thing)) for rule in RULES}
    for name, (kind, thing) in THINGS.items()
}
REMEDIES = [finding.remedy for findings in FOUND.values() for finding in findings.values() if finding is not None]


@pytest.mark.parametrize("name", [name for name in THINGS if name != "rows"])
def test_where_there_are_no_rows_and_columns_none_are_spoken_of(name: str) -> None:
    things = f"{THINGS[name][1]}s"
    for finding in FOUND[name].values():
        assert finding is not None
        assert not re.search(
            r"\b(rows?|columns?|COLUMN)\b|--scaling|--network \"dense", finding.sentence + finding.remedy
        )
    told = FOUND[name]["few rows"]
    assert told is not None
    assert told.sentence == f"The network has 5,000 parameters and 1,000 {things} to learn them from."


@pytest.mark.parametrize(
    ("name", "rule", "named"),
    [
        ("pictures", "underfitting", "--size"),
        ("clips", "test worse than validation", "as those of one voice do, keep them in one part (--group PATTERN)"),
        ("texts", "confused classes", "more texts of both would help"),
        ("windows of a text", "underfitting", "lstm 256"),
        ("windows of a series", "underfitting", "--window"),
        ("windows of a series", "overfitting", "A longer history helps most."),
        ("rows", "test worse than validation", "--group COLUMN, --time COLUMN"),
    ],
)
def test_each_kind_of_data_has_its_own_ways(name: str, rule: str, named: str) -> None:
    finding = FOUND[name][rule]
    assert finding is not None
    assert named in finding.remedy


def test_every_finding_but_what_is_good_has_a_remedy_and_every_remedy_a_rule() -> None:
    assert GENERAL.keys() == {rule.name for rule in RULES if rule.severity != "good"}
    for ways in SUITED.values():
        assert ways.keys() <= GENERAL.keys()


def test_where_each_step_is_answered_the_commonest_answer_is_the_baseline() -> None:
    assert "; the commonest answer alone would give 40.0%." in diagnose(so(class_counts={}, confusion=None))[0].sentence


def test_where_each_character_is_answered_the_finding_says_so() -> None:
    (finding,) = diagnose(so(class_counts={}, confusion=None, answered="character"))
    assert finding.sentence.startswith("It learnt: character accuracy 94.0% on the test part; the commonest character ")


def test_every_option_a_remedy_names_exists() -> None:
    import typer

    from neuroglass.cli.main import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined] # it is a group
    known = {option for parameter in commands["train"].params for option in parameter.opts}
    named = {option for remedy in REMEDIES for option in re.findall(r"--[a-z-]+", remedy)}
    assert {"--network", "--learning-rate", "--epochs"} <= named <= known
    assert "data" in commands


def test_every_network_a_remedy_proposes_can_be_built() -> None:
    proposed = [text for remedy in REMEDIES for text in re.findall(r'--network "(.+?)"', remedy)]
    assert [shorthand.network(text) for text in proposed]


def test_every_setting_a_remedy_proposes_is_known() -> None:
    proposed = [pair for remedy in REMEDIES for pair in re.findall(r"--set training\.(\w+)=(\w+)", remedy)]
    assert proposed
    for name, value in proposed:
        assert getattr(Settings.of({name: value}), name) == value


def test_every_call_a_remedy_proposes_can_be_made() -> None:
    assert ng.optimizers.adam(1e-3, clip_norm=1.0).clip_norm == 1
    assert Dense(64, kernel_regularizer=ng.regularizers.l2(1e-4)).kernel_regularizer is not None
