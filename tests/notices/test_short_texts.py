"""The text of a notice for loudspeakers and LED lines."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, settings, strategies as st

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from notices.models import WarningFacts
from notices.spoken_text import LIMIT, composed, spoken
from tests.factories import (
    agency,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.structures import publish, warning_draft
from tests.factories.subsidies import posted_subsidy


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("电话0000-5550120", "电话零零零零，五五五零幺二零"),
        ("拨打12345", "拨打幺二三四五"),
        ("8:30—12:00办理", "8点30分到12点办理"),
        ("霁政发〔2026〕5号", "霁政发2026年第5号"),
        ("上涨3.5%", "上涨百分之3.5"),
        ("《办法》（试行）施行", "办法，试行，施行"),
        ("发放12345678元", "发放12345678元"),
        ("2026年11月23日发放1200元", "2026年11月23日发放1200元"),
    ],
)
def test_numbers_are_written_as_they_are_read(written, read):
    assert spoken(written) == read


def test_only_whole_sentences_are_taken_and_the_end_is_kept():
    text = composed("停水通知", f"第一句。{'长' * 300}。第三句。", "电话12345")

    assert text == "停水通知。第一句。电话12345。"


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400), st.text(max_size=600), st.text(max_size=300))
def test_no_text_is_longer_than_the_limit(head, middle, tail):
    assert len(composed(head, middle, tail)) <= LIMIT


def page_of(client, notice):
    return client.get(reverse("notice-text", args=[notice.pk])).text


def line_of(client, notice):
    return client.get(reverse("notice-text-plain", args=[notice.pk])).text


@pytest.mark.django_db
def test_a_warning_says_what_where_until_when_and_what_to_do(client):
    warning = publish(warning_draft(title="暴雨预警"))

    text = line_of(client, warning)

    facts = WarningFacts.objects.get(notice=warning)
    assert "暴雨预警" in text
    assert len(text) <= LIMIT
    assert facts.area in text
    assert facts.telephone in text


@pytest.mark.django_db
def test_a_warning_that_is_over_is_not_read_out_again(client):
    warning = publish(warning_draft(title="暴雨预警"))

    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        text = line_of(client, warning)

    assert len(text) < 30


@pytest.mark.django_db
def test_a_posting_says_its_days_and_no_line_of_its_list(client):
    notice = posted_subsidy(starts_on=local_day(clock.now()))

    page = page_of(client, notice)

    assert "县农业农村局" in page
    assert "钟**" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (withdrawn_notice, 410),
        (draft_notice, 404),
        (lambda: published_notice(audience="staff"), 404),
    ],
    ids=["withdrawn", "draft", "internal"],
)
@pytest.mark.parametrize("name", ["notice-text", "notice-text-plain"])
def test_what_is_not_public_is_not_read_out(client, make, status, name):
    notice = make()

    answer = client.get(reverse(name, args=[notice.pk]))

    assert answer.status_code == status


@pytest.mark.django_db
def test_the_text_is_read_at_the_desk_before_it_is_public(client):
    draft = draft_notice(title="停水通知", summary="城关镇明日停水。")
    stranger = member(Role.EDITOR, agency())
    address = reverse("desk-notice-text", args=[draft.pk])

    client.force_login(stranger)
    hidden = client.get(address)
    client.force_login(draft.author)
    notice = client.get(reverse("desk-notice", args=[draft.pk])).text
    page = client.get(address)

    assert hidden.status_code == 404
    assert f'href="{address}"' in notice
    assert "停水通知。城关镇明日停水。" in page.text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.django_db
def test_a_notice_that_is_gone_has_no_text_at_the_desk(client):
    notice = withdrawn_notice()
    client.force_login(notice.author)

    answer = client.get(reverse("desk-notice-text", args=[notice.pk]))

    assert answer.status_code == 404
