"""公开时限: what a text says of when an item is to be disclosed.

The texts of catalogues are free, and fall into few forms. A text is understood as a
whole or not at all: a clause that is half understood would move a due day, and whoever
settles it by hand has the text before them. What the law reserves (法律另有规定的，
从其规定) is a remark and moves nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Cadence(StrEnum):
    """How a duty comes due: some time after an event, as soon as there is something,
    by the calendar, or never (it is kept up); POSTED says only how long."""

    WITHIN = "within"
    AT_ONCE = "at_once"
    PERIODIC = "periodic"
    STANDING = "standing"
    POSTED = "posted"


class Trigger(StrEnum):
    FORMED = "formed"
    CHANGED = "changed"
    OBTAINED = "obtained"
    DECIDED = "decided"
    ENDED = "ended"
    OTHER = "other"


class Span(StrEnum):
    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


class Period(StrEnum):
    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One rule. Of WITHIN, `number` 0 is the same day. Of PERIODIC, `number` counts
    from the period's end, or it is due by `month` and `day`; a day of 31 is the last
    of its month. `about` is what the rule is for, where a cell has several."""

    cadence: Cadence
    triggers: tuple[Trigger, ...] = ()
    number: int | None = None
    span: Span | None = None
    posting: int | None = None
    posting_span: Span | None = None
    period: Period | None = None
    month: int | None = None
    day: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class LimitReading:
    """`unread` is the first clause that is not understood; then there are no rules."""

    text: str
    rules: tuple[LimitRule, ...] = ()
    remarks: tuple[str, ...] = ()
    unread: str = ""

    @property
    def is_understood(self) -> bool:
        return bool(self.rules)


NUMERAL = r"(?:\d{1,3}|[〇零一二两三四五六七八九十百]{1,7})"
SPANS = {
    "工作日": (Span.WORKING_DAYS, 1),
    "自然日": (Span.DAYS, 1),
    "日": (Span.DAYS, 1),
    "天": (Span.DAYS, 1),
    "小时": (Span.HOURS, 1),
    "星期": (Span.DAYS, 7),
    "周": (Span.DAYS, 7),
    "月": (Span.MONTHS, 1),
    "年": (Span.MONTHS, 12),
}
LENGTH = rf"(?P<number>{NUMERAL})个?(?P<span>{'|'.join(SPANS)})"
# What may follow without saying anything more.
DONE = (
    r"(?:之内|以内|内|中)?"
    r"(?:应当|应|须|需|予以|进行|及时|主动|向社会|对外|依法|完成|实时)*"
    r"(?:公开|公布|发布|更新|公示|公告|上网|完成)?(?:一次|1次)?(?:完毕|完成|信息)?"
)
WORDS_OF_TRIGGERS = {
    Trigger.FORMED: r"形成|制定|制作|生成|产生|出台|印发|成文",
    Trigger.CHANGED: r"变更|变动|变化|修改|修订|调整|更新",
    Trigger.OBTAINED: r"获取|获得|取得|收到|接到|知悉",
    Trigger.DECIDED: r"[作做]出|批[准复]|审[批定]|审[核议]通过|[决确认]定|签订",
    Trigger.ENDED: r"结束|完成|办结|终了|竣工|验收|评审",
}
# Beside one of these a number counts something else than the time after an event.
NOT_AFTER = re.compile(r"前|每|逐|至|不少于|不低于|除|(?<![收接得])到|\d|[-~—]")
FROM = re.compile(r"(?:之日起?|之时起?|日起|起|后|之后|当日起|时)(?:的|在|于)?$")
ONLY_WORDS = re.compile(r"(?:自|从|于|在|应当|应|须|信息|政府信息|公开|时限|:)*")

