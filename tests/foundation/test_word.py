"""Word documents become clean text, and what is left out is counted."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.utils import translation
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Pt

from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.rich_text import clean
from disclosure_portal.foundation.word import package, reading
from disclosure_portal.foundation.word.blocks import joined
from disclosure_portal.foundation.word.opening import open_word
from tests.foundation import made_files as made
from tests.word_documents import Word

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def opened(tmp_path):
    """Read a document, or the bytes of one, as one with that name."""

    def read(word, name="通知.docx"):
        path = tmp_path / "chosen"
        path.write_bytes(word.content() if isinstance(word, Word) else word)
        return open_word(path, file_name=name)

    return read


@pytest.fixture
def body(opened):
    """The clean text of a document."""
    return lambda word: clean(joined(opened(word).text.blocks))


@pytest.fixture
def noted(opened):
    return lambda word: dict(opened(word).text.noted)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A document with parts replaced or added; `__` stands for a slash."""
    new = {name.replace("__", "/") + ".xml": data for name, data in parts.items()}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in old.namelist():
            archive.writestr(name, new.pop(name, old.read(name)))
        for name, data in new.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def document(inner: str) -> bytes:
    return (
        f'<w:document xmlns:w="{package.W}"><w:body>{inner}</w:body></w:document>'
    ).encode()


# --- Text and layout ----------------------------------------------------------------


def test_paragraphs_keep_their_place_and_their_marks(body):
    word = Word()
    word.line("关于开放的通知", align="center", bold=True)
    word.line("各乡镇：").add_run("重要").underline = True
    word.line("清源县教育局", align="right")

    assert body(word) == (
        '<p class="align-center"><strong>关于开放的通知</strong></p>\n'
        "<p>各乡镇：<u>重要</u></p>\n"
        '<p class="align-right">清源县教育局</p>'
    )


def test_a_paragraph_takes_what_its_style_says(body):
    word = Word()
    style = word.file.styles.add_style("红头", 1)
    style.base_style = word.file.styles["Normal"]
    style.font.bold = True
    style.paragraph_format.alignment = 1
    word.file.add_paragraph("通告", style="红头")

    assert body(word) == '<p class="align-center"><strong>通告</strong></p>'


def test_headings_become_headings_and_long_ones_stay_text(body):
    word = Word()
    word.file.add_heading("一、总体要求", 1)
    word.file.add_heading("（一）目标", 2)
    word.file.add_heading("字" * 80, 2)

    text = body(word)

    assert text.startswith("<h2>一、总体要求</h2>\n<h3>（一）目标</h3>\n<p>")


def test_lists_of_the_page_become_lists(body):
    word = Word()
    for text in ("身份证", "户口簿"):
        word.file.add_paragraph(text, style="List Bullet")
    word.file.add_paragraph("申请", style="List Number")
    word.file.add_paragraph("中间的话")
    word.file.add_paragraph("受理", style="List Number")

    assert body(word) == (
        "<ul>\n<li>身份证</li>\n<li>户口簿</li>\n</ul>\n"
        "<ol>\n<li>申请</li>\n</ol>\n<p>中间的话</p>\n"
        '<ol start="2">\n<li>受理</li>\n</ol>'
    )


@pytest.mark.parametrize(
    ("form", "pattern", "shown"),
    [
        ("chineseCountingThousand", "%1、", ["一、甲", "二、甲", "三、甲"]),
        ("chineseCounting", "（%1）", ["（一）甲", "（二）甲", "（三）甲"]),
        (
            "chineseCountingThousand",
            "第%1条",
            ["第一条　甲", "第二条　甲", "第三条　甲"],
        ),
        ("decimalEnclosedCircle", "%1", ["①甲", "②甲", "③甲"]),
        ("upperRoman", "%1.", ["I.甲", "II.甲", "III.甲"]),
        ("decimal", "%1.%1", ["1.1　甲", "2.2　甲", "3.3　甲"]),
    ],
)
def test_numbers_of_sections_that_word_computes_are_text(body, form, pattern, shown):
    word = Word()
    for _number in range(3):
        word.xml(
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            "</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
        )
    content = repacked(
        word.content(),
        word__numbering=(
            f'<w:numbering xmlns:w="{package.W}"><w:abstractNum w:abstractNumId="0">'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
        ).encode(),
    )

    assert body(content) == "\n".join(f"<p>{line}</p>" for line in shown)


def test_merged_cells_stay_merged(body):
    word = Word()
    table = word.table([["单位", "", "金额"], ["甲村", "一组", "1"], ["", "二组", "2"]])
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 0).merge(table.cell(2, 0))

    assert body(word) == (
        "<table>\n<tbody>\n"
        '<tr><td colspan="2">单位</td><td>金额</td></tr>\n'
        '<tr><td rowspan="2">甲村</td><td>一组</td><td>1</td></tr>\n'
        "<tr><td>二组</td><td>2</td></tr>\n"
        "</tbody>\n</table>"
    )


