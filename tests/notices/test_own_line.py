"""查补贴: one's own line and nobody else's, whoever asks and however often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import LimitCounter
from notices import own_line
from notices.drafting import save_draft
from notices.lookup_keys import keys_for, lookup_key
from notices.models import (
    AccessAfter,
    CheckKind,
    Kind,
    NoticeStatus,
    Programme,
    WithdrawalGround,
)
from notices.own_line import lines_of
from notices.publication import withdraw
from tests.factories import member
from tests.factories.structures import publish
from tests.factories.subsidies import (
    PEOPLE,
    posted_subsidy,
    programme,
    published_subsidy,
    subsidy_draft,
)

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = PEOPLE


def ask(client, name="钟厚朴", check="010017", **more):
    asked = {"name": name, "check_value": check, **more}
    return client.post(reverse("own-line"), asked, REMOTE_ADDR="192.0.2.1")


def found(response):
    return response.text.count('<article class="found">')


def test_a_recipient_finds_their_own_line_and_no_other(client):
    published_subsidy(paid_on=local_day(clock.now()))

    page = ask(client)

    assert found(page) == 1
    assert "337.75" in page.text
    assert "3.5 亩 × 96.50 元 = 337.75 元" in page.text
    assert "石盘镇堰口村三组" in page.text
    assert "193.00" not in page.text


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("钟 厚朴", "010017"),
        ("钟厚朴", "０１００１７"),
        ("钟厚朴", "990421197001010017"),
        ("钟厚朴", "01-0017"),
    ],
)
def test_it_is_found_however_it_is_typed(client, name, check):
    published_subsidy()

    assert found(ask(client, name, check)) == 1


def test_keys_are_of_what_was_typed_and_of_its_last_six_and_eight():
    number = "990421197001010017"

    assert keys_for("钟厚朴", number) == [
        lookup_key("钟厚朴", end) for end in (number, "010017", "01010017", number)
    ]


def test_letters_of_a_check_value_may_be_small(client):
    published_subsidy()

    assert found(ask(client, "向春生", "03002x")) == 1


@pytest.mark.parametrize(
    ("name", "check"),
    [
        ("钟厚朴", "010018"),
        ("钟厚", "010017"),
        ("向春生", "010017"),
        ("无此人", "0000"),
    ],
)
def test_nobody_and_wrong_digits_get_the_same_answer(
    client, name, check, django_assert_num_queries
):
    published_subsidy()
    first = ask(client, "赵不在", "999999").text

    page = ask(client, name, check)

    assert page.status_code == 200
    assert page.text == first


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner of SQLite")
def test_the_query_begins_with_the_keys_not_with_the_notices():
    published_subsidy()
    with CaptureQueriesContext(connection) as captured:
        lines_of("钟厚朴", "010017")

    (asked,) = captured.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
        first, *_rest = cursor.fetchall()
    assert "subsidy_line_lookup" in first[-1]


def test_a_notice_that_became_another_kind_shows_no_lines_any_more(client):
    notice = subsidy_draft()
    notice.kind, notice.body = Kind.GENERAL, "<p>正文</p>"
    save_draft(notice, by=notice.author)
    publish(notice)

    assert found(ask(client)) == 0


def test_lines_of_all_payments_are_found_and_can_be_narrowed_down(client):
    old = programme(name="稻谷补贴")
    published_subsidy(for_year=2025, paid_by=old)
    published_subsidy(for_year=2026)

    assert found(ask(client)) == 2
    assert found(ask(client, year="2025")) == 1
    assert found(ask(client, programme=old.pk, year="2026")) == 0
    assert found(ask(client, programme=old.pk)) == 1


def test_of_more_lines_than_are_read_the_newest_stay(client, monkeypatch):
    monkeypatch.setattr(own_line, "MOST", 3)
    years = (2022, 2025, 2023, 2026, 2024)
    for year in years:
        published_subsidy(for_year=year)

    page = ask(client)

    assert found(page) == 3
    assert [line["for_year"] for line in lines_of("钟厚朴", "010017").lines] == [
        2024, 2026, 2023,
    ]  # fmt: skip


def test_it_is_said_that_older_lines_are_left_out(client, monkeypatch):
    published_subsidy(for_year=2025)
    whole = ask(client).text
    published_subsidy(for_year=2026)
    monkeypatch.setattr(own_line, "SHOWN", 1)

    page = ask(client)

    assert found(page) == 1
    assert "is-cut" in page.text
    assert "is-cut" not in whole


def test_without_a_check_column_village_and_group_are_asked_for(client):
    paid_by = programme(check_kind=CheckKind.NONE, check_length=0)
    published_subsidy({**FIRST, "check": None}, paid_by=paid_by)

    assert found(ask(client, "钟厚朴", "堰口村三组")) == 1
    assert found(ask(client, "钟厚朴", "堰口村四组")) == 0


def test_a_serial_number_is_asked_for_as_a_whole(client):
    paid_by = programme(check_kind=CheckKind.SERIAL, check_length=0)
    published_subsidy({**FIRST, "check": "HD-2026-0017"}, paid_by=paid_by)

    assert found(ask(client, "钟厚朴", "hd20260017")) == 1
    assert found(ask(client, "钟厚朴", "0017")) == 0


def test_what_is_not_public_is_not_found(client):
    subsidy_draft()
    withdrawn = published_subsidy()
    withdraw(
        withdrawn,
        by=member("approver", withdrawn.agency),
        ground=WithdrawalGround.PRIVACY,
        reason="涉及个人隐私。",
    )
    published_subsidy(audience="staff")

    assert withdrawn.status == NoticeStatus.WITHDRAWN
    assert found(ask(client)) == 0


def test_a_programme_may_close_its_lists_when_the_posting_is_over(client):
    paid_by = programme(access_after=AccessAfter.COUNTS)
    today = local_day(clock.now())
    posted_subsidy(paid_by=paid_by, starts_on=today)
    posted_subsidy(paid_by=paid_by, starts_on=today - timedelta(days=60))

    assert found(ask(client)) == 1


@pytest.mark.parametrize(
    "rule",
    [
        {"check_kind": CheckKind.NONE, "check_length": 0},
        {"check_kind": CheckKind.SERIAL, "check_length": 0},
    ],
)
def test_a_list_with_weak_keys_closes_when_its_programme_becomes_sensitive(
    client, rule
):
    paid_by = programme(**rule)
    published_subsidy({**FIRST, "check": "堰口村三组"}, paid_by=paid_by)
    assert found(ask(client, "钟厚朴", "堰口村三组")) == 1

    Programme.objects.update(
        is_sensitive=True, check_kind=CheckKind.IDENTITY, check_length=6
    )

    assert found(ask(client, "钟厚朴", "堰口村三组")) == 0


def test_a_list_with_long_keys_stays_open_when_its_programme_becomes_sensitive(client):
    published_subsidy()

    Programme.objects.update(is_sensitive=True)

    assert found(ask(client)) == 1


# --- What is typed ------------------------------------------------------------------


def test_the_answer_holds_nothing_that_was_typed_and_is_kept_nowhere(client):
    published_subsidy()

    page = ask(client)

    assert "钟厚朴" not in page.text
    assert "010017" not in page.text
    assert page["Cache-Control"] == "no-store"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies


def test_an_address_asks_for_nothing(client):
    published_subsidy()
    address = reverse("own-line")

    page = client.get(address, {"name": "钟厚朴", "check_value": "010017"})

    assert found(page) == 0
    assert "钟厚朴" not in page.text
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "asked",
    [
        {"name": ""},
        {"name": "　"},
        {"check": ""},
        {"check": "017"},
        {"check": "----"},
        {"name": "钟" * 61},
        {"programme": "999999"},
        {"year": "1066"},
        {"name": "钟\0厚朴"},
    ],
)
def test_what_cannot_be_asked_for_is_said(client, asked):
    published_subsidy()

    page = ask(client, **asked)

    assert page.status_code == 200
    assert found(page) == 0
    assert "error-summary" in page.text


def test_the_programme_of_a_link_is_chosen_already(client):
    chosen = programme()

    page = client.get(reverse("own-line"), {"programme": chosen.pk})

    assert f'<option value="{chosen.pk}" selected>' in page.text


@pytest.mark.parametrize("given", ["x", "-1", "9" * 40, "٣"])
def test_a_link_to_no_programme_shows_the_form(client, given):
    assert client.get(reverse("own-line"), {"programme": given}).status_code == 200


# --- How often ----------------------------------------------------------------------


def test_many_guesses_on_one_name_are_stopped(client, settings):
    settings.LOOKUPS_A_NAME_AND_ADDRESS = 3
    published_subsidy()
    for digits in ("000001", "000002", "000003"):
        assert ask(client, check=digits).status_code == 200

    page = ask(client)

    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 3600
    assert page["Cache-Control"] == "no-store"
    assert "337.75" not in page.text


def test_other_people_behind_the_same_address_go_on(client, settings):
    settings.LOOKUPS_A_NAME_AND_ADDRESS = 1
    published_subsidy()
    ask(client)

    assert ask(client).status_code == 429
    assert found(ask(client, "向春生", "03002X")) == 1


def test_one_name_asked_for_from_many_places_is_stopped_too(client, settings):
    settings.LOOKUPS_A_NAME = 3
    published_subsidy()
    asked = {"name": "钟厚朴", "check_value": "000001"}
    statuses = [
        client.post(
            reverse("own-line"), asked, REMOTE_ADDR=f"192.0.2.{number}"
        ).status_code
        for number in range(5)
    ]

    assert statuses == [200, 200, 200, 429, 429]


def test_one_name_is_asked_for_so_often_a_day_and_no_more(client, settings):
    settings.LOOKUPS_A_NAME_A_DAY = 2
    morning = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)
    pages = []
    for hours in (0, 1, 2):
        with clock.frozen_at(morning + timedelta(hours=hours)):
            pages.append(ask(client))

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert pages[-1]["Retry-After"] == str(int(13.5 * 3600))
    assert "14" in pages[-1].text


def test_a_place_that_asks_too_often_locks_no_name_out_elsewhere(client, settings):
    settings.LOOKUPS_A_NAME_AND_ADDRESS, settings.LOOKUPS_A_NAME = 1, 2
    published_subsidy()
    for _turn in range(5):
        ask(client)

    asked = {"name": "钟厚朴", "check_value": "010017"}
    page = client.post(reverse("own-line"), asked, REMOTE_ADDR="192.0.2.9")

    assert found(page) == 1


def test_many_names_from_one_place_are_stopped(client, settings):
    settings.LOOKUPS_AN_ADDRESS = 3
    names = ("甲一", "乙二", "丙三", "丁四")

    statuses = [ask(client, name).status_code for name in names]

    assert statuses == [200, 200, 200, 429]


def test_an_hour_later_everybody_may_ask_again(client, settings):
    settings.LOOKUPS_A_NAME_AND_ADDRESS = 1
    published_subsidy()
    ask(client)

    with clock.frozen_at(clock.now() + timedelta(hours=1)):
        assert found(ask(client)) == 1


def test_counters_tell_nobody_who_was_asked_for(client):
    published_subsidy()

    ask(client)

    kept = str(list(LimitCounter.objects.values()))
    assert LimitCounter.objects.count() == 4
    assert "钟厚朴" not in kept
    assert "192.0.2.1" not in kept


# --- The programmes -----------------------------------------------------------------


def test_programmes_tell_what_was_paid_in_public(client):
    paid_by = programme(name="稻谷补贴")
    published_subsidy(paid_by=paid_by)
    published_subsidy(*PEOPLE[:1], paid_by=paid_by)
    subsidy_draft(paid_by=paid_by)

    page = client.get(reverse("subsidy-list"))

    assert "稻谷补贴" in page.text
    assert "1,833.50 元" in page.text


def test_totals_are_exact_on_both_databases(client):
    paid_by = programme(standard_amount=None, standard="按档补助")
    odd = {"quantity": None, "standard": None}
    for amount in ("0.10", "0.20", "70368744177.66"):
        row = {**FIRST, **odd, "amount": Decimal(amount)}
        published_subsidy(row, paid_by=paid_by)

    page = client.get(reverse("subsidy-list"))

    assert "70,368,744,177.96 元" in page.text


def test_the_page_of_programmes_costs_two_queries_whatever_there_is(
    client, django_assert_num_queries
):
    for _number in range(3):
        published_subsidy()
    client.get(reverse("subsidy-list"))

    # The state of the site, the programmes, what was paid.
    with django_assert_num_queries(3):
        client.get(reverse("subsidy-list"))


def test_each_empty_field_says_what_to_write(client):
    page = ask(client, name="", check="")

    assert "姓名：请填写姓名。" in page.text
    assert "查验信息：请填写查验信息。" in page.text
