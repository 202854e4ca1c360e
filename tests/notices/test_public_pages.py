"""The page of one notice: what it shows, to whom, and what is said when it is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import caches

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import SiteState
from notices.models import (
    CoPublisher,
    Kind,
    Notice,
    PostingPeriod,
    Tick,
    WithdrawalGround,
)
from notices.notice_page import notice_page
from notices.publication import sign, withdraw
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
    returned_notice,
    submitted_notice,
    withdrawn_notice,
)

pytestmark = pytest.mark.django_db

BACKEND = "django.contrib.auth.backends.ModelBackend"


def page_of(client, notice):
    return client.get(f"/notices/{notice.pk}/")


def fact(response, code):
    return next(each for each in response.context["facts"] if each["code"] == code)


def publish(draft):
    submit(draft, by=draft.author)
    sign(draft, by=member("approver", draft.agency), ticks=Tick.values)
    return draft


# --- Who may see it ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (draft_notice, 404),
        (submitted_notice, 404),
        (returned_notice, 404),
        (approved_notice, 404),
        (published_notice, 200),
        (withdrawn_notice, 410),
        (archived_notice, 410),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_each_status_has_its_answer(client, make, status):
    notice = make()

    assert page_of(client, notice).status_code == status


@pytest.mark.parametrize("make", [draft_notice, published_notice, withdrawn_notice])
def test_what_is_internal_is_at_no_public_address(client, make):
    notice = make(audience="staff")
    client.force_login(member("reader", notice.agency), BACKEND)

    assert page_of(client, notice).status_code == 404


def test_even_the_author_reads_no_draft_at_the_public_address(client):
    notice = draft_notice()
    client.force_login(notice.author, BACKEND)

    assert page_of(client, notice).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/notices/1/",
        "/notices/0/",
        "/notices/99999999999999999999/",
        "/notices/" + "9" * 5000 + "/",
        "/notices/-1/",
        "/notices/x/",
    ],
    ids=["none", "zero", "beyond a column", "beyond an integer", "minus", "letters"],
)
def test_a_number_that_is_none_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_timed_notice_has_its_page_before_tick_has_run(client):
    release_at = clock.now() + timedelta(hours=1)
    notice = approved_notice(release_at=release_at)

    with clock.frozen_at(release_at - timedelta(seconds=1)):
        before = page_of(client, notice)
    with clock.frozen_at(release_at):
        after = page_of(client, notice)

    assert (before.status_code, after.status_code) == (404, 200)
    assert after.context["is_settling"] is True


# --- What it shows ----------------------------------------------------------------


def test_the_particulars_stand_in_order_and_only_the_filled_ones(client):
    notice = published_notice(
        document_number="清政办发〔2026〕1号",
        issued_on=date(2026, 3, 2),
        theme="06",
        validity="valid",
    )

    response = page_of(client, notice)

    codes = [each["code"] for each in response.context["facts"]]
    assert codes == [
        "index_number",
        "document_number",
        "agency",
        "issued_on",
        "published_at",
        "validity",
        "theme",
        "disclosure",
        "term",
    ]
    assert fact(response, "issued_on")["value"] == "2026年3月2日"
    assert fact(response, "agency")["url"] == f"/agencies/{notice.agency.slug}/"
    assert fact(response, "theme")["url"] == "/notices/?theme=06"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, ""),
        ({"validity": "valid"}, "valid"),
        ({"validity": "valid", "effective_until": date(2020, 1, 1)}, "expired"),
        ({"validity": "repealed", "effective_until": date(2020, 1, 1)}, "repealed"),
    ],
    ids=["unsaid", "valid", "over", "repealed"],
)
def test_validity_is_that_of_today(client, fields, code):
    response = page_of(client, published_notice(**fields))

    assert response.context["validity"]["code"] == code


def test_the_body_is_shown_as_it_was_cleaned(client):
    notice = published_notice(body="<p>各乡镇：</p><table><tr><td>一</td></tr></table>")

    response = page_of(client, notice)

    assert "<td>一</td>" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("https://www.qq.com/a", False),
        ("http://gov.cn.example.com/", False),
        ("http://notgov.cn/", False),
        ("https://www.gov.cn/zhengce/", True),
        ("http://hebei.gov.cn/", True),
        ("http://127.0.0.1/notices/", True),
        ("/notices/1/", True),
    ],
)
def test_a_link_that_leaves_passes_the_warning(client, address, passes):
    notice = published_notice(body=f'<p><a href="{address}">文</a></p>')

    html = page_of(client, notice).content.decode()

    assert (f'href="{address}"' in html) is passes
    assert ("/leaving/?to=" in html) is not passes


def test_source_and_old_address_pass_the_warning_too(client):
    notice = published_notice(source="某报", source_url="https://paper.example.com/1")
    Notice.objects.filter(pk=notice.pk).update(
        is_migrated=True, original_url="https://old.example.com/2"
    )

    response = page_of(client, notice)

    assert response.context["source"]["url"].startswith("/leaving/?to=")
    assert response.context["migrated"]["original_url"].startswith("/leaving/?to=")


def test_a_migrated_notice_says_both_its_days(client):
    notice = published_notice()
    Notice.objects.filter(pk=notice.pk).update(
        is_migrated=True,
        published_at=datetime(2018, 5, 6, tzinfo=UTC),
        legacy_index_number="000014349/2018-00023",
    )

    migrated = page_of(client, notice).context["migrated"]

    assert migrated["original_iso"] == "2018-05-06"
    assert migrated["recorded_iso"] > "2018-05-06"
    assert migrated["legacy_index_number"] == "000014349/2018-00023"


def test_policy_and_interpretation_lead_to_each_other(client):
    policy = published_notice(kind=Kind.POLICY, title="政策")
    text = published_notice(title="解读", interprets=policy)
    draft_notice(title="未公开的解读", interprets=policy)

    from_policy = page_of(client, policy).context["interpretations"]
    from_text = page_of(client, text).context["interprets"]

    assert [row["title"] for row in from_policy] == ["解读"]
    assert [row["title"] for row in from_text] == ["政策"]


def test_an_interpretation_does_not_name_what_was_withdrawn(client):
    policy = withdrawn_notice(kind=Kind.POLICY)
    text = draft_notice()
    Notice.objects.filter(pk=text.pk).update(interprets=policy)
    publish(Notice.objects.get(pk=text.pk))

    response = page_of(client, text)

    assert response.context["interprets"] == []
    assert policy.title not in response.content.decode()


def test_co_publishers_stand_in_their_order(client):
    draft = draft_notice()
    for position, name in [(1, "县教育局"), (0, "县财政局")]:
        CoPublisher.objects.create(notice=draft, agency=agency(name), position=position)
    publish(draft)

    units = page_of(client, draft).context["co_publishers"]

    assert [unit["title"] for unit in units] == ["县财政局", "县教育局"]


def test_others_of_the_board_are_named_but_not_the_notice_itself(client):
    where = board()
    published_notice(title="别的", board=where)
    notice = published_notice(title="自己", board=where)

    nearby = page_of(client, notice).context["rows_nearby"]

    assert [row["title"] for row in nearby] == ["别的"]


def test_others_of_its_board_come_and_go_with_the_next_request(client):
    where = board()
    notice, other = published_notice(board=where), published_notice(board=where)
    release = clock.now() + timedelta(hours=1)
    approved_notice(title="定时", board=where, release_at=release)

    def nearby():
        rows = page_of(client, notice).context["rows_nearby"]
        return [row["title"] for row in rows]

    before = nearby()
    with clock.frozen_at(release):
        released = nearby()
    withdraw(other, by=member("approver", other.agency), ground="wrong", reason="有误")

    assert before == [other.title]
    assert released == ["定时", other.title]
    assert nearby() == []


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 1), "upcoming"),
        (date(2026, 3, 2), "open"),
        (date(2026, 3, 6), "open"),
        (date(2026, 3, 7), "closed"),
    ],
    ids=str,
)
def test_the_posting_period_says_where_it_stands(client, today, state):
    with clock.frozen_at(datetime(2026, 2, 27, 1, tzinfo=UTC)):
        draft = draft_notice()
        PostingPeriod.objects.create(
            notice=draft,
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 6),
            length=5,
            objection_unit="县政府办",
        )
        publish(draft)

    with clock.frozen_at(datetime(2026, today.month, today.day, 1, tzinfo=UTC)):
        posting = page_of(client, draft).context["posting"]

    assert posting["state"] == state
    assert (posting["start_iso"], posting["end_iso"]) == ("2026-03-02", "2026-03-06")


# --- When it is gone --------------------------------------------------------------


def test_the_tombstone_says_who_when_and_why(client):
    notice = withdrawn_notice(reason="标准有误。", title="补助标准")

    response = page_of(client, notice)

    stone = response.context["tombstone"]
    assert stone["index_number"] == notice.index_number
    assert stone["title"] == "补助标准"
    assert stone["withdrawn_by"] == notice.agency.name
    assert stone["reason"] == "标准有误。"
    assert stone["day"]
    assert notice.body not in response.content.decode()


@pytest.mark.parametrize("ground", [WithdrawalGround.PRIVACY, WithdrawalGround.SECRET])
def test_what_had_to_be_kept_secret_is_not_named_again(client, ground):
    notice = withdrawn_notice(
        ground=ground, title="关于张某某的通知", reason="含张某某信息"
    )

    html = page_of(client, notice).content.decode()

    assert "张某某" not in html
    assert notice.index_number in html


def test_an_archived_notice_says_why_it_moved(client):
    notice = archived_notice(reason="机构改革。")

    stone = page_of(client, notice).context["tombstone"]

    assert stone["reason"] == "机构改革。"
    assert stone["day"]


# --- Finding it by number ---------------------------------------------------------


def test_an_index_number_leads_to_its_notice(client):
    notice = published_notice()

    response = client.get("/index/", {"no": f" {notice.index_number} "})

    assert response.status_code == 302
    assert response.url == f"/notices/{notice.pk}/"


def test_a_number_of_an_older_site_leads_there_too(client):
    notice = published_notice()
    Notice.objects.filter(pk=notice.pk).update(legacy_index_number="000014349/18-1")

    response = client.get("/index/?no=000014349/18-1")

    assert response.url == f"/notices/{notice.pk}/"


def test_a_number_that_two_older_sites_gave_shows_both(client):
    for _number in range(2):
        notice = published_notice()
        Notice.objects.filter(pk=notice.pk).update(legacy_index_number="1")

    response = client.get("/index/?no=1")

    assert len(response.context["matches"]) == 2


def test_a_withdrawn_notice_is_still_found_by_its_number(client):
    notice = withdrawn_notice()

    response = client.get("/index/", {"no": notice.index_number}, follow=True)

    assert response.status_code == 410


def test_an_internal_number_is_told_to_nobody(client):
    notice = published_notice(audience="staff")

    response = client.get("/index/", {"no": notice.index_number})

    assert response.context["state"] == "missing"


@pytest.mark.parametrize(
    ("typed", "state"),
    [("", ""), ("12345", "missing"), ("<script>", "malformed"), ("%00", "malformed")],
)
def test_a_number_that_leads_nowhere_is_answered(client, typed, state):
    response = client.get("/index/", {"no": typed.replace("%00", "\x00")})

    assert response.status_code == 200
    assert response.context["state"] == state


# --- What it costs ----------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 6])
def test_a_notice_costs_two_queries_whatever_hangs_on_it(
    client, django_assert_num_queries, size
):
    where = board()
    draft = draft_notice(board=where, kind=Kind.POLICY)
    for number in range(size):
        CoPublisher.objects.create(notice=draft, agency=agency(), position=number)
        attachment(draft, name=f"{number}.txt", content=str(number).encode())
    publish(draft)
    for _number in range(size):
        published_notice(board=where, interprets=draft)
    page_of(client, draft)  # the reference data of this version is read once

    # The site's row; the notice; what hangs on it.
    with django_assert_num_queries(3):
        response = page_of(client, draft)

    assert len(response.context["attachments"]) == size


def test_a_tombstone_costs_two_queries(client, django_assert_num_queries):
    notice = withdrawn_notice()

    with django_assert_num_queries(3):  # the site's row; the notice; who withdrew it
        page_of(client, notice)


def test_a_preview_has_the_same_context():
    draft = draft_notice()

    page = notice_page(draft, state=SiteState.objects.current())

    assert page["notice"]["title"] == draft.title
    assert page["notice"]["day"] == ""
    assert page["is_settling"] is False


@pytest.mark.parametrize(("asked", "kept"), [("", True), ("?q=通知", False)])
def test_choices_are_kept_but_for_words_of_the_readers_own(client, asked, kept):
    blocks = caches["template_fragments"]
    blocks.clear()

    client.get(f"/notices/{asked}")

    assert any("facets" in key for key in vars(blocks)["_cache"]) == kept
