"""Files opened in a child process: what comes out of each, and what never does."""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.extraction import child, keeping, running
from disclosure_portal.foundation.extraction.results import MAX_PAGES, Failure, Shape
from disclosure_portal.foundation.file_types import MEDIA_TYPES
from disclosure_portal.foundation.models import Extraction

from ..word_documents import Word, official
from .made_files import picture, zipped
from .made_pdfs import blank_pdf, locked_pdf, pdf_of

OLD_WORKBOOK = Path(__file__).parent.parent / "fixtures" / "subsidies.xls"
CONTENT_TYPES = (
    b'<Types><Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def opened(content: bytes, ending: str) -> running.Outcome:
    stored = store.put([content], max_bytes=1 << 30)
    return running.extract(stored.digest, MEDIA_TYPES[ending])


def book_of(rows) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def html_of(outcome: running.Outcome) -> str:
    files = [store.path_of(part.digest).read_text("utf-8") for part in outcome.parts]
    return "\n".join(files)


def test_pages_of_a_pdf_become_pictures_with_their_text():
    outcome = opened(pdf_of("FLOOD PLAN FOR ALL TOWNSHIPS", pages=2), "pdf")

    assert outcome.shape is Shape.PAGES
    assert outcome.summary.total == 2
    assert outcome.summary.is_whole
    assert outcome.has_text
    first = outcome.parts[0]
    assert "FLOOD PLAN" in first.part.text
    with Image.open(store.path_of(first.digest)) as drawn:
        assert drawn.size == (first.part.width, first.part.height)
        assert drawn.format == "PNG"


def test_a_pdf_of_pictures_has_no_text():
    outcome = opened(blank_pdf(pages=1), "pdf")

    assert outcome.failure is None
    assert not outcome.has_text


def test_of_a_long_pdf_the_first_pages_are_shown_and_all_are_counted():
    outcome = opened(blank_pdf(pages=MAX_PAGES + 900, height=20), "pdf")

    assert len(outcome.parts) == MAX_PAGES
    assert outcome.summary.total == MAX_PAGES + 900
    assert not outcome.summary.is_whole
    assert outcome.parts[-1].part.leaf == 5


def test_hidden_sheets_rows_and_columns_are_left_out(tmp_path):
    book = book_of([["单位", "金额", "内部编号"], ["农业局", 12.5, "X1"]])
    sheet = book.active
    sheet.append(["水利局", 0.285, "X2"])
    sheet.append(["机密局", 1, "X3"])
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("内部").append(["不公开", "不公开"])
    book["内部"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    outcome = opened((tmp_path / "a.xlsx").read_bytes(), "xlsx")

    html = html_of(outcome)
    assert "水利局" in html
    assert ">0.285<" in html
    told = html + str(outcome)
    for hidden in ("机密局", "内部编号", "X2", "不公开", "内部"):
        assert hidden not in told


def test_merged_headings_become_a_head_that_spans(tmp_path):
    book = book_of([["2026年收支表"], ["科目", "收入", None], [None, "预算", "执行"]])
    sheet = book.active
    for row in range(900):
        sheet.append([f"科目{row}", row, row])
    for area in ("A1:C1", "A2:A3", "B2:C2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")

    outcome = opened((tmp_path / "a.xlsx").read_bytes(), "xlsx")

    first = store.path_of(outcome.parts[0].digest).read_text("utf-8")
    assert first.startswith('<p class="indent-none">2026年收支表</p><table><thead>')
    assert '<th scope="col" rowspan="2">科目</th>' in first
    assert '<th scope="col" colspan="2">收入</th>' in first
    assert html_of(outcome).count("<thead>") == len(outcome.parts) == 3
    assert html_of(outcome).count("2026年收支表") == 1


@pytest.mark.parametrize("ending", ["xls", "et"])
def test_workbooks_of_the_old_format_are_tables_too(ending):
    outcome = opened(OLD_WORKBOOK.read_bytes(), ending)

    assert ">城关镇</td>" in html_of(outcome)
    assert ">2026年3月5日</td>" in html_of(outcome)


def test_figures_stand_in_the_formats_of_their_cells(tmp_path):
    book = book_of(
        [
            ["单位", "金额", "占比", "日期", "备注"],
            ["农业局", 1234567.5, 0.2, None, "内部"],
        ]
    )
    sheet = book.active
    sheet["D2"] = date(2026, 3, 5)
    for cell, code in (
        ("B2", "¥#,##0.00"),
        ("C2", "0.0%"),
        ("D2", 'yyyy"年"m"月"d"日"'),
        ("E2", ";;;"),
    ):
        sheet[cell].number_format = code
    book.save(tmp_path / "a.xlsx")

    html = html_of(opened((tmp_path / "a.xlsx").read_bytes(), "xlsx"))

    assert ">¥1,234,567.50<" in html
    assert ">20.0%<" in html
    assert ">2026年3月5日<" in html
    assert "内部" not in html


def test_a_csv_of_very_many_rows_is_cut_and_says_so():
    rows = "".join(f"{number},某某村\n" for number in range(200_000))

    outcome = opened(f"序号,村\n{rows}".encode("gb18030"), "csv")

    assert not outcome.summary.is_whole
    assert html_of(outcome).count("<tr>") <= 5_000 + len(outcome.parts)
    assert "<thead>" in html_of(outcome)


def test_a_word_document_is_read_without_what_is_hidden():
    def change(word: Word) -> None:
        word.line("内部意见不公开。", hidden=True)

    outcome = opened(official(change).content(), "docx")

    assert "农村公路管理办法" in html_of(outcome)
    assert "内部意见" not in html_of(outcome) + str(outcome)


def test_a_text_keeps_its_paragraphs_and_holds_no_markup():
    outcome = opened("第一条 <b>总则</b>\r\n第二条 附则\r\n".encode("gb18030"), "txt")

    assert "&lt;b&gt;" in html_of(outcome)
    assert html_of(outcome).count("<p") == 2


def test_a_picture_is_shown_as_it_is_stored():
    content = picture("PNG", (640, 480))

    outcome = opened(content, "png")

    part = outcome.parts[0]
    assert (part.part.width, part.part.height) == (640, 480)
    assert store.path_of(part.digest).read_bytes() == content


BOMB = b"<w:document>" + b"<w:p/>" * 6_000_000


@pytest.mark.parametrize(
    ("ending", "content", "failure"),
    [
        ("pdf", b"%PDF-1.7\nnothing", Failure.DAMAGED),
        ("pdf", pdf_of("x")[:400], Failure.DAMAGED),
        ("pdf", locked_pdf(), Failure.ENCRYPTED),
        ("docx", b"PK\x03\x04 and nothing more", Failure.DAMAGED),
        ("xlsx", b"PK\x03\x04 and nothing more", Failure.DAMAGED),
        ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Failure.DAMAGED),
        ("png", picture("PNG")[:20], Failure.DAMAGED),
        ("txt", b"\xff\x00\xff\x00", Failure.DAMAGED),
        (
            "docx",
            zipped(
                {
                    "[Content_Types].xml": CONTENT_TYPES,
                    "word/document.xml": BOMB,
                }
            ),
            Failure.TOO_LARGE,
        ),
    ],
)
def test_what_is_broken_locked_or_a_bomb_fails_by_name(ending, content, failure):
    outcome = opened(content, ending)

    assert outcome.failure is failure
    assert outcome.parts == []


# --- Nothing that comes back is believed ---------------------------------------------


def test_a_child_that_was_made_to_lie_gets_nothing_through(tmp_path):
    lines = [
        {"part": {"leaf": 1, "file": "../../etc/passwd", "text": "a\x00b"}},
        {"part": {"leaf": -5, "file": "1.html"}},
        {"summary": {"total": 1 << 80, "is_whole": False, "omitted": {}}},
    ]
    (tmp_path / "passwd").write_text("nothing")
    (tmp_path / "1.html").write_text('<script>a()</script><p onclick="b()">好</p>')
    results = "\n".join(json.dumps(line) for line in lines)
    (tmp_path / child.RESULTS).write_text(f'{results}\n{{"part": {{"leaf"')

    outcome = running._outcome(Shape.TEXT, tmp_path, "0" * 64)

    assert [part.part.text for part in outcome.parts] == ["ab", ""]
    assert html_of(outcome) == "nothing\n<p>好</p>"
    assert [part.part.leaf for part in outcome.parts] == [1, 1]
    assert outcome.summary.total == running.MAX_TOTAL
    assert not outcome.summary.is_whole


def test_the_child_knows_no_secret_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "ours")
    told = tmp_path / "told"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "spy"))
    (tmp_path / "spy").write_text(f"#!/bin/sh\nenv > {told}\n")
    (tmp_path / "spy").chmod(0o755)

    opened(b"%PDF-1.7\n", "pdf")

    assert "SECRET_KEY" not in told.read_text()


