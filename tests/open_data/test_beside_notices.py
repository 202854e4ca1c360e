"""Open data of what hangs on notices, and of who is at the units."""

from __future__ import annotations

import pytest

from directories.models import Official
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.drafting import set_co_publishers, set_posting_period
from notices.models import PostingPeriod
from tests.factories import agency, attachment, draft_notice, published_notice
from tests.factories.structures import publish

from .reading import records

pytestmark = pytest.mark.django_db


def with_files(title: str, *names: str):
    draft = draft_notice(title=title)
    for name in names:
        attachment(draft, name=name)
    return publish(draft)


def test_files_follow_their_notices_with_both_addresses(client):
    first = with_files("先", "甲.txt", "乙.txt")
    published_notice(title="无附件")
    second = with_files("后", "丙.txt")

    found = records(client, "attachments")

    assert [(row["notice"], row["line"], row["file_name"]) for row in found] == [
        (first.pk, 1, "甲.txt"),
        (first.pk, 2, "乙.txt"),
        (second.pk, 1, "丙.txt"),
    ]
    (row,) = [each for each in found if each["file_name"] == "丙.txt"]
    assert row["url"].endswith(f"/notices/{second.pk}/attachments/{row['id']}/")
    assert row["download"].endswith(f"/attachments/{row['id']}/")
    assert len(row["public_digest"]) == 64


def test_files_go_on_after_any_of_them(client):
    with_files("先", "甲.txt", "乙.txt")
    with_files("后", "丙.txt")
    cursor = records(client, "attachments")[0]["cursor"]

    rest = records(client, "attachments", after=cursor)

    assert [row["file_name"] for row in rest] == ["乙.txt", "丙.txt"]


def test_files_of_drafts_and_internal_notices_are_in_no_set(client):
    attachment(draft_notice(), name="草稿.txt")
    internal = draft_notice(audience="staff")
    attachment(internal, name="内部.txt")
    publish(internal)

    assert records(client, "attachments") == []


def test_a_posting_tells_its_days_and_where_objections_go(client):
    draft, today = draft_notice(), local_day(clock.now())
    period = PostingPeriod(
        starts_on=today, length=7, objection_unit="县民政局", unit="working"
    )
    set_posting_period(draft, period)
    notice = publish(draft)

    (row,) = records(client, "postings")

    assert (row["notice"], row["starts_on"], row["length"]) == (
        notice.pk,
        today.isoformat(),
        7,
    )
    assert row["ends_on"] > row["starts_on"]
    assert row["objection_unit"] == "县民政局"


def test_partners_stand_in_their_order(client):
    draft, leads, follows = draft_notice(), agency("甲局"), agency("乙局")
    set_co_publishers(draft, [leads, follows])
    publish(draft)

    found = records(client, "co-publishers")

    assert [row["partner_agency_name"] for row in found] == ["甲局", "乙局"]


def test_officials_are_those_whom_the_public_sees(client):
    unit = agency()
    Official.objects.create(agency=unit, name="张三", post="局长")
    Official.objects.create(agency=unit, name="李四", post="科员", is_public=False)
    Official.objects.create(agency=unit, name="王五", post="前任", left_on="2026-01-01")

    found = records(client, "officials")

    assert [(row["name"], row["agency_code"]) for row in found] == [("张三", unit.code)]
