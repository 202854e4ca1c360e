"""Sums of a recipient list, and whether the sums that the unit states agree with them:
village + … = township, township + … = county. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

COUNTY = ""
OTHERS = "其他"
# Of a sensitive programme no sum is told of fewer recipients.
FEW = 3
# How offices call the row of all townships.
WHOLE = re.compile(r"全[县区市旗州镇乡]?(?:[合总共]计|汇总)?|[合总共累小]计|汇总")
MEASURES = ("count", "quantity", "amount")
# What offices write of money that has arrived.
PAID = ("已兑付", "已发放", "已拨付", "已支付", "已到账")


@dataclass(frozen=True)
class Sums:
    """Recipients, quantity (None where none is given) and yuan."""

    count: int | None
    quantity: Decimal | None
    amount: Decimal


class Entry(NamedTuple):
    """Sums of one place; without a village of a township, without both of all."""

    township: str
    village: str
    sums: Sums


@dataclass(frozen=True)
class Disagreement:
    """Two sums of one place that should be one: `measure` is count, quantity or
    amount, `against` what the stated sum was held against (list or parts); of what
    the list has and nobody stated it is "unstated"."""

    township: str
    village: str
    measure: str
    against: str
    stated: Decimal
    found: Decimal


def added(entries: Iterable[Entry], *, villages: bool = False) -> dict[str, Entry]:
    """The entries added up by township (or by township and village), in the order in
    which the places come; keys are for looking up only."""
    sums: dict[str, Entry] = {}
    for township, village, one in entries:
        village = village if villages else ""
        key = key_of(township, village)
        old = sums.get(key)
        if old is None:
            sums[key] = Entry(township, village, one)
            continue
        sums[key] = Entry(township, village, _both(old.sums, one))
    return sums


def may_be_told(count: int, *, is_sensitive: bool) -> bool:
    """Whether the number and sums of so many recipients tell nobody apart."""
    return not is_sensitive or count >= FEW


def few_together(entries: Sequence[Entry], *, least: int) -> list[Entry]:
    """Townships with fewer recipients than `least` put into one entry, with the next
    smallest if they are too few even so: nobody is told apart by a sum. None at all
    where the recipients of all of them are too few."""
    if sum(entry.sums.count or 0 for entry in entries) < least:
        return []
    by_size = sorted(entries, key=lambda entry: entry.sums.count or 0)
    few: list[Entry] = []
    recipients = 0
    for entry in by_size:
        size = entry.sums.count or 0
        if size >= least and (not few or recipients >= least):
            break
        few.append(entry)
        recipients += size
    if not few:
        return list(entries)
    (together,) = added(entry._replace(township=OTHERS) for entry in few).values()
    return [entry for entry in entries if entry not in few] + [together]


def by_status(entries: Sequence[tuple[str, Sums]]) -> list[dict[str, Any]]:
    """The rows of sums by state of payment; none where no line has a state."""
    if not any(status for status, _sums in entries):
        return []
    found = added(Entry(status, "", sums) for status, sums in entries)
    return [row_of(entry, key="status") for entry in found.values()]


def is_paid(status: str) -> bool:
    """Does the state of payment say that the money has arrived?"""
    return any(word in status for word in PAID)


def paid_part(rows: Sequence[Mapping[str, Any]]) -> Decimal | None:
    """How much of a list has arrived, by its sums by state of payment; None where all
    of it has, where no state says so in words that are known, or where states of few
    stand together."""
    paid = [row for row in rows if is_paid(row["status"])]
    if len(paid) in (0, len(rows)) or any(row["status"] == OTHERS for row in rows):
        return None
    return sum((Decimal(row["amount"]) for row in paid), Decimal(0))


class RunningSums:
    """Sums of lines that come one by one, by township and state of payment."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], list[Any]] = {}

    def add(
        self, township: str, status: str, quantity: Decimal | None, amount: Decimal
    ) -> None:
        found = self._sums.get((township, status))
        if found is None:
            self._sums[township, status] = [1, quantity, amount]
            return
        found[0] += 1
        found[1] = _plus(found[1], quantity)
        found[2] += amount

    def total(self) -> Sums:
        parts = (Entry(COUNTY, "", Sums(*sums)) for sums in self._sums.values())
        (whole,) = added(parts).values()
        return whole.sums

    def townships(self) -> list[dict[str, Any]]:
        """The rows of sums, in the order in which the townships came."""
        found = added(
            Entry(township, "", Sums(*sums))
            for (township, _status), sums in self._sums.items()
        )
        return [row_of(entry) for entry in found.values()]

    def statuses(self) -> list[dict[str, Any]]:
        return by_status(
            [(status, Sums(*sums)) for (_township, status), sums in self._sums.items()]
        )


