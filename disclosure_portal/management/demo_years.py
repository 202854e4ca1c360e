"""The demo county's year: a routine round beside the great one, both joined by their
shares with commendations and a criticism, each step by the portal's own deeds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from directories.models import Agency
from disclosure_portal.demo import dates
from disclosure_portal.foundation.models import User
from supervision.checklist_document import Document
from supervision.checklist_drafting import store
from supervision.checklist_publishing import publish
from supervision.checklist_tree import branches_from_json
from supervision.marking import Given, hand_in, put_mark
from supervision.models import (
    Checklist,
    InspectionRound,
    LineKind,
    ScoreSheet,
    SheetKind,
    YearAssessment,
)
from supervision.rating import close_sheets, publish_ratings
from supervision.round_preparing import Particulars, assign_all, prepare, set_units
from supervision.round_running import open_round
from supervision.year_preparing import Share, prepare_year, set_rules, set_shares
from supervision.year_publishing import publish_year
from supervision.year_registers import Entry, confirm, enter

from .demo_inspections import INSPECTED, INSPECTOR, OFFICE, PREPARED as GREAT
from .demo_notices import Player, Step
from .demo_people import OVERSEER

# After the great round's deeds of the same minute.
ORDER = 80_000
CODE, TITLE, YEAR = "routine", "%d年政务公开平时考核", "%d年度政务公开考核"
# Days before the county is shown. The great round is published 15 days before.
BEGUN, SCORED, TOLD = 58, 54, 40
JOINED, CONFIRMED, SHOWN = 14, 13, 12
INDICATORS: tuple[tuple[str, str, str], ...] = (
    ("1", "信息更新及时", "40"),
    ("2", "内容准确规范", "40"),
    ("3", "日常管理", "20"),
)
RULES: Mapping[str, Any] = {
    "bonus_most": "5",
    "line_most": {"bonus": "3", "criticism": "5"},
    "bonus_gates": [{"threshold": "60"}],
    "grading": {
        "bands": [
            {"grade": "优秀", "lowest": "90"},
            {"grade": "良好", "lowest": "75"},
            {"grade": "合格", "lowest": "60"},
        ],
        "lowest": "不合格",
    },
    "ties": "1224",
    "places": 2,
    "lone_units": "refused",
}
# Place of the unit among those of the round; kind, points, ground, evidence.
LINES: tuple[tuple[int, str, str, str, str], ...] = (
    (0, LineKind.BONUS, "3", "政务公开案例获市级表彰", "市政公开办〔%d〕7号"),
    (0, LineKind.BONUS, "3", "承办全市政务公开现场会", "市政公开办〔%d〕12号"),
    (2, LineKind.BONUS, "1", "标准化目录被全县推广", "县政公开办〔%d〕9号"),
    (
        4,
        LineKind.CRITICISM,
        "2",
        "栏目长期不更新，被通报",
        "县政公开办〔%d〕15号",
    ),
)


def steps(player: Player, as_of: date) -> Iterator[Step]:
    told = _Year(player, as_of)
    done: Counter[date] = Counter()
    for place, (back, act) in enumerate(told.acts()):
        day = dates.working_day(as_of - timedelta(days=back))
        # Days off bring several to one day: an hour each, after the great round's.
        first = 15 + done[day]
        done[day] += 1
        moment = dates.working_time(day, f"year {place}", first=first, hours=1)
        yield Step(moment, ORDER + place, act)


class _Year:
    """The routine round and the year; marks follow from the names."""

    def __init__(self, player: Player, as_of: date) -> None:
        self.player = player
        # As the great round has it.
        self.last = as_of - timedelta(days=GREAT)
        self.first = date(self.last.year, 1, 1)
        self.half = self.first + (self.last - self.first) // 2
        self.round = InspectionRound()
        self.year = YearAssessment()

    @property
    def overseer(self) -> User:
        return self.player.people[OVERSEER]

    @property
    def office(self) -> User:
        return self.player.people[OFFICE]

    def acts(self) -> Iterator[tuple[int, Callable[[], None]]]:
        yield BEGUN, self.begin
        yield SCORED, self.score
        yield TOLD, self.tell
        yield JOINED, self.join
        yield CONFIRMED, self.confirm
        yield SHOWN, self.show

    # --- The routine round ------------------------------------------------------------

    def begin(self) -> None:
        inspected = Agency.objects.open().filter(kind__in=INSPECTED)
        own = self.overseer.employment.agency
        units = inspected.exclude(pk=own.pk).order_by("path")
        given = Particulars(
            title=TITLE % self.last.year,
            checklist=self._checklist(),
            first_day=self.first,
            last_day=self.half,
            object_days=2,
        )
        self.round = prepare(given, by=self.overseer)
        set_units(self.round, {"": list(units)}, by=self.overseer)
        inspector = self.player.people[INSPECTOR]
        assign_all(self.round, [inspector], by=self.overseer)
        open_round(self.round, by=self.overseer, seed="a demonstration")

    def _checklist(self) -> Checklist:
        rows = [
            {"key": code, "code": code, "title": title, "points": points}
            for code, title, points in INDICATORS
        ]
        document = Document(
            code=CODE,
            year=self.last.year,
            title=f"{self.last.year}年平时考核指标",
            source="霁川县政务公开领导小组办公室（演示数据）",
            branches=branches_from_json(rows),
            choices={"maximum": "100"},
        )
        made = store(document, by=None, copied_from=None, action="created", facts={})
        publish(made, version=made.content_version, by=self.overseer)
        return made

    def score(self) -> None:
        inspector = self.player.people[INSPECTOR]
        indicators = list(self.round.checklist.indicators.order_by("code"))
        sheets = ScoreSheet.objects.filter(
            unit__round=self.round, kind=SheetKind.FIRST
        ).select_related("unit__agency", "unit__round__checklist")
        for sheet in sheets.order_by("unit__agency__path"):
            for indicator in indicators:
                told = f"{sheet.unit.agency.code} {CODE} {indicator.code}".encode()
                luck = 70 + hashlib.sha256(told).digest()[0] % 31
                value = Decimal(indicator.points or 0) * luck / 100
                put_mark(sheet, indicator, Given(value=value), version=0, by=inspector)
            hand_in(sheet, by=inspector)
        self.round.refresh_from_db()
        close_sheets(self.round, by=self.overseer)

    def tell(self) -> None:
        self.round.refresh_from_db()
        publish_ratings(self.round, by=self.office)

    # --- The year ---------------------------------------------------------------------

    def join(self) -> None:
        great = InspectionRound.objects.published().get(last_day=self.last)
        self.year = prepare_year(
            self.last.year, YEAR % self.last.year, by=self.overseer
        )
        shares = [Share(self.round, Decimal(40)), Share(great, Decimal(60))]
        version = self.year.content_version
        set_shares(self.year, shares, version=version, by=self.overseer)
        version = self.year.content_version
        set_rules(self.year, RULES, version=version, by=self.overseer)
        units = self.round.units.select_related("agency").order_by("agency__path")
        known = [unit.agency for unit in units]
        for place, kind, points, ground, document in LINES:
            given = Entry(
                agency=known[place],
                kind=kind,
                ground=ground,
                points=Decimal(points),
                on=self.half,
                document=document % self.last.year,
            )
            enter(self.year, given, by=self.overseer)

    def confirm(self) -> None:
        lines = self.year.register.select_related("agency", "assessment")
        for line in lines.order_by("pk"):
            confirm(line, by=self.office)

    def show(self) -> None:
        self.year.refresh_from_db()
        publish_year(self.year, version=self.year.content_version, by=self.office)
