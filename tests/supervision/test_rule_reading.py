"""What the words of a rule seem to mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from supervision.rule_reading import most_beside, propose, sub_points
from supervision.scoring_json import rule_from_json

MEANT = [
    ("出现一次不达标河库扣2分，扣完为止。", "deduction", {"each": "2", "most": "6"}),
    ("每缺一项扣0.5分，最多扣3分。", "deduction", {"each": "0.5", "most": "3"}),
    ("逾期未答复的，每件扣1分", "deduction", {"each": "1", "most": "6"}),
    ("发现空白栏目，每个倒扣2分", "deduction", {"each": "2", "most": "6"}),
    (
        "每举办一次得1.5分，最高不超过3分",
        "per_occurrence",
        {"each": "1.5", "most": "3"},
    ),
    ("每篇加2分", "per_occurrence", {"each": "2", "most": "6"}),
    ("未完成按水库退养完成比例扣分", "rate", {"target": "100"}),
    ("按办结率得分。", "rate", {"target": "100"}),
    (
        "每月12条以上得6分，8条得4分，4条得2分。",
        "tiers",
        {
            "tiers": [
                {"bound": "4", "points": "2"},
                {"bound": "8", "points": "4"},
                {"bound": "12", "points": "6"},
            ]
        },
    ),
    ("明确分管负责人得6分，否则不得分。", "pass_fail", {}),
    ("发生失泄密事件的，实行一票否决。", "veto", {}),
]
OPEN = [
    "按照工作情况酌情给分。",
    "完成得5分，基本完成得3分，未完成不得分。",
    "多投稿一篇按2：1：0.5比例加分。",
    "1.建立台账，得1分。2.每出现一例扣2分。3.整改到位，得3分。",
    "",
]


@pytest.mark.parametrize(("words", "kind", "parameters"), MEANT)
def test_clear_words_propose_a_kind(words, kind, parameters):
    proposal = propose("事项", words, Decimal(6))

    assert proposal is not None
    assert (proposal.kind, proposal.parameters) == (kind, parameters)
    assert all(part in words for part in proposal.because.split("；")[0].split("，"))


@pytest.mark.parametrize(("words", "kind", "parameters"), MEANT)
def test_what_is_proposed_is_a_rule_of_the_engine(words, kind, parameters):
    rule = rule_from_json({"kind": kind, **parameters})

    assert rule.kind == kind


@pytest.mark.parametrize("words", OPEN)
def test_words_that_leave_it_open_propose_nothing(words):
    assert propose("事项", words, Decimal(6)) is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("加分项", "bonus"),
        ("奖扣分项目", "bonus"),
        ("减分项", "penalty"),
        ("一票否决", "veto"),
    ],
)
def test_what_stands_beside_the_total_is_told_by_its_title(title, kind):
    proposal = propose(title, "", None)

    assert proposal is not None
    assert proposal.kind == kind


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ("1.注册并使用，得2分。2.实行通报制度，得6分。", ["2", "6"]),
        ("1.推广甲，得1.5分。2.推广乙，得1.5分.", ["1.5", "1.5"]),
        ("1.台账，得1分。2.每出现一例扣2分", ["1", None]),
        ("机构职能【2分】、领导分工【3分】", ["2", "3"]),
        ("①网站（1分）；②公众号（2分）", ["1", "2"]),
        ("年内无不达标，得4分，出现一次扣2分。", ["4"]),
        ("完成得5分，基本完成得3分。", []),
        ("每次得1分", []),
        ("2018年7月底前修订。", []),
    ],
)
def test_parts_with_points_of_their_own_are_found(rule, points):
    assert [
        None if part.points is None else str(part.points) for part in sub_points(rule)
    ] == points


def test_the_most_that_is_given_or_taken_at_once_is_found():
    assert most_beside("分别奖20、10分；点名批评的分别扣30、10分。") == 30
    assert most_beside("酌情给分") is None