def test_rows_that_word_repeats_are_heads(body):
    word = Word()
    table = word.table([["项目", "标准"], ["工本费", "5元"]])
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(f"{{{package.W}}}tblHeader"))

    assert "<th>项目</th><th>标准</th>" in body(word)


def test_a_table_in_a_cell_is_kept(body):
    word = Word()
    inner = word.table([["外"]]).cell(0, 0).add_table(1, 1)
    inner.cell(0, 0).text = "内"

    assert body(word).count("<table>") == 2


def test_spaces_that_push_a_signature_to_the_right_do_so(body):
    word = Word()
    word.line("关于开放的通知")
    word.line("请认真贯彻执行。")
    word.line(" " * 40 + "清源县教育局")

    assert '<p class="align-right">清源县教育局</p>' in body(word)


def test_links_lead_where_they_led_and_bad_ones_are_text(body):
    word = Word()
    relate = word.file.part.relate_to
    kind = (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    )
    for address in ("https://www.gov.cn/", "javascript:alert(1)"):
        key = relate(address, kind, is_external=True)
        word.xml(
            f'<w:p><w:hyperlink r:id="{key}"><w:r><w:t>看</w:t></w:r></w:hyperlink>'
            "</w:p>"
        )

    assert body(word) == '<p><a href="https://www.gov.cn/">看</a></p>\n<p>看</p>'


def test_notes_of_the_foot_stand_at_the_end(body):
    word = Word()
    word.xml(
        "<w:p><w:r><w:t>常住人口</w:t></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    notes = (
        f'<w:footnotes xmlns:w="{package.W}"><w:footnote w:id="2"><w:p><w:r>'
        "<w:t>截至2025年末。</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    part = Part(
        PackURI("/word/footnotes.xml"),
        "text/xml",
        notes.encode(),
        word.file.part.package,
    )
    word.file.part.relate_to(part, f"{package.R}/footnotes")

    assert body(word) == "<p>常住人口<sup>[1]</sup></p>\n<p>[1]截至2025年末。</p>"


# --- What is not text ---------------------------------------------------------------


def test_deleted_text_is_left_out_and_inserted_text_is_kept(opened):
    word = Word()
    word.xml(
        '<w:p><w:r><w:t>收费</w:t></w:r><w:del w:id="1" w:author="甲"><w:r>'
        '<w:delText>十元</w:delText></w:r></w:del><w:ins w:id="2" w:author="甲"><w:r>'
        "<w:t>五元</w:t></w:r></w:ins></w:p>"
    )

    read = opened(word).text

    assert joined(read.blocks) == "<p>收费五元</p>"
    assert read.noted == {"deletions": 1, "insertions": 1}


def test_paragraphs_whose_end_was_deleted_run_on(body):
    word = Word()
    word.xml(
        '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr>'
        "<w:r><w:t>前半句</w:t></w:r></w:p><w:p><w:r><w:t>后半句</w:t></w:r></w:p>"
    )

    assert body(word) == "<p>前半句后半句</p>"


