"""Files of rows as offices send them: every encoding, every way to be broken."""

from __future__ import annotations

import datetime
import gzip
import zipfile

import openpyxl
import pytest

from disclosure_portal.foundation import row_files, workbooks
from disclosure_portal.foundation.report_files import ReportFile, plain_cell
from disclosure_portal.foundation.row_files import open_rows
from disclosure_portal.foundation.text_files import UnreadableFile

TEXT = "标题,日期\n关于召开会议的通知,2024-01-15\n\n第二行,\n"


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder, rows, *, sheets=("第一",)):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "rows.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", TEXT.encode()),
        ("a.csv", TEXT.encode("utf-8-sig")),
        ("a.csv", TEXT.encode("gbk")),
        ("a.csv", TEXT.encode("gb18030")),
        ("a.csv", TEXT.encode("utf-16")),
        ("A.CSV", TEXT.replace("\n", "\r\n").encode()),
        ("a.csv", TEXT.replace(",", "\t").encode()),
        ("a.csv", TEXT.replace(",", ";").encode()),
        ("a.csv.gz", gzip.compress(TEXT.encode("gbk"))),
    ],
    ids=["utf-8", "bom", "gbk", "gb18030", "utf-16", "crlf", "tab", "semicolon", "gz"],
)
def test_a_csv_file_is_read_whatever_wrote_it(tmp_path, name, content):
    rows = open_rows(write(tmp_path, name, content))

    assert rows.columns == ("标题", "日期")
    assert [(row.line, row.cells) for row in rows] == [
        (2, {"标题": "关于召开会议的通知", "日期": "2024-01-15"}),
        (4, {"标题": "第二行", "日期": ""}),
    ]


def test_cells_of_a_workbook_read_as_people_type_them(tmp_path):
    day = datetime.datetime(2024, 1, 15, 17, 29, tzinfo=datetime.UTC).replace(
        tzinfo=None
    )
    path = workbook(
        tmp_path,
        [["标题", "日期", "数"], ["通知", day.date(), 3.0], [], ["公告", day, 3.5]],
    )

    rows = open_rows(path)

    assert [(row.line, row.cells) for row in rows] == [
        (2, {"标题": "通知", "日期": "2024-01-15", "数": "3"}),
        (4, {"标题": "公告", "日期": "2024-01-15 17:29:00", "数": "3.5"}),
    ]


def test_a_sheet_is_chosen_by_its_name(tmp_path):
    path = workbook(tmp_path, [["标题"], ["通知"]], sheets=("封面", "数据"))

    assert len(list(open_rows(path, sheet="数据"))) == 1
    with pytest.raises(UnreadableFile, match="封面"):
        open_rows(path, sheet="没有")


def test_lines_of_jsonl_that_make_no_sense_are_handed_on_with_their_fault(tmp_path):
    content = '{"a": "一"}\n\n{"a": \n[1]\n{"a": "二", "b": [1]}'
    rows = list(open_rows(write(tmp_path, "a.jsonl", content.encode())))

    assert [(row.line, row.cells, bool(row.fault)) for row in rows] == [
        (1, {"a": "一"}, False),
        (3, {}, True),
        (4, {}, True),
        (5, {"a": "二", "b": [1]}, False),
    ]


def test_a_line_that_is_too_long_is_refused_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(row_files, "MAX_LINE", 64)
    content = '{"a": "%s"}\n{"a": "短"}\n' % ("长" * 200)

    rows = list(open_rows(write(tmp_path, "a.jsonl", content.encode())))

    assert [bool(row.fault) for row in rows] == [True, False]


@pytest.mark.parametrize(
    "line",
    ["通知,2024-01-15,多出来的\n", '"通知"多,2024-01-15\n'],
    ids=["too many cells", "quotes"],
)
def test_a_broken_row_of_csv_is_handed_on_with_its_fault(tmp_path, line):
    rows = list(open_rows(write(tmp_path, "a.csv", (TEXT + line).encode())))

    assert [bool(row.fault) for row in rows] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b" \r\n\n"),
        ("a.csv", b"\xef\xbb\xbf"),
        ("a.csv", b"a,b\n\x00\x01"),
        ("a.csv", "标题,正文\n这是一段很长的文字,".encode() + b"\xff\xfe\n"),
        ("a.csv", b"a,b\n\xff\xff\xff"),
        ("a.csv", "标题,标题\n一,二\n".encode()),
        ("a.csv", b"PK\x03\x04rest"),
        ("a.csv.gz", b"not packed"),
        ("a.csv.gz", gzip.compress(TEXT.encode())[:-9]),
        ("a.jsonl", b""),
        ("a.xlsx", b"no archive"),
        ("a.pdf", b"%PDF-1.7"),
        ("a", b"a,b\n1,2\n"),
    ],
    ids=[
        "empty", "blank", "mark only", "bytes", "broken UTF-8", "no encoding",
        "column twice", "workbook as csv", "no gzip", "cut gzip", "empty jsonl",
        "no workbook", "kind", "no kind",
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_refused_by_name(tmp_path, name, content):
    path = write(tmp_path, name, content)

    with pytest.raises(UnreadableFile, match=path.name):
        open_rows(path)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_without_a_file_is_refused(tmp_path, name):
    with pytest.raises(UnreadableFile):
        open_rows(tmp_path / name)


def test_a_quotation_mark_that_never_closes_hides_no_rows(tmp_path):
    path = write(tmp_path, "a.csv", (TEXT + '"开,1\n通知,2\n').encode())

    with pytest.raises(UnreadableFile, match="5"):
        list(open_rows(path))


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1 << 20)
    path = workbook(tmp_path, [["标题"]])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.bin", b"0" * (2 << 20))

    with pytest.raises(UnreadableFile, match="rows.xlsx"):
        open_rows(path)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＋86", "'＋86"),
        ("－2", "'－2"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\u3000=1", "'\u3000=1"),
        ("\u200b=1", "'\u200b=1"),
        ("\ufeff\u2060 =1", "'\ufeff\u2060 =1"),
        ("\u3000通知=1", "\u3000通知=1"),
        ("通知", "通知"),
        (7, "7"),
        (None, ""),
    ],
)
def test_a_report_holds_no_formulas(cell, plain):
    assert plain_cell(cell) == plain


def test_a_report_never_overwrites_what_is_imported(tmp_path):
    path = write(tmp_path, "a.csv", TEXT.encode())

    with pytest.raises(UnreadableFile):
        ReportFile(path, ["line"], not_over=[path])
    with pytest.raises(UnreadableFile):
        ReportFile(tmp_path / "none" / "r.csv", ["line"], not_over=[path])

    assert path.read_text() == TEXT
