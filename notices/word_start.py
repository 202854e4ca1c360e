"""The parts of an official document among the blocks of a Word file. Pure.

What stands where is set by GB/T 9704 (党政机关公文格式): the head with the name of the
issuing body in red, the number, the centred title, the addressee, the text, the names
of attachments, the signature with its date, and below it what concerns the printing.
Everything here would rather find nothing than something wrong: a clerk reads it over.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from disclosure_portal.foundation.document_numbers import find
from disclosure_portal.foundation.official_text import is_addressee
from disclosure_portal.foundation.word.blocks import WordBlock

from .official_dates import ANY_DAY, day_in, force_of

HEAD_BLOCKS = 20
TITLE_LINES = 6
TITLE_LENGTH = 120
LARGER = 2.0  # points over the text: a title that nobody centred

# All patterns see text without spaces, its punctuation in plain form (NFKC).
NO_MARKS = "[^,。;:、!?《》()0-9]"
BODIES = "[局厅委府部室会院办处社司校站所组队心区镇乡道]"
UNIT = re.compile(f"{NO_MARKS}{{2,50}}{BODIES}")
RED_HEAD = re.compile(f"{NO_MARKS}{{2,50}}{BODIES}文件")
LEVELS = "(?:绝密|机密|秘密)"
SECRECY = re.compile(rf"\A(?:密级:?)?{LEVELS}(?:长期|[0-9]+年)?\Z|{LEVELS}[★☆]")
SIGNER = re.compile("签发人:.*")
LABEL = re.compile(r"\A(?:文号|发文字号):")
SERIAL = re.compile(r"\(?(?:[0-9]{4}年)?第[0-9]{1,6}号\)?")
NUMBERED_BY_TITLE = re.compile(r"(?:令|公告|通告)\Z")
# The number of the copy, how urgent it is, who signs it.
ABOVE = (
    re.compile("(?:份号:?)?[0-9]{6}"),
    re.compile("特急|加急|特提|平急|急件"),
    SIGNER,
)

GENRES = (
    "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
    "|办法|规定|细则|方案|规划|计划|要点|制度|章程|条例|规则|预案|清单|目录|公示|解读"
)
COMPLETE = re.compile(rf"(?:{GENRES})\Z")
ABOUT = re.compile(rf"[^。;!?]{{0,60}}关于[^。;!?]{{2,100}}(?:{GENRES})(?:\(.*)?")
# 「（试行）」 belongs to the title, 「（2026年1月8日…通过）」 does not.
TITLE_NOTE = re.compile(r"\((?![0-9]{4}年[0-9])[^()]{2,12}\)")
ASIDE = re.compile(r"\(.*\)|附[件表]?[0-9]*:?")
JOINT = re.compile(f"{NO_MARKS}{{2,50}}?{BODIES}(?:关于|\\Z)")
SPREAD = re.compile(r"(?<=的) (?=\S)|(?<=[通公决意报请批]) (?=[知告定见示复]\Z)")

SIGNED = re.compile(f"(?P<unit>.{{3,40}}?)(?P<day>{ANY_DAY})")
NEAR = 3  # lines from the beginning or the end
# These see the line as it was written.
NAMED = re.compile(r"附\s*[件表]?\s*[:：]\s*(?P<first>.*)")
NUMBERED = re.compile(
    r"(?<![\d.])(?:\d{1,2}|[一二三四五六七八九十]{1,2})[.．、](?!\d)\s*"
)
LEADING = re.compile(r"\A\s*\d{1,2}[.．、]\s*")
MOST_NAMED = 50
NOT_PUBLIC = re.compile(r"[（(]?此件(?:不(?:予)?公开|依申请公开)")


class Parts(NamedTuple):
    """What was recognised; empty or None where nothing was."""

    title: str
    document_number: str
    issued_on: date | None
    effective_from: date | None
    effective_until: date | None
    # Attachments that the text names and does not hold.
    named_attachments: Sequence[str]
    red_head: str
    # 绝密, 机密, 秘密: such a document is published by nobody.
    secrecy: str
    # 「此件不公开」, 「此件依申请公开」.
    not_public: str
    body: Sequence[WordBlock]


def official_parts(blocks: Sequence[WordBlock]) -> Parts:
    """Tell the parts of a document apart; the title, its number and what stands above
    them leave the body."""
    head = _Head(blocks)
    body = [b for place, b in enumerate(blocks) if place not in head.taken]
    lines = [line for block in body for line in _lines(block)]
    issued_on = _issued_on(body)
    force = force_of(lines, issued_on=issued_on)
    return Parts(
        title=head.title,
        document_number=head.number,
        issued_on=issued_on,
        effective_from=force.starts_on,
        effective_until=force.ends_on,
        named_attachments=_named_attachments(body),
        red_head=head.red_head,
        secrecy=head.secrecy,
        not_public=next((li for li in lines if NOT_PUBLIC.match(li)), ""),
        body=body,
    )


def _lines(block: WordBlock) -> Iterator[str]:
    for line in block.text.split("\n"):
        if line.strip():
            yield line.strip()


def _bare(text: str) -> str:
    """Without any space: how lines of a head are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


