"""Who is reminded of what is owed, and when: through a real mail server."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.due_days import recompute_due_days
from directories.merging import close
from directories.models import Role, Slot
from disclosure_portal.foundation.models import CalendarOverride, OutgoingMail
from notices.fulfilling import explain
from notices.ledger_reminding import LISTED, remind
from notices.models import SentReminder
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import duty, fulfilled, slots_of
from tests.mail_server import listening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = "disclosure_portal.foundation.mail.OutboxBackend"
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 5
    with listening(settings) as letters:
        yield letters


@pytest.fixture
def days(time_machine):
    """The first quarter of 2026 is due on Wednesday, 29 April; 1 to 5 May are off."""

    def go(day: str) -> str:
        time_machine.move_to(f"{day}T09:00:00+08:00", tick=False)
        return remind()

    time_machine.move_to("2026-01-05T09:00:00+08:00", tick=False)
    return go


@pytest.fixture
def slot(days):
    unit = agency("民政局")
    (first, *_later) = slots_of(duty(unit, since=date(2026, 1, 1), name="低保名单"))
    assert first.due_on == date(2026, 4, 29)
    OutgoingMail.objects.all().delete()
    return first


@pytest.fixture
def people(slot):
    """The unit's clerk and head, and the office."""
    return {
        "clerk": member(Role.EDITOR, slot.agency, email="clerk@example.org"),
        "head": member(Role.APPROVER, slot.agency, email="head@example.org"),
        "office": member(Role.OVERSEER, county(), email="office@example.org"),
    }


def told(server):
    return sorted(letter["To"] for letter in server.arrived)


LADDER = [
    ("2026-04-21", set()),
    ("2026-04-22", {"clerk"}),  # five working days before
    ("2026-04-27", set()),
    ("2026-04-28", {"clerk"}),  # the working day before
    ("2026-04-29", set()),  # the day itself
    ("2026-04-30", {"clerk", "head"}),  # late by a working day
    ("2026-05-06", set()),
    ("2026-05-07", {"office"}),  # by three
    ("2026-06-01", set()),
]


def test_the_clerk_is_told_before_then_the_head_then_the_office(
    server, days, slot, people
):
    by_day = []
    for day, _wanted in LADDER:
        server.arrived.clear()
        days(day)
        names = {letter["To"].partition("@")[0] for letter in server.arrived}
        by_day.append((day, names & people.keys()))

    assert by_day == LADDER


def test_each_is_kept_with_day_and_names_and_shown_at_the_desk(
    server, days, slot, people, client
):
    for day, _who in LADDER:
        days(day)
    kept = SentReminder.objects.filter(slot=slot).order_by("sent_on", "rung")
    client.force_login(people["clerk"])

    page = client.get(f"/desk/ledger/{slot.pk}/").text

    assert [(row.rung, f"{row.sent_on}") for row in kept] == [
        ("clerk_ahead", "2026-04-22"),
        ("clerk_last_call", "2026-04-28"),
        ("clerk_overdue", "2026-04-30"),
        ("head_overdue", "2026-04-30"),
        ("office_overdue", "2026-05-07"),
    ]
    assert "催报记录" in page
    assert all(str(person) in page for person in people.values())
    assert "已催报" in client.get("/desk/ledger/").text


def test_the_mail_says_what_is_due_when_and_where_it_is_posted(
    server, days, slot, people
):
    days("2026-04-22")

    (letter,) = [one for one in server.arrived if one["To"] == "clerk@example.org"]
    text = letter.get_content()
    assert letter["Subject"] == "公开任务提醒：有1项应公开"
    assert "民政局：低保名单（2026年第一季度），请于2026年4月29日前公开" in text
    assert "/desk/ledger/" in text


def test_who_is_told_twice_a_day_is_told_once(server, days, slot, people):
    days("2026-04-22")
    before = told(server)

    assert days("2026-04-22") == "0 reminders to 0 people"
    assert told(server) == before


@pytest.mark.parametrize("answer", ["filled", "explained"])
def test_of_what_is_there_nobody_is_told(server, days, slot, people, answer):
    if answer == "filled":
        fulfilled(slot)
    else:
        explain(slot, "无此业务。", by=people["clerk"])

    days("2026-04-30")

    assert not SentReminder.objects.filter(slot=slot).exists()


def test_a_due_day_that_moved_is_told_anew(server, days, slot, people):
    days("2026-04-28")
    for day in (28, 29):
        CalendarOverride.objects.create(day=date(2026, 4, day), is_working=False)
    recompute_due_days()
    slot.refresh_from_db()
    server.arrived.clear()

    days("2026-04-30")
    again = {letter["To"] for letter in server.arrived}

    assert slot.due_on == date(2026, 5, 6)
    assert "clerk@example.org" in again
    rungs = SentReminder.objects.filter(slot=slot, rung="clerk_last_call")
    assert {row.due_on for row in rungs} == {date(2026, 4, 29), date(2026, 5, 6)}


def test_nobody_is_told_of_a_closed_unit(server, days, slot, people, time_machine):
    time_machine.move_to("2026-04-20T09:00:00+08:00", tick=False)
    close(slot.agency, by=people["office"], on=date(2026, 4, 20))

    days("2026-04-22")
    days("2026-05-07")

    assert not SentReminder.objects.exists()


def test_a_unit_without_a_clerk_is_told_through_the_unit_above(server, days):
    above = agency("石桥镇")
    village = agency("上村", parent=above)
    duty(village, since=date(2026, 1, 1))
    village.memberships.all().delete()
    clerk = member(Role.EDITOR, above, email="town@example.org")

    days("2026-04-22")

    assert told(server) == [clerk.email]


def test_what_went_to_nobody_is_kept_as_that(server, days):
    slot = slots_of(duty(since=date(2026, 1, 1)))[0]
    slot.agency.memberships.all().delete()

    days("2026-04-22")

    assert SentReminder.objects.get().recipients == []
    assert server.arrived == []


def test_a_clerk_of_many_duties_gets_one_mail_that_names_the_first(server, days):
    slot = slots_of(duty(since=date(2026, 1, 1)))[0]
    slot.agency.memberships.all().delete()
    clerk = member(Role.EDITOR, slot.agency)
    copies(slot, LISTED + 5)

    days("2026-04-22")

    (letter,) = server.arrived
    assert letter["To"] == clerk.email
    assert "另有6项" in letter.get_content()


def copies(slot, number):
    Slot.objects.bulk_create(
        Slot(
            item=slot.item, agency=slot.agency, rule=slot.rule, key=f"x{serial}",
            period_start=slot.period_start, period_end=slot.period_end,
            opens_on=slot.opens_on, due_on=slot.due_on,
        )
        for serial in range(number)
    )  # fmt: skip


def queries_of(size: int, days) -> int:
    slot = slots_of(duty(since=date(2026, 1, 1)))[0]
    copies(slot, size - 1)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert days("2026-04-22").startswith(f"{size} reminders")
    return len(caught)


def test_five_thousand_slots_are_told_in_few_queries(days):
    few = queries_of(1, days)
    SentReminder.objects.all().delete()
    Slot.objects.all().delete()
    many = queries_of(5_000, days)

    # More only to keep them: SQLite takes 199 rows of five values at a time.
    assert many - few <= 5_000 // 199
