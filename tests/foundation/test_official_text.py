"""Plain text of older sites: where its paragraphs begin."""

from __future__ import annotations

import re

import pytest

from disclosure_portal.foundation.official_text import chinese_number, is_addressee
from disclosure_portal.foundation.rich_text import looks_like_html, paragraphs

LONG = "，加强组织领导" * 3


def paragraphs_of(text: str) -> list[str]:
    return [
        line.removeprefix("<p>").removesuffix("</p>")
        for line in paragraphs(text).split("\n")
    ]


CUT = {
    "line ends": ("甲。\n\n　　乙。\r\n丙。", ["甲。", "乙。", "丙。"]),
    "sections": (
        "现通知如下：一、总体要求。做好工作。二、主要任务。（一）摸底；（二）整改。",
        ["现通知如下：", "一、总体要求。做好工作。", "二、主要任务。", "（一）摸底；",
         "（二）整改。"],
    ),
    "a heading without a full stop": (
        "有关事项通知如下：一、扩大人才供给（一）加强培养。甲。（二）拓宽渠道。乙。",
        ["有关事项通知如下：", "一、扩大人才供给", "（一）加强培养。甲。",
         "（二）拓宽渠道。乙。"],
    ),
    "articles": (
        "第一章总则第一条　制定本办法。第二条　本办法适用于本县。依照第三条办理。",
        ["第一章总则", "第一条　制定本办法。",
         "第二条　本办法适用于本县。依照第三条办理。"],
    ),
    "a quoted sentence before": ("他说：“好。”一、甲。二、乙。",
                                 ["他说：“好。”", "一、甲。", "二、乙。"]),
    "prizes are no sections": ("设奖如下：一、二、三等奖各一名。",
                               ["设奖如下：一、二、三等奖各一名。"]),
    "a number out of order": ("按规定办理。五、六两项除外。",
                              ["按规定办理。五、六两项除外。"]),
    "a list inside a sentence": ("第八条第（一）、（二）项的规定。",
                                 ["第八条第（一）、（二）项的规定。"]),
    "spaces that indent": ("甲。　　一、乙方　　丙。", ["甲。", "一、乙方", "丙。"]),
    "a spread word": ("第一章　总　　则", ["第一章　总　　则"]),
    "half-width spaces after a sentence": ("甲。   乙  丙。", ["甲。", "乙 丙。"]),
    "typesetting marks": ("甲。\ue0041\ue010乙。\ue003第二章",
                          ["甲。", "1．乙。", "第二章"]),
    "a lost break": ("甲部门<BR>印发", ["甲部门", "印发"]),
    "a title in angles": ("关于修改<管理办法>的决定",
                          ["关于修改&lt;管理办法&gt;的决定"]),
    "a document number at the head": (
        "冀人社字〔2024〕27号各市人力资源社会保障局：为做好工作，通知如下。",
        ["冀人社字〔2024〕27号",
         '<p class="indent-none">各市人力资源社会保障局：', "为做好工作，通知如下。"],
    ),
    "nothing": ("", [""]),
    "only spaces": (" 　\n ", [""]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CUT.values(), ids=CUT.keys())
def test_text_is_cut_into_paragraphs(text, expected):
    assert paragraphs_of(text) == expected


def test_a_signature_run_into_the_text_stands_at_the_right():
    html = paragraphs("请认真执行。某县教育局某县财政局2024年3月5日（此件公开发布）")

    assert html.split("\n") == [
        "<p>请认真执行。</p>",
        '<p class="align-right">某县教育局某县财政局</p>',
        '<p class="align-right">2024年3月5日</p>',
        "<p>（此件公开发布）</p>",
    ]


def test_a_signature_on_lines_of_its_own_stands_at_the_right():
    html = paragraphs("各有关单位：\n请执行。\n某县人民政府办公室\n二〇二四年三月五日")

    assert html.split("\n") == [
        '<p class="indent-none">各有关单位：</p>',
        "<p>请执行。</p>",
        '<p class="align-right">某县人民政府办公室</p>',
        '<p class="align-right">二〇二四年三月五日</p>',
    ]


def test_a_signature_pushed_in_by_spaces_stands_at_the_right():
    html = paragraphs("甲。\n乙。\n" + "　" * 16 + "某县科学技术局")

    assert html.endswith('<p class="align-right">某县科学技术局</p>')


def test_a_text_with_line_ends_is_not_cut_further():
    text = "通知如下：一、甲。二、乙。\n第二段"

    assert paragraphs_of(text) == ["通知如下：一、甲。二、乙。", "第二段"]


def test_a_long_text_with_one_line_end_has_lost_the_others():
    text = "各单位\n" + "通知如下：一、甲" + LONG * 100 + "。二、乙" + LONG * 100 + "。"

    assert len(paragraphs_of(text)) == 4


HTML = {
    "a pair": ("<p>甲</p>", True),
    "a pair in capitals": ("甲<B>乙</B>", True),
    "attributes": ('<div class="x">甲</div>', True),
    "breaks only": ("甲<br>乙<br/>丙", True),
    "a break in text with line ends": ("甲\n乙<BR>丙", False),
    "a stray closing": ("甲。</p>相关解读", False),
    "a quoted title": ("关于修改<管理办法>的决定", False),
    "a quoted Latin title": ("see <guide> and <p", False),
    "numbers": ("3<5，7>6", False),
    "a comparison that looks like a tag": ("a<b and c>d", False),
    "nothing": ("", False),
}


@pytest.mark.parametrize(("text", "expected"), HTML.values(), ids=HTML.keys())
def test_html_is_told_from_text(text, expected):
    assert looks_like_html(text) is expected


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("三十四", 34), ("一百", 100),
     ("一百零五", 105), ("一百二十", 120), ("", 0)],
)  # fmt: skip
def test_chinese_numbers_have_values(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各乡镇人民政府，县政府各部门：", True),
        ("各市（含定州、辛集市）教育局:", True),
        ("有关事项通知如下：", False),
        ("一、申报单位：", False),
        ("联系单位：", False),
        ("各乡镇人民政府。", False),
        ("原因：", False),
    ],
)
def test_addressees_are_recognised(text, expected):
    assert is_addressee(text) is expected


def test_the_second_level_may_run_on_through_the_sections():
    text = (
        "现通知如下：一、总体要求（一）明确目标。按期完成。（二）落实责任。逐级分解。"
        "二、主要任务（三）摸清底数。建立台账。（四）分类施策。一户一策。"
    )

    starts = [part[:3] for part in re.findall(r"<p[^>]*>([^<]*)", paragraphs(text))]

    assert starts == [
        "现通知",
        "一、总",
        "（一）",
        "（二）",
        "二、主",
        "（三）",
        "（四）",
    ]
