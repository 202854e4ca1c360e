"""A round from its preparation to published ratings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from directories.models import Employment, Role
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.leak_check import PersonalDataInWords
from supervision.conflicts import Conflict
from supervision.marking import (
    Given,
    PutMeanwhile,
    UnfitMark,
    hand_in,
    put_mark,
    take_back,
)
from supervision.models import (
    RoundStatus,
    ScoreSheet,
    SheetKind,
    SheetStatus,
    UnitRating,
)
from supervision.objecting import reject, uphold
from supervision.rating import close_sheets, publish_ratings, reopen_sheets
from supervision.round_preparing import RoundUnfit, assign, assign_all, set_units
from supervision.round_running import begin_scoring, drawn, open_round

from ..factories import agency, member
from ..factories.inspections import (
    MARKS,
    after_objections,
    assigned_round,
    filled_sheet,
    first_unit,
    inspector,
    marker_of,
    objection,
    prepared_round,
    provisional_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import draft_checklist, overseer

pytestmark = pytest.mark.django_db
D = Decimal


def ratings(round_):
    return list(UnitRating.objects.filter(unit__round=round_).order_by("rank", "pk"))


def test_units_are_scored_by_a_published_checklist_only():
    with pytest.raises(RoundUnfit):
        prepared_round(checklist=draft_checklist())


def test_a_unit_stands_in_one_group_of_the_checklist():
    round_ = prepared_round()

    with pytest.raises(RoundUnfit):
        set_units(round_, {"乡镇": [agency()]}, by=overseer())


def test_units_taken_out_before_it_opens_leave_no_sheet():
    round_ = prepared_round(3)
    kept = first_unit(round_)

    set_units(round_, {"": [kept.agency]}, by=overseer())

    assert list(round_.units.all()) == [kept]
    assert ScoreSheet.objects.filter(unit__round=round_).count() == 2


@pytest.mark.parametrize("tie", ["employment", "seat"])
def test_nobody_scores_the_unit_that_they_belong_to(tie):
    round_ = prepared_round(1)
    unit = round_.units.get()
    one = inspector()
    below = agency(parent=unit.agency)
    if tie == "employment":
        Employment.objects.create(user=one, agency=below)
    else:
        one = member(Role.INSPECTOR, below)

    with pytest.raises(Conflict):
        assign(unit, [one], by=overseer())


def test_units_are_shared_out_among_those_without_a_conflict():
    round_ = prepared_round(3)
    first = first_unit(round_)
    tied, free = inspector(), inspector()
    Employment.objects.create(user=tied, agency=first.agency)

    left = assign_all(round_, [tied, free], by=overseer())

    assert left == []
    assert sheet_of(first).inspectors.get() == free
    assert {sheet_of(u).inspectors.get() for u in round_.units.all()} == {tied, free}


def test_a_unit_for_which_nobody_is_free_is_named():
    round_ = prepared_round(1)
    unit = round_.units.get()
    tied = inspector()
    Employment.objects.create(user=tied, agency=unit.agency)

    assert assign_all(round_, [tied], by=overseer()) == [unit]


def test_who_is_no_inspector_scores_nothing():
    round_ = prepared_round(1)

    with pytest.raises(RoundUnfit):
        assign(round_.units.get(), [member(Role.EDITOR, agency())], by=overseer())


def test_a_round_opens_when_every_unit_has_an_inspector():
    with pytest.raises(RoundUnfit):
        open_round(prepared_round(), by=overseer())


def test_a_round_begins_with_the_units_own_assessment_where_a_day_is_set():
    round_ = prepared_round(1)
    round_.self_due_on = round_.last_day
    round_.save()
    open_round(round_, by=overseer())

    assert round_.status == RoundStatus.SELF
    put(sheet_of(round_.units.get(), SheetKind.SELF), "1.1", "10")
    with pytest.raises(RoundUnfit):
        begin_scoring(round_, by=overseer())


def test_the_sample_can_be_drawn_again_by_anybody():
    codes = [f"99{number}" for number in range(100)]

    assert drawn("seed", codes, 10) == drawn("seed", reversed(codes), 10)
    assert len(drawn("seed", codes, 10)) == 10
    assert len(drawn("seed", codes[:3], 10)) == 1
    assert drawn("seed", codes[:3], 0) == []


def test_the_second_of_two_never_sees_the_sheet_of_the_first():
    round_ = running_round(1, blind_percent=100)
    unit = round_.units.get()
    first, second = sheet_of(unit), sheet_of(unit, SheetKind.SECOND)
    one, other = marker_of(first), marker_of(second)

    assert first not in ScoreSheet.objects.visible_to(other)
    assert second not in ScoreSheet.objects.visible_to(one)

    filled_sheet(first)
    assert first not in ScoreSheet.objects.visible_to(other)

    filled_sheet(second)
    assert first in ScoreSheet.objects.visible_to(other)
    assert second in ScoreSheet.objects.visible_to(one)


def test_the_office_that_scores_blind_sees_not_more_than_others_who_do():
    round_ = assigned_round(1, blind_percent=100)
    open_round(round_, by=overseer())
    unit = round_.units.get()
    both = overseer()
    assign(unit, [both], kind=SheetKind.SECOND, by=overseer())

    assert sheet_of(unit) not in ScoreSheet.objects.visible_to(both)
    assert sheet_of(unit) in ScoreSheet.objects.visible_to(overseer())


def test_nobody_is_on_both_sheets_of_a_unit():
    round_ = assigned_round(1, blind_percent=100)
    open_round(round_, by=overseer())
    unit = round_.units.get()

    with pytest.raises(RoundUnfit):
        assign(
            unit,
            [marker_of(sheet_of(unit))],
            kind=SheetKind.SECOND,
            by=overseer(),
        )


def test_a_mark_above_its_points_is_refused_and_the_one_before_stays():
    sheet = sheet_of(running_round(1).units.get())
    put(sheet, "1.1", "9")

    with pytest.raises(UnfitMark):
        put(sheet, "1.1", "10.5")

    assert sheet.marks.get().value == D(9)


def test_of_two_inspectors_the_second_is_shown_what_the_first_put():
    sheet = sheet_of(running_round(1).units.get())
    one, other = marker_of(sheet), inspector()
    assign(sheet.unit, [one, other], by=overseer())
    indicator = sheet.unit.round.checklist.indicators.get(code="1.1")
    put_mark(sheet, indicator, Given(D(9)), version=0, by=one)

    with pytest.raises(PutMeanwhile) as refusal:
        put_mark(sheet, indicator, Given(D(5)), version=0, by=other)

    assert refusal.value.mark.value == D(9)
    assert put_mark(sheet, indicator, Given(D(5)), version=1, by=other).version == 2


def test_a_mark_sent_twice_is_put_once():
    sheet = sheet_of(running_round(1).units.get())
    indicator = sheet.unit.round.checklist.indicators.get(code="1.1")
    by = marker_of(sheet)

    first = put_mark(sheet, indicator, Given(D(9)), version=0, by=by)
    again = put_mark(sheet, indicator, Given(D(9)), version=0, by=by)

    assert (first.pk, first.version) == (again.pk, again.version)


def test_a_sheet_with_gaps_is_not_handed_in_and_says_which():
    sheet = sheet_of(running_round(1).units.get())
    put(sheet, "1.1", "9")

    with pytest.raises(UnfitMark, match=r"1\.2、2\.1"):
        hand_in(sheet, by=marker_of(sheet))


def test_a_sheet_that_was_handed_in_takes_no_mark_until_the_office_opens_it():
    sheet = filled_sheet(sheet_of(running_round(1).units.get()))

    with pytest.raises(TransitionError):
        put(sheet, "1.1", "10")

    take_back(sheet, "漏看一处", by=overseer())
    assert put(sheet, "1.1", "10").value == D(10)


def test_others_put_no_mark():
    sheet = sheet_of(running_round(1).units.get())
    indicator = sheet.unit.round.checklist.indicators.get(code="1.1")

    with pytest.raises(NotAllowed):
        put_mark(sheet, indicator, Given(D(9)), version=0, by=inspector())


def test_a_round_is_closed_when_every_sheet_is_handed_in():
    round_ = running_round(2)
    filled_sheet(sheet_of(first_unit(round_)))

    with pytest.raises(RoundUnfit):
        close_sheets(round_, by=overseer())

    assert not UnitRating.objects.exists()
    assert round_.status == RoundStatus.SCORING


def test_units_are_ranked_by_what_their_inspectors_found():
    round_ = provisional_round(3)

    first, second, third = ratings(round_)

    assert [r.rank for r in (first, second, third)] == [1, 2, 3]
    assert [r.total for r in (first, second, third)] == [D(89), D(87), D(85)]
    assert first.grade == "一般"
    assert (
        sum(D(line["after"]) - D(line["before"]) for line in first.lines) == first.total
    )


def test_the_unit_sees_its_provisional_rating_and_nobody_else_does():
    round_ = provisional_round(2)
    mine, other = ratings(round_)
    clerk = member(Role.EDITOR, mine.unit.agency)

    assert list(UnitRating.objects.visible_to(clerk)) == [mine]
    assert not UnitRating.objects.visible_to(marker_of(sheet_of(other.unit)))
    assert UnitRating.objects.visible_to(overseer()).count() == 2


def test_an_objection_upheld_changes_the_mark_and_the_ranks():
    round_ = provisional_round(2)
    second = ratings(round_)[1]
    filed = objection(second)

    uphold(filed, "经复核属实", Given(D(0)), by=overseer())

    best = ratings(round_)[0]
    assert best.unit == second.unit
    assert best.total == D(93)
    assert best.grade == "优秀"


def test_an_objection_rejected_leaves_the_mark():
    round_ = provisional_round(1)
    rating = ratings(round_)[0]
    filed = objection(rating)

    reject(filed, "材料不足", by=overseer())

    assert ratings(round_)[0].total == D(89)
    with pytest.raises(TransitionError):
        uphold(filed, "再议", Given(D(0)), by=overseer())


def test_who_scored_does_not_rule_and_others_do_not_object():
    round_ = assigned_round(1)
    scorer = overseer()
    assign(round_.units.get(), [scorer], by=overseer())
    open_round(round_, by=overseer())
    filled_sheet(sheet_of(round_.units.get()))
    close_sheets(round_, by=overseer())
    filed = objection(ratings(round_)[0])

    with pytest.raises(NotAllowed):
        reject(filed, "不同意", by=scorer)
    with pytest.raises(NotAllowed):
        reject(filed, "不同意", by=member(Role.INSPECTOR, agency()))


def test_objections_end_with_their_last_day():
    round_ = provisional_round(1)
    rating = ratings(round_)[0]

    with after_objections(round_), pytest.raises(TransitionError):
        objection(rating)


def test_ratings_are_published_by_another_after_the_days_for_objections():
    round_ = provisional_round(1)
    closer = round_.closed_by
    assert closer is not None

    with pytest.raises(TransitionError):
        publish_ratings(round_, by=overseer())
    with after_objections(round_):
        with pytest.raises(NotAllowed):
            publish_ratings(round_, by=closer)
        publish_ratings(round_, by=overseer())

    assert UnitRating.objects.published().count() == 1


def test_ratings_are_not_published_while_an_objection_waits():
    round_ = provisional_round(1)
    objection(ratings(round_)[0])

    with after_objections(round_), pytest.raises(TransitionError):
        publish_ratings(round_, by=overseer())


def test_what_an_inspector_said_of_a_person_is_not_published():
    round_ = running_round(1)
    sheet = sheet_of(first_unit(round_))
    filled_sheet(sheet, handed_in=False)
    put(sheet, "1.1", "8", comment="经办人身份证号110101199003074530")
    hand_in(sheet, by=marker_of(sheet))
    close_sheets(round_, by=overseer())

    with after_objections(round_), pytest.raises(PersonalDataInWords) as refusal:
        publish_ratings(round_, by=overseer())

    assert str(sheet.unit.agency) in str(refusal.value)
    assert "110101199003074530" not in str(refusal.value)
    assert not UnitRating.objects.published().exists()


def test_a_fault_that_no_objection_would_mend_sends_the_sheets_back():
    round_ = provisional_round(1)
    reopen_sheets(round_, "细则理解有误", by=overseer())
    sheet = sheet_of(round_.units.get())
    take_back(sheet, "细则理解有误", by=overseer())
    put(sheet, "1.1", "10")
    hand_in(sheet, by=marker_of(sheet))

    close_sheets(round_, by=overseer())

    assert ratings(round_)[0].total == D(90)
    assert sheet_of(round_.units.get()).status == SheetStatus.HANDED_IN


def test_marks_that_the_factory_puts_are_whole():
    assert set(MARKS) == {"1.1", "1.2", "2.1"}
