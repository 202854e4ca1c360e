"""Which key elements public guides lack: the database says what the rule says."""

from __future__ import annotations

import random

import pytest

from notices.guide_elements import (
    count_guides,
    lacking_guides,
    missing_of,
    public_guides,
)
from notices.models import GuideMaterial, GuideStep, ProcedureGuide
from notices.site_vetoes import SAID_BY, Element, missing_elements
from tests import factories as make
from tests.factories.health import bare_guide, guide_of_an_older_site
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

TEXTS = ("conditions", "bases", "place", "window", "online_url", "hours", "telephone")
LOT = 40


def by_the_rule(guide):
    said = {
        name: getattr(guide, name)
        for names in SAID_BY.values()
        for name in names
        if hasattr(guide, name)
    }
    said["materials"] = GuideMaterial.objects.filter(notice=guide.notice).exists()
    said["steps"] = GuideStep.objects.filter(notice=guide.notice).exists()
    return list(missing_elements(said))


def guide_by_chance(chance, unit, board):
    facts = {name: "" for name in TEXTS if chance.random() < 0.5}
    facts["needs_no_materials"] = chance.random() < 0.3
    if facts.get("online_url") is None and chance.random() < 0.5:
        facts["online_url"] = "https://www.example.gov.cn/"
    some = [{"name": "身份证"}] if chance.random() < 0.5 else ()
    steps = [{"name": "申请"}] if chance.random() < 0.5 else ()
    return guide_of_an_older_site(
        unit=unit, board=board, materials=some, steps=steps, facts=facts
    )


def test_the_database_finds_what_the_rule_finds():
    chance, unit, board = random.Random(8), make.agency(), make.board()
    for _number in range(LOT):
        guide_by_chance(chance, unit, board)

    found = list(public_guides())

    assert [missing_of(guide) for guide in found] == [by_the_rule(g) for g in found]
    assert [guide.missing for guide in found] == [len(by_the_rule(g)) for g in found]
    lacking = [guide for guide in found if len(by_the_rule(guide)) >= 4]
    assert 0 < len(lacking) < LOT
    assert count_guides() == {"total": LOT, "lacking": len(lacking)}


def test_only_public_guides_count():
    bare_guide()
    guide_draft()
    publish(guide_draft(audience="staff"))
    publish(guide_draft())

    assert count_guides() == {"total": 2, "lacking": 1}


def test_the_worst_guide_stands_first():
    publish(guide_draft())
    lesser = bare_guide(telephone="0000-5550106", hours="工作日")
    worst = bare_guide()

    found = list(lacking_guides(least=1))

    assert [guide.notice_id for guide in found] == [worst.pk, lesser.pk]
    assert missing_of(found[1]) == [
        Element.BASIS,
        Element.CONDITIONS,
        Element.MATERIALS,
        Element.STEPS,
    ]


@pytest.mark.parametrize("size", [1, 8])
def test_counting_guides_costs_one_query_whatever_their_number(
    size, django_assert_num_queries
):
    unit, board = make.agency(), make.board()
    for _number in range(size):
        bare_guide_at(unit, board)

    with django_assert_num_queries(1):
        assert count_guides()["lacking"] == size


def bare_guide_at(unit, board):
    guide_of_an_older_site(
        unit=unit,
        board=board,
        materials=(),
        steps=(),
        facts={"conditions": "", "bases": ""},
    )
    assert ProcedureGuide.objects.filter(notice__agency=unit).exists()
