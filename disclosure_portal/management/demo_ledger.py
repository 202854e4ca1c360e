"""The demo county's catalogues, and its ledger: what is owed, put there, explained,
and missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from directories.cadences import AdHoc, Cadence, Periodic, Standing, Within
from directories.catalogue_editions import file, hand_in, open_edition, publish
from directories.catalogue_entries import add_entry
from directories.duty_events import register_event
from directories.models import (
    Agency,
    CadenceKind,
    CatalogueItem,
    DutyRule,
    Role,
    Slot,
    SlotSort,
)
from directories.periods import Span
from directories.slot_opening import open_all
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_range, local_day
from disclosure_portal.foundation.models import User
from notices.fulfilling import explain, link
from notices.models import DecisionRecord, Kind, Notice

from .demo_notices import Player, Step
from .demo_people import OVERSEER, holder

# After the activities of the same minute.
ORDER = 50_000
# Days after the first of January on which the office publishes the catalogues.
COMPILED = timedelta(days=8)
# A year's ledger shows nothing before the summer: then last year's goes on.
MONTHS_AT_LEAST = 6
# A notice later than this after the due day answers the next period.
LATE = timedelta(days=45)
# Of what was not disclosed in time, this share in a hundred is explained.
EXPLAINED = 40
STATEMENTS = (
    "经核查，本期没有发生此项业务，无可公开的信息。",
    "本期资金尚未拨付，待下期发放完成后一并公开。",
)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    """Catalogues in January, then at the end of each month what was done in it."""
    told = Told(player, as_of)
    begin = told.since + COMPILED
    yield Step(dates.working_time(begin, "catalogue"), ORDER, told.compile)
    month = told.since
    while (end := _next_month(month)) <= as_of:
        last = dates.working_day(end - timedelta(days=1))
        yield Step(
            dates.working_time(last, "ledger", first=16, hours=1), ORDER, told.keep
        )
        month = end
    yield Step(player.now - timedelta(minutes=1), ORDER, told.keep)


def _next_month(day: date) -> date:
    return (day + timedelta(days=32)).replace(day=1)


class Told:
    """The catalogues of the file, played from one day of January on."""

    def __init__(self, player: Player, as_of: date) -> None:
        self.player = player
        year = as_of.year if as_of.month > MONTHS_AT_LEAST else as_of.year - 1
        self.since = date(year, 1, 1)
        self.kinds: dict[int, list[str]] = {}
        self.unit_of = {unit.code: unit for unit in units().values()}
        self.used: set[int] = set()

    def compile(self) -> None:
        by_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in toml("catalogue.toml")["duty"]:
            for label in row["units"]:
                by_unit[label].append(row)
        agencies = {unit.label: unit for unit in self.player.agencies.values()}
        office = self.player.people[OVERSEER]
        for place, (label, rows) in enumerate(by_unit.items(), start=1):
            number = f"备〔{self.since.year}〕{place}号"
            self._catalogue(agencies[label], rows, office, number)

    def _catalogue(
        self, agency: Agency, rows: list[dict[str, Any]], office: User, number: str
    ) -> None:
        agency.refresh_from_db()
        clerk = self._editor(agency)
        edition = open_edition(agency, by=clerk)
        for row in rows:
            level_1, level_2 = row["names"].split("|")
            entry = add_entry(
                edition,
                by=clerk,
                domain=row["domain"],
                level_1=level_1,
                level_2=level_2,
                content=row["content"],
                basis_text=row["basis"],
                limit_text=row["text"],
                section=row["section"],
                channels=["website", "notice_board"],
                rule=DutyRule.objects.of(_cadence(row["limit"])),
            )
            self.kinds[entry.item_id] = row["kinds"]
        hand_in(edition, by=clerk)
        file(edition, by=office, number=number)
        publish(edition, by=office, in_force_from=self.since)

    def keep(self) -> None:
        """What was published goes into its slots; some of what is late is explained."""
        open_all()
        today = local_day(clock.now())
        self._enter_decisions()
        mine = Slot.objects.filter(item__in=list(self.kinds), sort=SlotSort.PERIOD)
        slots = mine.empty().select_related("agency", "item__entry__rule")
        for slot in slots.soonest_first():
            if notice := self._answer_to(slot):
                self._link(slot, notice)
            elif slot.due_on < today:
                self._explain(slot)

    def _link(self, slot: Slot, notice: Notice) -> None:
        link(slot, notice, by=self._editor(slot.agency))
        self.used.add(notice.pk)

    def _answer_to(self, slot: Slot) -> Notice | None:
        """The first public notice of its kinds that came for the period: after the
        end of what goes by periods, within it of what stands."""
        rule = slot.item.entry.rule if slot.item.entry else None
        is_periodic = rule is not None and rule.cadence == CadenceKind.PERIODIC
        first = slot.period_end if is_periodic else slot.period_start
        start, end = day_range(first, slot.due_on + LATE)
        found = Notice.objects.public().filter(
            agency=slot.agency,
            kind__in=self.kinds[slot.item_id],
            published_at__gte=start,
            published_at__lt=end,
        )
        fresh = found.exclude(pk__in=self.used)
        return fresh.order_by("published_at", "pk").first()

    def _explain(self, slot: Slot) -> None:
        chance = crc32(f"{slot.agency.code}{slot.key}".encode())
        if chance % 100 < EXPLAINED:
            words = STATEMENTS[chance % len(STATEMENTS)]
            explain(slot, words, by=self._editor(slot.agency))

    def _enter_decisions(self) -> None:
        """Each notice of decisions answers the day of the oldest that is in it."""
        decided = [pk for pk, kinds in self.kinds.items() if kinds == [Kind.DECISION]]
        items = CatalogueItem.objects.filter(pk__in=decided)
        for item in items.select_related("agency", "entry__rule"):
            for notice in self._decisions(item.agency):
                self._enter(item, notice)

    def _decisions(self, agency: Agency) -> Iterator[Notice]:
        found = Notice.objects.public().filter(agency=agency, kind=Kind.DECISION)
        yield from found.exclude(pk__in=self.used).order_by("published_at", "pk")

    def _enter(self, item: CatalogueItem, notice: Notice) -> None:
        oldest = DecisionRecord.objects.filter(notice=notice).order_by("decided_on")
        record = oldest.first()
        if record and record.decided_on >= self.since:
            slot = register_event(
                item,
                on=record.decided_on,
                about=f"作出决定（{record.document_number}）",
                by=self._editor(item.agency),
            )
            self._link(slot, notice)

    def _editor(self, agency: Agency) -> User:
        return self.player.people[holder(self.unit_of[agency.code], Role.EDITOR)]


def _cadence(text: str) -> Cadence:
    if text == "standing":
        return Standing()
    name, days = text.split("+")
    within = Within(int(days))
    return AdHoc(within) if name == "event" else Periodic(Span(name), within)
