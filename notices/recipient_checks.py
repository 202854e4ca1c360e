"""What is wrong with a recipient list before it is taken in: every fault of every row,
none of them told with more of a person than the row's number. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from disclosure_portal.foundation.leaks import find_leaks

from .amounts import expected_amount, is_off
from .recipient_identity import (
    SHORTEST_CHECK,
    asked_for,
    below_township,
    plain_check,
    plain_name,
)

Row = Mapping[str, Any]

# Columns whose text is kept; the length of each.
KEPT_TEXTS = {"township": 40, "village": 40, "group": 40, "status": 20, "remark": 100}
# Columns of numbers; what each stays below.
NUMBERS = {
    "quantity": Decimal(10) ** 11,
    "standard": Decimal(10) ** 10,
    "amount": Decimal(10) ** 14,
}
TEXTS = ("name", "check", *KEPT_TEXTS)
LONGEST_NAME = 40
# Account and identity numbers, telephone numbers; shorter runs are years and sums.
LONG_NUMBER = re.compile(r"\d(?:[\s.·/_—–-]?\d){7,}")
# A day is as long as a short account number, and no number of a person.
DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}(?!\d)日?")
# A village and what lies in it: 堰口村三组, 槐荫社区一组; no 村民小组, no 村委会.
IN_ONE_CELL = re.compile(r"(.+?(?:村(?!民)|社区))\s*(?!.*委会$)(.+)")
# So many texts are remembered by one judge.
HELD = 4096
_public_of = itemgetter(*KEPT_TEXTS)
# Found, but no fault: one person may have two machines, two people one name.
REMARKS = frozenset({"same_person", "same_name_and_place"})


@dataclass(frozen=True)
class Rules:
    """What the programme and the payment say; `check_length` is None where there is no
    check column, 0 where the whole value is asked for. `home` is the township of all
    rows without one."""

    tolerance: Decimal = Decimal("0.01")
    standard: Decimal | None = None
    check_length: int | None = 6
    home: str = ""


class Fault(NamedTuple):
    """What is wrong in a cell of one row: the column's code, the rule's."""

    column: str
    code: str
    details: Mapping[str, str] = {}


class _Public(NamedTuple):
    """The texts of a row that everybody may read, as they are searched for what
    belongs to its recipient alone: plain, with a NUL between them, which is in none."""

    has_fault: bool
    names: str
    checks: str


@dataclass(frozen=True)
class Finding:
    """A fault, or what is worth knowing, in a list: the row's number from 1."""

    row: int
    column: str
    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_fault(self) -> bool:
        return self.code not in REMARKS


def text_of(row: Row, column: str) -> str:
    # No database keeps a NUL, and no sheet means one.
    return str(row.get(column) or "").replace("\0", "").strip()


def number_of(row: Row, column: str) -> Decimal | None:
    value = row.get(column)
    return value if isinstance(value, Decimal) and value.is_finite() else None


def places_of(row: Row) -> tuple[str, str]:
    """Village and group. They often stand in one cell (村组), or below the name of the
    township, or the village stands before the group once more."""
    township = text_of(row, "township")
    village = _without(township, text_of(row, "village"))
    group = _without(township, text_of(row, "group"))
    if village and group:
        return village, group.removeprefix(village).strip()
    whole = village or group
    found = IN_ONE_CELL.fullmatch(whole if township else below_township(whole))
    return (found[1], found[2]) if found else (village, group)


def _without(township: str, text: str) -> str:
    rest = text.removeprefix(township)
    # 石盘镇社区 is the name of a village.
    return text if rest.startswith(("村", "社区")) else rest


def place_of(row: Row) -> str:
    return "".join(places_of(row))


def check_of(row: Row, rules: Rules) -> str:
    """What this recipient is asked for beside the name."""
    if rules.check_length is None:
        return place_of(row)
    return asked_for(text_of(row, "check"), rules.check_length)


def findings_of(rows: Sequence[Row], rules: Rules) -> list[Finding]:
    """All of them, in the order of the rows."""
    checks = RowChecks(rules)
    found = [
        Finding(number, *fault)
        for number, row in enumerate(rows, start=1)
        for fault in checks.faults(row)
    ]
    found += [*_without_township(rows, rules), *_repeated(rows, rules)]
    return sorted(found, key=lambda finding: finding.row)


