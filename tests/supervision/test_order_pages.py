"""Orders at the desk: lists, one order, new ones from slots and letters, paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from supervision.models import OrderStatus, RectificationOrder
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import duty, slots_of
from tests.factories.letters import accusing_letter, handled_letter
from tests.factories.orders import (
    FAULT,
    accepted_order,
    answered_order,
    closed_order,
    issued_order,
    overdue_order,
    overseer,
    unit_editor,
)
from tests.foundation.made_files import picture

pytestmark = pytest.mark.django_db

FEW, MANY = 3, 30
LIST, PAGE = 10, 13
SECRET = "反映局长张某某"
NEW = "/desk/orders/new/"


def queries(act: Callable[[], Any]) -> int:
    cache.clear()
    act()
    with CaptureQueriesContext(connection) as asked:
        assert act().status_code == 200
    return len(asked)


def posted(**fields: Any) -> dict[str, Any]:
    return {
        "unit": "民政局",
        "fault": FAULT,
        "demand": "补充公开。",
        "ground": "条例第二十六条",
        "days": 5,
        **fields,
    }


# --- Lists ----------------------------------------------------------------------------


def test_what_is_overdue_stands_first_and_says_so(client: Client):
    in_time, late = issued_order(agency("民政局")), overdue_order(agency("水利局"))
    client.force_login(overseer())

    page = client.get("/desk/orders/", {"tab": "watch"}).text

    assert page.index(late.number) < page.index(in_time.number)
    assert "超期1个工作日" in page
    assert "△" in page


def test_a_unit_sees_its_own_orders_alone(client: Client):
    mine, other = issued_order(agency("民政局")), issued_order(agency("水利局"))
    client.force_login(unit_editor(mine))

    page = client.get("/desk/orders/").text

    assert mine.number in page
    assert other.number not in page
    assert client.get(f"/desk/orders/{other.pk}/").status_code == 404
    assert client.get(f"/desk/orders/{other.pk}/sheet/").status_code == 404
    assert client.post(f"/desk/orders/{other.pk}/accept/").status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.INSPECTOR, Role.AUDITOR])
def test_who_has_nothing_to_do_with_orders_is_kept_out(role: str, client: Client):
    client.force_login(member(role, county()))

    for door in ("/desk/orders/", "/desk/orders.xlsx", NEW):
        assert client.get(door).status_code == 403


def test_the_list_asks_the_same_of_three_orders_and_of_thirty(client: Client):
    unit = agency("民政局")
    for _number in range(FEW):
        overdue_order(unit)
    client.force_login(overseer())
    few = queries(lambda: client.get("/desk/orders/", {"tab": "watch"}))
    for _number in range(MANY - FEW):
        overdue_order(agency())

    many = queries(lambda: client.get("/desk/orders/", {"tab": "watch"}))
    assert many == few == LIST


def test_a_page_ends_where_the_next_begins(client: Client, monkeypatch: Any):
    monkeypatch.setattr("supervision.order_list.PAGE", 2)
    orders = [issued_order(agency(), days=n + 1) for n in range(5)]
    client.force_login(overseer())
    seen: list[str] = []
    address = "?tab=watch"
    for _page in range(3):
        answer = client.get(f"/desk/orders/{address}")
        seen += [row["order"].number for row in answer.context["rows"]]
        address = answer.context["older_url"]

    assert seen == [order.number for order in orders]
    assert address == ""


@pytest.mark.parametrize("after", ["x", "2026-13-01.5", f"2026-01-01.{'9' * 40}", "."])
def test_a_broken_place_is_the_beginning(after: str, client: Client):
    issued_order()
    client.force_login(overseer())

    assert client.get("/desk/orders/", {"after": after, "q": "\x00"}).status_code == 200


# --- One order ------------------------------------------------------------------------


def test_an_order_is_answered_with_evidence_that_is_judged_by_its_content(
    client: Client,
):
    order = accepted_order(agency("民政局"))
    client.force_login(unit_editor(order))
    door = f"/desk/orders/{order.pk}/answer/"
    false = SimpleUploadedFile("照片.jpg", b"MZ\x90\x00 no picture")
    refused = client.post(door, {"text": "已公开。", "evidence": false})
    assert refused.status_code == 400
    order.refresh_from_db()
    assert order.status == OrderStatus.ACCEPTED

    photo = SimpleUploadedFile("公开栏.jpg", picture("JPEG"))
    client.post(door, {"text": "已公开。", "evidence": photo})

    order.refresh_from_db()
    row = order.files.get()
    assert (order.status, row.file_name) == (OrderStatus.ANSWERED, "公开栏.jpg")
    assert row.original_digest != row.public_digest  # drawn anew
    got = client.get(f"/desk/orders/{order.pk}/files/{row.pk}/")
    assert got.headers["Content-Type"] == "image/jpeg"


def test_evidence_is_kept_where_the_words_are_missing(client: Client):
    order = accepted_order(agency("民政局"))
    client.force_login(unit_editor(order))
    door = f"/desk/orders/{order.pk}/answer/"
    photo = SimpleUploadedFile("公开栏.jpg", picture("JPEG"))

    refused = client.post(door, {"text": "", "evidence": photo})
    assert refused.status_code == 400
    assert "公开栏.jpg" in refused.text
    form = next(
        button["form"]
        for button in refused.context["buttons"]
        if button["deed"].name == "answer"
    )
    client.post(door, {"text": "已公开。", "kept": form.data["kept"]})

    assert order.files.get().file_name == "公开栏.jpg"


def test_a_refused_deed_keeps_what_was_typed(client: Client):
    order = answered_order(agency("民政局"))
    client.force_login(overseer())

    page = client.post(
        f"/desk/orders/{order.pk}/send-back/", {"reason": "仍缺附件。", "days": 0}
    )

    assert page.status_code == 400
    assert "仍缺附件。" in page.text


def test_a_deed_that_comes_too_late_is_a_conflict(client: Client):
    order = closed_order(agency("民政局"))
    client.force_login(overseer())

    answer = client.post(f"/desk/orders/{order.pk}/close/", {"reason": "同意。"})

    assert answer.status_code == 409


def test_own_overseers_read_but_decide_nothing(client: Client):
    order = answered_order(agency("民政局"))
    client.force_login(member(Role.OVERSEER, order.agency))

    page = client.get(f"/desk/orders/{order.pk}/")

    assert page.context["buttons"] == []
    answer = client.post(f"/desk/orders/{order.pk}/close/", {"reason": "同意。"})
    assert answer.status_code == 403


def test_an_order_asks_the_same_of_few_steps_and_many(client: Client):
    few, many = accepted_order(agency("民政局")), answered_order(agency("水利局"))
    client.force_login(overseer())

    counts = [
        queries(partial(client.get, f"/desk/orders/{order.pk}/"))
        for order in (few, many)
    ]
    assert counts == [PAGE, PAGE]


def test_the_order_on_paper_has_all_that_it_says(client: Client):
    order = issued_order(agency("民政局"))
    client.force_login(unit_editor(order))

    page = client.get(f"/desk/orders/{order.pk}/sheet/").text

    for words in (order.number, order.fault, order.demand, order.ground, "民政局"):
        assert words in page
    assert "限期整改通知书" in page
    assert "签收人" in page


# --- New ones -------------------------------------------------------------------------


def test_an_order_is_issued_by_hand(client: Client):
    agency("民政局")
    client.force_login(overseer())

    answer = client.post(NEW, posted())

    order = RectificationOrder.objects.get()
    assert answer.headers["Location"] == f"/desk/orders/{order.pk}/"


def test_a_missing_slot_fills_in_the_order(client: Client):
    item = duty(agency("民政局"), since=date(2025, 1, 1), name="低保金发放")
    slot = slots_of(item)[0]
    client.force_login(overseer())

    page = client.get(f"/desk/ledger/{slot.pk}/").text
    assert f"{NEW}?slot={slot.pk}" in page
    form = client.get(NEW, {"slot": slot.pk}).context["form"]
    assert form.initial["unit"] == "民政局"
    assert "低保金发放" in form.initial["fault"]
    client.post(f"{NEW}?slot={slot.pk}", posted())

    order = RectificationOrder.objects.get()
    assert order.slot == slot
    assert "低保金发放" in order.source_words


def test_a_clerk_is_not_offered_an_order_against_their_own_unit(client: Client):
    slot = slots_of(duty(agency("民政局"), since=date(2025, 1, 1)))[0]
    client.force_login(member(Role.EDITOR, slot.agency))

    assert NEW not in client.get(f"/desk/ledger/{slot.pk}/").text


def test_a_letter_fills_in_the_order_but_for_its_words(client: Client):
    letter = handled_letter(agency("住建局"), title="路灯不亮", text="三天没有修。")
    client.force_login(overseer())

    page = client.get(f"/desk/letters/{letter.pk}/").text
    assert f"{NEW}?letter={letter.pk}" in page
    form = client.get(NEW, {"letter": letter.pk}).context["form"]
    words = "".join(map(str, form.initial.values()))
    assert form.initial["unit"] == "住建局"
    assert "三天没有修" not in words
    assert "路灯" not in words


def test_an_order_never_tells_the_accused_that_there_was_a_letter(client: Client):
    """Neither its page nor the sheet nor the workbook nor the form of another."""
    unit = agency("民政局")
    letter = accusing_letter(unit, title=SECRET, text=SECRET)
    office = overseer()
    client.force_login(office)
    form = client.get(NEW, {"letter": letter.pk}).context["form"]
    assert set(form.initial) == {"ground"}
    client.post(f"{NEW}?letter={letter.pk}", posted())
    order = RectificationOrder.objects.get()
    assert order.letter == letter
    assert letter.number in client.get(f"/desk/orders/{order.pk}/").text

    barred = member(Role.APPROVER, unit)
    barred.memberships.create(agency=unit, role=Role.OVERSEER)
    client.force_login(barred)
    doors = (f"/desk/orders/{order.pk}/", f"/desk/orders/{order.pk}/sheet/", "/desk/")
    for door in (*doors, "/desk/orders/", f"{NEW}?letter={letter.pk}"):
        page = client.get(door).text
        for words in (letter.number, SECRET, f"/desk/letters/{letter.pk}/"):
            assert words not in page, door
    page = client.get(f"/desk/orders/{order.pk}/").text
    assert "人工下达" in page
    assert "来信" not in page
    assert letter.number not in str(cells(client.get("/desk/orders.xlsx")))


@pytest.mark.parametrize("words", ["", "x", "-1", "9" * 40, "\x00", "①"])
def test_garbage_in_the_address_of_a_new_order_is_an_empty_form(
    words: str, client: Client
):
    client.force_login(overseer())

    for name in ("slot", "letter", "unit"):
        assert client.get(NEW, {name: words}).status_code == 200


def test_a_refused_order_keeps_what_was_typed(client: Client):
    agency("民政局")
    client.force_login(overseer())

    for wrong in ({"days": 0}, {"unit": ""}, {"unit": "没有这个单位"}, {"fault": " "}):
        page = client.post(NEW, posted(demand="请补充公开全部内容。", **wrong))
        assert page.status_code == 400
        assert "请补充公开全部内容。" in page.text
    assert not RectificationOrder.objects.exists()


# --- Beside it ------------------------------------------------------------------------


def cells(answer: Any) -> list[list[Any]]:
    book = load_workbook(BytesIO(answer.content))
    return [list(row) for row in book.worksheets[0].values]


def test_the_ledger_of_rectifications_has_the_usual_columns(client: Client):
    order = closed_order(agency("民政局"), fault="=1+1")
    issued_order(agency("水利局"))
    client.force_login(unit_editor(order))

    answer = client.get("/desk/orders.xlsx")

    head, row = cells(answer)
    for name in ("问题", "整改要求", "责任单位", "期限", "整改情况", "复核"):
        assert name in head
    told = dict(zip(head, row, strict=True))
    assert told["责任单位"] == "民政局"
    assert told["问题"] == "=1+1"
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert all(cell.data_type != "f" for line in sheet.rows for cell in line)
    line = AuditEntry.objects.get(action="exported")
    assert line.note == "/desk/orders.xlsx"


def test_what_is_overdue_stands_on_the_overseers_desk(client: Client):
    late = overdue_order(agency("民政局"))
    client.force_login(overseer())
    page = client.get("/desk/").text
    assert "逾期未整改的通知书" in page
    assert late.number in page

    client.force_login(unit_editor(late))
    page = client.get("/desk/").text
    assert "本单位待整改的通知书" in page
    assert "逾期未整改的通知书" not in page