RESERVED = re.compile(
    r"[,;。]?\(?(?:但|如|若|凡)?[^,;。()]*?(?:另有|有特殊|有专门|有明确|有其他)[^,;。()]{0,4}?规定"
    r"[^,;。()]*(?:[,;。]?(?:从其|依照|按照|依|按|遵从|适用)[^,;。()]*规定[^,;。()]*)?\)?"
)
POSTING = re.compile(
    r"(?:并|且|再|同时|进行)?(?:在[^,;。]{1,20}?)?(?:公示|公告)(?:期限|期间|时间|时长|期)?"
    rf"(?:应当|应|为|是|:|不少于|不低于|不得少于|不短于|至少|满)*{LENGTH}(?:以上|的)?"
)
WITHIN = re.compile(
    rf"(?P<event>.*?)(?:不超过|不迟于|不晚于|最迟|最长|的|在|于)*{LENGTH}{DONE}"
)
SAME_DAY = re.compile(rf"(?P<event>.*?)(?:的|于|在)?当[日天]{DONE}")
AT_ONCE = re.compile(
    r"(?P<event>.*?)(?:应当|应|须|要|,)*"
    rf"(?:实时|及时|即时|随时|立即|同步|第一时间)+{DONE}"
)
STANDING = re.compile(
    r"(?:信息)?(?:长期|常年|永久|持续|全年|长久)(?:性|固定)?(?:公开|公示|公布|有效|更新)?"
)
PERIODS = {
    "半年": Period.HALF_YEAR,
    "年": Period.YEAR,
    "季": Period.QUARTER,
    "月": Period.MONTH,
    "周": Period.WEEK,
    "星期": Period.WEEK,
}
PERIODIC = re.compile(
    rf"(?:每个?|按|逐)?(?P<period>{'|'.join(PERIODS)})度?(?:份)?"
    rf"(?:(?:结束|终了|期满|末|底)之?后(?:的|在)?{LENGTH}{DONE}|(?:至少|定期)?{DONE})"
)
BY_DAY = re.compile(
    r"每(?P<period>年|月)度?(?:的)?"
    rf"(?:第?(?P<quarter>[一二三四1234])季度(?:末|底)?|(?P<month>{NUMERAL})月份?|(?P<year>年?[底末]))?"
    rf"(?:(?P<last>[底末])|(?P<day>{NUMERAL})[日号])?(?:以前|之前|前|内)?{DONE}"
)
LAST_DAY = 31

COUNTED = re.compile(
    r"^(?:\(?\d{1,2}\)|\d{1,2}[.、](?!\d)|[①-⑳]|[一二三四五六七八九十]+、)"
)
ABOUT = re.compile(r"^(?P<about>[^:,]{1,30}):(?P<rest>.+)$")
CLAUSES = re.compile(
    r"[;。]+|,(?![^(]*\))|(?<=[内开日布新天])(?=\(?\d{1,2}[.、)](?!\d))"
)


def read_limit(text: str) -> LimitReading:
    """The rules of a text, or the first clause that is not understood."""
    remarks: list[str] = []

    def keep(found: re.Match[str]) -> str:
        remarks.append(found[0].strip(",;。()"))
        return ";"

    plain = RESERVED.sub(keep, _plain(text))
    plain = re.sub(r"\(([^()]*(?:公示|公告)[^()]*)\)", r",\1", plain)
    rules: list[LimitRule] = []
    for clause in _clauses(plain):
        if not _read_clause(clause, rules):
            return LimitReading(text, (), tuple(remarks), clause)
    return LimitReading(text, tuple(rules), tuple(remarks))


