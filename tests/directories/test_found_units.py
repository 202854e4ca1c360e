"""A unit is found by what it is called and does now, at once after each deed."""

from __future__ import annotations

import pytest

from directories.agency_import import AgencyImport, BadTree, Phase
from directories.merging import close, merge, move, recode, rename
from directories.models import Agency, Official, Role
from directories.search import IS_AGENCY, SOURCE, branch_tokens
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import SearchEntry
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.search import bulk, rebuilding
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from tests.factories import agency, member
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

TREE = """code,name,parent_code,kind
80,白水市,,region
8001,青山镇,80,township
8001-1,白水村,8001,village
"""


def found(words, *, within=None):
    groups = [[IS_AGENCY], *([[branch_tokens(within.path)[-1]]] if within else [])]
    return [hit.text.title for hit in Finder(Search(ask(words), groups)).best()]


def faults():
    return list(rebuilding.faults(lambda _count: None))


@pytest.fixture
def overseer():
    return member(Role.OVERSEER, county())


@pytest.fixture
def today():
    return local_day(clock.now())


@pytest.fixture
def take(tmp_path):
    def take(text, progress=lambda *reached: None):
        path = tmp_path / "units.csv"
        path.write_text(text)
        rows = open_rows(path)
        AgencyImport(rows=rows, under=county(), progress=progress).run()

    return take


# --- Imports ------------------------------------------------------------------------


def test_imported_units_are_found_at_once_and_villages_that_say_nothing_are_not(take):
    take(TREE)

    assert found("青山镇") == ["青山镇"]
    assert found("白水") == ["白水市"]
    assert faults() == []


def test_a_second_import_lets_units_be_found_under_their_new_names_only(take):
    take(TREE)

    take("code,name,parent_code,kind\n80,白水市,,region\n8001,碧溪镇,80,township\n")

    assert found("碧溪镇") == ["碧溪镇"]
    assert found("青山") == []
    assert faults() == []


def test_a_unit_that_an_import_makes_a_village_is_found_no_more(take):
    take(TREE)

    take("code,name,parent_code,kind\n8001,青山镇,80,village\n")

    assert found("青山") == []
    assert faults() == []


def test_an_import_that_breaks_off_lets_nothing_be_found(take, monkeypatch):
    county()
    before = SearchEntry.objects.count()

    def break_off(phase, done, total):
        if phase == Phase.FINDING:
            raise BadTree("broken off")

    with pytest.raises(BadTree):
        take(TREE, progress=break_off)

    assert SearchEntry.objects.count() == before
    assert found("青山镇") == []


def test_putting_in_many_asks_no_more_of_the_database_than_a_few(
    take, django_assert_max_num_queries
):
    county()
    rows = "".join(f"7{number:03d},试验站{number},,other\n" for number in range(150))
    with django_assert_max_num_queries(60):
        take("code,name,parent_code,kind\n" + rows)

    assert found("试验站77") == ["试验站77"]


def test_renewing_many_asks_no_more_of_the_database_than_a_few(
    take, django_assert_max_num_queries
):
    county()
    head = "code,name,parent_code,kind\n"
    rows = "".join(f"7{number:03d},试验站{number},,other\n" for number in range(150))
    take(head + rows)
    count_new()
    places = dict(SearchEntry.objects.values_list("object_id", "docid"))
    Agency.objects.filter(name__startswith="试验站").update(duties="负责鱤鱼养殖")
    renewed = list(SOURCE.records(0))

    with django_assert_max_num_queries(20):
        assert bulk.put_many(renewed) == 150
    count_new()

    assert len(found("鱤鱼")) == 120
    assert dict(SearchEntry.objects.values_list("object_id", "docid")) == places
    assert faults() == []


def test_renewing_many_while_the_index_is_made_anew_changes_both(take, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    take(TREE)
    count_new()

    def meanwhile(_count):
        take("code,name,parent_code,kind\n80,白水市,,region\n8001,碧溪镇,80,township\n")

    rebuilding.write_anew(meanwhile)

    assert found("碧溪镇") == ["碧溪镇"]
    assert found("青山") == []
    count_new()
    assert faults() == []


def test_two_records_that_want_the_same_place_are_both_found(monkeypatch):
    first, second = agency("第一站"), agency("第二站")
    records = list(SOURCE.records(0))
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(bulk, "place_of", lambda record: 7)

    bulk.put_many(records)

    assert found(first.name) == [first.name]
    assert found(second.name) == [second.name]


# --- Deeds --------------------------------------------------------------------------


def test_a_renamed_unit_is_found_by_its_new_name_only(overseer, today):
    unit = agency("水利局", short_name="水利")

    rename(unit, name="水务局", short_name="水务", by=overseer, on=today)

    assert found("水务") == ["水务局"]
    assert found("水利") == []


def test_a_recoded_unit_is_found_by_its_new_code_only(overseer):
    unit = agency("水利局", code="QY-SLJ")

    recode(unit, code="QYSWJ2", by=overseer)

    assert found("QYSWJ2") == ["水利局"]
    assert found("SLJ") == []


def test_a_moved_branch_is_found_within_its_new_superior_only(overseer, today):
    old, new = agency("旧街道"), agency("新街道")
    office = agency("供水所", parent=old)
    agency("供水站", parent=office)

    move(office, to=new, by=overseer, on=today)

    new.refresh_from_db()
    assert sorted(found("供水", within=new)) == ["供水所", "供水站"]
    assert found("供水", within=old) == []


def test_a_merged_unit_is_found_no_more_and_its_units_within_the_successor(
    overseer, today
):
    old, new = agency("农业局", duties="种子检验"), agency("农业农村局")
    agency("种子站", parent=old)

    merge(old, into=new, by=overseer, on=today)

    new.refresh_from_db()
    assert found("农业局") == []
    assert found("种子检验") == []
    assert found("种子", within=new) == ["种子站"]


def test_a_closed_unit_is_found_neither_by_its_name_nor_by_its_people(overseer, today):
    unit = agency("水利局")
    Official.objects.create(agency=unit, name="张三丰", post="局长")

    close(unit, by=overseer, on=today)

    assert found("水利局") == found("张三丰") == []


def test_duties_of_an_official_are_found_as_they_are_now():
    person = Official.objects.create(
        agency=agency("水利局"), name="张三丰", post="局长", duties="分管防汛"
    )
    person.post, person.duties = "副局长", "分管移民安置"
    person.save()

    assert found("移民安置") == ["水利局"]
    assert found("防汛") == []


def test_an_official_who_goes_elsewhere_is_found_there_only():
    old, new = agency("水利局"), agency("农业局")
    person = Official.objects.create(agency=old, name="张三丰", post="局长")

    person.agency = new
    person.save()

    assert found("张三丰") == ["农业局"]


@pytest.mark.parametrize("gone", ["left", "hidden", "deleted"])
def test_an_official_who_is_gone_is_found_no_more(gone, today):
    person = Official.objects.create(agency=agency(), name="张三丰", post="局长")
    if gone == "deleted":
        person.delete()
    else:
        person.left_on = today if gone == "left" else None
        person.is_public = gone != "hidden"
        person.save()

    assert found("张三丰") == []
