"""A sample of all kinds of notices whose lines stand in the log, and looking for what
does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection

from directories.models import Role
from disclosure_portal.foundation import append_only, clock
from disclosure_portal.foundation.days import local_day
from notices.drafting import set_co_publishers, set_posting_period
from notices.elsewhere import store_proof
from notices.erasures import erase_for_good
from notices.file_checking import file_findings
from notices.log_checking import Finding, LogCheck, findings_of, row_findings
from notices.matters import put_on_file, sign_matter
from notices.models import Activity, Matter, Notice, PostingPeriod, Stage
from notices.publication import override
from notices.record_checking import record_findings
from notices.register_checking import register_findings
from notices.warnings_in_force import end_warning
from tests.factories import (
    agency,
    archived_notice,
    attachment,
    corrected_notice,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.chains import audited_unit, county_leader, notice_at
from tests.factories.matters import finished_matter, matter_draft, meeting_of
from tests.factories.postings import closed_posting, shown_elsewhere
from tests.factories.records import (
    activity_draft,
    file_of,
    reading_point,
    signed,
    visitors_of,
)
from tests.factories.structures import (
    PERSON,
    decision_draft,
    fee_draft,
    finance_draft,
    guide_draft,
    land_draft,
    personnel_draft,
    project_draft,
    publish,
    warning_draft,
)
from tests.factories.subsidies import PEOPLE, published_subsidy, subsidy_draft
from tests.foundation.made_files import picture


@contextmanager
def unguarded() -> Iterator[None]:
    """As somebody with a database console may write who takes the triggers away."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with append_only.lifted(connection):
        yield


FEE_TYPED = {"item": "工本费", "standard": "10元/证", "bases": "《收费办法》"}


def found(
    *, log: bool = True, rows: bool = True, files: bool = True, **options: Any
) -> list[str]:
    """All that does not fit, as it is printed."""
    findings: list[Finding] = list(LogCheck(**options).findings()) if log else []
    if rows:
        findings += row_findings(lambda _count: None)
        findings += record_findings(lambda _count: None)
        findings += register_findings(lambda _count: None)
    if files:
        findings += file_findings(lambda _count: None)
    return [str(each) for each in findings]


def words_about(pk: int) -> list[str]:
    """What does not fit in the rows of one notice."""
    return [str(each) for each in findings_of(Notice.objects.get(pk=pk))]


def whole_notice(**fields: Any) -> Notice:
    """With files, a co-publisher and a posting that is over and has its result."""
    notice = draft_notice(
        document_number="清政〔2026〕3号", interprets=published_notice(), **fields
    )
    attachment(notice)
    set_co_publishers(notice, [agency()])
    starts = local_day(clock.now()) - timedelta(days=9)
    period = PostingPeriod(
        starts_on=starts, length=5, unit="calendar", objection_unit="县纪委"
    )
    set_posting_period(notice, period)
    publish(notice)
    closed_posting(notice, note="公示期满。")
    days = {"shown_from": starts, "shown_until": starts + timedelta(days=5)}
    shown_elsewhere(notice, by=notice.author, photo_digest=proof(), **days)
    return notice


def proof() -> str:
    return store_proof([picture("JPEG", (8, 6))], file_name="公示栏.jpg")


def overridden_notice() -> Notice:
    notice = notice_at("audit", audited_unit())
    override(notice, by=county_leader(), reason="防汛急需。")
    return notice


def erased_notice() -> Notice:
    notice = withdrawn_notice(ground="privacy")
    second = member(Role.APPROVER, notice.agency)
    erase_for_good(notice, by=second)
    return Notice.objects.get(pk=notice.pk)


def whole_matter() -> Matter:
    """With a notice in its file and a meeting whose minutes are a notice."""
    matter = matter_draft(next_step="验收", next_step_on=date(2026, 11, 20))
    editor = member(Role.EDITOR, matter.agency)
    put_on_file(matter, published_notice(), stage=Stage.DURING, by=editor)
    meeting_of(matter, minutes_notice=published_notice())
    sign_matter(matter, by=member(Role.APPROVER, matter.agency))
    return matter


def whole_activity() -> Activity:
    """With a file that was handed out."""
    activity = activity_draft(questions="问：周末办吗？\n答：办。")
    file_of(activity, b"material", "明白纸.txt")
    return signed(activity)


def sample_of_records() -> None:
    whole_matter()
    whole_activity()
    visitors_of(reading_point(), date(2026, 3, 2))
    # What rows of others may be tied to.
    finished_matter()
    whole_activity()
    visitors_of(reading_point(closed_on=date(2026, 3, 9)), date(2026, 3, 4))


def sample() -> None:
    whole_notice()
    published_notice(audience="staff")
    publish(fee_draft())
    publish(guide_draft(facts={"is_free": False}, fees=[FEE_TYPED], events=["birth"]))
    for make in (project_draft, finance_draft, land_draft, decision_draft):
        publish(make())
    publish(personnel_draft(PERSON))
    warning = publish(warning_draft())
    approver = member(Role.APPROVER, warning.agency)
    end_warning(warning, by=approver, note="大风减弱。")
    published_subsidy()
    withdrawn_notice()
    archived_notice()
    corrected_notice(published_notice(), reason="原文有误。")
    corrected_notice(published_notice(), withholds_earlier=True)
    overridden_notice()
    erased_notice()
    # What rows of others may be tied to.
    draft_notice()
    guide_draft()
    subsidy_draft(PEOPLE[2])
