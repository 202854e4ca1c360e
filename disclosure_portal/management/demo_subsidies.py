"""The demo county's subsidies: programmes, and payments with their recipient lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from directories.models import Role
from disclosure_portal.demo import dates
from disclosure_portal.demo.recipients import Payment, recipients
from disclosure_portal.demo.units import toml, units
from disclosure_portal.foundation.models import User
from notices.drafting import set_posting_period
from notices.models import (
    Kind,
    LineAccess,
    Notice,
    PostingPeriod,
    PostingResult,
    PostingUnit,
    Programme,
    ShownName,
    Stage,
    SubsidyFacts,
    Theme,
)
from notices.recipients import take_lines
from notices.structures.line_table import link_bases

from .demo_county import first_moment
from .demo_kinds import Filled
from .demo_notices import Player, Step, close_posting
from .demo_people import holder

BOARD = "snbt"
POSTED_DAYS = 7
# The first payments came out when the portal had been open for a while.
SINCE = timedelta(days=10)
PAID_AFTER = 12


def make_programmes(player: Player) -> dict[str, Programme]:
    """Every programme by its key."""
    made = {}
    for row in toml("notices/subsidies.toml")["programme"]:
        kind, length = row.get("check", "identity 6").split()
        is_posted = row.get("access") == LineAccess.POSTING
        made[row["key"]] = Programme.objects.create(
            agency=player.agencies[row["unit"]],
            name=row["name"],
            bases=row["bases"],
            standard=row["standard"],
            standard_amount=Decimal(row["amount"]) if "amount" in row else None,
            measure=row["measure"],
            paid_to=row["to"],
            is_sensitive=row.get("sensitive", False),
            line_access=LineAccess.POSTING if is_posted else LineAccess.OWN_LINE,
            shown_name=ShownName.MASKED if is_posted else ShownName.COUNTS,
            access_after=row.get("after", "own_line"),
            check_kind=kind,
            check_length=int(length),
        )
    link_bases(Programme, list(made.values()))
    return made


def payments(as_of: date, programmes: Mapping[str, Programme]) -> Iterator[Filled]:
    """Every payment since the portal opened, and for each programme the ones before."""
    opened = first_moment(dates.working_time(as_of, "")).date() + SINCE
    for row in toml("notices/subsidies.toml")["programme"]:
        for text in row["payments"]:
            when, back, part, batch, count, *draft = text.split("|")
            day = _day(as_of, when, int(back))
            if day >= opened:
                paid = {
                    "part": part,
                    "batch": batch,
                    "count": int(count),
                    "is_draft": bool(draft),
                }
                yield _payment(row, programmes[row["key"]], day, paid)


def _day(as_of: date, when: str, back: int) -> date:
    """A day of the year, or so many days before the demonstration (D-3)."""
    if when.startswith("D"):
        return dates.working_day(as_of + timedelta(days=int(when[1:])))
    return dates.seasonal(as_of, when, back)


def _payment(
    row: Mapping[str, Any], programme: Programme, day: date, paid: Mapping[str, Any]
) -> Filled:
    unit = units()[row["unit"]]
    is_posted = programme.line_access == LineAccess.POSTING
    time = f"{day.year}年{paid['part']}{paid['batch']}"
    key = f"{row['key']}-{day:%Y%m%d}"
    return Filled(
        key=key,
        kind=Kind.SUBSIDY,
        unit=row["unit"],
        board=BOARD,
        title=f"{unit.short}关于{time}{row['name']}"
        + ("发放对象的公示" if is_posted else "发放情况的公告"),
        day=day,
        fill=_filler(key, row, programme, day, paid),
        fields={
            "summary": f"{time}{row['name']}发放{paid['count']}{_noun(programme)}。",
            "theme": Theme.CIVIL_AFFAIRS if row["unit"] == "mzj" else Theme.AGRICULTURE,
            "stage": Stage.DURING if is_posted else Stage.AFTER,
            "service_audience": "farmers",
            "keywords": f"补贴 {row['name']}",
        },
        is_draft=paid["is_draft"],
    )


def _noun(programme: Programme) -> str:
    return "人" if programme.counts_people else "户"


def _filler(
    key: str,
    row: Mapping[str, Any],
    programme: Programme,
    day: date,
    paid: Mapping[str, Any],
) -> Callable[[Notice, User], None]:
    least, most, step = (Decimal(text) for text in row["quantity"].split())
    standards = tuple(Decimal(text) for text in row.get("grades", [row.get("amount")]))
    payment = Payment(
        key=key,
        count=paid["count"],
        quantity=(least, most, step),
        standards=standards,
        check=programme.check_kind,
        places=tuple(row.get("places", ())),
    )

    def fill(notice: Notice, by: User) -> None:
        is_posted = programme.line_access == LineAccess.POSTING
        facts = SubsidyFacts.objects.create(
            notice=notice,
            programme=programme,
            for_year=day.year,
            part=paid["part"],
            batch=paid["batch"],
            paid_on=None if is_posted else day - timedelta(days=PAID_AFTER),
            bases=row["bases"],
        )
        link_bases(SubsidyFacts, [facts])
        take_lines(notice, recipients(payment), by=by)
        if is_posted:
            _post(notice, day)

    return fill


def _post(notice: Notice, day: date) -> None:
    period = PostingPeriod(
        starts_on=day,
        length=POSTED_DAYS,
        unit=PostingUnit.WORKING,
        objection_unit=notice.agency.name,
        objection_telephone=notice.agency.telephone,
        objection_form="书面或者电话，须提供真实姓名和联系方式。",
    )
    set_posting_period(notice, period)


def results(player: Player, filled: list[Filled]) -> Iterator[Step]:
    """How postings that are surely over ended."""
    for number, one in enumerate(filled, start=20_000):
        over = dates.working_day(one.day + timedelta(days=POSTED_DAYS * 2 + 14), 1)
        at = dates.working_time(over, one.key + "?")
        if at < player.now and not one.is_draft:
            yield Step(at, number, partial(_close, player, one))


def _close(player: Player, one: Filled) -> None:
    notice = player.notices[one.key]
    if PostingPeriod.objects.filter(notice=notice).exists():
        unit = units()[one.unit]
        clerk = player.people[holder(unit, Role.EDITOR)]
        approver = player.people[holder(unit, Role.APPROVER)]
        close_posting(notice, clerk, approver, result=PostingResult.NONE)
