"""The shape of an official document in plain text: where its paragraphs begin, whom it
addresses, how it is signed. Pure: no Django.

Texts that come from older sites often hold no line end at all. What is found here is
found by rules that would rather miss a paragraph than cut a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .rich_text_blocks import Node, Paragraph, Run, lines, render

# Founder's typesetting system (方正) leaves its marks in private characters: end of a
# chapter, end of a paragraph, and the full stop of a decimal or a numbered item.
TYPESETTING = str.maketrans({"\ue003": "\n", "\ue004": "\n", "\ue010": "．"})
CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\U0001fffe\U0001ffff]"
)
_TABLE = re.compile(r"<table\b.*?(?:</table>|\Z)", re.DOTALL)
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
TAGS = (
    "p|br|div|span|table|tr|td|th|tbody|thead|ul|ol|li|h[1-6]|strong|b|em|i|u|a|font"
    "|img|hr|blockquote|center|section|article|sub|sup|o:p|style|script"
)
OPENING = re.compile(rf"<({TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
CLOSING = re.compile(rf"</({TAGS})\s*>", re.IGNORECASE)
# Single elements left in plain text by the program that took it from a page.
STRAY = re.compile(r"</?(?:p|br|div)\s*/?>", re.IGNORECASE)

DIGITS = "一二三四五六七八九十百零〇"
ENDED = re.compile(r"[。！？；：;:!?][”’》〉」』）)\]】]*\Z")
LEVEL = re.compile(
    r"(?P<one>[一二三四五六七八九十]{1,3})、(?![一二三四五六七八九十])"
    r"|[（(](?P<two>[一二三四五六七八九十]{1,3})[）)]"
    rf"|第(?P<article>[{DIGITS}]{{1,7}})条"
    rf"|第(?P<chapter>[{DIGITS}]{{1,5}})章"
)
LEVELS = ("one", "two", "article", "chapter")
# In a new section the numbers of the next level begin anew, or run on.
OPENS = {"one": "two", "article": "two"}
# In a law the number of an article stands apart from its text.
ARTICLE = re.compile(rf"第[{DIGITS}]{{1,7}}条\u3000")
# 「一、总体要求（一）指导思想」: a heading that runs into its first part.
HEADINGS = {
    "two": re.compile(r"[一二三四五六七八九十]{1,3}、[^，。；：、（）()！？“《]{2,40}"),
    "article": re.compile(rf"第[{DIGITS}]{{1,5}}章[^，。；：、！？]{{1,30}}"),
}
# Two full-width spaces begin a paragraph; between lone characters they only spread
# a word out (总　　则).
INDENT = re.compile(r"(?<=\S)(?=\u3000{2})|(?<=[。；：！？”）])(?= {2,}\S)")
SPREAD = re.compile(r"(?:^|\s)\S\Z")
LONG_LINE = 1000  # characters a line, on average, in a text that lost its line ends

NUMBER_HEAD = re.compile(
    r"[^\s，。；：、（）]{1,15}[〔﹝［\[【（(]\d{4}[〕﹞］\]】）)]\s?第?\s?\d{1,5}\s?号"
)
BODY_BEGINS = "为|根据|按照|依据|现|经|近|《|你|遵照|贯彻|自|在"
ADDRESSEE_HEAD = re.compile(
    rf"(?:各|省|市|县|区|国务院|有关)[^。；！？]{{2,200}}?[：:](?={BODY_BEGINS})"
)
ADDRESSEE = re.compile(r"[^。；！？\n]{2,200}[：:]")
ADDRESSED = re.compile(
    r"政府|委员会|管委会|[局厅部委办院校司]|单位|公司|企业|机构|中心|社"
)
NUMBERED = re.compile(rf"[（(]?[{DIGITS}\d]{{1,3}}[）)、.．]|附件|联系|电话|抄送")
NUMERAL = "一二三四五六七八九〇零○０-９"
DATE = (
    rf"(?:\d{{4}}|[{NUMERAL}]{{4}})\s?年\s?[\d十{NUMERAL}]{{1,3}}\s?月"
    rf"\s?[\d十{NUMERAL}]{{1,3}}\s?日"
)
DATE_LINE = re.compile(DATE)
SIGNATURE_LINE = re.compile(
    r"[^，。；：、！？《》（）()]{3,60}[厅局委府部室会院办处社司校站所组]"
)
# 「…执行。某某省教育厅2024年3月5日（此件公开发布）」
SIGNED = re.compile(
    rf"(?<=[。）)])(?={SIGNATURE_LINE.pattern}\s?{DATE}(?:\s*[（(]此件|\s*\Z|附件|抄送))"
)
SIGNED_DATE = re.compile(rf"\A(?:{SIGNATURE_LINE.pattern})(?P<cut>)\s?(?={DATE}\s*\Z)")
FOOTNOTE = re.compile(r"([（(]此件[^（()）]{1,20}[)）])")


def without_controls(text: str) -> str:
    """The text without characters that have no place in a document.

    Control characters, invisible joiners, direction overrides and halves of
    surrogate pairs go; line ends stay.
    """
    return CONTROL.sub("", text)


def looks_like_html(text: str) -> bool:
    """Whether a text is HTML, and not plain text that quotes a title in < and >.

    A pair of tags decides; a lone <br> does so only where there are no line ends.
    """
    opened = {found[1].lower() for found in OPENING.finditer(text)}
    closed = {found[1].lower() for found in CLOSING.finditer(text)}
    if opened & closed:
        return True
    return bool(opened & {"br", "img", "hr", "p"}) and not LINE_END.search(text)


def paragraphs(text: str) -> str:
    """Plain text as the HTML of a body.

    Line ends make paragraphs. Where a text has lost them, it is cut at spaces that
    indent and before the numbers of sections (一、 （一） 第一条), in their order and
    after the end of a sentence. No character but spaces is added or lost; the marks
    of a typesetting system become what they stood for.
    """
    text = STRAY.sub("\n", without_controls(text).translate(TYPESETTING))
    rows = [row for row in LINE_END.split(text.replace("\t", " ")) if row.strip()]
    lost = len(text) > LONG_LINE * max(len(rows), 1) or len(rows) == 1
    pieces = [piece for row in rows for piece in (_cut(row) if lost else [row])]
    nodes: list[Node] = []
    for piece in pieces:
        for line in lines([Run(piece)]):
            css_class = _spaced_class(line.lead, line.text, len(nodes))
            nodes.append(Paragraph("p", line.runs, css_class, line.lead >= 1))
    mark_addressee(nodes)
    _mark_signature(nodes)
    return render(nodes)


def _spaced_class(lead: float, text: str, place: int) -> str:
    if lead < 8 or len(text) > 40:
        return ""
    return "align-center" if place < 2 else "align-right"


# --- Cutting ------------------------------------------------------------------------


def _cut(row: str) -> Iterator[str]:
    head = _head_length(row)
    if head:
        yield row[:head]
    for part in _split_at(row[head:], _indents(row[head:])):
        sections = list(_split_at(part, _levels(part)))
        for section in sections:
            yield from _tail(section)


def _split_at(text: str, places: Sequence[int]) -> Iterator[str]:
    start = 0
    for place in [*places, len(text)]:
        if text[start:place].strip():
            yield text[start:place]
        start = place


def _head_length(row: str) -> int:
    """The length of a document number that stands at the very beginning."""
    found = NUMBER_HEAD.match(row)
    if not found or found.end() > 40:
        return 0
    return found.end() if re.match(r"各|省|\s", row[found.end() :]) else 0


def _indents(text: str) -> list[int]:
    return [
        found.start()
        for found in INDENT.finditer(text)
        if not SPREAD.search(text[max(0, found.start() - 2) : found.start()])
    ]


def _levels(text: str) -> list[int]:
    """Where sections begin: numbers in their order, after the end of a sentence."""
    addressee = ADDRESSEE_HEAD.match(text)
    places = [addressee.end()] if addressee else []
    # The first of a level may have been overlooked, more cannot.
    expected = {level: {1, 2} for level in LEVELS}
    for found in LEVEL.finditer(text):
        level = next(name for name in LEVELS if found[name])
        value, place = chinese_number(found[level]), found.start()
        if value not in expected[level]:
            continue
        if not _may_begin(text, places[-1] if places else 0, place, level):
            continue
        expected[level] = {1, value + 1}
        if level in OPENS:
            expected[OPENS[level]] |= {1, 2}
        places.append(place)
    return places


def _may_begin(text: str, last: int, place: int, level: str) -> bool:
    if ENDED.search(text[max(last, place - 8) : place]):
        return True
    if level == "article" and ARTICLE.match(text, place):
        return True
    heading = HEADINGS.get(level)
    return bool(
        heading and place - last < 60 and heading.fullmatch(text[last:place].strip())
    )


def chinese_number(text: str) -> int:
    """The value of a Chinese number below a thousand; 0 where it has none."""
    total, digit = 0, 0
    for character in text:
        if character in "百十":
            total += max(digit, 1) * (100 if character == "百" else 10)
            digit = 0
        elif character in "零〇":
            digit = 0
        else:
            digit = "一二三四五六七八九".find(character) + 1
    return total + digit


def _tail(section: str) -> Iterator[str]:
    """Signature, date and 附注 on lines of their own."""
    places = {found.start() for found in SIGNED.finditer(section)}
    for found in FOOTNOTE.finditer(section):
        places.add(found.start())
        places.add(found.end())
    for part in _split_at(section, sorted(places)):
        signed = SIGNED_DATE.match(part)
        yield from _split_at(part, [signed.end("cut")] if signed else [])


# --- Addressee and signature ----------------------------------------------------------


def is_addressee(text: str) -> bool:
    """Whether a line names those a document is sent to (主送机关, GB/T 9704 7.3.2)."""
    return bool(
        ADDRESSEE.fullmatch(text)
        and ADDRESSED.search(text)
        and not NUMBERED.match(text)
        and not re.search("如下|关于|通知", text)
    )


def mark_addressee(nodes: Sequence[Node]) -> None:
    """The first line that names the addressees begins at the margin."""
    for node in nodes[:5]:
        if isinstance(node, Paragraph) and is_addressee(node.text):
            if node.tag == "p" and not node.css_class and not node.indented:
                node.css_class = "indent-none"
            return


def _mark_signature(nodes: Sequence[Node]) -> None:
    """A date on a line of its own after the name of a unit stands at the right."""
    for before, node in zip(nodes, nodes[1:], strict=False):
        if (
            isinstance(node, Paragraph)
            and isinstance(before, Paragraph)
            and DATE_LINE.fullmatch(node.text)
            and SIGNATURE_LINE.fullmatch(before.text)
            and before is not nodes[0]
        ):
            before.css_class = node.css_class = "align-right"


def without_tables(html: str) -> str:
    """Cleaned HTML, or its beginning, without tables: cells in a row are no sentence,
    and may name people whose list ends with its posting."""
    return _TABLE.sub("<br>", html)
