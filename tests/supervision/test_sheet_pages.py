"""Score sheets at the desk: marks put one after the other, with what proves them."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from directories.models import Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from supervision.models import MarkEvidence, SheetKind, SheetStatus
from supervision.round_preparing import assign
from supervision.round_running import begin_scoring

from ..factories import agency, member
from ..factories.inspections import (
    MARKS,
    filled_sheet,
    inspector,
    marker_of,
    open_round_for_themselves,
    put,
    running_round,
    sheet_of,
)
from ..factories.supervision_checklists import overseer, published_checklist

pytestmark = pytest.mark.django_db
D = Decimal
HIDDEN = re.compile(r"<article[^>]*\shidden\s")
JSON = {"HTTP_ACCEPT": "application/json"}
# The page, whatever the number of its indicators; the tree asks for the dimensions that
# do not apply, too.
QUERIES = 13


def only_sheet(**fields):
    return sheet_of(running_round(1, **fields).units.get())


def signed_in(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def sheet():
    return only_sheet()


@pytest.fixture
def desk(client, sheet):
    """The inspector at the desk."""
    return signed_in(client, marker_of(sheet))


def page_of(sheet, **query):
    return reverse("desk-score-sheet", args=[sheet.pk], query=query or None)


def send(client, sheet, code, value="", version=0, **more):
    data = {"code": code, "value": value, "version": version, **more}
    return client.post(reverse("desk-score-sheet-mark", args=[sheet.pk]), data)


def send_json(client, sheet, code, value="", version=0, **more):
    data = {"code": code, "value": value, "version": version, **more}
    return client.post(reverse("desk-score-sheet-mark", args=[sheet.pk]), data, **JSON)


def photograph(day="2026:09:30 10:11:12", side=60, name="现场.jpg"):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = day
    exif[0x010F] = "A camera of somebody"
    Image.new("RGB", (side, side), "green").save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def many(number):
    """A checklist of so many indicators, one of them bound to a fact."""
    children: list[dict[str, Any]] = [
        {"key": f"1.{n}", "code": f"1.{n}", "title": f"指标{n}", "points": "2"}
        for n in range(1, number + 1)
    ]
    children[0] |= {"measure": "corrections", "kind": "deduction"}
    children[0]["parameters"] = {"each": "1"}
    top = {"key": "1", "code": "1", "title": "全部", "points": str(2 * number)}
    return published_checklist(indicators=[{**top, "children": children}], choices={})


# --- The list -----------------------------------------------------------------------


def test_an_inspector_sees_their_sheets_with_what_is_missing(desk, sheet):
    put(sheet, "1.1", "9")
    other = only_sheet()

    page = desk.get(reverse("desk-score-sheets")).content.decode()

    assert str(sheet.unit.agency) in page
    assert "缺评分2项" in page
    assert str(other.unit.agency) not in page


def test_the_door_stands_on_the_desk_of_inspectors_only(client, sheet):
    door = reverse("desk-score-sheets")

    assert door in signed_in(client, marker_of(sheet)).get("/desk/").content.decode()
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))
    assert door not in client.get("/desk/").content.decode()


def test_the_list_takes_the_same_queries_for_many_sheets(
    client, django_assert_num_queries
):
    round_ = running_round(2)
    one = marker_of(sheet_of(round_.units.all()[0]))
    desk = signed_in(client, one)
    desk.get(reverse("desk-score-sheets"))
    with django_assert_num_queries(7):
        desk.get(reverse("desk-score-sheets"))

    for unit in running_round(6, checklist=round_.checklist).units.all():
        assign(unit, [one], by=overseer())

    with django_assert_num_queries(7):
        desk.get(reverse("desk-score-sheets"))


# --- The page -----------------------------------------------------------------------


def test_one_indicator_stands_in_front_and_the_others_are_there(desk, sheet):
    page = desk.get(page_of(sheet, at="1.2"))

    assert page.context["current"].branch.code == "1.2"
    text = page.content.decode()
    assert "每缺一人扣2分，扣完为止。" in text
    assert "扣分次数" in text
    assert len(HIDDEN.findall(text)) == 3


def test_the_first_missing_stands_in_front_where_none_is_named(desk, sheet):
    put(sheet, "1.1", "9")

    assert desk.get(page_of(sheet)).context["current"].branch.code == "1.2"
    assert desk.get(page_of(sheet, at="无")).context["current"].branch.code == "1.2"


def test_the_whole_sheet_shows_all_of_them(desk, sheet):
    page = desk.get(page_of(sheet, tree="1"))

    assert not HIDDEN.search(page.content.decode())
    codes = [p.branch.code for d in page.context["dimensions"] for p in d.panels]
    assert codes == ["1.1", "1.2", "2.1", "3"]


@pytest.mark.parametrize("number", [5, 50])
def test_the_page_takes_the_same_queries_for_any_number_of_indicators(
    client, number, django_assert_num_queries
):
    sheet = only_sheet(checklist=many(number))
    desk = signed_in(client, marker_of(sheet))
    desk.get(page_of(sheet))
    for code in range(2, number + 1):
        put(sheet, f"1.{code}", "1")
    put(sheet, "1.1", "0")

    for query, more in (({"at": "1.1"}, 0), ({"tree": "1"}, 1)):
        with django_assert_num_queries(QUERIES + more):
            assert desk.get(page_of(sheet, **query)).status_code == 200


def test_the_mark_of_the_unit_itself_stands_beside(client):
    round_ = open_round_for_themselves(1)
    unit = round_.units.get()
    put(sheet_of(unit, SheetKind.SELF), "1.1", "10", comment="均已部署")
    begin_scoring(round_, by=overseer())
    sheet = sheet_of(unit)

    page = signed_in(client, marker_of(sheet)).get(page_of(sheet)).content.decode()

    assert "均已部署" in page
    assert "<strong>10分</strong>" in page


def test_a_unit_fills_in_its_own_sheet_at_the_same_page(client):
    sheet = sheet_of(open_round_for_themselves(1).units.get(), SheetKind.SELF)
    clerk = signed_in(client, member(Role.EDITOR, sheet.unit.agency))

    assert send(clerk, sheet, "1.1", "10").status_code == 302

    assert sheet.marks.get().value == D(10)
    assert (
        str(sheet.unit.agency)
        in clerk.get(reverse("desk-score-sheets")).content.decode()
    )


# --- Marks --------------------------------------------------------------------------


def test_a_mark_is_saved_and_the_next_indicator_comes(desk, sheet):
    answer = send(desk, sheet, "1.1", "９.5", after="1.2", comment="有记录\r\n可查")

    assert answer["Location"] == page_of(sheet, at="1.2")
    mark = sheet.marks.get()
    assert (mark.value, mark.comment) == (D("9.5"), "有记录\n可查")


def test_in_the_whole_sheet_a_mark_leads_back_to_its_place(desk, sheet):
    answer = send(desk, sheet, "1.1", "9", after="1.2", **{"from": "tree"})

    assert answer["Location"] == f"{page_of(sheet, tree='1')}#mark-1.1"


@pytest.mark.parametrize(
    "given",
    [
        {"code": "1.1", "value": "10.5"},
        {"code": "1.2", "value": "1.5"},
        {"code": "1.1", "value": "-1"},
        {"code": "1.1", "value": "九"},
        {"code": "1.1", "value": ""},
        {"code": "1.1", "value": "9", "version": "x"},
        {"code": "1", "value": "9"},
        {"code": "没有", "value": "9"},
        {"code": "1.1", "is_explained": "on"},
    ],
)
def test_what_the_rule_does_not_take_is_told_and_kept_as_typed(desk, sheet, given):
    answer = send(desk, sheet, **{"comment": "看过现场", **given})

    assert answer.status_code == 400
    assert not sheet.marks.exists()
    panels = [p for d in answer.context["dimensions"] for p in d.panels]
    told = [p for p in panels if p.told]
    if given["code"] in {panel.branch.code for panel in panels}:
        assert told[0].typed.comment == "看过现场"
        assert told[0].branch.code == answer.context["current"].branch.code


def test_what_does_not_apply_needs_no_value(desk, sheet):
    send(desk, sheet, "1.2", "3", is_absent="on", comment="无此职责")

    mark = sheet.marks.get()
    assert (mark.is_applicable, mark.value) == (False, None)
    assert "不适用" in desk.get(page_of(sheet, at="1.2")).content.decode()


def test_the_script_is_answered_in_json(desk, sheet):
    answer = send_json(desk, sheet, "1.1", "9")

    told = json.loads(answer.content)
    assert told["mark"]["version"] == 1
    assert told["mark"]["fields"]["value"] == "9"
    assert told["missing"] == ["1.2", "2.1"]


def test_the_script_is_told_what_is_refused(desk, sheet):
    answer = send_json(desk, sheet, "1.1", "11")

    assert answer.status_code == 400
    assert json.loads(answer.content)["told"]


def test_of_two_inspectors_the_second_is_shown_the_mark_of_the_first(client, sheet):
    one, other = marker_of(sheet), inspector()
    assign(sheet.unit, [one, other], by=overseer())
    put(sheet, "1.1", "9")
    desk = signed_in(client, other)

    told = send_json(desk, sheet, "1.1", "5")
    page = send(desk, sheet, "1.1", "5")

    assert told.status_code == page.status_code == 409
    theirs = json.loads(told.content)["theirs"]
    assert theirs["fields"]["value"] == "9"
    assert str(one) in theirs["words"]
    assert page.context["current"].typed.value == "5"
    assert theirs["words"] in page.content.decode()
    assert sheet.marks.get().value == D(9)

    # What the page then holds puts it over the other's, by intention.
    assert send(desk, sheet, "1.1", "5", page.context["current"].typed.version)
    assert sheet.marks.get().value == D(5)


def test_who_reads_only_has_no_form_and_puts_no_mark(client, sheet):
    desk = signed_in(client, overseer())

    assert "data-form" not in desk.get(page_of(sheet)).content.decode()
    assert send(desk, sheet, "1.1", "9").status_code == 403
    assert not sheet.marks.exists()


def test_the_second_of_two_finds_nothing_of_the_first_by_any_door(client):
    round_ = running_round(1, blind_percent=100)
    unit = round_.units.get()
    first = filled_sheet(sheet_of(unit), handed_in=False)
    second = sheet_of(unit, SheetKind.SECOND)
    desk = signed_in(client, marker_of(first))
    send(desk, first, "1.1", "9", version=1, files=photograph())
    kept = MarkEvidence.objects.get()
    client.force_login(marker_of(second))

    doors = [
        client.get(page_of(first)),
        client.get(page_of(first, tree="1")),
        send(client, first, "1.1", "1"),
        send_json(client, first, "1.1", "1"),
        client.post(reverse("desk-score-sheet-close", args=[first.pk])),
        client.get(reverse("desk-score-sheet-file", args=[first.pk, kept.pk])),
        client.get(reverse("desk-score-sheet-file", args=[second.pk, kept.pk])),
        client.post(reverse("desk-score-sheet-file-remove", args=[first.pk, kept.pk])),
    ]

    assert [door.status_code for door in doors] == [404] * len(doors)
    listed = client.get(reverse("desk-score-sheets")).content.decode()
    assert page_of(second) in listed
    assert page_of(first) not in listed


# --- What the portal knows ----------------------------------------------------------


def test_what_the_facts_propose_is_taken_by_one_button(client):
    sheet = only_sheet(checklist=many(2))
    desk = signed_in(client, marker_of(sheet))
    panel = desk.get(page_of(sheet, at="1.1")).context["current"]

    send(desk, sheet, "1.1", "", accept=panel.proposed.value, comment="属实")

    mark = sheet.marks.get()
    assert panel.proposed.value == "0"
    assert (mark.value, mark.comment, mark.proof.value) == (D(0), "属实", "0")


def test_another_mark_than_proposed_needs_a_reason(client):
    sheet = only_sheet(checklist=many(2))
    desk = signed_in(client, marker_of(sheet))

    assert send(desk, sheet, "1.1", "1").status_code == 400
    assert send(desk, sheet, "1.1", "1", override="一处未登记").status_code == 302
    assert sheet.marks.get().override == "一处未登记"


# --- Evidence -----------------------------------------------------------------------


def test_a_photograph_is_kept_without_what_the_camera_wrote(desk, sheet):
    send(desk, sheet, "1.1", "9", files=photograph(side=2_600))

    kept = MarkEvidence.objects.get()
    shown = desk.get(reverse("desk-score-sheet-file", args=[sheet.pk, kept.pk]))
    picture = Image.open(io.BytesIO(b"".join(shown.streaming_content)))
    assert max(picture.size) == 2_400
    assert not picture.getexif()
    assert kept.taken_on == date(2026, 9, 30)
    assert store.path_of(kept.original_digest).exists()
    assert AuditEntry.objects.filter(action="evidence_added").count() == 1


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "2999:01:01 00:00:00"])
def test_a_camera_without_a_clock_took_it_today(desk, sheet, written):
    now = clock.now()
    with clock.frozen_at(now):
        send(desk, sheet, "1.1", "9", files=photograph(written))

    assert MarkEvidence.objects.get().taken_on == local_day(now)


def test_the_day_that_is_typed_counts(desk, sheet):
    send(desk, sheet, "1.1", "9", files=photograph(), taken_on="2026-10-01")

    assert MarkEvidence.objects.get().taken_on == date(2026, 10, 1)


def test_the_same_photograph_sent_twice_is_kept_once(desk, sheet):
    send_json(desk, sheet, "1.1", "9", files=photograph())
    answer = send_json(desk, sheet, "1.1", "9", files=photograph())

    files = json.loads(answer.content)["files"]
    assert [each["title"] for each in files] == ["现场"]


def test_a_file_that_is_none_is_refused_and_the_mark_stays(desk, sheet):
    bad = SimpleUploadedFile("现场.jpg", b"MZ not a picture", "image/jpeg")

    told = json.loads(send_json(desk, sheet, "1.1", "9", files=bad).content)

    assert told["mark"]["version"] == 1
    assert "现场.jpg" in told["refused"][0]
    assert not MarkEvidence.objects.exists()


def test_a_photograph_is_taken_away_while_the_sheet_is_open(desk, sheet):
    filled_sheet(sheet, handed_in=False)
    send(desk, sheet, "1.1", MARKS["1.1"], version=1, files=photograph())
    kept = MarkEvidence.objects.get()
    away = reverse("desk-score-sheet-file-remove", args=[sheet.pk, kept.pk])

    assert desk.post(away)["Location"] == page_of(sheet, at="1.1")

    assert not MarkEvidence.objects.exists()
    assert AuditEntry.objects.filter(action="evidence_removed").count() == 1


def test_of_a_sheet_handed_in_nothing_is_taken_away(desk, sheet):
    filled_sheet(sheet, handed_in=False)
    send(desk, sheet, "1.1", MARKS["1.1"], version=1, files=photograph())
    desk.post(reverse("desk-score-sheet-close", args=[sheet.pk]))
    kept = MarkEvidence.objects.get()

    desk.post(reverse("desk-score-sheet-file-remove", args=[sheet.pk, kept.pk]))

    assert MarkEvidence.objects.get() == kept


# --- Handing in ---------------------------------------------------------------------


def test_a_sheet_with_gaps_says_which(desk, sheet):
    put(sheet, "1.1", "9")

    answer = desk.post(reverse("desk-score-sheet-close", args=[sheet.pk]), follow=True)

    assert "1.2、2.1" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.OPEN


def test_a_whole_sheet_is_handed_in_and_takes_no_more_marks(desk, sheet):
    filled_sheet(sheet, handed_in=False)

    answer = desk.post(reverse("desk-score-sheet-close", args=[sheet.pk]))

    assert answer["Location"] == reverse("desk-score-sheets")
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.HANDED_IN
    assert send_json(desk, sheet, "1.1", "1", version=1).status_code == 409
    assert "data-form" not in desk.get(page_of(sheet)).content.decode()


def test_who_comes_back_from_signing_in_stands_at_the_sheet(desk, sheet):
    answer = desk.get(reverse("desk-score-sheet-mark", args=[sheet.pk]))

    assert answer["Location"] == page_of(sheet)