def _plain(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    # Widths first: "①" would lose its ring.
    folded = ";".join(lines).translate(WIDTHS)
    return re.sub(r"\s+", "", folded)


WIDTHS = {
    code: unicodedata.normalize("NFKC", chr(code))
    for code in (*range(0xFF01, 0xFF5F), 0x3000, 0x00A0)
} | {ord("〔"): "(", ord("〕"): ")", ord("【"): "(", ord("】"): ")"}


def _clauses(plain: str) -> Iterator[str]:
    for part in CLAUSES.split(plain):
        clause = COUNTED.sub("", part).strip("、.,:*")
        if clause.strip("()"):
            yield clause


def _read_clause(clause: str, rules: list[LimitRule]) -> bool:
    """Add what the clause says; whether it was understood."""
    named = ABOUT.match(clause)
    if named and not ONLY_WORDS.fullmatch(named["about"]):
        about, clause = named["about"], COUNTED.sub("", named["rest"])
    else:
        about = ""
    clause = clause.replace("(", "").replace(")", "")
    if posting := POSTING.fullmatch(clause):
        return _add_posting(posting, about, rules)
    for pattern, reader in READERS:
        found = pattern.fullmatch(clause)
        rule = reader(found) if found else None
        if rule is not None:
            rules.append(replace(rule, about=about))
            return True
    return False


def _add_posting(found: re.Match[str], about: str, rules: list[LimitRule]) -> bool:
    """How long it hangs is said of the rule before it; alone it is one by itself."""
    length = _length(found)
    if length is None:
        return False
    number, span = length
    if rules and not about and rules[-1].posting is None:
        rules[-1] = replace(rules[-1], posting=number, posting_span=span)
    else:
        posted = LimitRule(Cadence.POSTED, posting=number, posting_span=span)
        rules.append(replace(posted, about=about))
    return True


def _within(found: re.Match[str]) -> LimitRule | None:
    triggers, length = _triggers(found["event"]), _length(found)
    if triggers is None or length is None:
        return None
    return LimitRule(Cadence.WITHIN, triggers, *length)


def _same_day(found: re.Match[str]) -> LimitRule | None:
    triggers = _triggers(found["event"])
    if triggers is None:
        return None
    return LimitRule(Cadence.WITHIN, triggers, 0, Span.DAYS)


def _at_once(found: re.Match[str]) -> LimitRule | None:
    triggers = _triggers(found["event"])
    return None if triggers is None else LimitRule(Cadence.AT_ONCE, triggers)


def _standing(found: re.Match[str]) -> LimitRule | None:
    return LimitRule(Cadence.STANDING)


def _periodic(found: re.Match[str]) -> LimitRule | None:
    rule = LimitRule(Cadence.PERIODIC, period=PERIODS[found["period"]])
    if found["number"] is None:
        # "月公开" may be half of a sentence; "月" alone says nothing.
        is_said = found[0][0] in "每按逐" or "度" in found[0]
        return rule if is_said else None
    length = _length(found)
    if length is None:
        return None
    return replace(rule, number=length[0], span=length[1])


def _by_day(found: re.Match[str]) -> LimitRule | None:
    period = PERIODS[found["period"]]
    day = LAST_DAY if found["last"] else _number(found["day"])
    if period is Period.MONTH:
        if found["quarter"] or found["month"] or found["year"] or not day:
            return None
        return _dated(period, None, day)
    if found["quarter"]:
        quarter = _number(found["quarter"]) or 0
        return None if day else _dated(period, quarter * 3, LAST_DAY)
    if found["year"]:
        return None if day else _dated(period, 12, LAST_DAY)
    month = _number(found["month"])
    return _dated(period, month, day or LAST_DAY) if month else None


def _dated(period: Period, month: int | None, day: int) -> LimitRule | None:
    if not 1 <= day <= LAST_DAY or not 1 <= (month or 1) <= 12:
        return None
    return LimitRule(Cadence.PERIODIC, period=period, month=month, day=day)


READERS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str]], LimitRule | None]], ...
] = (
    (STANDING, _standing),
    (BY_DAY, _by_day),
    (PERIODIC, _periodic),
    (WITHIN, _within),
    (SAME_DAY, _same_day),
    (AT_ONCE, _at_once),
)


def _triggers(event: str) -> tuple[Trigger, ...] | None:
    """What the time is counted from; None where the words are no such event."""
    if ONLY_WORDS.fullmatch(event):
        return ()
    if NOT_AFTER.search(event):
        return None
    found = tuple(
        trigger
        for trigger, words in WORDS_OF_TRIGGERS.items()
        if re.search(words, event)
    )
    if found:
        return found
    return (Trigger.OTHER,) if FROM.search(event) else None


def _length(found: re.Match[str]) -> tuple[int, Span] | None:
    number = _number(found["number"])
    span, times = SPANS[found["span"]]
    return (number * times, span) if number else None


DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
}


def _number(text: str | None) -> int | None:
    """A number below a thousand in digits or words: 二十, 一百二十, 两."""
    if not text:
        return None
    if text.isdigit():
        return int(text)
    total, digit, scale = 0, None, 1000
    for sign in text:
        if sign not in "十百":
            if digit:
                return None
            digit = DIGITS[sign]
            continue
        size = 10 if sign == "十" else 100
        if size >= scale:
            return None
        scale = size
        total += (1 if digit is None else digit) * size
        digit = None
    return total + (digit or 0)
