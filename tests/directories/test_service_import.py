"""Lists of powers and services from spreadsheets: every row finds its rule."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from directories.merging import close
from directories.models import Role, ServiceItem
from directories.service_limits import Limit, NoLimit, read_limit
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from tests.factories import agency, member, user
from tests.sheets import workbook

pytestmark = pytest.mark.django_db

HEADINGS = (
    *("序号", "事项名称", "权力类型", "基本编码", "实施编码", "实施主体"),
    *("行使层级", "设定依据", "责任事项", "追责情形", "法定办结时限"),
    *("承诺办结时限", "是否收费"),
)
CARD = (
    *(1, "社会团体成立登记", "行政许可", "000111001000", "1199-000111001000"),
    *("县民政局", "县级", "《社会团体登记管理条例》"),
    *(
        "受理责任：一次性告知补正材料。\n审查责任：依法审查。",
        "对符合条件的不予受理的。",
    ),
    *("60个工作日", "15个工作日", "否"),
)


@pytest.fixture
def unit():
    return agency("清源县民政局", short_name="县民政局", code="990000-mzj")


@pytest.fixture
def clerk(unit):
    return member(Role.EDITOR, unit)


@pytest.fixture
def taken(tmp_path, clerk):
    """Takes rows in, and gives the report's rows by place."""

    def take(*rows, headings=HEADINGS, by=clerk, **options):
        path, report = tmp_path / "清单.xlsx", tmp_path / "报告.csv"
        path.write_bytes(workbook([headings, *rows]))
        call_command(
            "import_services",
            path,
            by=by.username,
            report=report,
            stdout=StringIO(),
            stderr=StringIO(),
            **options,
        )
        lines = csv.DictReader(StringIO(report.read_text("utf-8-sig")))
        return {line["place"]: line for line in lines}

    return take


def changed(**cells):
    """The row of the card with other cells, by their headings."""
    row = dict(zip(HEADINGS, CARD, strict=True)) | cells
    return tuple(row.values())


def test_a_whole_row_becomes_an_item(taken, unit):
    lines = taken(CARD)

    item = ServiceItem.objects.get()
    assert lines["2"]["rule"] == "added"
    assert (item.agency, item.kind, item.level) == (unit, "licence", "county")
    assert (item.code, item.basic_code) == ("1199-000111001000", "000111001000")
    assert (item.legal_number, item.promised_number) == (60, 15)
    assert item.legal_unit == item.promised_unit == "working_days"
    assert item.responsibilities.splitlines()[1] == "审查责任：依法审查。"
    assert item.accountability == "对符合条件的不予受理的。"
    assert item.is_charged is False


