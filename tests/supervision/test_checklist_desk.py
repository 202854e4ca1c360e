"""Checklists at the desk: a file looked at and taken, the tree by its buttons."""

from __future__ import annotations

import re

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Role
from supervision.checklist_document import to_json
from supervision.checklist_import import forget_uploads
from supervision.checklist_publishing import copy_of
from supervision.models import Checklist, ChecklistUpload, Indicator
from supervision.stored_trees import document_of
from tests.checklist_sheets import RIVER_ROWS, river_csv, town_book
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.supervision_checklists import (
    document,
    draft_checklist,
    overseer,
    published_checklist,
)

pytestmark = pytest.mark.django_db

TYPED = {"code": "river", "year": "2026", "title": "河长制考核"}
OFF = [(*row[:2], "5", *row[3:]) if row[0] == "1" else row for row in RIVER_ROWS]


@pytest.fixture
def desk(client):
    client.force_login(overseer())
    return client


def upload(desk, content, name="考核.csv", **typed):
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("desk-checklist-import"), {**TYPED, **typed, "file": file})


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


# --- Files --------------------------------------------------------------------------


def test_a_sheet_is_looked_at_first_and_nothing_is_taken_yet(desk):
    look = desk.get(upload(desk, river_csv()).url)

    assert "健全体系" in words(look)
    assert "在总分之外" in words(look)
    assert Checklist.objects.count() == 0


def test_a_sheet_that_was_looked_at_is_taken_whole(desk):
    address = upload(desk, river_csv()).url

    taken = desk.post(address, follow=True)

    checklist = Checklist.objects.get()
    assert taken.redirect_chain[-1][0] == reverse("desk-checklist", args=[checklist.pk])
    assert checklist.indicators.count() == 8
    assert ChecklistUpload.objects.count() == 0


def test_a_workbook_is_read_at_the_sheet_that_fits(desk):
    look = desk.get(upload(desk, town_book(), "考核.xlsx").url)

    assert "社会救助" in words(look)
    assert "乡镇" in words(look)


def test_sums_that_do_not_fit_are_told_and_taken_only_when_that_is_said(desk):
    address = upload(desk, river_csv(OFF)).url
    look = words(desk.get(address))
    refused = desk.post(address)

    assert "写明 9 分，其下各项合计 10 分" in look
    assert refused.status_code == 400
    assert Checklist.objects.count() == 0

    desk.post(address, {"with_misfits": "1"})
    page = desk.get(reverse("desk-checklist", args=[Checklist.objects.get().pk]))
    assert "写明 9 分，其下各项合计 10 分" in words(page)


def test_other_errors_are_never_let_by(desk):
    rows = [
        (*row[:2], "若干", *row[3:]) if row[0] == "1" else row for row in RIVER_ROWS
    ]
    address = upload(desk, river_csv(rows)).url

    refused = desk.post(address, {"with_misfits": "1"})

    assert refused.status_code == 400
    assert "不是分值" in words(refused)
    assert Checklist.objects.count() == 0


def test_a_file_without_a_checklist_is_refused_and_keeps_what_was_typed(desk):
    refused = upload(desk, "甲,乙\n1,2\n".encode())

    assert refused.status_code == 400
    assert "没有找到表头" in words(refused)
    assert 'value="河长制考核"' in words(refused)
    assert ChecklistUpload.objects.count() == 0


def test_a_sheet_needs_a_code_and_a_year_and_a_json_file_does_not(desk):
    bare = upload(desk, river_csv(), code="", year="")
    whole = orjson.dumps(to_json(document(code="from-json")))
    taken = upload(desk, whole, "体系.json", code="", year="", title="")
    desk.post(taken.url)

    assert bare.status_code == 400
    assert Checklist.objects.get().code == "from-json"


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"[]",
        b'{"format": "disclosure-checklist/1"}',
        b"\xff\xfe",
        orjson.dumps({**to_json(document()), "choices": {"luck": 1}}),
        orjson.dumps({**to_json(document()), "indicators": [{"title": 1}]}),
    ],
)
def test_json_that_is_no_checklist_is_refused(desk, content):
    refused = upload(desk, content, "体系.json")

    assert refused.status_code == 400
    assert ChecklistUpload.objects.count() == 0


