"""Rules in their order, and never to the accused. No database."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from directories import tree
from disclosure_portal.foundation.search.folding import fold
from feedback.routing_rules import Ground, LetterFacts, Rule, Way, outside, route

OFFICE, HOUSING, WATER = "00010001", "00010002", "00010003"
DESK = "000100020001"


def rule(number: int = 1, **fields) -> Rule:
    fields.setdefault("order", 10)
    fields.setdefault("goes_to", HOUSING)
    return Rule(id=number, **fields)


def letter(**fields) -> LetterFacts:
    fields.setdefault("intake", OFFICE)
    fields.setdefault("kind", "complaint")
    return LetterFacts(**fields)


@pytest.mark.parametrize(
    ("condition", "facts", "ground"),
    [
        ({"kind": "help"}, {}, Ground.KIND),
        ({"kind": "complaint"}, {}, Ground.WON),
        ({"category": "02"}, {"categories": frozenset({"03"})}, Ground.CATEGORY),
        ({"category": "02"}, {"categories": frozenset({"02", "0201"})}, Ground.WON),
        ({"place": "00010009"}, {"place": "00010008"}, Ground.PLACE),
        ({"place": "00010009"}, {}, Ground.PLACE),
        ({"place": "00010009"}, {"place": "000100090001"}, Ground.WON),
        ({"about": HOUSING}, {"about": WATER}, Ground.ABOUT),
        ({"about": HOUSING}, {"about": DESK}, Ground.WON),
        ({"words": ("自来水",)}, {"folded": "路灯不亮"}, Ground.WORDS),
        ({"words": ("自来水",)}, {"folded": "自来水停了"}, Ground.WON),
        ({"words": ("ETC",)}, {"folded": "etc通道关闭"}, Ground.WON),
        ({"words": ("16路",)}, {"folded": "116路公交"}, Ground.WON),
        ({}, {"is_accusation": True}, Ground.ACCUSED_UNKNOWN),
        ({"kind": "complaint"}, {"is_accusation": True}, Ground.WON),
    ],
)
def test_a_rule_holds_where_all_of_its_conditions_do(condition, facts, ground):
    routed = route([rule(**condition)], letter(**facts))

    assert [reason.ground for reason in routed.why] == [ground]


def test_the_first_in_order_wins_and_the_others_say_why_they_lost():
    first, second = rule(1, order=1), rule(2, order=2, goes_to=WATER)
    third = rule(3, order=3, kind="help")

    routed = route([third, second, first], letter())

    assert (routed.rule, routed.unit, routed.way) == (first, HOUSING, Way.RULE)
    assert [reason.ground for reason in routed.why] == [
        Ground.WON,
        Ground.LATER,
        Ground.KIND,
    ]


def test_of_one_order_the_rule_with_more_conditions_wins():
    wide, narrow = rule(1), rule(2, kind="complaint", goes_to=WATER)

    assert route([wide, narrow], letter()).unit == WATER


def test_of_two_branches_the_smaller_one_wins():
    town = rule(1, place="00010009")
    village = rule(2, place="000100090001", goes_to=WATER)

    assert route([town, village], letter(place="000100090001")).unit == WATER


def test_the_word_that_was_met_is_named():
    routed = route([rule(words=("供水", "自来水"))], letter(folded=fold("自来水停了")))

    assert routed.why[0].word == "自来水"


def test_without_a_rule_a_letter_goes_to_the_unit_that_it_is_about():
    routed = route([], letter(about=WATER))

    assert (routed.unit, routed.way) == (WATER, Way.ABOUT)


@pytest.mark.parametrize(
    "facts", [{}, {"about": "0001"}, {"about": WATER, "is_accusation": True}]
)
def test_else_it_stays_where_it_came_in(facts):
    routed = route([], letter(**facts))

    assert (routed.unit, routed.way) == (OFFICE, Way.STAYS)


def test_the_accused_desk_gives_way_to_its_superior():
    routed = route([rule(goes_to=DESK)], letter(accused=(DESK,)))

    assert (routed.unit, routed.way, routed.meant) == (HOUSING, Way.SUPERIOR, DESK)


def test_where_only_the_county_is_left_the_supervision_group_has_it():
    routed = route([rule(goes_to=DESK)], letter(accused=(HOUSING,)))

    assert (routed.unit, routed.way) == ("", Way.GROUP)


PATHS = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(
    lambda numbers: "0001" + "".join(f"{number:04d}" for number in numbers)
)
RULES = st.lists(
    st.builds(
        Rule,
        id=st.integers(1, 99),
        order=st.integers(0, 3),
        goes_to=PATHS,
        kind=st.sampled_from(["", "complaint", "report"]),
        place=st.just("") | PATHS,
        about=st.just("") | PATHS,
        words=st.sampled_from([(), ("路灯",), ("供水", "停水")]),
    ),
    max_size=6,
    unique_by=lambda each: each.id,
)
LETTERS = st.builds(
    LetterFacts,
    intake=PATHS,
    kind=st.sampled_from(["complaint", "report"]),
    place=st.just("") | PATHS,
    about=st.just("") | PATHS,
    folded=st.sampled_from(["", "路灯不亮", "停水三天"]),
    is_accusation=st.booleans(),
    accused=st.lists(PATHS | st.just("0001"), max_size=3).map(tuple),
)


@given(RULES, LETTERS, st.randoms())
def test_the_order_in_which_rules_are_read_changes_nothing(rules, facts, random):
    shuffled = list(rules)
    random.shuffle(shuffled)

    assert route(rules, facts) == route(shuffled, facts)


@given(RULES, LETTERS)
def test_there_is_always_one_answer_and_one_reason_for_each_rule(rules, facts):
    routed = route(rules, facts)

    won = [reason.rule for reason in routed.why if reason.ground == Ground.WON]
    assert won == ([routed.rule] if routed.rule else [])
    assert len(routed.why) == len(rules)
    assert bool(routed.unit) != (routed.way == Way.GROUP)


@given(RULES, LETTERS)
def test_no_letter_goes_to_whom_it_accuses_or_below(rules, facts):
    unit = route(rules, facts).unit

    assert not any(unit and tree.contains(path, unit) for path in facts.accused)


@given(RULES, LETTERS)
def test_a_rule_that_is_left_out_and_did_not_win_changes_nothing(rules, facts):
    routed = route(rules, facts)
    for lost in rules:
        if lost != routed.rule:
            fewer = [each for each in rules if each != lost]
            assert route(fewer, facts).unit == routed.unit


@given(PATHS, st.lists(PATHS, max_size=3))
def test_a_superior_is_above_and_never_the_county_itself(unit, accused):
    found = outside(unit, accused)

    assert not found or (tree.contains(found, unit) and tree.depth(found) > 0)
