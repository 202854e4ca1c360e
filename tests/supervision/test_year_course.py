"""A year's assessment from draft to withdrawal: who may do what, and when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from directories.models import Membership, Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.leak_check import PersonalDataInWords
from supervision.conflicts import Conflict
from supervision.models import (
    LineKind,
    LineStatus,
    RegisterLine,
    YearAssessment,
    YearResult,
    YearStatus,
)
from supervision.year_preparing import (
    Share,
    YearUnfit,
    prepare_year,
    set_rules,
    set_shares,
)
from supervision.year_publishing import publish_year, withdraw_year
from supervision.year_registers import confirm, enter, strike

from ..factories import agency, county, draft_notice, member, published_notice
from ..factories.inspections import inspector, provisional_round, published_round
from ..factories.supervision_checklists import overseer
from ..factories.years import (
    confirmed_line,
    entered_line,
    entry,
    prepared_year,
    publish_as_it_is,
    published_year,
    two_rounds,
)

pytestmark = pytest.mark.django_db

ALLOWED = {("draft", "published"), ("published", "withdrawn")}
LINES = {("entered", "confirmed"), ("entered", "struck"), ("confirmed", "struck")}


@pytest.mark.parametrize("move", list(product(YearStatus.values, repeat=2)))
def test_a_year_makes_only_the_listed_moves(move):
    source, target = move

    assert YearAssessment(status=source).can_move_to(target) == (move in ALLOWED)


@pytest.mark.parametrize("move", list(product(LineStatus.values, repeat=2)))
def test_a_line_makes_only_the_listed_moves(move):
    source, target = move

    assert RegisterLine(status=source).can_move_to(target) == (move in LINES)


def drafted():
    return prepared_year([published_round(1)])


def withdrawn():
    year = published_year(1)
    withdraw_year(year, "数据有误", by=overseer())
    return year


STATES = {"draft": drafted, "published": published_year, "withdrawn": withdrawn}
DEEDS = {
    "shares": lambda year, by: set_shares(
        year,
        [Share(share.round, Decimal(100)) for share in year.shares.all()[:1]],
        version=year.content_version,
        by=by,
    ),
    "rules": lambda year, by: set_rules(
        year, {"places": 1}, version=year.content_version, by=by
    ),
    "line": lambda year, by: enter(
        year, entry(year.shares.first().round.units.first().agency), by=by
    ),
    "publish": lambda year, by: publish_year(year, version=year.content_version, by=by),
    "withdraw": lambda year, by: withdraw_year(year, "数据有误", by=by),
}
MAY = {
    *(("draft", "shares"), ("draft", "rules"), ("draft", "line")),
    *(("draft", "publish"), ("published", "withdraw")),
}
OTHERS = {
    "inspector": inspector,
    "overseer of a unit": lambda: member(Role.OVERSEER, agency()),
    "county leader": lambda: member(Role.APPROVER, county()),
    "editor": lambda: member(Role.EDITOR, agency()),
}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("state", STATES)
def test_the_office_does_what_the_state_allows(state, deed):
    year = STATES[state]()

    if (state, deed) in MAY:
        DEEDS[deed](year, overseer())
    else:
        with pytest.raises(TransitionError):
            DEEDS[deed](year, overseer())


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_does_any_of_it(role):
    person = OTHERS[role]()

    for state, deed in sorted(MAY):
        year = STATES[state]()
        with pytest.raises(NotAllowed):
            DEEDS[deed](year, person)
    with pytest.raises(NotAllowed):
        prepare_year(2026, "年度", by=person)


def test_who_chose_shares_or_rules_does_not_publish():
    office, second = overseer(), overseer()
    year = prepared_year([published_round(1)], by=office)
    set_rules(year, {"places": 1}, version=year.content_version, by=second)

    for person in (office, second):
        with pytest.raises(NotAllowed):
            publish_as_it_is(year, by=person)
    assert publish_as_it_is(year) == 1


def test_what_is_published_is_what_was_looked_at():
    year = drafted()
    unit = year.shares.get().round.units.get().agency
    seen = year.content_version
    confirmed_line(year, unit)

    with pytest.raises(StaleStatusError):
        publish_year(year, version=seen, by=overseer())
    assert not YearResult.objects.exists()
    year.refresh_from_db()
    assert year.status == YearStatus.DRAFT


def test_two_who_set_shares_do_not_overwrite_each_other_unseen():
    year = drafted()
    share = Share(year.shares.get().round, Decimal(100))
    set_shares(year, [share], version=2, by=overseer())

    with pytest.raises(StaleStatusError):
        set_shares(year, [share], version=2, by=overseer())


def test_a_line_that_waits_holds_the_publication_up():
    year = drafted()
    line = entered_line(year, year.shares.get().round.units.get().agency)

    with pytest.raises(TransitionError):
        publish_as_it_is(year)
    strike(line, by=overseer())
    assert publish_as_it_is(year) == 1


def test_what_is_withdrawn_says_why_and_is_public_no_more():
    year = published_year(1)

    with pytest.raises(YearUnfit):
        withdraw_year(year, "  ", by=overseer())
    withdraw_year(year, "数据有误", by=overseer())

    assert year.reason == "数据有误"
    assert not YearAssessment.objects.published().exists()
    assert not YearResult.objects.published().exists()


def test_only_the_office_sees_a_year_before_its_publication():
    year = drafted()

    assert list(YearAssessment.objects.visible_to(overseer())) == [year]
    assert not YearAssessment.objects.visible_to(inspector()).exists()


# --- What is refused ----------------------------------------------------------------


def test_shares_that_are_not_a_hundred_per_cent_are_refused():
    rounds = two_rounds(("80", "90"))

    with pytest.raises(YearUnfit, match="90 %"):
        prepared_year(rounds, percents=("40", "50"))
    assert not YearAssessment.objects.get().shares.exists()


def test_a_round_named_twice_is_refused():
    round_ = published_round(1)

    with pytest.raises(YearUnfit):
        prepared_year([round_, round_])


@pytest.mark.parametrize(
    "round_of",
    [
        lambda: provisional_round(1),
        lambda: published_round(
            1, first_day=date(2025, 1, 1), last_day=date(2025, 12, 31)
        ),
    ],
    ids=["not published", "of another year"],
)
def test_a_round_that_is_not_published_in_the_year_is_refused(round_of):
    with pytest.raises(YearUnfit):
        prepared_year([round_of()])


RULES = {
    "an unknown choice": {"colour": "red"},
    "a cap that is no number": {"bonus_most": "viel"},
    "bands out of order": {
        "grading": {
            "bands": [{"grade": "甲", "lowest": "60"}, {"grade": "乙", "lowest": "90"}]
        }
    },
    "a veto that caps at nothing": {"veto": {"effect": "cap"}},
}


@pytest.mark.parametrize("choices", RULES.values(), ids=RULES)
def test_rules_that_contradict_themselves_are_refused(choices):
    with pytest.raises(YearUnfit):
        prepared_year([published_round(1)], choices=choices)


MOST = {"line_most": {"bonus": "3", "criticism": "5"}}
FAULTS = {
    "above the cap": {"points": "3.01"},
    "criticism above its cap": {"points": "6", "kind": LineKind.CRITICISM},
    "no points": {"points": "0"},
    "another year": {"on": date(2025, 12, 31)},
    "a day to come": {"on": date(2026, 12, 31)},
}


@pytest.mark.parametrize("fields", FAULTS.values(), ids=FAULTS)
def test_a_line_that_does_not_fit_is_refused(fields):
    year = prepared_year([published_round(1)], choices=MOST)

    with pytest.raises(YearUnfit):
        entered_line(year, agency(), **fields)
    assert not RegisterLine.objects.exists()


def test_a_line_names_no_private_person():
    with pytest.raises(PersonalDataInWords):
        entered_line(drafted(), agency(), ground="举报人 110101199003074514")


def test_a_line_is_tied_to_a_public_notice_only():
    year = drafted()
    unit = agency()

    assert entered_line(year, unit, notice=published_notice()).notice
    with pytest.raises(YearUnfit):
        entered_line(year, unit, notice=draft_notice())


def test_who_entered_a_line_does_not_confirm_it():
    office = overseer()
    line = enter(drafted(), entry(agency()), by=office)

    with pytest.raises(NotAllowed):
        confirm(line, by=office)
    confirm(line, by=overseer())
    assert line.confirmed_by != line.entered_by


def test_nobody_writes_what_their_own_unit_gains():
    unit = agency()
    office = overseer()
    Membership.objects.create(user=office, agency=unit, role=Role.EDITOR)
    year = drafted()
    line = entered_line(year, unit)

    with pytest.raises(Conflict):
        enter(year, entry(unit), by=office)
    with pytest.raises(Conflict):
        confirm(line, by=office)


def test_the_second_of_two_who_confirm_loses():
    line = entered_line(drafted(), agency())
    same = RegisterLine.objects.select_related("assessment").get(pk=line.pk)
    confirm(line, by=overseer())

    with pytest.raises(TransitionError):
        confirm(same, by=overseer())


def test_each_step_leaves_a_line_of_the_trail_without_the_words_of_the_register():
    year = published_year(1)

    lines = AuditEntry.objects.filter(target_type="supervision.registerline")
    assert [(line.action, line.after) for line in lines.order_by("pk")] == [
        ("created", "entered"),
        ("moved", "confirmed"),
    ]
    assert not any("市级表彰" in f"{line.note}{line.facts}" for line in lines)
    moved = AuditEntry.objects.get(
        target_type="supervision.yearassessment", action="moved"
    )
    assert (moved.target_id, moved.after) == (year.pk, "published")