def test_a_json_file_whose_sums_do_not_fit_is_told_by_its_codes(desk):
    given = to_json(document())
    given["indicators"][0]["points"] = "41"

    look = desk.get(upload(desk, orjson.dumps(given), "体系.json").url)

    assert "写明 41 分，其下各项合计 40 分" in words(look)


def test_another_person_does_not_find_what_one_uploaded(desk, client):
    address = upload(desk, river_csv()).url
    client.force_login(overseer())

    assert client.get(address).status_code == 404


def test_sheets_that_nobody_took_are_forgotten(desk, time_machine):
    time_machine.move_to("2026-03-02T09:00:00+08:00")
    upload(desk, river_csv())
    time_machine.move_to("2026-03-03T10:00:00+08:00")

    assert forget_uploads() == "1 checklists removed"


# --- Doors --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["desk-checklists", "desk-checklist-new", "desk-checklist-import"],
)
@pytest.mark.parametrize(
    "person",
    [
        lambda: member(Role.OVERSEER, agency()),
        lambda: member(Role.INSPECTOR, county()),
        lambda: member(Role.EDITOR, agency()),
    ],
)
def test_the_doors_are_shut_to_all_others(client, name, person):
    client.force_login(person())

    assert client.get(reverse(name)).status_code == 403


def test_who_is_not_signed_in_is_asked_to(client):
    draft = draft_checklist()

    for name in ("desk-checklist", "desk-checklist-choices", "desk-checklist-json"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 302


# --- The tree -----------------------------------------------------------------------


def press(desk, checklist, button, **more):
    name = "desk-checklist-row" if ":" in button else "desk-checklist-deed"
    given = {
        "do": button,
        "version": Checklist.objects.get(pk=checklist.pk).content_version,
    }
    address = reverse(name, args=[checklist.pk])
    return desk.post(address, {**given, **more}, follow=True)


def titles(checklist):
    return [branch.title for branch in document_of(checklist).branches]


def test_a_checklist_is_begun_and_its_rows_are_typed(desk):
    desk.post(reverse("desk-checklist-new"), {**TYPED, "unit_kind": "乡镇"})
    checklist = Checklist.objects.get()
    new = reverse("desk-indicator-new", args=[checklist.pk])
    given = {"title": "组织领导", "points": "10", "weight": "1", "version": "1"}

    kept = desk.post(new, {**given, "kind": "", "given_in": "points"})

    row = Indicator.objects.get()
    assert kept.url.endswith(f"#row-{row.pk}")
    assert (row.code, row.title) == ("1", "组织领导")
    assert row.points == 10


def test_a_rule_is_typed_with_its_figures_and_read_again(desk):
    draft = draft_checklist()
    row = draft.indicators.get(code="1.1")
    address = reverse("desk-indicator", args=[draft.pk, row.pk])
    given = {
        **{"code": "1.1", "title": "部署工作", "points": "10", "weight": "1"},
        **{"kind": "tiers", "tiers": "1 5\n2，10", "version": "1"},
        **{"cap_scope": "parent", "explanation_credit": "0.8"},
        **{"methods": ["hear", "ask"]},
    }

    desk.post(address, given)

    row.refresh_from_db()
    tiers = [{"bound": "1", "points": "5"}, {"bound": "2", "points": "10"}]
    assert (row.kind, row.parameters) == ("tiers", {"tiers": tiers})
    assert row.scoring == {
        "cap": {"scope": "parent", "at": ""},
        "explanation_credit": "0.8",
    }
    assert row.methods == ["hear", "ask"]
    assert "1 5\n2 10" in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": "deduction"}, "须填写"),
        ({"kind": "tiers", "tiers": "一次 5"}, "数量和分数"),
        ({"points": "1.23456"}, "小数"),
        ({"title": ""}, "title"),
        ({"code": "1.2"}, "另一项"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_in_place(desk, typed, told):
    draft = draft_checklist()
    row = draft.indicators.get(code="1.1")
    given = {"code": "1.1", "title": "改名", "points": "10", "weight": "1"}
    address = reverse("desk-indicator", args=[draft.pk, row.pk])

    refused = desk.post(address, {**given, "version": "1", "kind": "credit", **typed})

    assert refused.status_code == 400
    assert told in words(refused)
    row.refresh_from_db()
    assert row.title == "部署工作"


def test_rows_are_moved_and_removed_by_buttons(desk):
    draft = draft_checklist()
    first = draft.indicators.get(code="1")

    moved = press(desk, draft, f"down:{first.pk}")
    assert titles(draft) == ["政务公开", "组织领导", "加分"]
    assert f"#row-{first.pk}" in moved.redirect_chain[-1][0]

    press(desk, draft, f"remove:{first.pk}")
    assert titles(draft) == ["政务公开", "加分"]


@pytest.mark.parametrize(
    "button", ["up:0", "up:99999999999999999999", "up:x", "fly:1", ":"]
)
def test_buttons_that_nobody_made_do_nothing(desk, button):
    draft = draft_checklist()
    before = document_of(draft)

    assert press(desk, draft, button).status_code == 200

    assert document_of(draft) == before


def test_a_row_of_another_checklist_is_not_moved_through_this_one(desk):
    draft, other = draft_checklist(), draft_checklist()
    row = other.indicators.get(code="1")

    page = press(desk, draft, f"down:{row.pk}")

    assert "已不存在" in words(page)
    assert titles(other) == ["组织领导", "政务公开", "加分"]


def test_a_button_of_an_old_page_is_refused_and_says_why(desk):
    draft = draft_checklist()
    row = draft.indicators.get(code="1")
    press(desk, draft, f"down:{row.pk}")

    page = press(desk, draft, f"down:{row.pk}", version="1")

    assert "message--error" in words(page)
    assert titles(draft) == ["政务公开", "组织领导", "加分"]


def test_a_checklist_is_published_retired_and_copied_by_buttons(desk):
    draft = draft_checklist(code="county")

    assert "锁定" in words(press(desk, draft, "publish"))
    assert "已停用" in words(press(desk, draft, "retire"))
    press(desk, draft, "copy", year="2027")

    assert Checklist.objects.get(year=2027).copied_from == draft


def test_a_copy_shows_what_is_new_and_changed(desk):
    draft = draft_checklist()
    by = overseer()
    copy = copy_of(draft, year=2027, by=by)
    Indicator.objects.filter(checklist=copy, code="1.1").update(title="改过")

    page = words(desk.get(reverse("desk-checklist", args=[copy.pk])))

    assert page.count('class="tree__mark"') == 1


def test_a_draft_is_thrown_away_by_a_button(desk):
    draft = draft_checklist()

    press(desk, draft, "discard")

    assert Checklist.objects.count() == 0


def test_a_published_one_has_no_buttons_to_change_it(desk):
    found = published_checklist()

    page = words(desk.get(reverse("desk-checklist", args=[found.pk])))

    assert 'value="up:' not in page
    assert reverse("desk-checklist-choices", args=[found.pk]) not in page


def test_two_versions_stand_side_by_side(desk):
    old = published_checklist()
    new = copy_of(old, year=2027, by=overseer())
    Indicator.objects.filter(checklist=new, code="1.1").update(title="部署全年工作")
    address = reverse("desk-checklist-diff", args=[new.pk])

    page = words(desk.get(address))
    whole = words(desk.get(address, {"with": old.pk, "all": "1"}))

    assert "部署全年工作" in page
    assert "标题：部署工作" in page
    assert "目录覆盖" not in page
    assert "目录覆盖" in whole
    assert desk.get(address, {"with": "0"}).status_code == 404


def test_the_file_of_a_checklist_can_be_taken_in_again(desk):
    draft = draft_checklist()

    response = desk.get(reverse("desk-checklist-json", args=[draft.pk]))

    assert orjson.loads(response.content) == to_json(document_of(draft))
    assert "attachment" in response["Content-Disposition"]