def test_deleted_and_hidden_rows_are_left_out(opened):
    word = Word()
    word.xml(
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr>"
        '<w:tr><w:trPr><w:del w:id="1" w:author="甲"/></w:trPr><w:tc><w:p><w:r>'
        "<w:t>乙</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:hidden/></w:trPr>"
        "<w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )

    read = opened(word).text

    assert [block.text for block in read.blocks] == ["甲"]
    assert read.noted == {"deletions": 1, "hidden": 1}


def test_hidden_text_is_left_out_and_counted_by_passage(opened):
    word = Word()
    paragraph = word.line("公开")
    for text in ("身份证号", "13000000"):
        paragraph.add_run(text).font.hidden = True
    style = word.file.styles.add_style("藏", 2)
    style.font.hidden = True
    paragraph.add_run("可见")
    paragraph.add_run("内部", style="藏")

    read = opened(word).text

    assert joined(read.blocks) == "<p>公开可见</p>"
    assert read.noted == {"hidden": 2}


def test_pictures_are_left_out_and_counted(noted):
    word = Word()
    for _number in range(2):
        word.file.add_picture(io.BytesIO(made.picture("PNG")), Pt(20))

    assert noted(word) == {"pictures": 2}


def test_comments_are_left_out_and_counted(opened):
    word = Word()
    paragraph = word.line("收费标准")
    word.file.add_comment(paragraph.runs, text="是否合规？", author="甲")

    read = opened(word).text

    assert joined(read.blocks) == "<p>收费标准</p>"
    assert read.noted == {"comments": 1}


def test_text_boxes_and_embedded_files_are_counted_once(noted):
    word = Word()
    box = (
        "<w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    word.xml(
        "<w:p><w:r><w:t>文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>"
        f"{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:object/></w:r></w:p>"
    )

    assert noted(word) == {"text_boxes": 1, "objects": 1}


def test_codes_of_fields_are_no_text_and_their_results_are(body):
    word = Word()
    word.xml(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>'
        '<w:t>2026年3月5日</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    assert body(word) == "<p>2026年3月5日</p>"


def test_parts_of_a_document_do_not_share_their_links(opened):
    word = Word()
    links = f"{package.R}/hyperlink"
    key = word.file.part.relate_to("https://a.example/", links, is_external=True)
    word.xml('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
    note = (
        f'<w:footnotes xmlns:w="{package.W}" xmlns:r="{package.R}"><w:footnote '
        f'w:id="2"><w:p><w:hyperlink r:id="{key}"><w:r><w:t>看</w:t></w:r>'
        "</w:hyperlink></w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, "text/xml", note.encode(), word.file.part.package)
    word.file.part.relate_to(part, f"{package.R}/footnotes")

    assert opened(word).text.blocks[-1].html == "<p>[1]看</p>"


def test_formulas_are_kept_as_text_and_counted(opened):
    word = Word()
    word.xml("<w:p><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></w:p>")

    read = opened(word).text

    assert [block.text for block in read.blocks] == ["a=b"]
    assert read.noted == {"formulas": 1}


def test_boxes_to_tick_are_signs_and_unknown_signs_are_counted(opened):
    word = Word()
    word.xml(
        '<w:p><w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t>'
        '<w:sym w:font="Webdings" w:char="F021"/></w:r></w:p>'
    )

    read = opened(word).text

    assert [block.text for block in read.blocks] == ["☑是"]
    assert read.noted == {"symbols": 1}


# --- Bad input ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "空.docx", "empty"),
        (made.picture("PNG"), "图.docx", "png"),
        (made.EXE, "木马.doc", "exe"),
        (b"{\\rtf1 text}", "旧.doc", "rtf"),
        (made.xlsx(), "表.docx", "xlsx"),
        (made.docx(word__vbaProject=b"x"), "宏.docx", "macros"),
        (made.docx(), "宏.docm", "macros"),
        (made.docx()[:-30], "半.docx", "damaged"),
        (made.docx(), "无正文.docx", "damaged"),
        (made.compound("EncryptedPackage"), "密.docx", "password"),
        (made.compound("Workbook"), "表.doc", "not of that kind"),
        (b"%PDF-1.7", "文.pdf", ".docx, .doc or .wps"),
        (b"x", "没有后缀", ".docx, .doc or .wps"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_word_document_is_refused_with_a_reason(
    opened, content, name, reason
):
    with pytest.raises(RefusedFile, match=reason):
        opened(content, name)


def test_a_zip_bomb_is_refused_without_unpacking_it(opened):
    bomb = repacked(Word().content(), word__media__big=bytes(120 << 20))

    with pytest.raises(RefusedFile, match="too large"):
        opened(bomb)


@pytest.mark.parametrize(
    ("module", "bound", "value"),
    [
        (reading, "MAX_CHARACTERS", 9),
        (reading, "MAX_PARAGRAPHS", 1),
        (package, "MAX_PART", 1000),
        (package, "MAX_ELEMENTS", 10),
    ],
)
def test_a_text_longer_than_a_book_is_refused(
    opened, monkeypatch, module, bound, value
):
    word = Word()
    word.line("字字字字字")
    word.line("字字字字字")
    monkeypatch.setattr(module, bound, value)

    with pytest.raises(RefusedFile, match="too long"):
        opened(word)


@pytest.mark.parametrize(
    "xml",
    [
        b"<w:document",
        b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        document("<w:sdt>" * 300 + "</w:sdt>" * 300),
        b"<x/>",
    ],
    ids=["cut off", "entities", "too deep", "no body"],
)
def test_damaged_xml_is_refused(opened, xml):
    with pytest.raises(RefusedFile, match="damaged"):
        opened(repacked(Word().content(), word__document=xml))


def test_deep_nesting_that_the_parser_allows_is_read(body):
    deep = "<w:tbl><w:tr><w:tc>" * 80 + "<w:p><w:r><w:t>底</w:t></w:r></w:p>"
    xml = document(deep + "</w:tc></w:tr></w:tbl>" * 80)

    assert "底" in body(repacked(Word().content(), word__document=xml))


def test_the_strict_variant_of_the_format_is_read(body):
    xml = document("<w:p><w:r><w:t>文</w:t></w:r></w:p>")
    strict = xml.replace(
        package.W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )

    assert body(repacked(Word().content(), word__document=strict)) == "<p>文</p>"


@pytest.mark.parametrize("name", ["新.wps", "改名.doc"])
def test_the_content_decides_and_not_the_ending(opened, name):
    word = Word()
    word.line("文")

    assert opened(word.content(), name).text.blocks[0].text == "文"
