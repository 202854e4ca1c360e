"""The demo county's inspection of the year: from a checklist of its own to published
ratings, each step by the portal's own deeds, at its own time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from directories.models import Agency, AgencyKind, Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.units import units
from disclosure_portal.foundation.models import User
from supervision.facts import measured
from supervision.marking import Given, hand_in, put_mark, scoring_of
from supervision.models import (
    Checklist,
    ChecklistStatus,
    Indicator,
    InspectionRound,
    RatingQuerySet,
    ScoreSheet,
    SheetKind,
    UnitRating,
)
from supervision.objecting import object_to, reject, uphold
from supervision.proposals import proposed_value
from supervision.rating import close_sheets, name_model_units, publish_ratings
from supervision.round_preparing import (
    Particulars,
    assign,
    assign_all,
    prepare,
    set_units,
)
from supervision.round_running import begin_scoring, open_round
from supervision.scoring_plan import Place
from supervision.scoring_rules import Credit, Kind, Rate, Tiers

from .demo_notices import Player, Step
from .demo_people import OVERSEER, holder

# After the letters of the same minute.
ORDER = 70_000
OFFICE, INSPECTOR = "office", "inspector"
# Of demo_checklists.
CODE = "departments"
INSPECTED = (AgencyKind.DEPARTMENT, AgencyKind.TOWNSHIP, AgencyKind.STREET)
TITLE = "%d年政务公开考核"
# Days before the county is shown: prepared, assessed, scored, closed, ruled, published.
PREPARED, SCORING, CLOSED, RULED, PUBLISHED = 60, 50, 30, 26, 15
# The worst off object; the first of them is right.
OBJECTIONS = (
    ("1.1.1", "会议纪要已于期内补传，请复核。", "纪要属实，予以采纳。"),
    ("1.2.1", "所涉信息当日已更正。", "更正不改变审查缺失的事实，维持原分。"),
)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    told = _Round(player, as_of)
    done: Counter[int] = Counter()
    for place, (back, act) in enumerate(told.acts()):
        day = dates.working_day(as_of - timedelta(days=back))
        # One hour each, in their order.
        key, first = f"inspection {place}", 9 + done[back]
        done[back] += 1
        moment = dates.working_time(day, key, first=first, hours=1)
        yield Step(moment, ORDER + place, act)


class _Round:
    """One round with its people; marks follow from the names, the same every time."""

    def __init__(self, player: Player, as_of: date) -> None:
        self.player = player
        self.as_of = as_of
        self.round = InspectionRound()
        self.checklist = Checklist()

    @property
    def overseer(self) -> User:
        return self.player.people[OVERSEER]

    @property
    def office(self) -> User:
        return self.player.people[OFFICE]

    @property
    def inspector(self) -> User:
        return self.player.people[INSPECTOR]

    def acts(self) -> Iterator[tuple[int, Callable[[], None]]]:
        yield PREPARED, self.prepare
        yield PREPARED, self.open
        yield SCORING, self.assess
        yield SCORING, self.begin
        yield CLOSED, self.score
        yield CLOSED, self.close
        yield CLOSED - 1, self.object
        yield RULED, self.rule
        yield RULED, self.praise
        yield PUBLISHED, self.publish

    # --- From a checklist to an open round --------------------------------------------

    def prepare(self) -> None:
        self.checklist = Checklist.objects.get(
            code=CODE, status=ChecklistStatus.PUBLISHED
        )
        last = self.as_of - timedelta(days=PREPARED)
        given = Particulars(
            title=TITLE % last.year,
            checklist=self.checklist,
            first_day=date(last.year, 1, 1),
            last_day=last,
            self_due_on=self.as_of - timedelta(days=SCORING),
            blind_percent=10,
        )
        self.round = prepare(given, by=self.overseer)

    def open(self) -> None:
        # The office that inspects is not inspected by its own people.
        office = self.overseer.employment.agency
        inspected = Agency.objects.open().filter(kind__in=INSPECTED)
        units = inspected.exclude(pk=office.pk).order_by("path")
        set_units(self.round, {"": list(units)}, by=self.overseer)
        assign_all(self.round, [self.inspector], by=self.overseer)
        open_round(self.round, by=self.overseer, seed="a demonstration")
        sampled = self.round.units.filter(is_sampled=True)
        for unit in sampled.select_related("agency", "round"):
            assign(unit, [self.office], kind=SheetKind.SECOND, by=self.overseer)

    # --- Marks ------------------------------------------------------------------------

    def assess(self) -> None:
        """Every third unit assesses itself, and thinks well of itself."""
        for number, sheet in enumerate(self._sheets(SheetKind.SELF)):
            if number % 3 == 0:
                clerk = self._clerk(sheet.unit.agency)
                self._fill(sheet, by=clerk, kindness=20)

    def begin(self) -> None:
        begin_scoring(self.round, by=self.overseer)

    def score(self) -> None:
        for sheet in self._sheets(SheetKind.FIRST):
            self._fill(sheet, by=self.inspector, kindness=0)
            hand_in(sheet, by=self.inspector)
        for sheet in self._sheets(SheetKind.SECOND):
            self._fill(sheet, by=self.office, kindness=5)
            hand_in(sheet, by=self.office)

    def _sheets(self, kind: str) -> list[ScoreSheet]:
        rows = ScoreSheet.objects.filter(unit__round=self.round, kind=kind)
        beside = ("unit__agency", "unit__round__checklist")
        return list(rows.select_related(*beside).order_by("unit__agency__path"))

    def _fill(self, sheet: ScoreSheet, *, by: User, kindness: int) -> None:
        plan = scoring_of(self.checklist).plan
        rows = {row.code: row for row in self.checklist.indicators.all()}
        period = self.round.first_day, self.round.last_day
        known = measured(
            sheet.unit.agency, {r.measure for r in rows.values() if r.measure}, *period
        )
        for place in plan.places:
            if not place.is_leaf or place.kind in (Kind.BONUS, Kind.PENALTY):
                continue
            row = rows[place.code]
            value = None
            if row.measure in known and sheet.kind != SheetKind.SELF:
                value = proposed_value(place.indicator, known[row.measure].value)
            if value is None:
                value = _found(place, _luck(sheet, row) + kindness)
            put_mark(sheet, row, Given(value=value), version=0, by=by)

    def _clerk(self, agency: Agency) -> User:
        key = next(k for k, unit in self.player.agencies.items() if unit == agency)
        return self.player.people[holder(units()[key], Role.EDITOR)]

    # --- What comes of it -------------------------------------------------------------

    def close(self) -> None:
        self.round.refresh_from_db()
        close_sheets(self.round, by=self.overseer)

    def object(self) -> None:
        ranked = self._ratings().order_by("-rank", "unit__agency__path")
        worst = ranked[: len(OBJECTIONS)]
        for rating, (code, text, _ruling) in zip(worst, OBJECTIONS, strict=True):
            indicator = self.checklist.indicators.get(code=code)
            clerk = self._clerk(rating.unit.agency)
            object_to(rating, indicator, text, by=clerk)

    def rule(self) -> None:
        filed = [o for r in self._ratings() for o in r.objections.all()]
        for objection in sorted(filed, key=lambda each: each.pk):
            ruling = next(r for c, t, r in OBJECTIONS if t == objection.text)
            if objection.text == OBJECTIONS[0][1]:
                place = _place(self.checklist, objection.indicator)
                given = Given(value=_found(place, 100))
                uphold(objection, ruling, given, by=self.overseer)
            else:
                reject(objection, ruling, by=self.overseer)

    def praise(self) -> None:
        best = self._ratings().filter(rank__lte=3)
        agencies = best.values_list("unit__agency_id", flat=True)
        name_model_units(self.round, list(agencies), by=self.overseer)

    def publish(self) -> None:
        self.round.refresh_from_db()
        publish_ratings(self.round, by=self.office)

    def _ratings(self) -> RatingQuerySet:
        rows = UnitRating.objects.filter(unit__round=self.round)
        return rows.select_related("unit__agency", "unit__round__checklist")


def _luck(sheet: ScoreSheet, row: Indicator) -> int:
    """50 to 99, by the names."""
    told = f"{sheet.unit.agency.code} {row.code}".encode()
    return 50 + hashlib.sha256(told).digest()[0] % 50


def _place(checklist: Checklist, row: Indicator) -> Place:
    plan = scoring_of(checklist).plan
    return plan.places[plan.by_code[row.code]]


def _found(place: Place, luck: int) -> Decimal:
    """A mark that fits the kind, better with more luck (100 is the best)."""
    share = min(luck, 100)
    rule = place.rule
    if isinstance(rule, Credit):
        whole = place.points if rule.given_in == "points" else Decimal(1)
        return (whole * share / 100).quantize(Decimal("0.5"))
    if isinstance(rule, Rate):
        return Decimal(share)
    if isinstance(rule, Tiers):
        return rule.tiers[-1].bound if share > 70 else rule.tiers[0].bound
    if place.kind is Kind.PASS_FAIL:
        return Decimal(int(share > 55))
    if place.kind is Kind.DEDUCTION:
        return Decimal((100 - share) // 12)
    if place.kind is Kind.PER_OCCURRENCE:
        return Decimal(1 + share // 40)
    return Decimal(0)
