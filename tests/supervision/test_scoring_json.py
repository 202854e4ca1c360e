"""A checklist to JSON and back; what is wrong in one is told with its place."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from supervision.scoring_json import (
    from_json,
    indicator_from_json,
    indicator_to_json,
    rule_from_json,
    rule_to_json,
    to_json,
)
from supervision.scoring_problems import UnreadableChecklist
from supervision.scoring_rules import (
    RULES,
    Bonus,
    Credit,
    Deduction,
    GivenIn,
    Mean,
    PassFail,
    Penalty,
    PerOccurrence,
    Rate,
    Sum,
    Tier,
    Tiers,
    Veto,
    VetoEffect,
)
from tests.supervision import test_scoring_schemes as schemes
from tests.supervision.checklists import D, item

pytestmark = pytest.mark.once

EVERY_RULE = (
    Sum(is_capped=True),
    Mean(),
    Credit(given_in=GivenIn.SHARE),
    PerOccurrence(each=D("0.5"), most=D(4)),
    Deduction(each=D("0.0001")),
    Tiers(tiers=(Tier(bound=D(1), points=D(2)),), is_less_better=True),
    Rate(target=D("99.5"), slope=D("0.25"), floor=D(80)),
    PassFail(),
    Veto(threshold=D(5), is_strict=True, effect=VetoEffect.CAP, cap=D(59)),
    Bonus(each=D(1)),
    Penalty(each=D(10), most=D(30)),
)
SCHEMES = {
    "全国": schemes.NATIONAL,
    "绵阳": schemes.MIANYANG,
    "肇庆": schemes.ZHAOQING,
    "运城": schemes.YUNCHENG,
    "亳州": schemes.BOZHOU,
    "宣城": schemes.XUANCHENG,
}


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.kind.value)
def test_every_rule_comes_back_as_it_was(rule):
    plain = json.loads(json.dumps(rule_to_json(rule)))

    assert rule_from_json(plain) == rule


def test_there_is_an_example_of_every_kind():
    assert {rule.kind for rule in EVERY_RULE} == set(RULES)


@pytest.mark.parametrize("listed", SCHEMES.values(), ids=SCHEMES)
def test_every_scheme_comes_back_as_it_was(listed):
    plain = json.loads(json.dumps(to_json(listed)))

    assert from_json(plain) == listed


def test_every_choice_is_written_out():
    plain = to_json(schemes.NATIONAL)

    assert (plain["places"], plain["ties"], plain["pass_share"]) == (2, "1224", "0.6")
    assert plain["grading"]["figure"] == "rounded"
    assert plain["bonus_gates"][0]["is_strict"] is True
    assert plain["veto"] == {"effect": "no_score", "cap": None}


def test_numbers_are_texts_or_whole_numbers():
    told = {"kind": "deduction", "each": 2, "most": "7.50"}

    assert rule_from_json(told) == Deduction(each=D(2), most=D("7.50"))
    assert rule_to_json(rule_from_json(told))["each"] == "2"


def test_what_is_left_out_is_as_usual():
    listed = from_json(
        {
            "parts": [{"code": "P", "title": "P", "points": "5"}],
            "indicators": [
                {
                    **{"code": "A", "title": "A", "part": "P", "points": "5"},
                    "rule": {"kind": "credit"},
                }
            ],
        }
    )

    assert listed.places == 2
    assert listed.indicators[0] == item("A", "5", part="P")


def test_a_single_indicator_goes_both_ways():
    indicator = schemes.YUNCHENG.indicators[2]

    assert indicator_from_json(indicator_to_json(indicator)) == indicator


GOOD = {
    "indicators": [
        {
            **{"code": "A", "title": "A", "part": "P", "points": "5"},
            "rule": {"kind": "deduction", "each": "1"},
        }
    ],
    "parts": [{"code": "P", "title": "P", "points": "5"}],
    "grading": {"quotas": [{"grade": "A", "number": 3}]},
}
# The way to what is changed, what it becomes, and what is told.
FAULTS = {
    "a float": (("parts", 0, "points"), 5.0, "parts[0].points: not_a_number"),
    "yes for a number": (("parts", 0, "points"), True, "parts[0].points: not_a_number"),
    "words for a number": (
        *(("parts", 0, "points"), "five"),
        "parts[0].points: not_a_number (value five)",
    ),
    "not a number": (
        *(("parts", 0, "points"), "NaN"),
        "parts[0].points: not_a_number (value NaN)",
    ),
    "an exponent": (
        *(("parts", 0, "points"), "1e9"),
        "parts[0].points: not_a_number (value 1e9)",
    ),
    "full-width digits": (
        *(("parts", 0, "points"), "\uff15"),
        "parts[0].points: not_a_number (value \uff15)",
    ),
    "five decimals": (
        *(("parts", 0, "points"), "0.12345"),
        "parts[0].points: out_of_bounds (value 0.12345)",
    ),
    "too many digits": (
        *(("parts", 0, "points"), 10**15),
        f"parts[0].points: out_of_bounds (value {10**15})",
    ),
    "nothing for a number": (
        *(("parts", 0, "points"), None),
        "parts[0].points: not_a_number",
    ),
    "a number for a text": (("parts", 0, "code"), 1, "parts[0].code: not_a_text"),
    "an unknown field": (
        *(("parts", 0, "colour"), "red"),
        "parts[0]: unknown_field (field colour)",
    ),
    "an unknown kind": (
        *(("indicators", 0, "rule", "kind"), "guess"),
        "indicators[0].rule.kind: not_a_choice (value guess)",
    ),
    "a rule of another kind": (
        *(("indicators", 0, "rule", "kind"), "pass_fail"),
        "indicators[0].rule: unknown_field (field each)",
    ),
    "a rule that is a text": (
        *(("indicators", 0, "rule"), "credit"),
        "indicators[0].rule: not_an_object",
    ),
    "a rule without a kind": (
        *(("indicators", 0, "rule"), {"each": "1"}),
        "indicators[0].rule: missing_field (field kind)",
    ),
    "a rule without its figure": (
        *(("indicators", 0, "rule"), {"kind": "bonus"}),
        "indicators[0].rule: missing_field (field each)",
    ),
    "a list that is none": (("indicators",), {}, "indicators: not_a_list"),
    "an indicator that is none": (
        ("indicators", 0),
        [],
        "indicators[0]: not_an_object",
    ),
    "half a unit": (
        *(("grading", "quotas", 0, "number"), "3"),
        "grading.quotas[0].number: not_a_whole_number",
    ),
    "yes for a whole number": (("places",), True, "places: not_a_whole_number"),
    "perhaps": (
        ("grading", "with_ties"),
        "perhaps",
        "grading.with_ties: not_yes_or_no",
    ),
    "an unknown choice": (("ties",), "1234", "ties: not_a_choice (value 1234)"),
}


@pytest.mark.parametrize(("way", "becomes", "told"), FAULTS.values(), ids=FAULTS)
def test_what_is_no_checklist_is_refused_with_its_place(way, becomes, told):
    with pytest.raises(UnreadableChecklist) as refused:
        from_json(changed(way, becomes))

    assert str(refused.value) == told


def changed(way: tuple[Any, ...], becomes: object) -> dict[str, Any]:
    """The good one with one thing in it that is not."""
    plain: dict[str, Any] = deepcopy(GOOD)
    inner: Any = plain
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = becomes
    return plain


def test_every_fault_is_told_at_once():
    with pytest.raises(UnreadableChecklist) as refused:
        from_json({"indicators": "none", "parts": None, "places": "2"})

    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("plain", [None, [], "checklist", 3])
def test_what_is_no_object_is_refused(plain):
    with pytest.raises(UnreadableChecklist, match="checklist: not_an_object"):
        from_json(plain)