def row_of(entry: Entry, *, key: str = "township") -> dict[str, Any]:
    """A sum as JSON keeps it: numbers as texts, so that no digit is lost."""
    sums = entry.sums
    return {
        key: entry.township,
        "count": sums.count,
        "quantity": None if sums.quantity is None else f"{sums.quantity:f}",
        "amount": f"{sums.amount:f}",
    }


def entry_of(row: Mapping[str, Any], *, key: str = "township") -> Entry:
    quantity = None if row["quantity"] is None else Decimal(row["quantity"])
    sums = Sums(row["count"], quantity, Decimal(row["amount"]))
    return Entry(row[key], "", sums)


def key_of(township: str, village: str) -> str:
    return "\0".join(("".join(township.split()), "".join(village.split())))


def is_whole(township: str, county: Collection[str] = ()) -> bool:
    """Does the name of a township mean all of them? `county` is what the county is
    called."""
    name = "".join(township.split())
    return name in county or WHOLE.fullmatch(name) is not None


def disagreements(
    stated: Sequence[Entry],
    lines: Sequence[Entry],
    *,
    ordered: Decimal | None = None,
    county: Collection[str] = (),
) -> list[Disagreement]:
    """Stated sums against the list (if there is one) and the list against them, stated
    townships against their stated villages, and stated totals and the payment order
    against the whole."""
    totals = [entry for entry in stated if is_whole(entry.township, county)]
    parts = [entry for entry in stated if not is_whole(entry.township, county)]
    found: list[Disagreement] = []
    if lines:
        found += _against_list(parts, lines)
    found += _against_villages(parts)
    if ordered is not None:
        totals.append(Entry(COUNTY, "", Sums(None, None, ordered)))
    if lines or parts:
        whole = whole_of(lines or townships_of(parts))
        for total in totals:
            found += _compared(total, whole, "list" if lines else "parts")
    return found


def whole_of(entries: Iterable[Entry]) -> Sums:
    """All of them added up; there is one at least."""
    (whole,) = added(entry._replace(township=COUNTY) for entry in entries).values()
    return whole.sums


def is_sum_of(total: Entry, parts: Sequence[Entry]) -> bool:
    """Does a stated total agree with the townships and villages beside it?"""
    whole = whole_of(townships_of(parts)) if parts else None
    return whole is not None and not any(_compared(total, whole, "parts"))


def _against_list(
    stated: Sequence[Entry], lines: Sequence[Entry]
) -> Iterator[Disagreement]:
    by_village, by_township = added(lines, villages=True), added(lines)
    for entry in stated:
        known = by_village if entry.village else by_township
        match = known.get(key_of(entry.township, entry.village))
        sums = match.sums if match else Sums(0, None, Decimal(0))
        yield from _compared(entry, sums, "list")
    yield from _unstated(by_township.values(), added(stated))
    parts = [entry for entry in stated if entry.village]
    divided = added(parts)
    villages = (
        entry for entry in by_village.values() if key_of(entry.township, "") in divided
    )
    yield from _unstated(villages, added(parts, villages=True))


def _unstated(
    listed: Iterable[Entry], stated: Collection[str]
) -> Iterator[Disagreement]:
    """Places of the list that are not among the stated ones, if any are stated."""
    for township, village, sums in listed:
        if township and stated and key_of(township, village) not in stated:
            yield Disagreement(
                *(township, village, "amount", "unstated", Decimal(0), sums.amount)
            )


def townships_of(stated: Sequence[Entry]) -> list[Entry]:
    """One entry for each township: its own sum, or that of its villages."""
    own = {key_of(entry.township, ""): entry for entry in stated if not entry.village}
    parts = added(entry for entry in stated if entry.village)
    return list({**parts, **own}.values())


def _against_villages(stated: Sequence[Entry]) -> Iterator[Disagreement]:
    parts = added(entry for entry in stated if entry.village)
    for entry in stated:
        match = parts.get(key_of(entry.township, ""))
        if not entry.village and match:
            yield from _compared(entry, match.sums, "parts")


def _compared(stated: Entry, found: Sums, against: str) -> Iterator[Disagreement]:
    for measure in MEASURES:
        mine, other = getattr(stated.sums, measure), getattr(found, measure)
        if mine is not None and other is not None and mine != other:
            yield Disagreement(
                stated.township,
                stated.village,
                measure,
                against,
                Decimal(mine),
                Decimal(other),
            )


def _both(one: Sums, other: Sums) -> Sums:
    counted = one.count is not None and other.count is not None
    return Sums(
        (one.count or 0) + (other.count or 0) if counted else None,
        _plus(one.quantity, other.quantity),
        one.amount + other.amount,
    )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other
