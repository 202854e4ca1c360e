"""The public REST API: what it answers, refuses and costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from disclosure_portal.foundation import clock
from notices.api.serializers import (
    AttachmentSerializer,
    CoPublisherSerializer,
    InterpretationSerializer,
    NoticeRowSerializer,
    NoticeSerializer,
)
from notices.models import CoPublisher, Kind, Notice, PostingPeriod, Tick
from notices.publication import sign
from notices.review import submit
from tests.factories import (
    agency,
    approved_notice,
    archived_notice,
    attachment,
    board,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"


@pytest.fixture
def get(client):
    def read(path, status=200):
        response = client.get(f"{ROOT}{path}")
        assert response.status_code == status, response.content
        return response.json()

    return read


def titles(answer):
    return [row["title"] for row in answer["results"]]


def error(answer):
    return {key: answer["errors"][0][key] for key in ("code", "attr")}


# --- What is given ----------------------------------------------------------------


def test_only_what_is_public_is_given(get):
    draft_notice()
    submitted_notice()
    approved_notice()
    published_notice(audience="staff")
    withdrawn_notice()
    published_notice(title="公开")

    assert titles(get("notices/")) == ["公开"]


def test_a_member_of_staff_gets_no_more(client, get):
    notice = draft_notice()
    client.force_login(
        notice.author, backend="django.contrib.auth.backends.ModelBackend"
    )

    assert titles(get("notices/")) == []
    get(f"notices/{notice.pk}/", 404)


def test_a_timed_notice_is_given_from_its_minute_on(get):
    release_at = clock.now() + timedelta(hours=1)
    approved_notice(title="定时", release_at=release_at)

    with clock.frozen_at(release_at - timedelta(seconds=1)):
        before = titles(get("notices/"))
    with clock.frozen_at(release_at):
        after = titles(get("notices/"))

    assert (before, after) == ([], ["定时"])


def test_a_row_has_the_documented_fields(get):
    published_notice()

    (row,) = get("notices/")["results"]

    assert set(row) == set(NoticeRowSerializer().fields)


def test_a_row_says_what_the_database_holds(get, settings):
    settings.SITE_URL = "https://www.example.gov.cn"
    with clock.frozen_at(datetime(2026, 3, 3, 1, 30, tzinfo=UTC)):
        notice = published_notice(
            unit=agency("县教育局", code="JYJ"),
            board=board(slug="laws"),
            issued_on=date(2026, 3, 2),
        )
        (row,) = get("notices/")["results"]

    assert row["url"] == f"https://www.example.gov.cn/notices/{notice.pk}/"
    assert (row["agency_code"], row["agency_name"]) == ("JYJ", "县教育局")
    assert row["board_slug"] == "laws"
    assert row["published_at"] == "2026-03-03T01:30:00Z"
    assert row["issued_on"] == "2026-03-02"
    assert row["index_number"] == notice.index_number


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({}, ""),
        ({"validity": "valid"}, "valid"),
        ({"validity": "valid", "effective_until": date(2020, 1, 1)}, "expired"),
        ({"effective_until": date(2020, 1, 1)}, "expired"),
        ({"validity": "repealed", "effective_until": date(2020, 1, 1)}, "repealed"),
    ],
    ids=["unsaid", "valid", "over", "only a last day", "repealed"],
)
def test_validity_is_given_as_entered_and_as_it_stands(get, fields, now):
    published_notice(**fields)

    (row,) = get("notices/")["results"]

    assert row["validity"] == fields.get("validity", "")
    assert row["validity_now"] == now


def test_one_notice_has_the_documented_fields_and_all_around_it(get):
    draft = draft_notice(kind=Kind.POLICY)
    lead, other = agency("甲局", code="jia"), agency("乙局", code="yi")
    CoPublisher.objects.create(notice=draft, agency=other, position=1)
    CoPublisher.objects.create(notice=draft, agency=lead, position=0)
    PostingPeriod.objects.create(
        notice=draft,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 6),
        length=5,
        objection_unit="县政府办",
    )
    file = attachment(draft)
    submit(draft, by=draft.author)
    sign(draft, by=member("approver", draft.agency), ticks=Tick.values)
    text = published_notice(title="解读", interprets=draft)

    whole = get(f"notices/{draft.pk}/")

    assert set(whole) == set(NoticeSerializer().fields)
    assert whole["body"] == draft.body
    assert [unit["agency_code"] for unit in whole["co_publishers"]] == ["jia", "yi"]
    assert [unit["is_lead"] for unit in whole["co_publishers"]] == [True, False]
    assert whole["posting_period"]["ends_on"] == "2026-03-06"
    assert whole["attachments"][0]["sha256"] == file.public_digest
    assert whole["attachments"][0]["url"].endswith(f"/attachments/{file.pk}/")
    assert [row["id"] for row in whole["interpretations"]] == [text.pk]


@pytest.mark.parametrize(
    ("part", "documented"),
    [
        ("attachments", AttachmentSerializer),
        ("co_publishers", CoPublisherSerializer),
        ("interpretations", InterpretationSerializer),
    ],
)
def test_the_parts_of_one_notice_have_the_documented_fields(get, part, documented):
    draft = draft_notice()
    CoPublisher.objects.create(notice=draft, agency=agency(), position=0)
    attachment(draft)
    submit(draft, by=draft.author)
    sign(draft, by=member("approver", draft.agency), ticks=Tick.values)
    published_notice(interprets=draft)

    (row,) = get(f"notices/{draft.pk}/")[part]

    assert set(row) == set(documented().fields)


@pytest.mark.parametrize(
    ("make", "code"), [(withdrawn_notice, "withdrawn"), (archived_notice, "archived")]
)
def test_what_was_public_is_gone_and_its_text_with_it(get, make, code):
    notice = make(title="原题")

    answer = get(f"notices/{notice.pk}/", 410)

    assert error(answer)["code"] == code
    assert "原题" not in str(answer)


@pytest.mark.parametrize("key", ["0", "999", "99999999999999999999", "x", "-1"])
def test_what_never_was_is_not_found(get, key):
    assert error(get(f"notices/{key}/", 404))["code"] == "not_found"


# --- Filters ------------------------------------------------------------------------


@pytest.fixture
def three_notices():
    office = agency("县政府办", code="office")
    town = agency("青石镇", code="TOWN")
    village = agency("河东村", code="village", parent=town)
    laws, others = board(slug="laws"), board(slug="others")
    published_notice(
        title="law", unit=office, board=laws, kind=Kind.POLICY, validity="valid"
    )
    news = published_notice(title="news", unit=town, board=others, kind=Kind.NEWS)
    # 23:59 on the last of 2025 by the office's clock.
    late = datetime(2025, 12, 31, 15, 59, tzinfo=UTC)
    Notice.objects.filter(pk=news.pk).update(published_at=late)
    last = published_notice(title="last", unit=village, board=others, theme="06")
    start = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
    Notice.objects.filter(pk=last.pk).update(published_at=start)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"law", "news", "last"}),
        ("agency=town", {"news"}),
        ("branch=TOWN", {"news", "last"}),
        ("branch=990000", {"law", "news", "last"}),
        ("board=laws", {"law"}),
        ("kind=news", {"news"}),
        ("theme=06", {"last"}),
        ("year=2025", {"news"}),
        ("validity=valid", {"law"}),
        ("published_from=2025-12-31&published_to=2025-12-31", {"news"}),
        ("published_from=2026-01-01&published_to=2026-01-01", {"last"}),
        ("published_to=2026-01-01", {"news", "last"}),
        ("branch=town&kind=news", {"news"}),
        ("kind=", {"law", "news", "last"}),
    ],
)
def test_a_filter_lets_through_what_it_names(get, three_notices, query, expected):
    assert set(titles(get(f"notices/?{query}"))) == expected


@pytest.mark.parametrize(
    ("query", "code", "attr"),
    [
        ("colour=red", "unknown_parameter", "colour"),
        ("format=xml", "unknown_parameter", "format"),
        ("kind=poem", "invalid_choice", "kind"),
        ("theme=99", "invalid_choice", "theme"),
        ("validity=x", "invalid_choice", "validity"),
        ("agency=nowhere", "unknown_value", "agency"),
        ("branch=nowhere", "unknown_value", "branch"),
        ("board=nowhere", "unknown_value", "board"),
        ("year=x", "invalid", "year"),
        ("year=1", "min_value", "year"),
        ("year=99999", "max_value", "year"),
        ("year=NaN", "invalid", "year"),
        ("published_from=2026-02-30", "invalid", "published_from"),
        ("published_from=0001-01-01", "out_of_range", "published_from"),
        ("published_to=9999-12-31", "out_of_range", "published_to"),
        ("ordering=title", "invalid_ordering", "ordering"),
        ("fields=title,secret", "unknown_field", "fields"),
        ("fields=author", "unknown_field", "fields"),
        ("limit=0", "invalid_limit", "limit"),
        ("limit=101", "invalid_limit", "limit"),
        ("limit=-1", "invalid_limit", "limit"),
        ("limit=" + "9" * 5000, "invalid_limit", "limit"),
        ("cursor=x", "invalid_cursor", "cursor"),
        ("cursor=1.99999999999999999999", "invalid_cursor", "cursor"),
        ("kind=%00", "invalid_choice", "kind"),
        ("branch=%00", "null_characters_not_allowed", "branch"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(get, query, code, attr):
    answer = get(f"notices/?{query}", 400)

    assert error(answer) == {"code": code, "attr": attr}


def test_one_notice_takes_no_parameters(get):
    notice = published_notice()

    answer = get(f"notices/{notice.pk}/?fields=title", 400)

    assert error(answer) == {"code": "unknown_parameter", "attr": "fields"}


@pytest.mark.parametrize(
    "fields", ["title", "url", "published_at,id", "body,title", "validity_now"]
)
def test_only_the_chosen_fields_are_given(get, fields):
    published_notice()

    (row,) = get(f"notices/?fields={fields}")["results"]

    assert set(row) == set(fields.split(","))
