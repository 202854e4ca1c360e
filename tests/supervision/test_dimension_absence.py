"""A whole dimension does not apply: all its marks in one deed, and back in one deed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.register_checking import record_registers, register_findings
from supervision.dimension_absence import leave_out, take_in_again
from supervision.marking import PutMeanwhile, UnfitMark, hand_in, missing_marks
from supervision.models import DimensionAbsence, Mark, MarkEvidence, SheetKind

from ..factories import agency, member
from ..factories.inspections import (
    filled_sheet,
    first_unit,
    inspector,
    marker_of,
    open_round_for_themselves,
    provisional_round,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import BRANCHES, overseer, published_checklist
from ..foundation.made_files import picture

pytestmark = pytest.mark.django_db
WHY = "该单位没有此项职能。"


@pytest.fixture
def sheet():
    return sheet_of(running_round(1).units.get())


def heading(sheet, code="1"):
    return sheet.unit.round.checklist.indicators.get(code=code)


def versions_of(sheet):
    return dict(sheet.marks.values_list("indicator__code", "version"))


def left_out(sheet, code="1", reason=WHY, *, by=None, versions=None):
    return leave_out(
        sheet,
        heading(sheet, code),
        reason,
        versions=versions_of(sheet) if versions is None else versions,
        by=by or marker_of(sheet),
    )


def test_each_indicator_of_it_is_marked_and_told(sheet):
    left_out(sheet)

    marks = {mark.indicator.code: mark for mark in sheet.marks.all()}
    assert marks.keys() == {"1.1", "1.2"}
    assert not any(mark.is_applicable for mark in marks.values())
    assert {mark.comment for mark in marks.values()} == {WHY}
    assert AuditEntry.objects.filter(action="marked").count() == 2
    lines = AuditEntry.objects.filter(action="dimension_left_out")
    assert lines.get().facts == {"code": "1", "marks": 2}
    assert lines.get().action == "dimension_left_out"
    assert missing_marks(sheet) == ["2.1"]


def test_the_sheet_is_handed_in_and_scored_without_it(sheet):
    left_out(sheet)
    put(sheet, "2.1", "90")

    hand_in(sheet, by=marker_of(sheet))

    assert not missing_marks(sheet)


def test_what_stood_there_before_stands_there_again(sheet):
    put(sheet, "1.1", "9", comment="纪要齐全")

    stayed = take_in_again(left_out(sheet), by=marker_of(sheet))

    mark = sheet.marks.get()
    assert stayed == []
    assert (mark.indicator.code, mark.value, mark.comment) == (
        *("1.1", Decimal(9)),
        "纪要齐全",
    )
    assert mark.is_applicable
    assert mark.version == 3
    assert AuditEntry.objects.filter(action="mark_taken_away").count() == 1
    assert AuditEntry.objects.filter(action="dimension_taken_in").count() == 1
    assert not DimensionAbsence.objects.exists()


def test_what_was_marked_anew_since_stays(sheet):
    absence = left_out(sheet)
    put(sheet, "1.1", "8")

    assert take_in_again(absence, by=marker_of(sheet)) == ["1.1"]

    assert sheet.marks.get().value == 8


def test_a_mark_with_files_is_not_taken_away(sheet):
    absence = left_out(sheet)
    mark = sheet.marks.get(indicator__code="1.2")
    MarkEvidence.objects.create(
        mark=mark, title="现场", size=1, uploaded_at=mark.put_at
    )

    with pytest.raises(TransitionError, match=r"1\.2"):
        take_in_again(absence, by=marker_of(sheet))

    assert sheet.marks.count() == 2
    assert DimensionAbsence.objects.exists()


def test_a_mark_that_was_put_meanwhile_is_not_overwritten(sheet):
    seen = versions_of(sheet)
    put(sheet, "1.2", "3")

    with pytest.raises(PutMeanwhile) as conflict:
        left_out(sheet, versions=seen)

    assert conflict.value.mark.value == 3
    assert sheet.marks.count() == 1
    assert not DimensionAbsence.objects.exists()


@pytest.mark.parametrize(
    ("code", "reason"), [("1", " "), ("1.1", WHY), ("3", WHY)], ids=str
)
def test_it_needs_a_reason_and_something_below_it(sheet, code, reason):
    with pytest.raises(UnfitMark):
        left_out(sheet, code, reason)

    assert not sheet.marks.exists()


def test_it_is_said_once(sheet):
    left_out(sheet)

    with pytest.raises(TransitionError):
        left_out(sheet)


def always(indicator):
    return {**indicator, "scoring": {"absence": {"kind": "refused"}}}


def test_what_applies_to_every_unit_is_named_and_nothing_is_put():
    first = BRANCHES[0]
    rows = [first["children"][0], always(first["children"][1])]
    checklist = published_checklist(
        indicators=[{**first, "children": rows}, *BRANCHES[1:]]
    )
    sheet = sheet_of(running_round(1, checklist=checklist).units.get())

    with pytest.raises(UnfitMark, match=r"1\.2"):
        left_out(sheet)

    assert not sheet.marks.exists()


def test_facts_are_kept_with_it_and_their_registers_hold_when_it_is_taken_back():
    second = BRANCHES[1]
    bound = {**second["children"][0], "measure": "letters_answered"}
    checklist = published_checklist(
        indicators=[BRANCHES[0], {**second, "children": [bound]}, BRANCHES[2]]
    )
    sheet = sheet_of(running_round(1, checklist=checklist).units.get())
    record_registers()
    absence = left_out(sheet, "2")
    assert sheet.marks.get().proof.measure == "letters_answered"

    take_in_again(absence, by=marker_of(sheet))

    assert not sheet.marks.exists()
    assert list(register_findings(lambda _count: None)) == []


# --- Who, and when ------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [inspector, overseer, lambda: member(Role.EDITOR, agency())],
    ids=["another inspector", "the office", "a clerk"],
)
def test_only_who_scores_the_sheet_says_it(sheet, who):
    with pytest.raises(NotAllowed):
        left_out(sheet, by=who())


def test_a_unit_says_it_of_itself_in_its_own_sheet():
    unit = first_unit(open_round_for_themselves(1))
    sheet = sheet_of(unit, SheetKind.SELF)
    clerk = member(Role.EDITOR, unit.agency)

    take_in_again(left_out(sheet, by=clerk), by=clerk)

    assert not sheet.marks.exists()


def test_of_a_closed_sheet_nothing_is_left_out_or_taken_in():
    sheet = sheet_of(running_round(1).units.get())
    absence = left_out(sheet)
    filled_sheet(sheet, {"2.1": "90"})

    with pytest.raises(TransitionError):
        take_in_again(absence, by=marker_of(sheet))
    with pytest.raises(TransitionError):
        left_out(sheet, "2")


# --- The page -----------------------------------------------------------------------


@pytest.fixture
def desk(client, sheet):
    client.force_login(marker_of(sheet))
    return client


def tree(sheet):
    return reverse("desk-score-sheet", args=[sheet.pk]) + "?tree=1"


def form_of(page, code="1"):
    found = re.search(
        rf'name="code" value="{code}">\s*<input type="hidden" name="versions" '
        r'value="([^"]*)"',
        page,
    )
    assert found is not None
    return {"code": code, "versions": found.group(1)}


def test_it_is_said_and_taken_back_on_the_page_without_a_script(desk, sheet):
    put(sheet, "1.1", "9")
    sent = form_of(desk.get(tree(sheet)).content.decode())
    assert sent["versions"] == "1.1:1,1.2:0"

    said = desk.post(
        reverse("desk-score-sheet-left-out", args=[sheet.pk]),
        {**sent, "reason": WHY},
        follow=True,
    )

    page = said.content.decode()
    absence = DimensionAbsence.objects.get()
    back = reverse("desk-score-sheet-taken-in", args=[sheet.pk, absence.pk])
    assert WHY in page
    assert back in page
    desk.post(back)
    assert sheet.marks.get().value == 9


def test_without_a_reason_the_page_says_so_where_it_was_tried(desk, sheet):
    answer = desk.post(
        reverse("desk-score-sheet-left-out", args=[sheet.pk]),
        {"code": "1", "versions": "1.1:0,1.2:0", "reason": ""},
    )

    assert answer.status_code == 400
    assert "组织领导" in answer.content.decode()
    assert not sheet.marks.exists()


def test_a_conflict_is_said_with_the_name_and_the_reason_is_kept(desk, sheet):
    put(sheet, "1.2", "3")

    answer = desk.post(
        reverse("desk-score-sheet-left-out", args=[sheet.pk]),
        {"code": "1", "versions": "1.1:0,1.2:0", "reason": WHY},
    )

    page = answer.content.decode()
    assert answer.status_code == 409
    assert str(marker_of(sheet)) in page
    assert WHY in page


def test_others_find_no_such_door(client, sheet):
    client.force_login(inspector())

    answer = client.post(
        reverse("desk-score-sheet-left-out", args=[sheet.pk]),
        {"code": "1", "reason": WHY},
    )

    assert answer.status_code == 404


def test_who_reads_the_sheet_sees_it_and_no_button(client):
    round_ = provisional_round(1)
    sheet = sheet_of(round_.units.get())
    DimensionAbsence.objects.create(
        sheet=sheet,
        indicator=heading(sheet),
        reason=WHY,
        put_by=marker_of(sheet),
        put_at=Mark.objects.all()[0].put_at,
    )
    client.force_login(overseer())

    page = client.get(tree(sheet)).content.decode()

    assert WHY in page
    assert "/take-in/" not in page


def test_a_photograph_of_an_absent_mark_is_kept_through_the_page(desk, sheet):
    """Its mark is not taken away, and the page says which."""
    absence = left_out(sheet)
    photo = SimpleUploadedFile("现场.png", picture("PNG"), "image/png")
    desk.post(
        reverse("desk-score-sheet-mark", args=[sheet.pk]),
        {"code": "1.2", "version": 1, "is_absent": "on", "comment": WHY}
        | {"files": photo},
    )

    page = desk.post(
        reverse("desk-score-sheet-taken-in", args=[sheet.pk, absence.pk]), follow=True
    ).content.decode()

    assert "1.2 信息员" in page
    assert MarkEvidence.objects.exists()
