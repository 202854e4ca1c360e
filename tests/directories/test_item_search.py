"""Duties and services are found while they hold, by what their lists say of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories.catalogue_editions import file, hand_in, open_edition, publish
from directories.catalogue_entries import add_entry, leave_out
from directories.item_search import DUTY, SERVICE
from directories.merging import close, merge, move
from directories.models import CatalogueItem, Role, ServiceItem
from directories.service_import import ServiceImport, read_services
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SearchEntry, SearchTerm, SearchText
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.suggesting import suggested
from disclosure_portal.foundation.search.vocabulary import refresh
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import duty, entry, put_in_force
from tests.factories.service_lists import service_item

pytestmark = pytest.mark.django_db


def found(text, *, facets=()):
    finder = Finder(Search(ask(text), facets))
    return [(hit.kind, hit.text.title) for hit in finder.best()]


def edition_of(unit, *names, without=()):
    """The next edition in force of a unit: what it had, and these."""
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    for row in catalogue.entries.filter(level_1__in=without):
        leave_out(row, by=clerk)
    for name in names:
        entry(catalogue, name, by=clerk, cadence=None)
    return catalogue, clerk, office


def test_a_duty_is_found_once_its_edition_is_in_force():
    unit = agency("青石镇民政办")
    catalogue, clerk, office = edition_of(unit, "低保对象名单公示")
    assert found("低保对象") == []

    hand_in(catalogue, by=clerk)
    file(catalogue, by=office)
    assert found("低保对象") == []

    publish(catalogue, by=office)
    assert found("低保对象") == [(DUTY, "低保对象名单公示")]


def test_a_duty_is_found_by_what_is_to_be_disclosed_its_domain_basis_and_code():
    duty(
        name="资金发放",
        domain="社会救助",
        content="每户每月领取的金额",
        basis_text="《社会救助暂行办法》",
        code="SH-077",
    )

    for words in ("领取的金额", "社会救助", "社会救助暂行办法", "077"):
        assert found(words) == [(DUTY, "资金发放")], words


def test_what_the_next_edition_lacks_is_found_no_more():
    unit = agency("青石镇民政办")
    catalogue, clerk, office = edition_of(unit, "低保名单", "临时救助名单")
    put_in_force(catalogue, by=clerk, office=office, since=date(2026, 1, 1))

    catalogue, clerk, office = edition_of(unit, "低保标准", without=("低保名单",))
    put_in_force(catalogue, by=clerk, office=office)

    assert {title for _kind, title in found("名单")} == {"临时救助名单"}
    assert found("低保") == [(DUTY, "低保标准")]
    count_new()
    assert not SearchTerm.objects.filter(term="保名").exists()


def test_the_words_of_the_edition_in_force_count():
    unit = agency("青石镇民政办")
    catalogue, clerk, office = edition_of(unit, "低保名单")
    put_in_force(catalogue, by=clerk, office=office, since=date(2026, 1, 1))
    catalogue, clerk, office = edition_of(unit)
    catalogue.entries.update(content="城乡居民")

    assert found("城乡居民") == []
    put_in_force(catalogue, by=clerk, office=office)

    assert found("城乡居民") == [(DUTY, "低保名单")]
    assert SearchEntry.objects.filter(kind=DUTY).count() == 1


def test_duties_of_a_closed_unit_are_found_no_more():
    unit = agency("青石镇民政办")
    duty(unit, name="低保名单")

    close(unit, by=member(Role.OVERSEER, county()), on=local_day(clock.now()))

    assert found("低保名单") == []


def statements_of_an_edition(size):
    unit = agency()
    catalogue, clerk, office = edition_of(
        unit, *(f"第{n}项名单公示" for n in range(size))
    )
    hand_in(catalogue, by=clerk)
    file(catalogue, by=office)
    with CaptureQueriesContext(connection) as queries:
        publish(catalogue, by=office)
    return [
        query["sql"] for query in queries if "search" in query["sql"].split("WHERE")[0]
    ]


def test_an_edition_goes_in_with_few_statements_whether_short_or_long():
    """The index itself is written row by row, in one call for all of them; and SQLite
    takes a thousand values at once."""
    short, long = (
        [
            sql
            for sql in statements_of_an_edition(size)
            if "search_index" not in sql and "array_to_tsvector" not in sql
        ]
        for size in (3, 150)
    )

    assert len(short) <= len(long) <= len(short) + 2 <= 12


# --- Services -----------------------------------------------------------------------


def test_a_service_is_found_by_name_code_kind_and_what_the_unit_must_do_for_it():
    service_item(
        "食品经营许可",
        code="000131001",
        basic_code="0001310",
        bases="《食品安全法》",
        responsibilities="受理责任：一次性告知补正的材料。",
        accountability="索取财物的。",
    )

    for words in (
        *("食品经营许可", "000131001", "0001310", "食品安全法", "行政许可"),
        *("一次性告知", "索取财物"),
    ):
        assert found(words) == [(SERVICE, "食品经营许可")], words


def test_a_service_is_found_as_it_is_now_and_not_once_it_is_off_the_list():
    item = service_item("食品经营许可")
    item.name = "食品生产许可"
    item.save()

    assert found("食品经营") == []
    assert found("食品生产") == [(SERVICE, "食品生产许可")]

    item.removed_on = date(2026, 5, 1)
    item.save()
    assert found("食品生产") == []


SHEET = "事项名称,类型,实施编码\n食品经营许可,行政许可,A1\n食品生产许可,行政许可,A2\n"


def test_an_imported_list_is_found_and_a_trial_run_is_not(tmp_path):
    unit = agency()
    path = tmp_path / "list.csv"
    path.write_text(SHEET, encoding="utf-8")
    clerk = member(Role.EDITOR, unit, is_staff=True)

    def run(*, dry_run):
        table = read_services(path, path.name)
        return ServiceImport(table, clerk, agency=unit, dry_run=dry_run).run()

    run(dry_run=True)
    assert found("食品") == []

    run(dry_run=False)
    assert {title for _kind, title in found("食品")} == {
        "食品经营许可",
        "食品生产许可",
    }


def test_services_go_with_their_unit():
    overseer, day = member(Role.OVERSEER, county()), local_day(clock.now())
    old, new = agency("青石镇民政办"), agency("青石镇")
    service_item("食品经营许可", unit=old, code="A1")
    service_item("户外广告许可", unit=old, code="A2")
    service_item("户外广告设置", unit=new, code="A2")

    merge(old, into=new, by=overseer, on=day)

    assert found("食品经营许可", facets=[[f"@a{new.pk}"]])
    assert found("食品经营许可", facets=[[f"@a{old.pk}"]]) == []
    assert [title for _kind, title in found("户外广告")] == ["户外广告设置"]

    close(new, by=overseer, on=day)
    assert found("食品经营许可") == []


def test_items_are_found_below_the_unit_to_which_theirs_was_moved():
    unit, above = agency("青石镇民政办"), agency("青石镇")
    duty(unit, name="低保名单")
    service_item("低保申请", unit=unit)
    branch = [[f"@p{above.path}"]]
    assert found("低保", facets=branch) == []

    move(unit, to=above, by=member(Role.OVERSEER, county()), on=local_day(clock.now()))

    assert {kind for kind, _title in found("低保", facets=branch)} == {DUTY, SERVICE}


def test_names_of_services_are_suggested():
    service_item("食品经营许可")
    count_new()
    refresh()

    assert "食品经营许可" in suggested("食品")
    assert "食品经营许可" in suggested("spjy")


# --- The index against the lists ----------------------------------------------------


def test_the_index_is_made_anew_from_catalogues_and_lists():
    duty(name="低保名单")
    service_item("低保申请")
    SearchEntry.objects.all().delete()
    assert found("低保") == []

    call_command("rebuild_search", verbosity=0)

    assert {kind for kind, _title in found("低保")} == {DUTY, SERVICE}
    call_command("check_search", verbosity=0)


@pytest.mark.parametrize(
    "harm",
    [
        lambda: SearchText.objects.filter(title="低保名单").update(body="旧"),
        lambda: ServiceItem.objects.update(name="改了"),
        lambda: ServiceItem.objects.update(removed_on=date(2026, 5, 1)),
        lambda: CatalogueItem.objects.update(ends_on=date(2026, 12, 1)),
    ],
)
def test_a_difference_is_told(harm):
    duty(name="低保名单")
    service_item("低保申请")
    harm()

    with pytest.raises(CommandError):
        call_command("check_search", verbosity=0)


def test_what_nobody_published_stands_in_no_index():
    unit = agency()
    clerk = member(Role.EDITOR, unit)
    catalogue = open_edition(unit, by=clerk)
    add_entry(catalogue, by=clerk, domain="社会救助", level_1="内部试拟事项")
    service_item("已取消的事项", removed_on=date(2026, 5, 1))

    call_command("rebuild_search", verbosity=0)

    assert not SearchText.objects.filter(title__in=["内部试拟事项", "已取消的事项"])
