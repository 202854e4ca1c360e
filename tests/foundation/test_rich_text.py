"""Bodies as people paste them, and what is left of them."""

from __future__ import annotations

import time

import pytest

from disclosure_portal.foundation.rich_text import (
    clean,
    clean_with_report,
    outbound_links,
    plain_text,
    shielded,
    summary,
)

pytestmark = pytest.mark.once

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{margin:0}</style><title>Document</title></head><body lang=ZH-CN>
<!--StartFragment--><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>
</w:WordDocument></xml><![endif]-->
<p class=MsoNormal align=center style='text-align:center'><b
style='mso-bidi-font-weight:normal'><span style='font-size:22.0pt'>关于印发办法<span
lang=EN-US>2024</span>年
的通知<o:p></o:p></span></b></p>
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>
<p class=MsoNormal><span style='font-family:仿宋_GB2312'>各乡镇人民政府：</span></p>
<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span>现将办法
印发给你们。</span></p>
<p class=MsoListParagraph style='margin-left:18.0pt;text-indent:-18.0pt;mso-list:l0'>
<![if !supportLists]><span><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span
><![endif]><span>加强领导</span></p>
<p class=MsoNormal style='text-indent:256.0pt;mso-char-indent-count:16.0'>某县办公室</p>
<p class=MsoNormal style='margin-right:64pt;text-align:right'>2024年1月2日</p>
<p class=MsoNormal style='text-indent:32.0pt'>（此件公开发布）</p>
<!--EndFragment--></body></html>"""


def test_a_word_document_keeps_its_official_layout():
    cleaned = clean(WORD)

    assert cleaned.split("\n") == [
        '<p class="align-center"><strong>关于印发办法2024年的通知</strong></p>',
        '<p class="indent-none">各乡镇人民政府：</p>',
        "<p>现将办法印发给你们。</p>",
        "<p>1.加强领导</p>",
        '<p class="align-right">某县办公室</p>',
        '<p class="align-right">2024年1月2日</p>',
        "<p>（此件公开发布）</p>",
    ]


PASTED = {
    "nothing": ("", ""),
    "bare text": ("正文", "<p>正文</p>"),
    "spaces that indent": ("<p>　　正文</p>", "<p>正文</p>"),
    "no-break spaces that indent": ("<p>&nbsp;&nbsp;&nbsp; 正文</p>", "<p>正文</p>"),
    "an empty paragraph": ("<p>甲</p><p>&nbsp;</p><p><br></p><p>乙</p>",
                           "<p>甲</p>\n<p>乙</p>"),
    "blocks in blocks": ("<div>甲<div>乙</div>丙</div>",
                         "<p>甲</p>\n<p>乙</p>\n<p>丙</p>"),
    "two breaks": ("甲<br><br>乙", "<p>甲</p>\n<p>乙</p>"),
    "one break": ("<p>甲<br>乙</p>", "<p>甲<br>乙</p>"),
    "a break that begins an indented line": ("甲<br>　　乙", "<p>甲</p>\n<p>乙</p>"),
    "the note of publication": ("<p>2024年1月2日<br>（此件公开发布）<br>抄送：县委</p>",
                                "<p>2024年1月2日</p>\n<p>（此件公开发布）</p>\n"
                                "<p>抄送：县委</p>"),
    "a first heading": ("<h1>甲</h1><h5>乙</h5>", "<h2>甲</h2>\n<h4>乙</h4>"),
    "a centred heading": ("<h2 align=center>甲</h2>",
                          '<h2 class="align-center">甲</h2>'),
    "old centring": ("<center>甲<p>乙</p></center>",
                     '<p class="align-center">甲</p>\n<p class="align-center">乙</p>'),
    "left is the default": ("<p style='text-align:justify'>甲</p>", "<p>甲</p>"),
    "no indentation wanted": ("<p style='text-indent:0pt'>甲</p>",
                              '<p class="indent-none">甲</p>'),
    "an ordinary indentation": ("<p style='text-indent:2em'>甲</p>", "<p>甲</p>"),
    "a class of the list": ('<p class="align-right x">甲</p>',
                            '<p class="align-right">甲</p>'),
    "a class of somebody else": ('<p class="MsoNormal">甲</p>', "<p>甲</p>"),
    "a signature by spaces": ("<p>甲</p><p>乙</p><p>" + "　" * 12 + "某县人民政府</p>",
                              "<p>甲</p>\n<p>乙</p>\n"
                              '<p class="align-right">某县人民政府</p>'),
    "a title by spaces": ("<p>" + "&nbsp;" * 24 + "公告</p><p>正文</p>",
                          '<p class="align-center">公告</p>\n<p>正文</p>'),
    "a long line is no signature": (
        "<p>甲</p><p>乙</p><p>" + "　" * 12 + "正文" * 30 + "</p>",
        "<p>甲</p>\n<p>乙</p>\n<p>" + "正文" * 30 + "</p>"),
    "a hundred spans": ("<p>" + "".join(f"<span>{n}</span>" for n in range(100)) +
                        "</p>", "<p>" + "".join(map(str, range(100))) + "</p>"),
    "bold by style": ('<p><span style="font-weight:700">甲</span></p>',
                      "<p><strong>甲</strong></p>"),
    "bold that is none": ('<p><b style="font-weight:normal">甲</b></p>', "<p>甲</p>"),
    "marks in disorder": ("<p><u><b>甲</b></u><b><u>乙</u></b></p>",
                          "<p><strong><u>甲乙</u></strong></p>"),
    "a block in a mark": ("<b>甲<p>乙</p></b>",
                          "<p><strong>甲</strong></p>\n<p><strong>乙</strong></p>"),
    "a blank to fill in": ("<p>姓名：<u>&nbsp;&nbsp;&nbsp;&nbsp;</u></p>",
                           "<p>姓名：<u>　　</u></p>"),
    "a spread word": ("<p>姓　　名</p>", "<p>姓　　名</p>"),
    "a source line end in Chinese": ("<p>人民\n政府</p>", "<p>人民政府</p>"),
    "a source line end in English": ("<p>one\ntwo</p>", "<p>one two</p>"),
    "preformatted": ("<pre>甲\n乙</pre>", "<p>甲<br>乙</p>"),
    "a list": ("<ul><li>甲<li><p>乙</p></ul>",
               "<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>"),
    "a list that goes on": ('<ol start="3"><li>甲</ol>',
                            '<ol start="3">\n<li>甲</li>\n</ol>'),
    "an empty list": ("<ul><li> </li></ul>甲", "<p>甲</p>"),
    "a Word bullet": ('<p><span style="mso-list:Ignore;font-family:Wingdings">l'
                      "</span>甲</p>", "<p>• 甲</p>"),
    "a quotation": ("<blockquote>甲</blockquote>",
                    "<blockquote>\n<p>甲</p>\n</blockquote>"),
    "a rule": ("甲<hr>乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
    "hidden text": ('<p>甲<span style="display:none">密</span></p>', "<p>甲</p>"),
    "a web address": ('<a href=" https://a.gov.cn/?a=1&b=2" title="甲">乙</a>',
                      '<p><a href="https://a.gov.cn/?a=1&amp;b=2" title="甲">'
                      "乙</a></p>"),
    "an address of this site": ('<a href="/notices/1/">乙</a>',
                                '<p><a href="/notices/1/">乙</a></p>'),
    "an address without a scheme": ('<a href="//a.cn/x">乙</a>',
                                    '<p><a href="https://a.cn/x">乙</a></p>'),
    "mail and telephone": ('<a href="mailto:a@b.cn">甲</a><a href="tel:1">乙</a>',
                           '<p><a href="mailto:a@b.cn">甲</a>'
                           '<a href="tel:1">乙</a></p>'),
    "a footnote anchor": ('<a href="#_ftn1" name="_r1">[1]</a>', "<p>[1]</p>"),
    "an ampersand twice escaped": ("<p>&amp;lt;b&amp;gt; &amp;amp;</p>",
                                   "<p>&amp;lt;b&amp;gt; &amp;amp;</p>"),
    "a bare ampersand": ("<p>A&B & C&D&lt</p>", "<p>A&amp;B &amp; C&amp;D&lt;</p>"),
    "less than": ("<p>3 &lt; 5 &amp; 7</p>", "<p>3 &lt; 5 &amp; 7</p>"),
    "an invisible override": ("<p>甲\u202eexe.txt\u200b</p>", "<p>甲exe.txt</p>"),
    "an invisible character by reference": ("甲&#8203;&#x202e;乙", "<p>甲乙</p>"),
    "NUL": ("<p>甲\x00乙</p><scr\x00ipt>x</script>", "<p>甲乙</p>"),
    "nothing closed": ("<p>甲<b>乙<table><tr><td>丙",
                       "<p>甲<strong>乙</strong></p>\n<table>\n<tbody>\n"
                       "<tr><td>丙</td></tr>\n</tbody>\n</table>"),
}  # fmt: skip


@pytest.mark.parametrize(("pasted", "expected"), PASTED.values(), ids=PASTED.keys())
def test_pasted_text_becomes(pasted, expected):
    assert clean(pasted) == expected


TABLES = {
    "merged cells": (
        "<table width=600 border=1><tr><td rowspan=2 width=100 style='border:1'>甲</td>"
        "<td colspan=2>乙</td></tr><tr><td>丙<td>丁</table>",
        '<tr><td rowspan="2">甲</td><td colspan="2">乙</td></tr>\n'
        "<tr><td>丙</td><td>丁</td></tr>",
    ),
    "spans that say nothing": (
        "<table><tr><td colspan=1 rowspan=99999>甲<td colspan=x>乙</table>",
        "<tr><td>甲</td><td>乙</td></tr>",
    ),
    "alignment moves to the cell": (
        "<table><tr><td><p align=center>甲</p></td>"
        "<td align=right>乙</td></tr></table>",
        '<tr><td class="align-center">甲</td><td class="align-right">乙</td></tr>',
    ),
    "two paragraphs in a cell": (
        "<table><tr><td><p align=right>甲</p><p>乙</p></td></tr></table>",
        '<tr><td>\n<p class="align-right">甲</p>\n<p>乙</p>\n</td></tr>',
    ),
    "a sub-item is set in": (
        "<table><tr><td>　　其中：人员</td></tr></table>",
        "<tr><td>　　其中：人员</td></tr>",
    ),
    "heads of rows": (
        '<table><tr><th scope=ROW style="text-align:left">甲<th scope=x>乙</table>',
        '<tr><th class="align-left" scope="row">甲</th><th>乙</th></tr>',
    ),
    "an empty cell stays": (
        "<table><tr><td>甲<td><p>&nbsp;</p></table>",
        "<tr><td>甲</td><td></td></tr>",
    ),
    "a page centred around it": (
        "<div align=center><table><tr><td>甲</table></div>",
        "<tr><td>甲</td></tr>",
    ),
}


@pytest.mark.parametrize(("pasted", "rows"), TABLES.values(), ids=TABLES.keys())
def test_a_table_keeps_its_shape(pasted, rows):
    assert clean(pasted) == f"<table>\n<tbody>\n{rows}\n</tbody>\n</table>"


def test_a_table_keeps_its_caption_and_head():
    pasted = (
        "<table><caption><p>表1</p></caption><colgroup><col></colgroup>"
        "<thead><tr><th>甲</thead><tfoot><tr><td>合计</tfoot></table>"
    )

    assert clean(pasted).replace("\n", "") == (
        "<table><caption>表1</caption><thead><tr><th>甲</th></tr></thead>"
        "<tbody><tr><td>合计</td></tr></tbody></table>"
    )


ATTACKS = {
    "script": "<p>甲<script>alert(1)</script></p>",
    "handler": '<p onclick="alert(1)">甲</p>',
    "address": '<p><a href="javascript:alert(1)">甲</a></p>',
    "address with a tab": '<p><a href="java\tscript:alert(1)">甲</a></p>',
    "address with entities": '<p><a href="&#106;avascript&colon;alert(1)">甲</a></p>',
    "address with a control character": '<p><a href="\x01javascript:x">甲</a></p>',
    "data address": '<p><a href="data:text/html,x">甲</a></p>',
    "file address": '<p><a href="file:///C:/x">甲</a></p>',
    "other host by backslashes": '<p><a href="/\\evil.cn">甲</a></p>',
    "style": '<p style="background:url(x)">甲</p>',
    "style block": "<style>p{color:red}</style><p>甲</p>",
    "frame": '<p>甲</p><iframe src="//x"></iframe>',
    "form": '<form action="//x"><p>甲</p><input name="a"><button>b</button></form>',
    "drawing": "<svg><a xlink:href='javascript:x'><text>x</text></a></svg><p>甲</p>",
    "mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;"
    "&lt;img src=1 onerror=x&gt;'></table></mtext></math><p>甲</p>",
    "comment": "<!--><script>alert(1)</script>--><p>甲</p>",
    "conditional comment": "<!--[if IE]><script>x</script><![endif]--><p>甲</p>",
    "picture": '<p>甲<img src="data:image/png;base64,x" onerror="x"></p>',
    "picture with a map": '<map><area href="javascript:x"></map><p>甲</p>',
    "base and meta": '<base href="//x"><meta http-equiv="refresh"><p>甲</p>',
    "template": "<template><script>x</script></template><p>甲</p>",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_nothing_active_survives(attack):
    cleaned = clean(attack)

    assert cleaned in ("<p>甲</p>", "<p>--&gt;</p>\n<p>甲</p>") or cleaned == (
        "<p>--&gt;甲</p>"
    )


def test_the_report_counts_what_was_left_out():
    body = (
        '<style>p{}</style><p>甲<img src="file:///a.png"><img src="data:x">'
        '<a href="javascript:x">乙</a><span style="mso-hide:all">丙</span></p>'
        "<script>x</script><iframe></iframe><svg></svg><video></video><form></form>"
    )

    assert dict(clean_with_report(body).dropped) == {
        "images": 2, "links": 1, "hidden": 1, "scripts": 1, "styles": 1, "frames": 1,
        "drawings": 1, "media": 1, "forms": 1,
    }  # fmt: skip


def test_a_clean_body_reports_nothing():
    assert clean_with_report("<p>甲</p>").dropped == {}


DEEP = {
    "blocks": "<div>",
    "unclosed marks": "<b><i>",
    "lists": "<ul><li>",
    "tables": "<table><tr><td>",
    "quotations": "<blockquote>",
    "unknown elements": "<x>",
}


@pytest.mark.parametrize("opening", DEEP.values(), ids=DEEP.keys())
def test_absurd_nesting_keeps_the_text(opening):
    body = opening * 20_000 + "正文"

    begun = time.process_time()
    cleaned = clean_with_report(body)
    taken = time.process_time() - begun

    assert plain_text(cleaned.html) == "正文"
    assert clean(cleaned.html) == cleaned.html
    assert taken < 5


def test_lists_nest_only_as_deep_as_anybody_writes():
    cleaned = clean("<ul><li>甲" * 10 + "</ul>" * 10)

    assert cleaned.count("<ul>") == 6
    assert plain_text(cleaned) == "\n".join("甲" * 10)


def test_the_longest_body_takes_less_than_a_second():
    paragraph = (
        '<p class=MsoNormal style="text-indent:32pt"><span lang=EN-US>甲</span>'
        "<span style='font-family:仿宋'>" + "政务公开" * 50 + "</span></p>"
    )
    body = paragraph * 600

    begun = time.process_time()
    cleaned = clean(body)
    taken = time.process_time() - begun

    assert len(plain_text(cleaned)) > 120_000
    assert taken < 1


HOSTILE = {
    "open comments": "<!--" * 50_000,
    "ampersands": "&" * 200_000,
    "angles": "<" * 200_000,
    "spaces": "甲" + "\u3000" * 200_000 + "乙",
    "breaks": "甲<br>" * 20_000,
    "open marks": "<b>" * 50_000 + "甲",
    "a long style": '<p style="' + "a:b;" * 50_000 + '">甲</p>',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_body_keeps_the_machine_busy(body):
    begun = time.process_time()
    clean(body)
    taken = time.process_time() - begun

    assert taken < 5


SLOW_SIGNS = {
    "no-break spaces": "\xa0",
    "no-break spaces by name": "&nbsp;",
    "no-break spaces by number": "&#160;&#xA0;",
    "ampersands": "& ",
    "ampersands by name": "&amp;",
    "ampersands by number": "&#38;&#x26;",
    "ampersands before a word": "&ab",
}


@pytest.mark.parametrize("signs", SLOW_SIGNS.values(), ids=SLOW_SIGNS.keys())
def test_the_parser_meets_none_of_the_signs_that_it_is_slow_over(signs):
    body = f"<p>甲{signs * 1000}乙</p>"

    given = shielded(body)

    assert "&" not in given
    assert "\xa0" not in given


REFERENCES = {
    "in an address": ('<a href="/?a=1&copy=2&nbsp=3">甲</a>', "&amp;copy=2&amp;nbsp=3"),
    "open, before a letter": ("<p>甲&ampx乙&nbspy丙</p>", "甲&amp;x乙 y丙"),
    "a sign of its own": ("<p>甲&hellip;&#20057;</p>", "甲…乙"),
    "by its number, open": ("<p>甲&#160乙&#38丙</p>", "甲 乙&amp;丙"),
}


@pytest.mark.parametrize(("body", "kept"), REFERENCES.values(), ids=REFERENCES.keys())
def test_a_reference_means_what_a_browser_takes_it_for(body, kept):
    assert kept in clean(body)


def test_plain_text_gives_a_line_a_block_and_a_line_a_row():
    body = (
        "<h2>一</h2><p>甲<br>乙 &amp; 丙</p><ul><li>丁</ul><table><caption>表</caption>"
        "<tr><td>戊<td>己</tr></table><blockquote>庚</blockquote>"
    )

    assert plain_text(body).split("\n") == [
        "一", "甲", "乙 & 丙", "丁", "表", "戊 己", "庚",
    ]  # fmt: skip


SUMMARIES = {
    "a short text": ("<p>正文。</p>", 10, "正文。"),
    "at a sentence": ("<p>" + "甲" * 7 + "。" + "乙" * 9 + "</p>", 10, "甲" * 7 + "。"),
    "inside a sentence": ("<p>" + "甲" * 20 + "</p>", 10, "甲" * 9 + "…"),
    "no comma before the dots": ("<p>甲乙丙丁，戊己庚</p>", 6, "甲乙丙丁…"),
    "without the addressees": ("<p>各县人民政府：</p><p>正文。</p>", 50, "正文。"),
    "the addressees alone": ("<p>各县人民政府：</p>", 50, "各县人民政府："),
    "without tables": (
        "<p>名单。</p><table><tr><td>李四</td></tr></table>",
        50,
        "名单。",
    ),
    "nothing": ("", 10, ""),
}


@pytest.mark.parametrize(
    ("body", "limit", "expected"), SUMMARIES.values(), ids=SUMMARIES.keys()
)
def test_a_summary_is_the_beginning(body, limit, expected):
    assert summary(body, limit) == expected


def test_only_web_addresses_are_rewritten():
    body = clean(
        '<p><a href="http://a.cn/?a=1&amp;b=2">甲</a><a href="/x">乙</a>'
        '<a href="mailto:a@b.cn">丙</a><a href="tel:1">丁</a></p>'
    )

    seen = []

    def leave(href):
        seen.append(href)
        return f"/leaving/?a&to={len(href)}"

    rewritten = outbound_links(body, leave)

    assert seen == ["http://a.cn/?a=1&b=2"]
    assert rewritten == (
        '<p><a href="/leaving/?a&amp;to=20">甲</a><a href="/x">乙</a>'
        '<a href="mailto:a@b.cn">丙</a><a href="tel:1">丁</a></p>'
    )


def test_a_body_without_outbound_links_is_untouched():
    body = clean(WORD)

    assert outbound_links(body, lambda href: href) == body
