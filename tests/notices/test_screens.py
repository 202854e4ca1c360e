"""What a wall screen shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from directories.models import AgencyAlias, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import WarningFacts, WithdrawalGround
from notices.publication import withdraw
from tests.factories import agency, approved_notice, member, published_notice
from tests.factories.structures import guide_draft, publish, warning_draft
from tests.factories.subsidies import posted_subsidy

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return agency("清源县民政局")


def screen_of(client, unit):
    return client.get(reverse("screen", args=[unit.slug])).text


def test_warnings_in_force_stand_before_everything_else(client, unit):
    published_notice(unit=unit, title="关于停电的通知")
    publish(warning_draft(title="暴雨红色预警"))

    page = screen_of(client, unit)

    assert page.index("暴雨红色预警") < page.index("关于停电的通知")


def test_a_warning_takes_its_end_along_for_screens_without_a_network(client, unit):
    warning = publish(warning_draft())

    page = screen_of(client, unit)

    ends_at = WarningFacts.objects.get(notice=warning).ends_at.isoformat()
    assert f'data-until="{ends_at}"' in page


def test_only_what_hangs_in_the_branch_is_shown(client, unit):
    yesterday = local_day(clock.now()) - timedelta(days=1)
    published_notice(unit=unit, title="还挂着")
    published_notice(unit=unit, title="到期了", posting_until=yesterday)
    published_notice(unit=unit, title="内部的", audience="staff")
    approved_notice(unit=unit, title="明天才发布")
    published_notice(title="别的单位的")

    page = screen_of(client, unit)

    assert "还挂着" in page
    for other in ("到期了", "内部的", "明天才发布", "别的单位的"):
        assert other not in page


def test_what_was_withdrawn_is_gone_with_the_next_turn(client, unit):
    notice = published_notice(unit=unit, title="发错的通知")
    before = client.get(reverse("screen", args=[unit.slug]))
    withdraw(
        notice,
        by=member(Role.APPROVER, unit),
        ground=WithdrawalGround.WRONG,
        reason="内容有误。",
    )

    after = client.get(
        reverse("screen", args=[unit.slug]), headers={"If-None-Match": before["ETag"]}
    )

    assert "发错的通知" in before.text
    assert after.status_code == 200
    assert "发错的通知" not in after.text


def test_a_running_posting_shows_its_end_and_no_line_of_its_list(client):
    notice = posted_subsidy(starts_on=local_day(clock.now()))

    page = screen_of(client, notice.agency)

    assert "还剩 7 天" in page
    assert "钟**" not in page


def test_guides_have_a_code_to_take_along(client, settings):
    settings.SITE_URL = "https://portal.example"
    notice = publish(guide_draft(title="残疾人证办理指南"))

    page = screen_of(client, notice.agency)

    assert "残疾人证办理指南" in page
    assert f"<title>https://portal.example/notices/{notice.pk}/</title>" in page


def test_without_script_each_page_leads_to_the_next_and_the_last_to_the_first(
    client, unit
):
    published_notice(unit=unit)
    publish(guide_draft(unit=unit))

    first, last = (
        client.get(reverse("screen-page", args=[unit.slug, number])).text
        for number in (1, 2)
    )

    assert f"15;url=/screen/{unit.slug}/2/" in first
    assert f"15;url=/screen/{unit.slug}/1/" in last
    assert first.count("data-slide\n") == 1


def test_a_page_with_a_clock_is_kept_by_no_cache(client, unit):
    answer = client.get(reverse("screen-page", args=[unit.slug, 1]))

    assert answer["Cache-Control"] == "no-store"


def test_a_screen_is_found_by_an_old_name_and_not_for_a_closed_unit(client, unit):
    AgencyAlias.objects.create(slug="old-name", agency=unit)
    closed = agency("撤销的单位", closed_on=date(2026, 1, 1))

    assert client.get("/screen/old-name/").status_code == 200
    assert client.get(f"/screen/{closed.slug}/").status_code == 404


def test_an_empty_unit_has_an_empty_screen(client, unit):
    assert "slide--empty" in screen_of(client, unit)
