"""Streams of open data: whole, in order, resumable at any row, public notices only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, strategies as st
from hypothesis.extra.django import TestCase

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.open_data.sets import SETS
from disclosure_portal.open_data.writing import ndjson_blocks
from notices.models import Notice
from notices.publication import withdraw
from notices.release import settle_due
from tests.factories import (
    approved_notice,
    archived_notice,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
    withdrawn_notice,
)
from tests.factories.service_lists import promise, service_item, service_point
from tests.factories.structures import (
    FEE,
    PERSON,
    decision_draft,
    fee_draft,
    finance_draft,
    guide_draft,
    land_draft,
    legal_basis,
    personnel_draft,
    project_draft,
    publish,
    warning_draft,
)
from tests.factories.subsidies import published_subsidy

from .reading import body, records, table

pytestmark = pytest.mark.django_db
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
YEAR = 365 * 86_400_000_000
SEVENTY_YEARS, FIFTY_YEARS = 70 * YEAR, 50 * YEAR
BAD_CURSORS = ["x", "1", "1.x", "1.1.x", "1.1.0", "01.1", "~1.1", "1.1.1.1", "9" * 99]


def test_notices_come_oldest_first_with_all_their_columns(client):
    first = published_notice(title="第一", keywords="道路")
    second = published_notice(title="第二")

    found = records(client, "notices")

    assert [row["id"] for row in found] == [first.pk, second.pk]
    assert list(found[0]) == [column.code for column in SETS["notices"].columns]
    assert found[0]["agency_code"] == first.agency.code
    assert found[0]["keywords"] == "道路"
    assert found[0]["url"].endswith(f"/notices/{first.pk}/")
    assert found[0]["published_at"].endswith("Z")


def test_csv_says_what_ndjson_says(client):
    published_notice(title="“引号”，逗号\n换行", issued_on="2026-01-31")

    (written,) = table(client, "notices")
    (known,) = records(client, "notices")

    assert written == {
        name: {None: "", False: "false"}.get(value, str(value))
        for name, value in known.items()
    }


def test_only_what_is_public_now_is_in_a_set(client):
    shown = published_notice(title="公开")
    draft_notice(title="草稿")
    submitted_notice(title="在审")
    approved_notice(title="定时")
    published_notice(title="内部", audience="staff")
    withdrawn_notice(title="撤下")
    archived_notice(title="归档")

    assert [row["id"] for row in records(client, "notices")] == [shown.pk]
    assert [row["id"] for row in records(client, "general")] == [shown.pk]


def test_nothing_of_what_is_not_public_is_in_any_set(client, settings):
    settings.API_THROTTLE_RATES = {"export": 1000}
    secret = {**FEE, "item": "不可见", "remark": "不可见"}
    fee_draft(secret, title="不可见")
    publish(fee_draft(secret, title="不可见", audience="staff"))
    later = clock.now() + timedelta(days=1)
    publish(fee_draft(secret, title="不可见", release_at=later))
    gone = publish(fee_draft(secret, title="不可见"))
    approver = member("approver", gone.agency)
    withdraw(gone, by=approver, ground="privacy", reason="涉及隐私。")

    texts = [
        body(client, f"/data/{code}.{ending}")
        for code in SETS
        for ending in ("csv", "ndjson")
    ]

    assert [text for text in texts if "不可见" in text] == []


def test_a_timed_release_is_in_it_from_its_moment_settled_or_not(client):
    notice = approved_notice(release_at=clock.now() + timedelta(hours=1))

    with clock.frozen_at(clock.now() + timedelta(hours=2)):
        before = records(client, "notices")
        settle_due()
        after = records(client, "notices")

    assert [row["id"] for row in before] == [notice.pk]
    assert before[0]["cursor"] == after[0]["cursor"]


def test_lines_are_those_that_were_signed(client):
    notice = publish(fee_draft(FEE, {**FEE, "sub_item": "非住宅类", "amount": 550}))

    found = records(client, "fee-lines")

    assert [row["line"] for row in found] == [1, 2]
    assert [row["sub_item"] for row in found] == ["住宅类", "非住宅类"]
    assert found[1]["amount"] == "550.0000"
    assert {row["notice"] for row in found} == {notice.pk}
    assert found[0]["index_number"] == notice.index_number


def every_kind():
    for draft in (
        fee_draft(),
        guide_draft(events=["birth"]),
        project_draft(),
        finance_draft(),
        land_draft(),
        decision_draft(),
        warning_draft(),
        personnel_draft(PERSON),
    ):
        publish(draft)
    published_subsidy()
    legal_basis()
    service_point(items=(service_item(),))
    promise()
    published_notice(kind="policy")


WITHOUT_ROWS = {"news", "overview", "general", "procedure-fees", "subsidy-sums"}
# Each with a test of its own (test_beside_notices.py).
WITHOUT_ROWS |= {"attachments", "postings", "elsewhere", "co-publishers"}
WITHOUT_ROWS |= {"officials", "matters"}
WITHOUT_ROWS |= {"reading-points", "visitor-counts", "activities", "activity-files"}


def test_every_set_is_read_with_the_columns_that_it_declares(client, settings):
    settings.API_THROTTLE_RATES = {"export": 1000}
    every_kind()

    for code, data_set in SETS.items():
        found, written = records(client, code), table(client, code)

        names = [column.code for column in data_set.columns]
        assert bool(found) != (code in WITHOUT_ROWS), code
        assert len(written) == len(found), code
        assert all(list(row) == names for row in (*found, *written)), code
        assert len(set(names)) == len(names), code


def test_a_payment_tells_programme_sums_and_digest(client):
    published_subsidy()

    (payment,) = records(client, "subsidy")
    townships = records(client, "subsidy-townships")

    assert payment["programme_name"]
    assert len(payment["list_digest"]) == 64
    assert sum(row["count"] for row in townships) == payment["recipients"]


def test_a_long_set_comes_in_several_answers(client, monkeypatch):
    for number in range(5):
        published_notice(title=f"第{number}号")
    short = replace(SETS["notices"].source, most=2, chunk=1)
    monkeypatch.setitem(SETS, "notices", replace(SETS["notices"], source=short))

    address, titles, answers = "/data/notices.ndjson", [], 0
    while address:
        answer = client.get(address)
        text = b"".join(answer.streaming_content).decode()
        titles += [json.loads(line)["title"] for line in text.splitlines()]
        links = dict(reversed(link.split("; ")) for link in answer["Link"].split(", "))
        address = links.get('rel="next"', "").strip("<>")
        answers += 1

    assert titles == [f"第{number}号" for number in range(5)]
    assert answers == 3


def test_what_is_withdrawn_while_a_stream_runs_is_left_out(client):
    notices = [published_notice() for _number in range(4)]
    source = replace(SETS["notices"].source, chunk=2)
    blocks = ndjson_blocks(SETS["notices"].columns, source.chunks())

    first = next(blocks)
    approver = member("approver", notices[2].agency)
    withdraw(notices[2], by=approver, ground="wrong", reason="有误。")
    rest = b"".join(blocks)

    ids = [json.loads(line)["id"] for line in (first + rest).splitlines()]
    assert ids == [notices[0].pk, notices[1].pk, notices[3].pk]


def test_a_stream_goes_on_after_a_row_that_was_withdrawn(client):
    notices = [published_notice() for _number in range(3)]
    cursor = records(client, "notices")[1]["cursor"]
    approver = member("approver", notices[1].agency)
    withdraw(notices[1], by=approver, ground="wrong", reason="有误。")

    rest = records(client, "notices", after=cursor)

    assert [row["id"] for row in rest] == [notices[2].pk]


class TestResuming(TestCase):
    """A stream that was cut after any row, and goes on from its cursor."""

    @classmethod
    def setUpTestData(cls):
        for count in (1, 3, 2):
            lines = [{**FEE, "sub_item": f"第{n}项"} for n in range(count)]
            publish(fee_draft(*lines))

    @given(
        code=st.sampled_from(["notices", "fee", "fee-lines", "agencies"]),
        cut=st.integers(min_value=0),
        chunk=st.integers(min_value=1, max_value=4),
    )
    def test_both_parts_are_the_whole(self, code, cut, chunk):
        source = replace(SETS[code].source, chunk=chunk)
        whole = [row for rows in SETS[code].source.chunks() for row in rows]
        place = cut % len(whole)

        rest = [row for rows in source.chunks(whole[place][-1]) for row in rows]

        assert whole[: place + 1] + rest == whole


class TestCursors(TestCase):
    """A cursor names the very microsecond of its row."""

    notice: Notice

    @classmethod
    def setUpTestData(cls):
        cls.notice = published_notice()

    @given(st.integers(-SEVENTY_YEARS, FIFTY_YEARS))
    @example(999_500)
    @example(999_999)
    @example(-1)
    @example(-500)
    def test_it_is_that_of_its_row(self, microseconds):
        moment = EPOCH + timedelta(microseconds=microseconds)
        Notice.objects.filter(pk=self.notice.pk).update(published_at=moment)
        source = SETS["notices"].source

        ((row,),) = source.chunks()

        assert row[-1] == f"{microseconds}.{self.notice.pk}"
        assert list(source.chunks(row[-1])) == [[]]


def test_a_row_within_the_second_after_a_late_one_is_not_lost(client):
    late, next_ = published_notice(), published_notice()
    second = datetime(2026, 1, 1, tzinfo=UTC)
    for notice, offset in ((late, 999_700), (next_, 1_500_000)):
        moment = second + timedelta(microseconds=offset)
        Notice.objects.filter(pk=notice.pk).update(published_at=moment)
    first, *_rest = records(client, "notices")

    rest = records(client, "notices", after=first["cursor"])

    assert [row["id"] for row in rest] == [next_.pk]


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("code", ["notices", "fee-lines"])
def test_a_cursor_that_is_none_is_refused_in_words(client, code, cursor):
    answer = client.get(f"/data/{code}.csv", {"after": cursor})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "invalid_cursor"


def test_registers_take_cursors_of_digits_only(client):
    assert client.get("/data/agencies.csv", {"after": "1.1"}).status_code == 400
    assert records(client, "legal-bases", after="9" * 30) == []


def test_parameters_that_do_not_exist_are_named(client):
    answer = client.get("/data/notices.csv", {"agency": "x"})

    assert answer.status_code == 400
    assert "agency" in answer.json()["errors"][0]["detail"]


def test_no_text_in_csv_is_a_formula(client):
    published_notice(title="=1+1", summary="@sum", keywords="＝2", source="\u3000+3")

    (written,) = table(client, "notices")
    (known,) = records(client, "notices")

    assert written["title"] == "'=1+1"
    assert [written["summary"], written["keywords"], written["source"]] == [
        "'@sum",
        "'＝2",
        "'\u3000+3",
    ]
    assert known["title"] == "=1+1"


@pytest.mark.parametrize("code", ["notices", "fee", "fee-lines"])
def test_queries_grow_with_the_chunks_only(code, django_assert_num_queries):
    drafts = [fee_draft() for _number in range(6)]
    for draft in drafts:
        publish(draft)
    source = replace(SETS[code].source, chunk=4)

    with django_assert_num_queries(4):
        rows = [row for rows in source.chunks() for row in rows]

    assert len(rows) == 6


def test_an_answer_costs_the_site_its_end_and_two_queries_a_chunk(
    client, django_assert_num_queries
):
    published_notice()

    with django_assert_num_queries(4):
        assert body(client, "/data/notices.csv")


def test_units_stand_in_the_order_of_the_tree(client):
    published_notice()

    codes = [row["code"] for row in records(client, "agencies")]

    assert codes == list(Agency.objects.order_by("path").values_list("code", flat=True))