# --- The head -----------------------------------------------------------------------


class _Head:
    """What stands above the text. `taken` are the places that leave the body."""

    def __init__(self, blocks: Sequence[WordBlock]) -> None:
        self.title = self.number = self.red_head = self.secrecy = ""
        self.taken: set[int] = set()
        self._blocks = blocks
        self._size = _text_size(blocks)
        for place, block in enumerate(blocks[:HEAD_BLOCKS]):
            if place not in self.taken and not self._take(place, block):
                break

    def _take(self, place: int, block: WordBlock) -> bool:
        """Read one line of the head; False where the text begins."""
        text = _bare(block.text)
        if is_addressee(block.text.strip()) and not block.is_title:
            return False
        if self.title:
            return self._take_number(place, text) or bool(ASIDE.fullmatch(text))
        if self._above_title(place, text):
            return True
        if self._may_be_title(block):
            self._take_title(place)
            return True
        return len(text) <= TITLE_LENGTH and not text.endswith("。")

    def _above_title(self, place: int, text: str) -> bool:
        """Take a line that stands above the title, if it is one."""
        if len(text) <= 20 and SECRECY.search(text):
            self.secrecy = self.secrecy or text
        elif RED_HEAD.fullmatch(text) or self._is_letter_head(place, text):
            self.red_head = self.red_head or text
        elif not any(pattern.fullmatch(text) for pattern in ABOVE):
            return self._take_number(place, text)
        self.taken.add(place)
        return True

    def _is_letter_head(self, place: int, text: str) -> bool:
        """A unit's name alone, over the number or over the smaller title."""
        if not is_unit(text) or place + 1 >= len(self._blocks):
            return False
        block, below = self._blocks[place : place + 2]
        is_larger = bool(below.size) and block.size >= below.size + LARGER
        return bool(number_line(below.text)) or (
            is_larger and self._may_be_title(below)
        )

    def _take_number(self, place: int, text: str) -> bool:
        """A line that is a document number and nothing else."""
        number = number_line(text)
        if SERIAL.fullmatch(text) and NUMBERED_BY_TITLE.search(self.title):
            # 「清源县人民政府令」, and under it 「第5号」.
            number = number_line(self.title + text.strip("()"))
        if not number or self.number:
            return False
        self.number = number
        self.taken.add(place)
        return True

    def _may_be_title(self, block: WordBlock) -> bool:
        text = _bare(block.text)
        if block.is_table or block.item or len(text) > TITLE_LENGTH:
            return False
        if ASIDE.fullmatch(text) or day_in(text, whole=True) or number_line(text):
            return False
        is_large = bool(self._size) and block.size >= self._size + LARGER
        stands_out = block.align == "center" or block.is_title or is_large
        return stands_out or bool(ABOUT.fullmatch(text))

    def _take_title(self, place: int) -> None:
        lines: list[str] = []
        first = self._blocks[place]
        for number, block in enumerate(self._blocks[place : place + TITLE_LINES]):
            if number and not self._goes_on("".join(lines), first, block):
                break
            lines += _lines(block)
            self.taken.add(place + number)
        self.title = joined_title(lines)

    def _goes_on(self, so_far: str, first: WordBlock, block: WordBlock) -> bool:
        text, so_far = _bare(block.text), _bare(so_far)
        if block.align != first.align or len(so_far) + len(text) > TITLE_LENGTH:
            return False
        if TITLE_NOTE.fullmatch(text):
            return not (number_line(text) or SERIAL.fullmatch(text))
        is_smaller = bool(block.size) and block.size < first.size - 1
        if is_smaller or not self._may_be_title(block) or is_addressee(block.text):
            return False
        return not COMPLETE.search(so_far) or text.startswith("的")


