"""Importing lists of subsidies: whole lists, right sums, nothing of anybody kept."""

from __future__ import annotations

from decimal import Decimal

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directories import branch_sizes
from directories.models import Agency, AgencyKind
from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.text_files import UnreadableFile
from notices.import_outcomes import Remark
from notices.mapping_files import BadMapping
from notices.models import (
    Board,
    CheckKind,
    LineSet,
    Notice,
    NoticeStatus,
    Programme,
    SubsidyFacts,
    SubsidyLine,
)
from notices.own_line import lines_of
from notices.recipients import STORED
from tests.factories import agency
from tests.factories.subsidies import programme

from .subsidy_importing import (
    mapping_with,
    numbered,
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


def notice_of(title):
    return Notice.objects.get(title__startswith=title)


def list_of(title):
    found = SubsidyFacts.objects.select_related("line_set").get(
        notice__title__startswith=title
    )
    assert found.line_set is not None
    return found.line_set


# --- What is made of a file ---------------------------------------------------------


def test_each_unit_and_year_is_one_notice_whatever_the_order_of_the_rows(office):
    done, results = take(office)

    assert rules_of(results) == {"published": 7, "same_row": 1}
    assert done.counts.rows == 8
    assert (done.notices, done.amount) == (3, Decimal("48600.00"))
    assert sorted(Notice.objects.values_list("title", flat=True)) == [
        "柳河县2025年农机购置与应用补贴情况",
        "青石县2024年农机购置与应用补贴情况",
        "青石县2025年农机购置与应用补贴情况",
    ]


def test_the_sums_are_kept_by_township_and_by_state_of_payment(office):
    take(office)

    found = list_of("青石县2025")
    assert (found.count, found.quantity, found.amount) == (
        4,
        Decimal("5.000"),
        Decimal("37800.00"),
    )
    assert [(each["township"], each["amount"]) for each in found.townships] == [
        ("石盘镇", "6800.00"),
        ("橘园乡", "31000.00"),
    ]
    assert [(each["status"], each["amount"]) for each in found.statuses] == [
        ("已兑付", "5600.00"),
        ("冻结", "31000.00"),
        ("待兑付", "1200.00"),
    ]


def test_lines_stand_in_the_order_of_the_file_under_one_digest(office):
    take(office)

    found = list_of("青石县2025")
    lines = list(found.lines.order_by("position").values("position", *STORED))
    assert [line.pop("position") for line in lines] == [1, 2, 3, 4]
    assert [line["remark"] for line in lines] == [
        "旋耕机", "谷物烘干机", "播种机", "播种机",
    ]  # fmt: skip
    kept = [
        {
            **line,
            "quantity": line["quantity"].quantize(Decimal("0.001")),
            "standard": line["standard"].quantize(Decimal("0.0001")),
            "amount": line["amount"].quantize(Decimal("0.01")),
        }
        for line in lines
    ]
    assert found.digest == digest({"lines": kept})


def test_legal_persons_keep_their_names_and_nobody_else(office):
    take(office)

    names = SubsidyLine.objects.values_list("masked_name", flat=True)
    assert sorted(names) == sorted(
        [
            "钟**",
            "向**",
            "欧阳**",
            "青石县丰禾农机专业合作社",
            "柳********",
            "钟**",
            "麦**",
        ]
    )


@pytest.mark.parametrize(
    ("name", "number", "found"),
    [
        ("钟厚朴", "gn 42802713", 1),
        ("钟厚朴", "BZ00992", 1),
        ("欧阳明日", "YP88141442", 1),
        ("欧阳明日", "YP98352208", 0),
        ("青石县丰禾农机专业合作社", "HG202507", 1),
        ("钟厚朴", "BZ00771", 0),
        ("麦冬青", "H03", 0),
        ("麦冬青", "", 0),
    ],
)
def test_recipients_find_their_own_line_by_the_whole_first_number(
    office, name, number, found
):
    take(office)

    lines = lines_of(name, number)
    assert len(getattr(lines, "lines", lines)) == found


def test_the_notice_stands_under_the_last_day_of_its_rows(office):
    take(office)

    notice = notice_of("青石县2025")
    assert notice.status == NoticeStatus.PUBLISHED
    assert notice.is_migrated
    assert local_day(notice.published_at).isoformat() == "2025-05-09"
    assert notice.index_number


def test_without_a_second_person_all_stay_drafts(office):
    _done, results = take(office, approver=None)

    assert rules_of(results) == {"unsigned": 7, "same_row": 1}
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.DRAFT}


def test_township_offices_are_known_in_their_own_branch_only(office):
    county = agency("青石县", parent=office.unit, code="990001")
    mine = agency("石盘镇", parent=county, kind=AgencyKind.TOWNSHIP, code="990001-1")
    agency("槐荫镇", parent=county, kind=AgencyKind.TOWNSHIP, code="990001-2")

    take(office)

    placed = dict(SubsidyLine.objects.values_list("township", "agency_id"))
    assert placed["石盘镇"] == mine.pk
    assert placed["橘园乡"] is None
    assert placed["槐荫镇"] is None