@pytest.mark.parametrize(
    ("cells", "rule", "found"),
    [
        ({"事项名称": ""}, "no_name", ""),
        ({"实施编码": ""}, "no_code", ""),
        ({"实施编码": "编码 一"}, "bad_value", ""),
        ({"权力类型": "行政命令"}, "unknown_kind", "行政命令"),
        ({"权力类型": ""}, "unknown_kind", ""),
        ({"行使层级": "国级"}, "unknown_level", "国级"),
        ({"法定办结时限": "尽快"}, "bad_limit", "尽快"),
        ({"承诺办结时限": "61个工作日"}, "bad_value", "承诺"),
        ({"是否收费": "看情况"}, "bad_charge", "看情况"),
        ({"实施主体": "县糖果局"}, "unknown_unit", "县糖果局"),
        ({"实施主体": ""}, "no_unit", ""),
        ({"事项名称": "长" * 301}, "bad_value", ""),
        ({"设定依据": "=1/0"}, "unreadable", ""),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_name_and_the_next_is_taken(
    taken, cells, rule, found
):
    lines = taken(changed(**cells), changed(实施编码="OTHER-1"))

    told = [line for line in lines.values() if line["rule"] == rule]
    assert len(told) == 1
    assert found in told[0]["found"]
    assert [item.code for item in ServiceItem.objects.all()] == ["OTHER-1"]


def test_of_two_items_with_one_code_the_first_is_taken(taken):
    lines = taken(CARD, changed(事项名称="另一事项"))

    assert [line["rule"] for line in lines.values()] == ["added", "duplicate"]
    assert ServiceItem.objects.get().name == "社会团体成立登记"


def test_two_units_may_use_one_code(taken, unit):
    other = agency("桃花乡人民政府", parent=unit)

    taken(CARD, changed(实施主体=other.name))

    assert ServiceItem.objects.count() == 2


def test_the_same_sheet_again_changes_nothing(taken):
    taken(CARD)
    version = SiteState.objects.get().version
    entries = AuditEntry.objects.count()

    lines = taken(CARD)

    assert lines["2"]["rule"] == "unchanged"
    assert SiteState.objects.get().version == version
    assert AuditEntry.objects.count() == entries


def test_what_the_sheet_says_anew_is_renewed_and_columns_it_lacks_stay(taken):
    taken(CARD)
    row = (
        "1199-000111001000",
        "社会团体成立登记",
        "行政许可",
        "县民政局",
        "10个工作日",
    )
    headings = ("实施编码", "事项名称", "权力类型", "实施主体", "承诺时限")

    lines = taken(row, headings=headings)

    item = ServiceItem.objects.get()
    assert lines["2"]["rule"] == "renewed"
    assert (item.promised_number, item.legal_number) == (10, 60)
    assert item.bases == "《社会团体登记管理条例》"


def test_what_the_sheet_lacks_stays_unless_the_sheet_is_complete(taken):
    taken(CARD, changed(实施编码="OTHER-1"))
    assert taken(CARD)[""]["rule"] == "lacking"
    assert ServiceItem.objects.listed().count() == 2

    assert taken(CARD, complete=True)[""]["rule"] == "removed"

    assert ServiceItem.objects.listed().get().code == CARD[4]


def test_a_complete_sheet_with_a_refused_row_is_not_taken_at_all(taken):
    taken(CARD, changed(实施编码="OTHER-1"))

    with pytest.raises(CommandError):
        taken(changed(事项名称="新名"), changed(实施编码="坏 码"), complete=True)

    assert ServiceItem.objects.listed().count() == 2
    assert not ServiceItem.objects.filter(name="新名").exists()


def test_an_item_that_was_taken_off_the_list_does_not_come_back_unseen(taken):
    taken(CARD)
    ServiceItem.objects.update(removed_on=local_day(clock.now()))

    assert taken(CARD)["2"]["rule"] == "taken_off"


def test_a_dry_run_decides_the_same_and_writes_nothing(taken):
    lines = taken(CARD, changed(权力类型="无名", 实施编码="X-1"), dry_run=True)

    assert [line["rule"] for line in lines.values()] == ["added", "unknown_kind"]
    assert not ServiceItem.objects.exists()
    assert not AuditEntry.objects.filter(action="imported").exists()


def test_rows_without_a_unit_go_to_the_one_that_is_named(taken, unit):
    taken(changed(实施主体=""), agency="990000-MZJ")

    assert ServiceItem.objects.get().agency == unit


@pytest.mark.parametrize("role", Role)
def test_only_clerks_of_the_unit_bring_items_in(taken, unit, role):
    lines = taken(CARD, by=member(role, unit))

    allowed = role in (Role.EDITOR, Role.OVERSEER)
    assert lines["2"]["rule"] == ("added" if allowed else "not_yours")
    assert ServiceItem.objects.exists() is allowed


def test_a_neighbour_is_refused_for_the_whole_unit_that_is_named(taken):
    stranger = member(Role.EDITOR, agency())

    with pytest.raises(CommandError, match="民政局"):
        taken(CARD, by=stranger, agency="990000-mzj")


def test_a_closed_unit_gets_no_items(taken, unit, clerk):
    overseer = member(Role.OVERSEER, unit.parent)
    close(unit, on=local_day(clock.now()), by=overseer)

    assert taken(CARD)["2"]["rule"] == "closed_unit"


def test_two_units_of_one_name_are_told(taken, unit):
    agency("清源县民政局二", short_name="县民政局", parent=unit)

    assert taken(CARD)["2"]["rule"] == "ambiguous_unit"


@pytest.mark.parametrize(
    ("rows", "headings", "told"),
    [
        ((("甲", "乙", "丙"),), ("一", "二", "三"), "."),
        ((CARD[1:3],), ("事项名称", "权力类型"), "实施编码"),
    ],
)
def test_a_broken_header_refuses_the_whole_sheet(taken, rows, headings, told):
    with pytest.raises(CommandError, match=told):
        taken(*rows, headings=headings)

    assert not ServiceItem.objects.exists()


def test_who_is_not_known_brings_nothing_in(taken):
    stranger = user()
    stranger.username = "niemand"

    with pytest.raises(CommandError, match="niemand"):
        taken(CARD, by=stranger)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20个工作日", Limit(20)),
        ("２０ 个工作日内", Limit(20)),
        ("15", Limit(15)),
        ("60日", Limit(60, "calendar_days")),
        ("30天", Limit(30, "calendar_days")),
        ("2个月", Limit(2, "months")),
        ("1年", Limit(12, "months")),
        ("4小时", Limit(4, "hours")),
        ("当场办结", Limit(0)),
        ("即办件", Limit(0)),
        ("无", Limit(None)),
        ("", Limit(None)),
    ],
)
def test_a_time_limit_is_read_as_offices_write_it(text, limit):
    assert read_limit(text) == limit


@pytest.mark.parametrize("text", ["尽快", "约20天", "十日", "99999天", "-3"])
def test_what_is_no_time_limit_is_not_guessed(text):
    with pytest.raises(NoLimit):
        read_limit(text)
