"""The unit that the rules name for a letter, and why: shown to who passes it on."""

from __future__ import annotations

import pytest

from directories.models import Role
from disclosure_portal.foundation.workflow import NotAllowed
from feedback import category_defaults, intake
from feedback.helping import classify
from feedback.models import Complexity, LetterCategory, LetterKind, RoutingRule
from feedback.routing import suggest_unit
from feedback.routing_rules import Ground, Way
from feedback.submitting import About
from tests.factories import agency, member
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    mailbox,
    office_clerk,
)

pytestmark = pytest.mark.django_db

QUERIES = 6


def rule(unit, **fields) -> RoutingRule:
    fields.setdefault("name", "规则")
    return RoutingRule.objects.create(goes_to=unit, **fields)


def test_a_rule_names_the_unit_and_the_letter_can_be_passed_on_to_it():
    housing, letter = agency("住建局"), accepted_letter()
    rule(housing, words="路灯、井盖")

    found = suggest_unit(letter, by=office_clerk(letter))
    assert found.unit is not None
    intake.assign(letter, found.unit, by=office_clerk(letter))

    assert (letter.agency, found.routed.way) == (housing, Way.RULE)
    assert found.routed.why[0].word == "路灯"


def test_a_rule_for_a_category_takes_those_below_it():
    category_defaults.load()
    letter, water = accepted_letter(), agency("水务局")
    rule(water, category=LetterCategory.objects.get(code="01"))
    deepest = LetterCategory.objects.get(code="010402")

    classify(letter, deepest, Complexity.ORDINARY, by=office_clerk(letter))

    assert suggest_unit(letter, by=office_clerk(letter)).unit == water


def test_an_offices_own_codes_need_not_say_their_place():
    top = LetterCategory.objects.create(code="S", name="水")
    below = LetterCategory.objects.create(code="P-7", name="管网", parent=top, level=2)
    letter, water = accepted_letter(), agency("水务局")
    rule(water, category=top)

    classify(letter, below, Complexity.ORDINARY, by=office_clerk(letter))

    assert suggest_unit(letter, by=office_clerk(letter)).unit == water


def test_a_rule_for_a_town_takes_letters_about_its_villages():
    town = agency("桐山镇")
    village = agency("柳河村", parent=town)
    letter = accepted_letter(about=About(place=village))
    rule(town, place=town)

    assert suggest_unit(letter, by=office_clerk(letter)).unit == town


def test_rules_of_closed_units_and_rules_out_of_use_are_not_asked():
    letter = accepted_letter()
    rule(agency("旧局", closed_on="2020-01-01"))
    rule(agency("新局"), is_open=False)

    found = suggest_unit(letter, by=office_clerk(letter))

    assert (found.unit, found.routed.why) == (letter.intake, ())


def test_an_accusation_is_never_suggested_to_whom_it_accuses():
    bureau = agency("住建局")
    desk = agency("物业科", parent=bureau)
    letter = accusing_letter(desk, mailbox(desk))
    rule(desk, kind=LetterKind.REPORT)

    found = suggest_unit(letter, by=office_clerk(letter))

    assert (found.unit, found.routed.way) == (bureau, Way.SUPERIOR)


def test_where_no_superior_is_left_the_group_has_it():
    bureau = agency("住建局")
    letter = accusing_letter(bureau, mailbox(agency("政府办")))
    rule(agency("物业科", parent=bureau), kind=LetterKind.REPORT)

    found = suggest_unit(letter, by=office_clerk(letter))

    assert (found.unit, found.needs_group) == (None, True)


def test_who_may_not_pass_it_on_is_told_nothing():
    letter = accepted_letter()
    stranger = member(Role.MAILBOX_CLERK, agency("别的局"))

    with pytest.raises(NotAllowed):
        suggest_unit(letter, by=stranger)


def test_many_rules_take_no_more_queries(django_assert_num_queries):
    letter = accepted_letter()
    clerk = office_clerk(letter)
    rule(agency())
    suggest_unit(letter, by=clerk)  # the clerk's seats are known from now on
    with django_assert_num_queries(QUERIES):
        suggest_unit(letter, by=clerk)
    for _number in range(20):
        rule(agency(), kind=LetterKind.HELP)

    with django_assert_num_queries(QUERIES):
        found = suggest_unit(letter, by=clerk)

    assert {reason.ground for reason in found.routed.why} == {Ground.WON, Ground.KIND}
