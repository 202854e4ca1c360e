"""From the rows of an older mailbox to letters with their times. Pure.

Nothing is guessed silently: what a row lacks is a named reason to refuse it, what was
read with doubt is a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from disclosure_portal.foundation.days import LOCAL, local_day
from disclosure_portal.foundation.official_text import without_controls

# The mailbox of the trial; another one names its own.
COLUMNS = {
    "id": "留言编号",
    "title": "留言主题",
    "text": "留言详情",
    "asked": "留言时间",
    "answer": "答复意见",
    "answered": "答复时间",
    "kind": "留言类型",
}
NEEDED = ("id", "title", "text", "asked")
TITLE, ID, TEXT = 100, 80, 20_000
FIRST_YEAR = 1990

# The word that stands first decides: 咨询投诉电话 asks for a number.
KIND_WORDS = (
    ("report", ("举报", "检举", "控告", "揭发")),
    ("complaint", ("投诉", "反映", "质疑", "反对")),
    ("suggestion", ("建议", "建言", "谏言", "意见")),
    ("help", ("求助", "求决", "请求", "求", "帮助", "希望")),
    ("consultation", ("咨询", "请问", "询问", "疑问", "？", "?", "吗")),
)
DEFAULT_KIND = "complaint"

# 2019/4/25 9:32:09, 2019-04-08 08:37:20, 2018/4/24 9:05, 2018/4/24
_MOMENT = re.compile(
    r"(?P<year>\d{4})(?P<sign>[-/])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    r"(?:[ T](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?"
)


class Fault(StrEnum):
    """Why a row is refused."""

    NO_ID = "no_id"
    NO_TITLE = "no_title"
    NO_TEXT = "no_text"
    LONG_TEXT = "long_text"
    LONG_ID = "long_id"
    NO_TIME = "no_time"
    BAD_TIME = "bad_time"
    FUTURE = "future"
    ANSWER_WITHOUT_TIME = "answer_without_time"
    TIME_WITHOUT_ANSWER = "time_without_answer"
    BAD_ANSWER_TIME = "bad_answer_time"
    ANSWERED_BEFORE_ASKED = "answered_before_asked"
    REPEATED_ID = "repeated_id"


class Doubt(StrEnum):
    """What was read, but not as it stands."""

    TITLE_CUT = "title_cut"
    KIND_GUESSED = "kind_guessed"
    KIND_UNKNOWN = "kind_unknown"
    DAY_ONLY = "day_only"
    SAME_TEXT = "same_text"


class Refused(Exception):
    """A row that can't be a letter, and the cell that says so."""

    def __init__(self, fault: Fault, cell: str = "") -> None:
        super().__init__(fault, cell)
        self.fault = fault
        self.cell = cell


@dataclass(frozen=True)
class OldLetter:
    """A letter as the source had it; the answer is "" while there is none."""

    original_id: str
    title: str
    text: str
    kind: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class BadRow:
    line: int
    fault: Fault
    cell: str = ""


@dataclass
class Reading:
    """What a file said: taken + bad = all."""

    taken: list[OldLetter] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


def read_all(
    rows: Iterable[tuple[int, Mapping[str, str]]],
    now: datetime,
    columns: Mapping[str, str] = COLUMNS,
) -> Reading:
    """Rows with their lines. A number that came before is refused; a text that came
    before is taken, since two people may have sent it, and marked."""
    reading = Reading()
    numbers: set[str] = set()
    texts: set[str] = set()
    for line, cells in rows:
        try:
            letter = read_row(cells, now, columns)
            if letter.original_id in numbers:
                raise Refused(Fault.REPEATED_ID, letter.original_id)
        except Refused as refused:
            reading.bad.append(BadRow(line, refused.fault, refused.cell))
            continue
        numbers.add(letter.original_id)
        words = "".join(letter.text.split())
        doubts = (*letter.doubts, *([Doubt.SAME_TEXT] if words in texts else []))
        texts.add(words)
        reading.taken.append(OldLetter(**{**vars(letter), "doubts": doubts}))
    return reading


