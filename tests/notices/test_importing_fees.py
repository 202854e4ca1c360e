"""`manage.py import_fees`: the rows of a list become the lines of one notice."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from notices.import_fee_lists import parse_fee_mapping
from notices.mapping_files import BadMapping
from notices.models import ApprovalLevel, FeeLine, FundHandling, Notice, NoticeStatus
from tests.factories.structures import legal_basis

from .importing import FIXTURES, office

pytestmark = pytest.mark.django_db
FEES = FIXTURES / "old-fees.csv"
MAPPING = FIXTURES / "old-fees.toml"
HEAD, *ROWS = FEES.read_text(encoding="utf-8").splitlines()


@pytest.fixture(name="office")
def an_office():
    return office()


def run(office, folder, path=FEES, **options):
    """What was printed, and the rows of the report in the order of the file."""
    out, report = StringIO(), folder / "report.csv"
    call_command(
        "import_fees",
        path,
        **{
            "source": "portal",
            "mapping": MAPPING,
            "by": office.editor.username,
            "approved_by": office.approver.username,
            "agency": office.unit.code,
            "report": report,
            "stdout": out,
            **options,
        },
    )
    rows = csv.DictReader(report.open(encoding="utf-8-sig", newline=""))
    return out.getvalue(), sorted(rows, key=lambda row: int(row["line"]))


def file_of(folder, *rows):
    path = folder / "fees.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def lines_of(title):
    return list(FeeLine.objects.filter(notice__title=title).order_by("position"))


def test_every_row_has_one_outcome_by_one_rule(office, tmp_path):
    printed, rows = run(office, tmp_path)

    assert [row["rule"] for row in rows] == [
        *["published"] * 4,
        "same_row",
        *["published"] * 4,
    ]
    assert "9" in printed.splitlines()[0]


def test_each_list_becomes_one_notice_with_a_line_for_each_row(office, tmp_path):
    run(office, tmp_path)

    assert Notice.objects.public().filter(kind="fee").count() == 2
    assert len(lines_of("清源县行政事业性收费目录(2023年)")) == 7
    (line,) = lines_of("清源县涉企收费目录")
    assert (line.item, line.standard) == ("城市道路占用费", "每平方米1元")
    assert line.collecting_unit == "住建部门"
    assert line.approval_level == ApprovalLevel.PROVINCIAL
    assert line.fund_handling == FundHandling.LOCAL


def test_sub_items_stand_below_the_item_with_their_number(office, tmp_path):
    run(office, tmp_path)

    found = [
        (line.item, line.sub_item)
        for line in lines_of("清源县行政事业性收费目录(2023年)")
    ]
    assert found == [
        ("认证费(含加急)", ""),
        ("签证费", ""),
        ("签证费", "代办外国签证(含加急,限于国家机关)"),
        ("签证费", "代填外国签证申请表"),
        ("学费", ""),
        ("学费", "住宿费"),
        ("没有主项的子项", ""),
    ]


def test_a_list_is_open_to_read(office, client, tmp_path):
    run(office, tmp_path)

    page = client.get(Notice.objects.get(title="清源县涉企收费目录").get_absolute_url())

    assert "每平方米1元" in page.content.decode()


def test_what_a_row_lacks_is_remarked_on(office, tmp_path):
    _printed, rows = run(office, tmp_path)

    assert "no_standard" in rows[0]["remarks"]
    assert "no_basis" in rows[1]["remarks"]
    assert "no_standard" not in rows[1]["remarks"]  # its sub-items have theirs
    assert "value_unknown: fund_handling: 交给校长" in rows[5]["remarks"]
    assert "no_parent: 9(1)" in rows[7]["remarks"]
    assert rows[8]["remarks"] == "no_basis"


def test_bases_are_split_and_tied_to_the_register(office, tmp_path):
    number = legal_basis(title="价格的通知", number="计价格〔1999〕466号")
    title = legal_basis(title="幼儿园管理条例", number="")

    _printed, rows = run(office, tmp_path)

    first, _heading, third, fourth, *_rest = lines_of(
        "清源县行政事业性收费目录(2023年)"
    )
    assert first.bases == "计价格〔1999〕466号、价费字〔1992〕198号"
    assert list(first.cited.all()) == list(third.cited.all()) == [number]
    assert list(fourth.cited.all()) == [title]
    assert "basis_unknown: 财综[2003]45号" in rows[3]["remarks"]


def test_a_list_that_lost_a_row_stays_a_draft(office, tmp_path):
    path = file_of(tmp_path, *ROWS, "清源县涉企收费目录,住建部门,2,,省级,,,1元")

    _printed, rows = run(office, tmp_path, path)

    assert [row["rule"] for row in rows[-2:]] == ["gaps", "bad_line"]
    draft = Notice.objects.get(title="清源县涉企收费目录")
    assert draft.status == NoticeStatus.DRAFT
    assert Notice.objects.public().count() == 1


def test_a_row_that_cannot_be_read_leaves_a_gap_in_the_list_above_it(office, tmp_path):
    path = file_of(tmp_path, *ROWS, "清源县涉企收费目录,住建部门,2,费,省级,,,1元,多余")

    _printed, rows = run(office, tmp_path, path)

    assert [row["rule"] for row in rows[-2:]] == ["gaps", "unreadable"]


def test_rows_of_a_list_may_stand_apart(office, tmp_path):
    other = "清源县涉企收费目录,住建部门,2,污水处理费,省级,,,2元"
    path = file_of(tmp_path, ROWS[8], ROWS[0], other)

    run(office, tmp_path, path)

    assert [line.item for line in lines_of("清源县涉企收费目录")] == [
        *("城市道路占用费", "污水处理费")
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(office, tmp_path):
    _printed, before = run(office, tmp_path, dry_run=True)
    assert not Notice.objects.exists()

    _printed, after = run(office, tmp_path)

    assert [{**row, "notice": ""} for row in after] == before


def test_without_a_second_person_lists_stay_drafts(office, tmp_path):
    _printed, rows = run(office, tmp_path, approved_by=None)

    assert rows[0]["rule"] == "unsigned"
    assert not Notice.objects.public().exists()


def test_a_second_run_takes_nothing_again(office, tmp_path):
    run(office, tmp_path)
    printed, rows = run(office, tmp_path)

    assert {row["rule"] for row in rows} == {"imported_before", "same_row"}
    assert Notice.objects.count() == 2
    assert "no_basis" not in printed


def test_a_list_that_changed_since_is_refused(office, tmp_path):
    run(office, tmp_path)
    more = "清源县涉企收费目录,住建部门,2,污水处理费,省级,,,2元"

    _printed, rows = run(office, tmp_path, file_of(tmp_path, *ROWS, more))

    known = str(Notice.objects.get(title="清源县涉企收费目录").pk)
    assert [row["rule"] for row in rows[-2:]] == ["list_changed"] * 2
    assert known in rows[-1]["explanation"]
    assert len(lines_of("清源县涉企收费目录")) == 1


def test_rows_without_a_list_are_refused(office, tmp_path):
    path = file_of(tmp_path, ",住建部门,1,占用费,省级,,,1元")

    _printed, rows = run(office, tmp_path, path)

    assert [row["rule"] for row in rows] == ["no_title"]


def test_a_list_of_bad_rows_only_is_refused(office, tmp_path):
    path = file_of(tmp_path, "清单,住建部门,1,,省级,,,1元")

    _printed, rows = run(office, tmp_path, path)

    assert [row["rule"] for row in rows] == ["bad_line"]
    assert not Notice.objects.exists()


def test_a_missing_column_is_named(office, tmp_path):
    path = tmp_path / "fees.csv"
    path.write_text("目录,部门,收费项目\n清单,住建部门,占用费\n")

    with pytest.raises(CommandError, match="序号"):
        run(office, tmp_path, path)


@pytest.mark.parametrize("text", ["", f"{HEAD}\n"], ids=["nothing", "no rows"])
def test_an_empty_file_is_refused(office, tmp_path, text):
    path = tmp_path / "fees.csv"
    path.write_text(text)

    with pytest.raises(CommandError, match=r"fees\.csv"):
        run(office, tmp_path, path)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": "a"}, "item"),
        ({"title": "a", "item": "b", "id": "c"}, "id"),
        ({"title": "a", "item": "b", "price": "c"}, "price"),
    ],
    ids=["no item", "an id", "unknown field"],
)
def test_a_mapping_that_makes_no_sense_is_refused(fields, told):
    with pytest.raises(BadMapping, match=told):
        parse_fee_mapping({"fields": fields})


def test_a_list_without_any_standard_says_whom_to_ask(office, client, tmp_path):
    run(office, tmp_path, file_of(tmp_path, ROWS[0]))
    bare = client.get(Notice.objects.get().get_absolute_url())
    run(office, tmp_path, file_of(tmp_path, ROWS[8]))
    whole = client.get(Notice.objects.latest("pk").get_absolute_url())

    assert bare.context["structured"]["part"]["note"]
    assert "kind-note" in bare.content.decode()
    assert not whole.context["structured"]["part"]["note"]