def _text_size(blocks: Sequence[WordBlock]) -> float:
    """The size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for block in blocks:
        if block.size and not block.is_table:
            sizes[block.size] += len(block.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def number_line(text: str) -> str:
    """The document number, where a line holds it alone, or beside who signs it."""
    bare = LABEL.sub("", SIGNER.sub("", _bare(text)).strip("()"))
    found = find(bare) if 5 <= len(bare) <= 40 else []
    return found[0] if len(found) == 1 and len(found[0]) >= len(bare) - 3 else ""


def is_unit(text: str) -> bool:
    """Whether a line is the name of a body and nothing else."""
    return bool(UNIT.fullmatch(_bare(text))) and "关于" not in text


def joined_title(lines: Sequence[str]) -> str:
    """The lines of a title as one; a word that was spread out stands together."""
    text = ""
    for line in lines:
        text += _between(text, line) + line
    words: list[str] = []
    for is_single, group in groupby(text.split(), lambda word: len(word) == 1):
        found = list(group)
        words += ["".join(found)] if is_single else found
    return SPREAD.sub("", " ".join(words))


def _between(before: str, line: str) -> str:
    """Lines of a title run on, but for figures, and for bodies that issue jointly."""
    if before[-1:].isascii() and before[-1:].isalnum() and line[:1].isascii():
        return " "
    last = before.split(" ")[-1]
    return " " if is_unit(last) and JOINT.match(line) else ""


# --- The end ------------------------------------------------------------------------


def _issued_on(blocks: Sequence[WordBlock]) -> date | None:
    """成文日期: the date of the signature; else one under the title or at the end.

    The day of printing, below it, is another one, and so are the dates of annexes.
    """
    rows = [
        (_bare(line), block)
        for block in blocks
        if not block.is_table
        for line in _lines(block)
    ]
    plain: list[date] = []
    for place, (text, block) in enumerate(rows):
        signed, day = _signed_in_line(text), day_in(text.strip("()"), whole=True)
        is_signed = block.align == "right" or (place and is_unit(rows[place - 1][0]))
        if signed or (day and is_signed):
            return signed or day
        if day and not NEAR <= place < len(rows) - NEAR:
            plain.append(day)
    return plain[0] if plain else None


def _signed_in_line(text: str) -> date | None:
    """「清源县教育局 2026年3月5日」"""
    found = SIGNED.fullmatch(text)
    return day_in(found["day"]) if found and is_unit(found["unit"]) else None


def _named_attachments(blocks: Sequence[WordBlock]) -> list[str]:
    """The names under 附件：, without those whose text follows in the document."""
    lines = [line for block in blocks for line in _lines(block)]
    for place, line in enumerate(lines):
        if found := NAMED.fullmatch(line):
            listed = [found["first"], *_more(found["first"], lines[place + 1 :])]
            later = {_bare(each) for each in lines[place + len(listed) :]}
            return [
                name
                for number, name in enumerate(_names(listed), start=1)
                if later.isdisjoint({_bare(name), f"附件{number}", f"附件{number}:"})
                and not (number == 1 and "附件" in later)
            ]
    return []


def _names(lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:MOST_NAMED]:
        # 「2.3.5亿元项目表」 is the second of a list, 「3.5亿元项目表」 alone is not.
        listed = LEADING.sub("", line) if len(lines) > 1 else line
        for name in NUMBERED.split(listed):
            if name := name.strip(" 。；;，\u3000"):
                yield name


def _more(first: str, following: Sequence[str]) -> Iterator[str]:
    """Further lines of the list: those with a number; or one, where 附件： is alone."""
    if not first.strip() and following and not LEADING.match(following[0]):
        yield following[0]
        return
    for line in following:
        if not LEADING.match(line):
            return
        yield line