def test_a_file_of_one_unit_needs_no_column_for_it(office, tmp_path):
    fields = {**mapping_with()["fields"]}
    del fields["agency"]
    path = written(tmp_path, numbered(2))

    take(office, path, mapping_with(fields=fields), units={"only": office.unit})

    assert Notice.objects.get().title == "直属单位2025年农机购置与应用补贴情况"


def test_cells_of_json_may_be_numbers(office, tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_bytes(orjson.dumps({**row(), "总补贴额(元)": 900, "购买数量(台)": 1.0}))

    _done, results = take(office, path)

    assert rules_of(results) == {"published": 1}


# --- What is refused ----------------------------------------------------------------

FAULTS = {
    "no county": ({"县": ""}, "no_unit", "县"),
    "no such day": ({"购机日期": "2025-02-30"}, "bad_date", "购机日期"),
    "a day to come": ({"购机日期": "2099-01-01"}, "future_date", "购机日期"),
    "no name": ({"购机者姓名": ""}, "bad_cell", "购机者姓名"),
    "a masked name": ({"购机者姓名": "钟**"}, "bad_cell", "购机者姓名"),
    "a number for a name": ({"购机者姓名": "钟厚朴1"}, "bad_cell", "购机者姓名"),
    "no number": ({"出厂编号": ""}, "bad_cell", "出厂编号"),
    "a masked number": ({"出厂编号": "GN****2713"}, "bad_cell", "出厂编号"),
    "a sum that is off": ({"总补贴额(元)": "900.02"}, "bad_cell", "总补贴额(元)"),
    "words for a sum": ({"总补贴额(元)": "约九百"}, "bad_cell", "总补贴额(元)"),
    "parts of a fen": ({"总补贴额(元)": "900.005"}, "bad_cell", "总补贴额(元)"),
    "no sum": ({"总补贴额(元)": ""}, "bad_cell", "总补贴额(元)"),
    "too much": ({"总补贴额(元)": "9" * 40}, "bad_cell", "总补贴额(元)"),
    "less than nothing": ({"购买数量(台)": "-1"}, "bad_cell", "购买数量(台)"),
    "a telephone": ({"机具品目": "电话 13900000000"}, "bad_cell", "机具品目"),
    "the name again": ({"机具品目": "钟厚朴的旋耕机"}, "bad_cell", "机具品目"),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "rule", "column"), FAULTS.values(), ids=FAULTS)
def test_a_row_is_refused_by_its_rule_and_column(office, tmp_path, cells, rule, column):
    path = written(tmp_path, [row(**cells)])
    strict = mapping_with(check={})

    _done, results = take(office, path, strict)

    assert [(each.line, each.rule.value, each.column) for each in results] == [
        (2, rule, column)
    ]
    assert not Notice.objects.exists()
    assert not SubsidyLine.objects.exists()


def test_a_refused_row_holds_its_own_notice_back_and_no_other(office, tmp_path):
    bad = row(出厂编号="GN2", 购机者姓名="")
    path = written(tmp_path, [row(), bad, row(县="柳河县")])

    done, results = take(office, path)

    assert rules_of(results) == {"bad_cell": 1, "held_back": 1, "published": 1}
    assert done.counts.rows == 3
    assert Notice.objects.get().title.startswith("柳河县")


def test_refused_rows_are_left_out_where_the_office_says_so(office, tmp_path):
    path = written(tmp_path, [row(), row(出厂编号="GN2", 购机者姓名="")])

    _done, results = take(office, path, leaves_out=True)

    assert rules_of(results) == {"bad_cell": 1, "published": 1}
    assert LineSet.objects.get().count == 1


def test_equal_rows_are_one_and_a_recipient_may_have_several_lines(office, tmp_path):
    path = written(tmp_path, [row(), row(机具品目="播种机"), row(县="柳河县"), row()])

    done, results = take(office, path)

    told = [(each.line, each.rule.value, each.detail) for each in results[:1]]
    assert told == [(5, "same_row", "2")]
    assert rules_of(results) == {"same_row": 1, "published": 3}
    assert done.counts.remarks[Remark.SAME_PERSON] == 1


def test_equal_rows_without_a_number_are_one(office, tmp_path):
    lacking = row(出厂编号="H1")
    path = written(tmp_path, [lacking, row(出厂编号="H1", 机具品目="播种机"), lacking])

    done, results = take(office, path)

    assert rules_of(results) == {"same_row": 1, "published": 2}
    assert done.counts.remarks[Remark.NO_OWN_LINE] == 2
    assert set(SubsidyLine.objects.values_list("lookup_key", flat=True)) == {""}


