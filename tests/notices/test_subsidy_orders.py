"""What an order to import subsidies may ask for, and who may give it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from directories.models import Role
from disclosure_portal.foundation.workflow import NotAllowed
from notices.mapping_files import BadMapping
from notices.models import LineSet, Notice, Programme, SubsidyLine
from notices.subsidy_mapping import parse_subsidy_mapping
from notices.subsidy_report import report_line
from tests.factories import agency

from .importing import office
from .subsidy_importing import (
    mapping_with,
    overseen_office,
    row,
    rules_of,
    take,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(name="office")
def an_office():
    return overseen_office()


# --- The programme --------------------------------------------------------------------


@pytest.mark.parametrize("dry_run", [True, False])
def test_who_oversees_nothing_makes_no_programme(dry_run):
    here = office()

    with pytest.raises(NotAllowed) as refused:
        take(here, dry_run=dry_run)

    told = str(refused.value)
    for named in (here.editor, Role.OVERSEER.label, here.unit):
        assert str(named) in told
    assert not Programme.objects.exists()


def test_nobody_makes_programmes_of_a_unit_that_others_oversee(office):
    agency("别的单位", code="990000-02")
    told = {**mapping_with()["programme"], "agency": "990000-02"}

    with pytest.raises(NotAllowed):
        take(office, mapping=mapping_with(programme=told))

    assert not Programme.objects.exists()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_programme_without_a_basis_is_told_of_before_the_first_row(office, dry_run):
    told = {**mapping_with()["programme"], "bases": " "}

    with pytest.raises(BadMapping):
        take(office, mapping=mapping_with(programme=told), dry_run=dry_run)

    assert not Notice.objects.exists()


def test_drafts_may_wait_for_the_basis_of_their_programme(office):
    told = {**mapping_with()["programme"], "bases": ""}

    _done, results = take(office, mapping=mapping_with(programme=told), approver=None)

    assert rules_of(results) == {"unsigned": 7, "same_row": 1}


# --- The units ------------------------------------------------------------------------


def test_all_names_of_a_unit_lead_to_one_notice(office, tmp_path):
    county = agency("青石县人民政府", short_name="青石县", parent=office.unit)
    names = ("青石县人民政府", "青石县", "老名称")
    rows = [row(县=name, 出厂编号=f"GN{name}0001") for name in names]
    units = {"known": {"老名称": county}}

    take(office, written(tmp_path, rows), units=units)

    assert LineSet.objects.get().count == 3
    assert Notice.objects.get().title == "青石县人民政府2025年农机购置与应用补贴情况"


def test_equal_rows_are_one_whatever_they_call_their_unit(office, tmp_path):
    agency("青石县人民政府", short_name="青石县", parent=office.unit)
    path = written(tmp_path, [row(), row(县="青石县人民政府")])

    _done, results = take(office, path)

    assert rules_of(results) == {"published": 1, "same_row": 1}


def test_white_space_makes_no_other_unit(office, tmp_path):
    names = ("青石县 农业局", "青石县\u3000农业局", "青石县  农业局 ")
    rows = [row(县=name, 出厂编号=f"GN{place}") for place, name in enumerate(names, 10)]

    done, _results = take(office, written(tmp_path, rows))

    assert (done.notices, done.counts.units_made) == (1, 1)


def test_a_notice_is_known_again_when_its_unit_is_called_otherwise(office, tmp_path):
    agency("青石县人民政府", short_name="青石县", parent=office.unit)
    take(office, written(tmp_path, [row()]))

    _done, results = take(office, written(tmp_path, [row(县="青石县人民政府")]))

    assert rules_of(results) == {"imported_before": 1}


def test_with_one_unit_for_all_the_column_of_units_is_ignored(office, tmp_path):
    path = written(tmp_path, [row(), row(县="柳河县", 出厂编号="GN2222")])

    take(office, path, units={"only": office.unit})

    assert Notice.objects.get().agency == office.unit
    assert SubsidyLine.objects.count() == 2


@pytest.mark.parametrize("makes", [True, False])
def test_the_report_prints_no_unit_that_is_not_there(office, tmp_path, makes):
    path = written(tmp_path, [row(县="钟厚朴")])
    units = {"parent": office.unit} if makes else {}

    _done, results = take(office, path, units=units, dry_run=True)

    assert results
    assert not any("钟厚朴" in str(report_line(result)) for result in results)


# --- The title and the day ------------------------------------------------------------


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_title_that_is_too_long_is_refused_by_its_rule(office, tmp_path, dry_run):
    words = {**mapping_with()["notice"], "title": "甲" * 198 + "{agency}"}
    path = written(tmp_path, [row()])

    _done, results = take(office, path, mapping_with(notice=words), dry_run=dry_run)

    assert [(each.rule.value, each.detail) for each in results] == [
        ("title_too_long", "201")
    ]
    assert not Notice.objects.exists()


BAD_NOTICES = {
    "an attribute": {"title": "{agency.__class__}"},
    "a form": {"title": "{agency:>99}"},
    "a conversion": {"title": "{agency!r}"},
    "an index": {"title": "{agency[0]}"},
    "a place": {"title": "{}"},
    "a brace": {"title": "{agency"},
    "a day to come": {"published_on": date(2099, 1, 15)},
    "a time of day": {"published_on": datetime(2026, 1, 15, 8, tzinfo=UTC)},
}


@pytest.mark.parametrize("words", BAD_NOTICES.values(), ids=BAD_NOTICES)
def test_a_title_or_day_that_makes_no_sense_is_refused_with_the_mapping(words):
    notice = {**mapping_with()["notice"], **words}

    with pytest.raises(BadMapping):
        parse_subsidy_mapping(mapping_with(notice=notice))