# --- Rows ----------------------------------------------------------------------------


@pytest.fixture
def waiting(db):
    stored = store.put([pdf_of("TEXT OF SOME LENGTH HERE")], max_bytes=1 << 20)
    row = keeping.ask_for(stored.digest, MEDIA_TYPES["pdf"])
    assert row is not None
    return row


def filled(waiting: Extraction) -> Extraction:
    row = keeping.fill(waiting.pk)
    assert row is not None
    return row


def test_a_content_is_opened_once(waiting):
    assert keeping.ask_for(waiting.digest, waiting.media_type) is None
    assert keeping.ask_for("0" * 64, MEDIA_TYPES["mp3"]) is None

    assert filled(waiting).status == "done"
    assert keeping.fill(waiting.pk) is None

    waiting.refresh_from_db()
    assert waiting.total == waiting.parts.count() == 1
    assert waiting.has_text


def test_while_one_worker_opens_a_file_no_other_does(waiting):
    long_ago = clock.now() - timedelta(hours=2)
    taken = {"attempts": 1, "asked_at": long_ago, "tried_at": clock.now()}
    Extraction.objects.update(**taken)

    assert keeping.fill(waiting.pk) is None
    assert keeping.take_overdue() == []

    Extraction.objects.update(tried_at=clock.now() - timedelta(minutes=11))
    assert keeping.take_overdue() == [waiting.pk]
    assert filled(waiting).status == "done"


def test_a_file_that_ends_its_worker_thrice_is_given_up(waiting):
    Extraction.objects.update(
        attempts=keeping.MAX_ATTEMPTS, tried_at=clock.now() - timedelta(hours=1)
    )

    assert filled(waiting).failure == "too_slow"


def test_a_file_that_is_not_in_the_store_fails_and_is_told(waiting):
    store.path_of(waiting.digest).unlink()

    assert filled(waiting).status == "failed"