def test_a_unit_that_is_not_there_is_refused_with_all_its_rows(office, tmp_path):
    path = written(tmp_path, numbered(3))

    _done, results = take(office, path, units={})

    assert rules_of(results) == {"unknown_unit": 3}
    assert not Agency.objects.filter(name="青石县").exists()


def test_what_the_deeds_refuse_is_not_stored(office):
    words = {**mapping_with()["notice"], "title": "{agency}{year}年，电话13900000000"}

    _done, results = take(office, mapping=mapping_with(notice=words))

    assert rules_of(results) == {"refused_by_deed": 7, "same_row": 1}
    assert not Notice.objects.exists()
    assert not LineSet.objects.exists()


def test_nothing_is_made_where_the_programme_lacks_what_signing_needs(office):
    told = {**mapping_with()["programme"], "bases": ""}
    units = Agency.objects.count()

    with pytest.raises(BadMapping):
        take(office, mapping=mapping_with(programme=told))

    assert Agency.objects.count() == units
    assert not Board.objects.exists()
    assert not Programme.objects.exists()
    assert branch_sizes.recount() == 0


def test_a_file_that_breaks_off_leaves_nothing(office, tmp_path):
    path = written(tmp_path, numbered(3))
    path.write_text(path.read_text() + '青石县,"石盘镇\n', encoding="utf-8")

    with pytest.raises(UnreadableFile):
        take(office, path)

    assert not Notice.objects.exists()


# --- Again, and for trial -----------------------------------------------------------


def test_a_second_run_stores_nothing(office):
    take(office)
    before = list(SubsidyLine.objects.order_by("pk").values())

    done, results = take(office)

    assert rules_of(results) == {"imported_before": 7, "same_row": 1}
    assert done.notices == 0
    assert list(SubsidyLine.objects.order_by("pk").values()) == before


def test_a_list_that_has_changed_since_is_told_and_left(office, tmp_path):
    take(office, written(tmp_path, numbered(2)))
    before = LineSet.objects.get().digest

    _done, results = take(office, written(tmp_path, numbered(3)))

    assert rules_of(results) == {"changed_since": 3}
    assert LineSet.objects.get().digest == before


def test_a_dry_run_decides_the_same_and_writes_nothing(office):
    _done, dry = take(office, dry_run=True)
    nothing = not (Notice.objects.exists() or Programme.objects.exists())
    nothing &= not AuditEntry.objects.filter(action="imported").exists()
    _done, real = take(office)

    assert nothing
    assert [(each.line, each.rule) for each in dry] == [
        (each.line, each.rule) for each in real
    ]


def test_a_list_costs_as_many_queries_whatever_its_length(office, tmp_path):
    def queries_for(county, size):
        rows = [{**each, "县": county} for each in numbered(size)]
        with CaptureQueriesContext(connection) as queries:
            take(office, written(tmp_path, rows))
        return len(queries)

    queries_for("青石县", 1)  # makes the board and the programme

    assert queries_for("柳河县", 1) == queries_for("橘园县", 40)


# --- The programme and the mapping --------------------------------------------------


def test_a_programme_that_asks_for_another_number_is_not_filled(office):
    programme(name="农机购置与应用补贴", check_kind=CheckKind.IDENTITY)

    with pytest.raises(BadMapping):
        take(office)


def test_a_programme_that_is_not_there_is_made_only_if_the_mapping_says_so(office):
    told = {**mapping_with()["programme"], "create": False}

    with pytest.raises(BadMapping):
        take(office, mapping=mapping_with(programme=told))


def test_a_made_programme_shows_everyone_their_own_line_only(office):
    take(office)

    made = Programme.objects.get()
    assert (made.line_access, made.shown_name) == ("own_line", "counts")
    assert AuditEntry.objects.filter(action="created", target_id=made.pk).exists()


BAD_PARTS = {
    "an unknown part": {"colour": {}},
    "an unknown field": {"fields": {"colour": "颜色"}},
    "no column for the sum": {
        "fields": {"name": "购机者姓名", "day": "购机日期", "check": "出厂编号"}
    },
    "a title that asks for more": {"notice": {"title": "{name}", "board": "补贴"}},
    "no title": {"notice": {"board": "补贴"}},
    "no programme": {"programme": {}},
    "a rule that no programme has": {
        "programme": {**mapping_with()["programme"], "check_kind": "colour"}
    },
    "words for a private field": {"values": {"name": {"甲": "乙"}}},
}


@pytest.mark.parametrize("parts", BAD_PARTS.values(), ids=BAD_PARTS)
def test_a_mapping_that_makes_no_sense_is_refused_as_a_whole(office, parts):
    with pytest.raises(BadMapping):
        take(office, mapping=mapping_with(**parts))