def read_row(
    cells: Mapping[str, str], now: datetime, columns: Mapping[str, str] = COLUMNS
) -> OldLetter:
    """One row. Raises Refused with the first reason."""
    values = {
        name: without_controls(str(cells.get(column) or "")).strip()
        for name, column in columns.items()
    }
    original_id, title, text = _words(values)
    asked, asked_day_only = _asked(values.get("asked", ""), now)
    answered, answered_day_only = _answered(values, asked, now)
    kind, doubt = kind_of(values.get("kind", ""), title)
    doubts = [doubt] if doubt else []
    if len(title) > TITLE:
        doubts.append(Doubt.TITLE_CUT)
    if asked_day_only or answered_day_only:
        doubts.append(Doubt.DAY_ONLY)
    return OldLetter(
        original_id=original_id,
        title=title[:TITLE],
        text=text,
        kind=kind,
        asked_at=asked,
        answer=values.get("answer", ""),
        answered_at=answered,
        doubts=tuple(doubts),
    )


def _words(values: Mapping[str, str]) -> tuple[str, str, str]:
    original_id, title, text = (
        values.get(name, "") for name in ("id", "title", "text")
    )
    faults = (
        (not original_id, Fault.NO_ID, ""),
        (len(original_id) > ID, Fault.LONG_ID, original_id[:ID]),
        (not title, Fault.NO_TITLE, ""),
        (not text, Fault.NO_TEXT, ""),
        (len(text) > TEXT, Fault.LONG_TEXT, str(len(text))),
    )
    for is_so, fault, cell in faults:
        if is_so:
            raise Refused(fault, cell)
    return original_id, title, text


def _asked(cell: str, now: datetime) -> tuple[datetime, bool]:
    if not cell:
        raise Refused(Fault.NO_TIME)
    found = moment(cell)
    if found is None:
        raise Refused(Fault.BAD_TIME, cell)
    if found[0] > now:
        raise Refused(Fault.FUTURE, cell)
    return found


def _answered(
    values: Mapping[str, str], asked: datetime, now: datetime
) -> tuple[datetime | None, bool]:
    """An answer of which only the day is known came at the end of that day: never
    before a letter of the same day."""
    cell, answer = values.get("answered", ""), values.get("answer", "")
    if not cell and not answer:
        return None, False
    if not cell:
        raise Refused(Fault.ANSWER_WITHOUT_TIME)
    if not answer:
        raise Refused(Fault.TIME_WITHOUT_ANSWER, cell)
    found = moment(cell)
    if found is None:
        raise Refused(Fault.BAD_ANSWER_TIME, cell)
    at, day_only = found
    if local_day(at) > local_day(now):
        raise Refused(Fault.FUTURE, cell)
    if day_only:
        at = datetime.combine(at.date(), time(23, 59, 59), LOCAL)
    if at < asked:
        raise Refused(Fault.ANSWERED_BEFORE_ASKED, cell)
    return at, day_only


def moment(text: str) -> tuple[datetime, bool] | None:
    """A local moment, and whether only its day was written; None for anything else."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None or int(found["year"]) < FIRST_YEAR:
        return None
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        clock = time(
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            int(found["second"] or 0),
        )
    except ValueError:
        return None
    return datetime.combine(day, clock, LOCAL), found["hour"] is None


def kind_of(cell: str, title: str) -> tuple[str, Doubt | None]:
    """The kind by the source's own column, else by the words of the title."""
    if found := _kind_in(cell):
        return found, None
    if found := _kind_in(title):
        return found, Doubt.KIND_GUESSED
    return DEFAULT_KIND, Doubt.KIND_UNKNOWN


def _kind_in(words: str) -> str:
    """The kind whose word stands first; of two at one place the longer word's."""
    at = [
        (words.find(word), -len(word), place, kind)
        for place, (kind, known) in enumerate(KIND_WORDS)
        for word in known
        if word in words
    ]
    return min(at)[3] if at else ""
