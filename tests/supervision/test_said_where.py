"""What does not fit is told at the desk: where it stands, and how it is mended; nothing
is half done."""

from __future__ import annotations

import pytest
from django.urls import reverse

from supervision.models import Checklist, ChecklistStatus, SheetStatus

from ..factories.inspections import (
    filled_sheet,
    marker_of,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import (
    BRANCHES,
    draft_checklist,
    overseer,
    published_checklist,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return sheet_of(running_round(1).units.get())


def handed_in(client, sheet):
    client.force_login(marker_of(sheet))
    close = reverse("desk-score-sheet-close", args=[sheet.pk])
    page = client.post(close, follow=True).text
    sheet.refresh_from_db()
    return page


def test_a_unit_to_which_nothing_applies_is_told_when_its_sheet_is_handed_in(
    client, sheet
):
    for code in ("1.1", "1.2", "2.1"):
        put(sheet, code, None, is_applicable=False)

    page = handed_in(client, sheet)

    assert "请至少将其中一项指标标为适用" in page
    assert sheet.status == SheetStatus.OPEN


def test_a_sheet_with_gaps_names_them_and_leads_to_the_first(client, sheet):
    filled_sheet(sheet, {"1.1": "9"}, handed_in=False)

    page = handed_in(client, sheet)

    assert "1.2、2.1" in page
    assert "?at=1.2" in page
    assert sheet.status == SheetStatus.OPEN


def test_a_mark_above_its_maximum_says_what_may_be_put(client, sheet):
    client.force_login(marker_of(sheet))

    answer = client.post(
        reverse("desk-score-sheet-mark", args=[sheet.pk]),
        {"code": "1.1", "value": "12", "version": 0},
    )

    assert answer.status_code == 400
    assert "1.1" in answer.text
    assert "请填 10 以内" in answer.text
    assert 'value="12"' in answer.text
    assert not sheet.marks.exists()


def published_at_the_desk(client, checklist: Checklist) -> str:
    client.force_login(overseer())
    sent = {"do": "publish", "version": checklist.content_version}
    deed = reverse("desk-checklist-deed", args=[checklist.pk])
    page = client.post(deed, sent, follow=True).text
    checklist.refresh_from_db()
    return page


def test_of_two_versions_of_a_year_one_is_frozen_and_the_other_is_told_which(client):
    first = published_checklist(title="第一版指标")
    second = draft_checklist(code=first.code, title="第二版指标")

    page = published_at_the_desk(client, second)

    assert "“第一版指标”" in page
    assert "请先将其停用" in page
    assert second.status == ChecklistStatus.DRAFT


def test_sums_that_do_not_fit_say_which_and_by_how_much(client):
    off = {**BRANCHES[0], "points": "45"}
    draft = draft_checklist(indicators=[off, *BRANCHES[1:]], choices={})

    page = published_at_the_desk(client, draft)

    assert "45" in page
    assert "40" in page
    assert "请修改" in page
    assert draft.status == ChecklistStatus.DRAFT
