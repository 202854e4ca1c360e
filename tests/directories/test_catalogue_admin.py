"""Clerks and the office work on catalogues of units in the administration."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directories.adopting import adopt
from directories.catalogue_editions import file, hand_in, open_edition
from directories.models import (
    Catalogue,
    CatalogueEntry,
    CatalogueStatus,
    Role,
    Slot,
    StandardItem,
)
from directories.standard_defaults import load
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from tests.factories import agency, member, user
from tests.factories.directories import county
from tests.factories.ledger import entry, put_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return agency()


@pytest.fixture
def clerk(unit):
    return member(Role.EDITOR, unit, is_staff=True)


@pytest.fixture
def office():
    return member(Role.OVERSEER, county(), is_staff=True)


@pytest.fixture
def edition(unit, clerk):
    catalogue = open_edition(unit, by=clerk)
    entry(catalogue, "低保对象名单", by=clerk)
    return catalogue


def at(page, *args):
    return reverse(f"admin:directories_catalogue_{page}", args=args)


def typed(**answers):
    return {
        "domain": "社会救助",
        "level_1": "临时救助结果",
        "cadence": "periodic",
        "span": "quarter",
        "number": "20",
        "unit": "working_days",
        "months_after": "0",
        "content_version": "1",
        **answers,
    }


def test_a_clerk_begins_the_catalogue_of_the_own_unit(client, unit, clerk):
    client.force_login(clerk)

    answer = client.post(at("add"), {"agency": unit.pk})

    catalogue = Catalogue.objects.get(agency=unit)
    assert answer.url == at("change", catalogue.pk)
    assert client.get(answer.url).status_code == 200


def test_the_list_counts_items_and_those_without_a_rule(client, unit, clerk, edition):
    entry(edition, by=clerk, cadence=None)
    client.force_login(clerk)

    page = client.get(at("changelist"))

    (row,) = page.context["cl"].result_list
    assert row.item_counts == (2, 1)


def test_a_clerk_of_another_unit_finds_no_edition(client, edition):
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))

    assert client.get(at("change", edition.pk)).status_code == 404
    assert client.post(at("deed", edition.pk, "hand-in")).status_code == 404


def test_an_entry_is_written_with_its_time_limit_as_answers(client, clerk, edition):
    client.force_login(clerk)

    answer = client.post(at("add_entry", edition.pk), typed())

    assert answer.url == at("change", edition.pk)
    made = edition.entries.get(level_1="临时救助结果")
    assert str(made.rule) == "每季度结束后20个工作日内"


def test_a_look_says_the_time_limit_in_words_and_keeps_nothing(client, clerk, edition):
    client.force_login(clerk)

    page = client.post(at("add_entry", edition.pk), typed(look="1"))

    assert "每季度结束后20个工作日内" in page.text
    assert len(page.context["next_due"]) == 3
    assert page.context["next_due"][0].due_on >= local_day(clock.now())
    assert edition.entries.count() == 1
    assert 'value="临时救助结果"' in page.text


WRONG_ANSWERS = {
    "no period": ({"span": ""}, "span"),
    "both at once": ({"day": "10"}, "day"),
    "a month that the period lacks": (
        {"number": "", "day": "10", "months_after": "-5"},
        "months_after",
    ),
    "a day of no month": ({"number": "", "day": "32"}, "day"),
    "a negative time": ({"number": "-1"}, "number"),
    "no name": ({"level_1": ""}, "level_1"),
}


@pytest.mark.parametrize(
    ("answers", "field"), WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys()
)
def test_a_wrong_answer_is_told_beside_it_and_nothing_is_lost(
    client, clerk, edition, answers, field
):
    client.force_login(clerk)

    page = client.post(
        at("add_entry", edition.pk), typed(content="救助对象、金额", **answers)
    )

    assert list(page.context["form"].errors) == [field]
    assert "救助对象、金额" in page.text
    assert edition.entries.count() == 1


SENTENCES = {
    "quarterly": ({}, "每季度结束后20个工作日内"),
    "monthly by a day": (
        {"span": "month", "number": "", "day": "10", "months_after": "1"},
        "每月，结束后第1个月10日前",
    ),
    "yearly by the next spring": (
        {"span": "year", "number": "", "day": "31", "months_after": "3"},
        "每年，次年3月31日前",
    ),
    "kept up to date": (
        {"cadence": "standing", "span": "year", "number": "7", "unit": "days"},
        "变更后7日内；每年核对一次，12月31日前",
    ),
    "by an event": (
        {"cadence": "ad_hoc", "number": "2", "unit": "months"},
        "事项发生后2个月内",
    ),
    "by stages, as the law says": (
        {"cadence": "phased", "span": "", "number": ""},
        "每一环节完成后20个工作日内",
    ),
}


@pytest.mark.parametrize(
    ("answers", "sentence"), SENTENCES.values(), ids=SENTENCES.keys()
)
def test_answers_become_a_rule_and_come_back_as_they_were(
    client, clerk, edition, answers, sentence
):
    client.force_login(clerk)
    client.post(at("add_entry", edition.pk), typed(**answers))
    made = edition.entries.get(level_1="临时救助结果")

    page = client.get(at("entry", edition.pk, made.pk))

    assert str(made.rule) == sentence
    assert sentence in page.text
    again = {**typed(), **page.context["form"].initial}
    told = {name: "" if value is None else value for name, value in again.items()}
    client.post(at("entry", edition.pk, made.pk), told)
    assert CatalogueEntry.objects.get(pk=made.pk).rule == made.rule


def test_an_entry_without_an_answer_is_marked_in_the_list(client, clerk, edition):
    client.force_login(clerk)
    client.post(at("add_entry", edition.pk), typed(cadence=""))

    page = client.get(at("change", edition.pk), {"rule": "missing"})

    assert [each.level_1 for each in page.context["entries"]] == ["临时救助结果"]
    assert "△" in page.text
    assert "未定时限" in page.text


def test_two_items_with_one_code_are_refused_in_place(client, clerk, edition):
    client.force_login(clerk)
    client.post(at("add_entry", edition.pk), typed(code="A-1"))

    page = client.post(
        at("add_entry", edition.pk), typed(code="A-1", level_1="另一事项")
    )

    assert "目录中有两个事项使用了此编码。" in page.text
    assert 'value="另一事项"' in page.text
    assert edition.entries.filter(code="A-1").count() == 1


def test_an_item_is_left_out_after_a_question(client, clerk, edition):
    row = edition.entries.get()
    client.force_login(clerk)

    asked = client.get(at("leave_out", edition.pk, row.pk))
    client.post(at("leave_out", edition.pk, row.pk))

    assert row.name in asked.text
    assert not edition.entries.exists()


def test_the_edition_goes_its_way_by_buttons(client, clerk, office, edition):
    client.force_login(clerk)
    client.post(at("deed", edition.pk, "hand-in"))
    client.force_login(office)
    client.post(at("deed", edition.pk, "file"), {"number": "备〔2026〕3号"})
    today = local_day(clock.now())
    client.post(at("deed", edition.pk, "publish"), {"in_force_from": today.isoformat()})

    edition.refresh_from_db()
    assert edition.status == CatalogueStatus.PUBLISHED
    assert edition.filing_number == "备〔2026〕3号"
    assert edition.in_force_from == today
    assert Slot.objects.filter(item__entry__catalogue=edition).exists()


def test_a_refusal_stands_beside_what_was_typed(client, clerk, office, edition):
    hand_in(edition, by=clerk)
    file(edition, by=office)
    tomorrow = local_day(clock.now()) + timedelta(days=1)
    client.force_login(office)

    page = client.post(
        at("deed", edition.pk, "publish"), {"in_force_from": tomorrow.isoformat()}
    )

    assert "日期未到" in page.text
    assert tomorrow.isoformat() in page.text
    edition.refresh_from_db()
    assert edition.status == CatalogueStatus.FILED


def test_it_is_sent_back_with_a_reason_only(client, clerk, office, edition):
    hand_in(edition, by=clerk)
    client.force_login(office)

    refused = client.post(at("deed", edition.pk, "send-back"), {"reason": " "})
    client.post(at("deed", edition.pk, "send-back"), {"reason": "请补充时限。"})

    assert "请说明需要修改的内容。" in refused.text
    edition.refresh_from_db()
    assert edition.status == CatalogueStatus.COMPILING
    client.force_login(clerk)
    assert "请补充时限。" in client.get(at("change", edition.pk)).text


def test_a_frozen_edition_is_read_and_not_written(client, clerk, office, edition):
    row = edition.entries.get()
    put_in_force(edition, by=clerk, office=office)
    client.force_login(clerk)

    shown = client.get(at("entry", edition.pk, row.pk))
    refused = client.post(at("entry", edition.pk, row.pk), typed())
    added = client.post(at("add_entry", edition.pk), typed())
    left = client.post(at("leave_out", edition.pk, row.pk))

    assert all(field.disabled for field in shown.context["form"].fields.values())
    assert not client.get(at("change", edition.pk)).context["may_write"]
    for answer in (refused, added, left):
        assert "已离开本单位" in answer.text
    assert list(edition.entries.values_list("level_1", flat=True)) == ["低保对象名单"]


def test_what_changed_since_the_last_edition_is_shown(
    client, unit, clerk, office, edition
):
    put_in_force(edition, by=clerk, office=office)
    second = open_edition(unit, by=clerk)
    entry(second, "新增事项", by=clerk)
    client.force_login(clerk)
    kept = second.entries.get(level_1="低保对象名单")
    client.post(at("entry", second.pk, kept.pk), typed(level_1="低保对象"))

    page = client.get(at("changes", second.pk))

    changes = page.context["changes"]
    assert [each.level_1 for each in changes.added] == ["新增事项"]
    assert "低保对象名单" in page.text
    assert {name for name, *_both in changes.changed[0].columns} == {"一级事项"}


def test_a_superuser_without_a_role_moves_nothing(client, edition):
    client.force_login(user(is_staff=True, is_superuser=True))

    assert client.get(at("change", edition.pk)).status_code in (200, 403, 404)
    client.post(at("deed", edition.pk, "hand-in"))
    client.post(at("add_entry", edition.pk), typed())

    edition.refresh_from_db()
    assert edition.status == CatalogueStatus.COMPILING
    assert edition.entries.count() == 1


def test_the_page_of_an_edition_costs_the_same_for_many_entries(
    client, clerk, edition, django_assert_num_queries
):
    load()
    adopt(StandardItem.objects.select_related("catalogue"), [edition.agency], by=clerk)
    client.force_login(clerk)
    client.get(at("change", edition.pk))

    with django_assert_num_queries(9):
        page = client.get(at("change", edition.pk))

    assert len(page.context["entries"]) == 31
