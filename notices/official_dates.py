"""Days as official documents write them, and when a document is in force. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from disclosure_portal.foundation.official_text import chinese_number

ZERO = "〇零○◯OoО0"
NUMERAL = f"[一二三四五六七八九{ZERO}]"
YEAR = rf"(?:[0-9]{{4}}|{NUMERAL}{{4}})"
SMALL = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
DAY = rf"(?P<year>{YEAR})年(?P<month>{SMALL})月(?P<day>{SMALL})日"
DAY_IN_TEXT = re.compile(DAY)
ANY_DAY = DAY.replace("?P<year>", "").replace("?P<month>", "").replace("?P<day>", "")
YEARS = range(1949, 2101)

BEGINS = "(?:施行|实施|执行|生效|试行)"
FROM = re.compile(
    rf"[自从](?P<from>{ANY_DAY})起(?:[至到]{ANY_DAY}止?)?(?:正式|开始)?{BEGINS}"
    rf"|有效期(?:限)?[为:]?[自从]?(?P<between>{ANY_DAY})起?[至到]{ANY_DAY}"
)
FROM_ISSUE = re.compile(rf"[自从](?:印发|发文|成文)之日起(?:正式)?{BEGINS}")
UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:[为:]?[自从]?{ANY_DAY}起?)?截?[至到]"
    rf"|{BEGINS}(?:期限)?截?[至到]|起[至到](?={ANY_DAY}止?{BEGINS}))"
    rf"(?P<until>{ANY_DAY})"
)
SPAN = re.compile(
    r"有效期(?:限)?[为:]?(?P<years>[0-9]{1,2}|[一二两三四五六七八九十]{1,2})年"
)
PRINTED = re.compile(rf"(?P<printed>{ANY_DAY})印发")
# Another document's own dates: 「《…办法》（…〔2020〕3号）自2020年4月1日起施行」.
OWN = re.compile(r"本(?!级|县|市|区|省|单位|地|年)[^,。;]{1,12}")
CITED = re.compile(r"[《〔]")
SENTENCE = re.compile("[。；;\n]")


class Force(NamedTuple):
    starts_on: date | None = None
    ends_on: date | None = None


def day_in(text: str, *, whole: bool = False) -> date | None:
    """The first day that a text names, in figures or in Chinese numerals; `whole`: and
    nothing else. None for a day that no calendar has."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    found = DAY_IN_TEXT.fullmatch(bare) if whole else DAY_IN_TEXT.search(bare)
    if not found:
        return None
    year, month, day = (
        _year(found["year"]),
        _small(found["month"]),
        _small(found["day"]),
    )
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    figures = (
        "0" if character in ZERO else str("一二三四五六七八九".find(character) + 1)
        for character in text
    )
    return int(text if text.isdecimal() else "".join(figures))


def _small(text: str) -> int:
    return int(text) if text.isdecimal() else chinese_number(text)


def force_of(lines: Iterable[str], *, issued_on: date | None) -> Force:
    """From when to when the document is in force by its own words.

    「自印发之日起」 is the day on which it was printed, or else its date. Sentences
    that say it of another document are passed over. Of several the last counts: the
    clause stands at the end of the text.
    """
    texts = ["".join(unicodedata.normalize("NFKC", line).split()) for line in lines]
    printed = next(
        (found["printed"] for text in texts if (found := PRINTED.search(text))), ""
    )
    issue = day_in(printed) if printed else issued_on
    best = Force()
    for sentence in _own_sentences(texts):
        start = _start(sentence, issue) or best.starts_on
        end = _end(sentence, start) or best.ends_on
        best = Force(start, end)
    if best.starts_on and best.ends_on and best.ends_on < best.starts_on:
        return best._replace(ends_on=None)
    return best


def _own_sentences(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for sentence in SENTENCE.split(text):
            if OWN.search(sentence) or not CITED.search(sentence):
                yield sentence


def _start(sentence: str, issue: date | None) -> date | None:
    if found := FROM.search(sentence):
        return day_in(found["from"] or found["between"])
    return issue if FROM_ISSUE.search(sentence) else None


def _end(sentence: str, start: date | None) -> date | None:
    if found := UNTIL.search(sentence):
        return day_in(found["until"])
    found = SPAN.search(sentence)
    if not found or not start:
        return None
    years = _small(found["years"].replace("两", "二"))
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:  # from a 29 February
        return date(start.year + years, 2, 28)
