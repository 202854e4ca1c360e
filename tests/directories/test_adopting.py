"""Units adopt items of the standards: one unit, or fifty at once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directories.admin.adoption import folds
from directories.adopting import adopt, look
from directories.catalogue_editions import hand_in, open_edition
from directories.catalogue_entries import change_entry
from directories.merging import close
from directories.models import (
    AgencyKind,
    CatalogueEntry,
    CatalogueItem,
    Role,
    StandardCatalogue,
    StandardItem,
)
from directories.standard_defaults import load
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from tests.catalogue_sheets import relief_catalogue
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.ledger import entry
from tests.factories.standards import take_catalogue

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:directories_catalogue_adopt")


@pytest.fixture
def office():
    return member(Role.OVERSEER, county(), is_staff=True)


@pytest.fixture
def items():
    load()
    return list(StandardItem.objects.select_related("catalogue"))


def townships(number):
    return [agency(kind=AgencyKind.TOWNSHIP) for _each in range(number)]


def told(adoption):
    return (
        adoption.added,
        adoption.there,
        [(unit.pk, reason) for unit, reason in adoption.refused],
        [(unit.pk, code) for unit, code in adoption.double_codes],
    )


def one_of_each_case(items, office):
    """A unit without a catalogue, one that adopted some, one with a code of its own,
    one whose edition is with the office, and a closed one."""
    fresh, partly, coded, away, closed = townships(5)
    adopt(items[:5], [partly, away], by=office)
    entry(open_edition(coded, by=office), by=office, code=items[0].code)
    clerk = member(Role.EDITOR, away)
    hand_in(open_edition(away, by=clerk), by=clerk)
    close(closed, on=local_day(clock.now()), by=office)
    return [fresh, partly, coded, away, closed]


def test_a_look_tells_what_adopting_does_then(items, office):
    units = one_of_each_case(items, office)

    would = look(items, units, by=office)
    assert CatalogueEntry.objects.filter(catalogue__agency=units[0]).count() == 0
    done = adopt(items, units, by=office)

    assert told(would) == told(done)
    fresh, partly, coded, away, closed = (unit.pk for unit in units)
    assert done.added == {fresh: 30, partly: 25, coded: 30}
    assert done.there == 5
    assert [unit.pk for unit, _reason in done.refused] == [away, closed]
    assert [(u.pk, code) for u, code in done.double_codes] == [(coded, items[0].code)]


def test_adopting_again_doubles_nothing_and_keeps_adapted_words(items, office):
    unit = agency()
    adopt(items, [unit], by=office)
    adapted = CatalogueEntry.objects.filter(catalogue__agency=unit)[0]
    change_entry(adapted, by=office, content="本单位的说法。", rule=None)

    again = adopt(items, [unit], by=office)

    assert (again.total, again.there) == (0, 30)
    assert CatalogueItem.objects.filter(agency=unit).count() == 30
    adapted.refresh_from_db()
    assert (adapted.content, adapted.rule) == ("本单位的说法。", None)
    told = AuditEntry.objects.filter(action="items_adopted")
    assert [line.facts["items"] for line in told] == [30]


def test_items_of_two_standards_with_one_code_are_both_adopted(office):
    take_catalogue(relief_catalogue(), by=office, catalogue="甲目录")
    take_catalogue(relief_catalogue(), by=office, catalogue="乙目录")
    items = list(StandardItem.objects.select_related("catalogue"))
    unit = agency()

    done = adopt(items, [unit], by=office)

    assert done.total == len(items)
    coded = {item.code for item in items if item.code}
    assert {code for _unit, code in done.double_codes} == coded


def test_an_editor_adopts_for_the_own_unit_alone(items):
    own, other = agency(), agency()
    clerk = member(Role.EDITOR, own)

    done = adopt(items, [own, other], by=clerk)

    assert list(done.added) == [own.pk]
    assert [unit for unit, _reason in done.refused] == [other]


def test_a_look_for_many_units_asks_no_more_than_for_one(items, office):
    few, many = townships(1), townships(20)
    adopt(items[:3], [*few, *many], by=office)
    look(items, few, by=office)

    with CaptureQueriesContext(
        connection,
    ) as one:
        look(items, few, by=office)
    with CaptureQueriesContext(connection) as twenty:
        look(items, many, by=office)

    assert len(one) == len(twenty) == 2


def test_a_unit_costs_the_same_for_many_items(items, office):
    first, second = townships(2)
    adopt(items[:1], [agency()], by=office)

    with CaptureQueriesContext(connection) as few:
        adopt(items[:2], [first], by=office)
    with CaptureQueriesContext(connection) as many:
        adopt(items, [second], by=office)

    assert len(few) == len(many)


def chosen(unit, **answers):
    catalogues = list(StandardCatalogue.objects.values_list("pk", flat=True))
    return {"catalogues": catalogues, "agency": unit.pk, **answers}


def test_the_page_looks_first_and_then_takes_what_was_not_left(client, items, office):
    units = townships(3)
    client.force_login(office)
    asked = chosen(county(), kinds=["township"], levels=["township"], look="1")

    page = client.get(PAGE, asked)
    assert not CatalogueEntry.objects.exists()
    (left,) = StandardItem.objects.filter(code="20-1")
    taken = client.post(PAGE, {**asked, "without": [left.pk], "apply": "1"})

    assert page.context["would"].total == 3 * 23
    assert taken.status_code == 302
    codes = CatalogueEntry.objects.filter(catalogue__agency=units[0])
    assert codes.count() == 22
    assert not codes.filter(code="20-1").exists()
    assert not codes.filter(code__startswith="21-1").exists()


def test_the_page_offers_a_clerk_the_own_unit_alone(client, items):
    own, other = agency(), agency()
    client.force_login(member(Role.EDITOR, own, is_staff=True))

    refused = client.post(PAGE, chosen(other, apply="1"))
    taken = client.post(PAGE, chosen(own, apply="1"))

    assert "agency" in refused.context["form"].errors
    assert taken.status_code == 302
    assert set(CatalogueEntry.objects.values_list("catalogue__agency", flat=True)) == {
        own.pk
    }


def test_a_reader_finds_no_page_to_adopt(client):
    client.force_login(member(Role.READER, agency(), is_staff=True))

    assert client.get(PAGE).status_code == 403


def run(*args):
    out, err = StringIO(), StringIO()
    call_command("adopt_items", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_says_what_it_would_do_and_does_it(items, office):
    units = townships(3)
    args = ["--catalogue", "regulation", "--agency", county().code]
    args += ["--kind", "township", "--by", office.username]

    dry, _err = run(*args, "--dry-run")
    assert not CatalogueEntry.objects.exists()
    done, _err = run(*args)

    assert "3个单位90条" in dry
    assert "3个单位90条" in done
    assert CatalogueEntry.objects.count() == 90
    assert {row.agency for row in CatalogueItem.objects.all()} == set(units)


@pytest.mark.parametrize("wrong", ["--catalogue", "--agency", "--by"])
def test_the_command_names_what_there_is_not(items, office, wrong):
    named = {"--catalogue": "regulation", "--agency": county().code}
    named |= {"--by": office.username, wrong: "无此名"}

    with pytest.raises(CommandError, match="无此名"):
        run(*(word for pair in named.items() for word in pair))


def test_the_look_is_folded_by_domain_and_keeps_what_is_left_out(client, items, office):
    townships(2)
    client.force_login(office)
    left = [item for item in items if item.catalogue == items[0].catalogue][:2]
    asked = chosen(county(), kinds=["township"], look="1")

    page = client.post(PAGE, {**asked, "without": [item.pk for item in left]})

    found = page.context["folds"]
    assert sum(len(fold["rows"]) for fold in found) == len(items)
    assert sum(fold["left"] for fold in found) == 2
    assert [fold["title"] for fold in found] == sorted(fold["title"] for fold in found)
    assert page.text.count("<details") == len(found) + 1
    for item in items:
        assert page.text.count(f'id="without-{item.pk}"') == 1
    assert page.text.count("checked") == 2


@pytest.mark.parametrize(("count", "parts"), [(1, [1]), (40, [40]), (95, [40, 40, 15])])
def test_a_long_domain_is_opened_in_parts(count, parts):
    catalogue = StandardCatalogue(pk=1, domain="社会救助")
    rows = [StandardItem(pk=pk, catalogue=catalogue) for pk in range(1, count + 1)]

    found = folds(rows, understood={1}, without={count})

    assert [len(fold["rows"]) for fold in found] == parts
    assert [fold["is_part"] for fold in found] == [len(parts) > 1] * len(parts)
    assert (found[0]["first"], found[-1]["last"]) == (1, count)
    assert sum(fold["unsettled"] for fold in found) == count - 1
    assert found[-1]["left"] == 1