class RowChecks:
    """Judges rows one by one. What it learned of a text is held for as long as it
    lives: lists say the same words over and over."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._of_text = lru_cache(HELD)(_text_faults)
        self._plain_name = lru_cache(HELD)(plain_name)
        self._plain_check = lru_cache(HELD)(plain_check)
        self._public = lru_cache(HELD)(self._read_public)

    def faults(self, row: Row) -> list[Fault]:
        """All of them; empty for a row in order."""
        texts = {column: text_of(row, column) for column in TEXTS}
        numbers = {column: number_of(row, column) for column in NUMBERS}
        return [*self.text_faults(texts), *self.money_faults(numbers)]

    def text_faults(self, texts: Mapping[str, str]) -> list[Fault]:
        """Those of a row's texts, without white space around them."""
        name = plain_name(texts["name"])
        # Village and group, where they are asked for, are public.
        is_asked = self.rules.check_length is not None
        check = check_of(texts, self.rules) if is_asked else ""
        found = [*_name_faults(name), *_check_faults(texts, self.rules)]
        public = self._public(_public_of(texts))
        # Most rows are in order: what is wrong, and where, is asked of the others.
        if (
            public.has_fault
            or (len(name) > 1 and name in public.names)
            or (len(check) >= SHORTEST_CHECK and check in public.checks)
        ):
            found += self._public_faults(texts, name, check)
        return found

    def _read_public(self, texts: tuple[str, ...]) -> _Public:
        faults = map(self._of_text, KEPT_TEXTS, texts)
        return _Public(
            any(faults),
            "\0".join(map(self._plain_name, texts)),
            "\0".join(map(self._plain_check, texts)),
        )

    def _public_faults(
        self, texts: Mapping[str, str], name: str, check: str
    ) -> Iterator[Fault]:
        for column in KEPT_TEXTS:
            if text := texts[column]:
                yield from self._of_text(column, text) or self._again(
                    column, text, check
                )
                if len(name) > 1 and name in self._plain_name(text):
                    yield Fault(column, "name_again")

    def _again(self, column: str, text: str, check: str) -> tuple[Fault, ...]:
        is_there = len(check) >= SHORTEST_CHECK and check in self._plain_check(text)
        return (Fault(column, "check_again"),) if is_there else ()

    def money_faults(self, numbers: Mapping[str, Decimal | None]) -> list[Fault]:
        return list(_money_faults(numbers, self.rules))


def _name_faults(name: str) -> Iterator[Fault]:
    if name.isalpha() and len(name) <= LONGEST_NAME:
        return
    if not name:
        yield Fault("name", "missing")
    elif any(sign.isdigit() for sign in name):
        yield Fault("name", "digits_in_name")
    elif "*" in name or "×" in name:
        yield Fault("name", "masked_name")
    elif len(name) > LONGEST_NAME:
        yield Fault("name", "too_long", {"length": str(LONGEST_NAME)})


def _check_faults(texts: Mapping[str, str], rules: Rules) -> Iterator[Fault]:
    if rules.check_length is None:
        if not all(places_of(texts)):
            yield Fault("village", "missing_place")
        return
    given = texts["check"]
    least = rules.check_length or SHORTEST_CHECK
    if "*" in given:
        yield Fault("check", "masked_check")
    elif len(plain_check(given)) < least:
        yield Fault("check", "short_check", {"length": str(least)})


def _text_faults(column: str, given: str) -> tuple[Fault, ...]:
    """What is wrong with a text, whoever's row it stands in."""
    text, length = unicodedata.normalize("NFKC", given), KEPT_TEXTS[column]
    found = []
    if len(text) > length:
        found.append(Fault(column, "too_long", {"length": str(length)}))
    if LONG_NUMBER.search(DAY.sub("", text)) or _is_of_a_person(text):
        found.append(Fault(column, "long_number"))
    return tuple(found)


def _is_of_a_person(text: str) -> bool:
    """What the leak guard knows: shorter telephone numbers, mail addresses."""
    has_any = "@" in text or any(sign.isdigit() for sign in text)
    return has_any and bool(find_leaks({"": text}, ()))


def _money_faults(
    numbers: Mapping[str, Decimal | None], rules: Rules
) -> Iterator[Fault]:
    wrong = [
        Fault(column, "negative" if value < 0 else "too_large")
        for column, value in numbers.items()
        if value is not None and not 0 <= value < NUMBERS[column]
    ]
    yield from wrong
    amount, quantity = numbers["amount"], numbers["quantity"]
    if amount is None:
        yield Fault("amount", "missing")
        return
    standard = rules.standard if numbers["standard"] is None else numbers["standard"]
    if wrong or quantity is None or standard is None:
        return
    if is_off(quantity, standard, amount, tolerance=rules.tolerance):
        words = {
            "quantity": f"{quantity.normalize():f}",
            "standard": f"{standard.normalize():f}",
            "expected": f"{expected_amount(quantity, standard):f}",
            "amount": f"{amount:f}",
        }
        yield Fault("amount", "off", words)


def _without_township(rows: Sequence[Row], rules: Rules) -> Iterator[Finding]:
    """Lists often say a township once and leave the cells below empty; which one those
    mean is not guessed."""
    blank = [n for n, row in enumerate(rows, start=1) if not text_of(row, "township")]
    if not rules.home and len(blank) < len(rows):
        for number in blank:
            yield Finding(number, "township", "missing")


def _repeated(rows: Sequence[Row], rules: Rules) -> Iterator[Finding]:
    """Lines and people that stand in the list before, told by the row of the first."""
    lines: dict[Hashable, int] = {}
    people: dict[Hashable, int] = {}
    places: dict[Hashable, int] = {}
    for number, row in enumerate(rows, start=1):
        name = plain_name(text_of(row, "name"))
        check = plain_check(check_of(row, rules))
        if not (name and check):
            continue
        home = plain_check(place_of(row))
        known = (
            ("repeated", lines.setdefault((name, check, _kept(row)), number)),
            ("same_person", people.setdefault((name, check), number)),
            (
                "same_name_and_place",
                places.setdefault((name, text_of(row, "township"), home), number),
            ),
        )
        for code, first in known[: 3 if home else 2]:
            if first != number:
                yield Finding(number, "name", code, {"row": str(first)})
                break


def _kept(row: Row) -> Hashable:
    """All that is kept of a row beside who it is."""
    texts = tuple(text_of(row, column) for column in KEPT_TEXTS)
    return texts + tuple(number_of(row, column) for column in NUMBERS)
