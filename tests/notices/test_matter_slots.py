"""The steps of a matter as slots of the ledger."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine

from directories.cadences import Phased, Within
from directories.models import DutyEvent, Role, Slot
from disclosure_portal.foundation.days import LOCAL
from notices.drafting import WrongSlot
from notices.matters import follow_duty, put_on_file, sign_matter
from notices.models import Matter, Tick
from notices.publication import sign
from notices.review import submit
from notices.two_hands import write
from tests.factories import agency, draft_notice, member, published_notice
from tests.factories.ledger import duty, slots_of
from tests.factories.matters import matter_draft

pytestmark = pytest.mark.django_db

TENDER, AWARD = date(2026, 6, 30), date(2026, 9, 30)


def on(text: str) -> time_machine.travel:
    moment = datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def matter() -> Matter:
    """A project whose first step is promised for the end of June."""
    with on("2026-05-06T09:00"):
        item = duty(agency(), cadence=Phased((), Within(5)))
        made = matter_draft(
            unit=item.agency, title="河堤加固", next_step="招标", next_step_on=TENDER
        )
        follow_duty(made, item, by=member(Role.EDITOR, item.agency))
        sign_matter(made, by=member(Role.APPROVER, item.agency))
    return made


def say_next(matter: Matter, step: str, day: date) -> None:
    matter.next_step, matter.next_step_on = step, day
    write(matter, by=member(Role.EDITOR, matter.agency))
    matter.refresh_from_db()
    sign_matter(matter, by=member(Role.APPROVER, matter.agency))


def only_slot(matter: Matter) -> Slot:
    assert matter.duty is not None
    (slot,) = slots_of(matter.duty)
    return slot


def test_a_promised_step_is_owed_some_days_after_its_day(matter):
    slot = only_slot(matter)

    assert (slot.about, slot.sort) == ("河堤加固：招标", "stage")
    assert (slot.period_end, slot.due_on) == (TENDER, date(2026, 7, 7))


def test_a_step_promised_for_another_day_is_owed_by_that_day(matter):
    with on("2026-06-20T09:00"):
        say_next(matter, "招标", date(2026, 7, 31))

    assert only_slot(matter).due_on == date(2026, 8, 7)
    assert DutyEvent.objects.get().on == date(2026, 7, 31)


def test_the_next_step_is_another_slot(matter):
    with on("2026-07-02T09:00"):
        say_next(matter, "定标", AWARD)

    assert matter.duty is not None
    assert [slot.about for slot in slots_of(matter.duty)] == [
        "河堤加固：招标",
        "河堤加固：定标",
    ]


def test_a_public_notice_that_comes_into_the_file_fills_the_step(matter):
    with on("2026-07-01T09:00"):
        notice = published_notice(unit=matter.agency)
        editor = member(Role.EDITOR, matter.agency)
        put_on_file(matter, notice, stage="during", by=editor)
        put_on_file(matter, notice, stage="before", by=editor)

    assert only_slot(matter).filled_on == date(2026, 7, 1)
    assert only_slot(matter).fulfilments.count() == 1


def test_a_draft_in_the_file_fills_it_when_it_is_published(matter):

    with on("2026-07-01T09:00"):
        notice = draft_notice(unit=matter.agency)
        put_on_file(matter, notice, stage="during", by=notice.author)
        assert only_slot(matter).filled_on is None
        submit(notice, by=notice.author)
        sign(notice, by=member(Role.APPROVER, matter.agency), ticks=Tick.values)

    assert only_slot(matter).filled_on == date(2026, 7, 1)


def test_a_matter_follows_only_a_duty_of_its_unit_that_goes_by_stages(matter):
    editor = member(Role.EDITOR, matter.agency)
    for other in (duty(matter.agency), duty(cadence=Phased(()))):
        with pytest.raises(WrongSlot):
            follow_duty(matter, other, by=editor)
