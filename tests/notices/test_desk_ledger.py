"""The ledger at the desk: what my units owe, and what can be done about each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from directories.cadences import Periodic
from directories.models import Role, Slot
from directories.periods import Span
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.desk_ledger import PAGE
from notices.fulfilling import explain
from notices.models import Fulfilment
from notices.publication import withdraw
from tests.factories import (
    agency,
    draft_notice,
    member,
    published_notice,
)
from tests.factories.directories import county
from tests.factories.ledger import duty, fulfilled, slots_of

pytestmark = pytest.mark.django_db

LEDGER = "/desk/ledger/"


@pytest.fixture(autouse=True)
def spring(time_machine):
    """The quarters since 2025 Q3 are over; that to March is due on 29 April 2026."""
    time_machine.move_to("2026-04-28T09:00:00+08:00", tick=False)
    return time_machine


@pytest.fixture
def unit(db):
    return agency("民政局")


@pytest.fixture
def owed(unit):
    """Overdue, due soon and open: three quarters of one duty."""
    item = duty(unit, since=date(2025, 10, 1), name="低保对象名单")
    return slots_of(item)


@pytest.fixture
def clerk(client, unit):
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    return person


def door(name, slot, *more):
    return reverse(f"desk-slot{name}", args=[slot.pk, *more])


def test_what_runs_out_first_stands_first_with_its_arithmetic(client, clerk, owed):
    page = client.get(LEDGER).text

    assert [slot.key for slot in owed] == OWED
    places = [
        page.index(word)
        for word in ("2025年第四季度", "2026年第一季度", "2026年第二季度")
    ]
    assert places == sorted(places)
    assert "逾期未公开" in page
    assert "临期" in page
    assert "所属期止于2026年3月31日，每季度结束后20个工作日内公开，" in page
    assert "还剩1天" in page


OWED = ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]
STATES = {
    "overdue": ["2025-Q4"],
    "due_soon": ["2026-Q1"],
    "pending": ["2026-Q2", "2026-Q3"],
    "": OWED,
    "explained": [],
    "forged": OWED,
}


@pytest.mark.parametrize("state", STATES)
def test_one_state_is_chosen(client, clerk, owed, state):
    page = client.get(LEDGER, {"state": state})

    assert [row.slot.key for row in page.context["page"].rows] == STATES[state]


def test_what_is_done_is_found_by_its_state(client, clerk, owed):
    explain(owed[0], "本季度无此项业务。", by=clerk)
    fulfilled(owed[1])

    for state, slot in (("explained", owed[0]), ("in_time", owed[1])):
        rows = client.get(LEDGER, {"state": state}).context["page"].rows
        assert [row.slot for row in rows] == [slot]
    assert len(client.get(LEDGER).context["page"].rows) == 2


def test_units_and_domains_of_ones_own_branch_are_offered(client, unit, owed):
    village = agency("石桥村", parent=unit)
    other = duty(village, since=date(2026, 1, 1), domain="财政预决算")
    duty(agency("水利局"), domain="农田水利")
    client.force_login(member(Role.APPROVER, unit))

    whole = client.get(LEDGER)
    of_village = client.get(LEDGER, {"unit": village.slug})
    of_domain = client.get(LEDGER, {"domain": "财政预决算"})

    assert "农田水利" not in whole.text
    assert {row.slot.agency for row in whole.context["page"].rows} == {unit, village}
    for page in (of_village, of_domain):
        assert {row.slot.item_id for row in page.context["page"].rows} == {other.pk}


SEES = {
    Role.EDITOR: 200,
    Role.APPROVER: 200,
    Role.OVERSEER: 200,
    Role.REVIEWER: 403,
    Role.AUDITOR: 403,
    Role.MAILBOX_CLERK: 403,
    Role.INSPECTOR: 403,
    Role.READER: 403,
}


@pytest.mark.parametrize("role", SEES)
def test_the_ledger_is_for_who_posts_signs_and_watches(client, unit, owed, role):
    client.force_login(member(role, unit))

    assert client.get(LEDGER).status_code == SEES[role]
    assert client.get("/desk/ledger/events/").status_code == SEES[role]
    there = 200 if SEES[role] == 200 else 404
    assert client.get(door("", owed[0])).status_code == there


def test_a_superuser_without_a_role_has_no_ledger(client, owed, settings):
    settings.SEPARATE_ADMINISTRATORS = True
    boss = member(Role.READER, agency(), is_superuser=True, is_staff=True)
    client.force_login(boss)

    assert client.get(LEDGER).status_code == 403
    given = {"statement": "无。", "reason": "无。"}
    assert client.post(door("-explain", owed[0]), given).status_code == 404
    assert not Fulfilment.objects.exists()


DOORS = ["", "-post", "-explain", "-link"]


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_slot_of_another_unit_is_at_no_address(client, owed, name, method):
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))

    answer = getattr(client, method)(door(name, owed[0]), {"statement": "无。"})

    if method == "get" and answer.status_code == 302:
        answer = client.get(answer["Location"])
    assert answer.status_code in (404, 405)
    assert not Fulfilment.objects.exists()


def test_who_is_not_signed_in_is_sent_to_sign_in(client, owed):
    for address in (LEDGER, door("", owed[0]), door("-explain", owed[0])):
        assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["-explain", "-link"])
def test_a_button_that_was_pressed_before_signing_in_leads_to_the_slot(
    client, clerk, owed, name
):
    assert client.get(door(name, owed[0]))["Location"] == door("", owed[0])


# --- Explaining, linking, striking -----------------------------------------------


def test_an_explanation_takes_the_slot_off_the_list(client, clerk, owed):
    answer = client.post(
        door("-explain", owed[0]), {"statement": "本季度没有新增对象。"}, follow=True
    )

    assert "情况说明已公开" in answer.text
    assert Slot.objects.get(pk=owed[0].pk).explained_on == local_day(clock.now())
    assert owed[0].pk not in {
        row.slot.pk for row in client.get(LEDGER).context["page"].rows
    }


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("", 400),
        ("   ", 400),
        ("联系人张三，手机13812341234。", 400),
        ("无" * 1001, 400),
    ],
)
def test_a_bad_explanation_comes_back_as_it_was_typed(
    client, clerk, owed, statement, status
):
    answer = client.post(door("-explain", owed[0]), {"statement": statement})

    assert answer.status_code == status
    assert statement.strip() in answer.text
    assert not Fulfilment.objects.exists()


def test_what_is_there_needs_no_explanation(client, clerk, owed):
    fulfilled(owed[0])

    answer = client.post(door("-explain", owed[0]), {"statement": "无此业务。"})

    assert answer.status_code == 409
    assert Fulfilment.objects.count() == 1


MAY = {
    Role.EDITOR: {"explain", "link"},
    Role.APPROVER: {"strike"},
    Role.OVERSEER: {"explain", "link", "strike"},
}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("deed", ["explain", "link", "strike"])
def test_each_role_has_its_buttons_and_no_other_door_opens(
    client, unit, owed, role, deed
):
    notice = published_notice(unit=unit)
    first = explain(owed[0], "无此业务。", by=member(Role.EDITOR, unit))
    client.force_login(member(role, unit))
    doors = {
        "explain": (door("-explain", owed[0]), {"statement": "仍无此业务。"}),
        "link": (door("-link", owed[0]), {"notice": notice.pk}),
        "strike": (door("-strike", owed[0], first.pk), {"reason": "误登。"}),
    }
    address, given = doors[deed]
    page = client.get(door("", owed[0]), {"q": notice.title})
    is_offered = f'action="{address}"' in page.text

    answer = client.post(address, given)

    assert is_offered == (deed in MAY[role])
    assert answer.status_code == (302 if deed in MAY[role] else 403)


def test_a_public_notice_of_the_time_is_suggested_likely_ones_first(
    client, clerk, unit, owed, spring
):
    spring.move_to("2026-04-08T09:00:00+08:00", tick=False)
    published_notice(unit=unit, title="关于清明放假的通知")
    likely = published_notice(unit=unit, title="2026年一季度低保对象公示")
    published_notice(title="2026年一季度低保对象公示（外单位）")
    draft_notice(unit=unit, title="2026年一季度低保对象草稿")

    page = client.get(door("", owed[1]))

    titles = [row.title for row in page.context["found"]]
    assert titles == [likely.title, "关于清明放假的通知"]
    client.post(door("-link", owed[1]), {"notice": likely.pk})
    assert Slot.objects.get(pk=owed[1].pk).filled_on == date(2026, 4, 8)
    left = [row.title for row in client.get(door("", owed[1])).context["found"]]
    assert left == ["关于清明放假的通知"]


def test_an_older_notice_is_found_by_title_and_by_number(client, clerk, unit, owed):
    notice = published_notice(
        unit=unit, title="城乡低保名册", document_number="清民发〔2026〕7号"
    )

    for words in ("低保名册", notice.index_number, "清民发[2026]7号"):
        page = client.get(door("", owed[0]), {"q": words})
        assert page.context["found"] == [notice]
    assert client.get(door("", owed[0]), {"q": "没有"}).context["found"] == []


@pytest.mark.parametrize("kind", ["draft", "foreign", "staff", "withdrawn", "nothing"])
def test_what_is_not_public_or_not_the_units_is_not_linked(
    client, clerk, unit, owed, kind
):
    notice = {
        "draft": lambda: draft_notice(unit=unit),
        "foreign": published_notice,
        "staff": lambda: published_notice(unit=unit, audience="staff"),
        "withdrawn": lambda: withdrawn(unit),
        "nothing": lambda: None,
    }[kind]()

    answer = client.post(
        door("-link", owed[0]), {"notice": notice.pk if notice else "x"}
    )

    assert answer.status_code == 400
    assert not Fulfilment.objects.exists()


def withdrawn(unit):
    notice = published_notice(unit=unit)
    approver = member(Role.APPROVER, unit)
    withdraw(notice, by=approver, ground="wrong", reason="内容有误。")
    return notice


def test_a_second_notice_in_a_period_is_told_that_the_first_counts(
    client, clerk, unit, owed
):
    fulfilled(owed[1])
    second = published_notice(unit=unit)

    answer = client.post(door("-link", owed[1]), {"notice": second.pk}, follow=True)

    assert "以最先公开的为准" in answer.text
    assert Fulfilment.objects.filter(slot=owed[1]).count() == 2


def test_what_is_struck_out_counts_no_longer_and_stays_readable(client, unit, owed):
    made = explain(owed[0], "无此业务。", by=member(Role.EDITOR, unit))
    client.force_login(member(Role.APPROVER, unit))
    address = door("-strike", owed[0], made.pk)

    refused = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "说明有误。"}, follow=True)
    again = client.post(address, {"reason": "说明有误。"})

    assert (refused.status_code, again.status_code) == (400, 409)
    assert "无此业务。" in done.text
    assert Slot.objects.get(pk=owed[0].pk).explained_on is None


def test_a_filling_of_another_slot_is_not_struck_through_this_one(client, unit, owed):
    made = explain(owed[0], "无此业务。", by=member(Role.EDITOR, unit))
    client.force_login(member(Role.APPROVER, unit))

    answer = client.post(door("-strike", owed[1], made.pk), {"reason": "误登。"})

    assert answer.status_code == 404


# --- Pages and what they cost ----------------------------------------------------


@pytest.fixture
def many(unit):
    """More than a page, all due on a few days."""
    since = local_day(clock.now()) - timedelta(days=400)
    for number in range(4):
        duty(
            agency(parent=unit),
            cadence=Periodic(Span.MONTH),
            since=since,
            name=f"事项{number}",
        )


def test_pages_go_on_where_the_last_one_ended(client, clerk, many):
    seen, address = [], LEDGER
    while address:
        page = client.get(address)
        seen += [row.slot.pk for row in page.context["page"].rows]
        older = page.context["older_url"]
        address = f"{LEDGER}{older}" if older else ""

    empty = Slot.objects.empty().open_on(local_day(clock.now()))
    wanted = empty.order_by("due_on", "agency", "pk")
    assert len(seen) > PAGE
    assert seen == list(wanted.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "2026-04-01",
        "2026-13-01.1.5",
        "2026-04-01.1.-1",
        "2026-04-01.1",
        f"2026-04-01.1.{10**25}",
        "..",
        "0001-01-01.1.²",
    ],
)
def test_a_forged_place_is_not_found(client, clerk, owed, place):
    assert client.get(LEDGER, {"after": place}).status_code == 404


@pytest.mark.parametrize("size", [1, 4])
def test_the_ledger_costs_the_same_however_much_is_owed(
    client, clerk, unit, size, django_assert_num_queries
):
    for _number in range(size):
        duty(agency(parent=unit), since=date(2025, 1, 1))
    client.get(LEDGER)

    # Session, user, seats, site, the calendar (2), units, domains, the page, its
    # reminders, two counts.
    with django_assert_num_queries(12):
        client.get(LEDGER)


@pytest.mark.parametrize("size", [1, 8])
def test_a_slot_costs_the_same_however_much_hangs_on_it(
    client, clerk, unit, owed, size, django_assert_num_queries
):
    for _number in range(size):
        fulfilled(owed[1])
        published_notice(unit=unit)
    client.get(door("", owed[1]))

    # Session, user, seats, site, the slot, the calendar (2), reminders, what is in
    # it, how its due day moved, suggestions.
    with django_assert_num_queries(11):
        client.get(door("", owed[1]))


def test_the_desk_counts_what_is_overdue_or_due_soon(client, clerk, owed):
    page = client.get("/desk/").text

    assert f'href="{LEDGER}">公开台账 <span class="count">2</span>' in page


def test_an_overseer_of_the_county_sees_all_units(client, owed):
    client.force_login(member(Role.OVERSEER, county()))

    page = client.get(LEDGER)

    assert len(page.context["page"].rows) == len(OWED)
    assert "立即发布" not in page.text
