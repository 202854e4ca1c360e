"""What readers are told of how marks become a total: each choice has its sentence."""

from __future__ import annotations

from typing import Any

import pytest

from supervision.checklist_defaults import shipped
from supervision.checklist_document import parts_of
from supervision.choice_words import choice_lines

PARTS = {"1": "组织领导", "2": "政务公开"}
QUOTAS: dict[str, Any] = {"quotas": [{"grade": "优秀", "share": "0.2"}]}
# What is chosen, and what is said of it.
CASES: dict[str, tuple[dict[str, Any], str]] = {
    "normalised together": (
        {"terms": [{"parts": ["1", "2"], "normalised_to": "100"}]},
        "组织领导 + 政务公开",
    ),
    "multiplied only without an indicator": (
        {
            "terms": [
                {
                    "parts": ["1"],
                    "multiplier": {"by": "4", "per": "3", "when_absent": "2.2"},
                }
            ]
        },
        "仅在2.2不适用时",
    ),
    "weighted": ({"terms": [{"parts": ["1"], "weight": "0.7"}]}, "0.7"),
    "a bonus part with its weight": (
        {
            "parts": [
                {
                    **{"code": "3", "title": "加分", "points": "10"},
                    **{"register": "bonus", "weight": "0.5"},
                }
            ]
        },
        "加分 × 0.5",
    ),
    "a strict gate": (
        {"bonus_gates": [{"threshold": "80", "is_strict": True}]},
        "> 80",
    ),
    "a gate of one bonus": (
        {"bonus_gates": [{"threshold": "80", "of": ["2"]}]},
        "政务公开",
    ),
    "a gate in per cent of parts": (
        {
            "bonus_gates": [
                {"threshold": "80", "parts": ["1"], "measured_in": "percent"}
            ]
        },
        "组织领导 ≥ 80 %",
    ),
    "a fail line": ({"fail_lines": [{"threshold": "60"}]}, "< 60"),
    "a fail line that is reached": (
        {"fail_lines": [{"threshold": "60", "is_inclusive": True}]},
        "≤ 60",
    ),
    "a veto that caps": ({"veto": {"effect": "cap", "cap": "59"}}, "59"),
    "a missing prerequisite": ({"pass_share": "0.6"}, "60"),
    "bands": (
        {"grading": {"bands": [{"grade": "优秀", "lowest": "90"}], "lowest": "一般"}},
        "优秀 ≥ 90；一般",
    ),
    "bands before the rounding": (
        {
            "grading": {
                "bands": [{"grade": "优秀", "lowest": "90"}],
                "figure": "unrounded",
            }
        },
        "四舍五入前",
    ),
    "bands in per cent": (
        {
            "grading": {
                "bands": [{"grade": "优秀", "lowest": "90"}],
                "measured_in": "percent",
            }
        },
        "百分比",
    ),
    "a quota": ({"grading": QUOTAS}, "优秀 20%"),
    "a quota rounded down": (
        {"grading": {**QUOTAS, "share_rounding": "down"}},
        "舍去",
    ),
    "a quota without those level with its last": (
        {"grading": {**QUOTAS, "with_ties": False}},
        "都不占",
    ),
    "a group": (
        {
            "groups": [
                {
                    **{"code": "a", "title": "乡镇", "maximum": "90"},
                    "leaves_out": ["2.1"],
                }
            ]
        },
        "乡镇，不含2.1，满分90",
    ),
    "ranks": ({"ties": "1223"}, "1、2、2、3"),
    "decimals": ({"places": 1}, "总分四舍五入保留 1 位小数。"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_choice_has_its_sentence(case):
    choices, said = CASES[case]
    assert any(said in line for line in choice_lines(choices, PARTS))


@pytest.mark.parametrize("document", shipped(), ids=lambda each: each.code)
def test_of_a_shipped_list_every_choice_is_told(document):
    told = "\n".join(choice_lines(document.choices, dict(parts_of(document))))

    for group in document.choices.get("groups", []):
        assert group["title"] in told
    for band in document.choices.get("grading", {}).get("bands", []):
        assert f"{band['grade']} ≥ {band['lowest']}" in told
