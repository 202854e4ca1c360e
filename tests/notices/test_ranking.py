"""What answers about as well stands in the order of what it is and whether it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.search import finding
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from tests.factories import published_notice
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=365)


def titles(text: str) -> list[str]:
    return [hit.text.title for hit in Finder(Search(ask(text))).best()]


def notice_of(years: float, title: str, **more) -> None:
    with clock.frozen_at(clock.now() - years * YEAR):
        published_notice(title=title, **more)


def guide_of(years: float, title: str, **more) -> None:
    with clock.frozen_at(clock.now() - years * YEAR):
        publish(guide_draft(title=title, **more))


def test_the_list_of_this_year_stands_before_shorter_ones_of_former_years():
    former = "身份证工本费二十元。" + "其他收费项目见附表。" * 9
    notice_of(2.5, "收费清单二〇二四年", body=f"<p>{former}</p>")
    notice_of(1.5, "收费清单二〇二五年", body=f"<p>{former}</p>")
    notice_of(0.5, "收费清单二〇二六年", body=f"<p>{former}另有说明。</p>")

    assert [title[-3:] for title in titles("身份证工本费")] == [
        "二六年",
        "二五年",
        "二四年",
    ]


def test_age_weighs_less_than_what_a_text_is_about():
    notice_of(9, "低保标准")
    notice_of(0, "工作总结", body="<p>发放低保金。</p>")

    assert titles("低保") == ["低保标准", "工作总结"]


def test_what_holds_stands_before_newer_words_that_do_not():
    notice_of(1, "低保办法甲", validity="valid")
    notice_of(0, "低保办法乙", validity="repealed")

    assert titles("低保办法") == ["低保办法甲", "低保办法乙"]


def test_who_types_a_word_is_shown_the_guide_before_the_lists_of_each_month():
    guide_of(2, "低保申请办事指南", facts={"conditions": "持有低保证"})
    notice_of(0.1, "低保公示", body="<p>低保名单。</p>")

    assert titles("低保") == ["低保申请办事指南", "低保公示"]


def test_an_old_guide_is_ranked_however_many_lists_came_since(monkeypatch):
    monkeypatch.setattr(finding, "RANKED", 3)
    guide_of(2, "低保申请办事指南")
    for number in range(5):
        notice_of(0.1, f"低保公示{'甲乙丙丁戊'[number]}")
    count_new()

    assert titles("低保")[0] == "低保申请办事指南"
    assert len(titles("低保")) == 3
