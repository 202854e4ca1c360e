from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.demo.stories import stories
from disclosure_portal.demo.units import units
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start, local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.search import vocabulary
from disclosure_portal.foundation.search.counting import count_new
from notices.ledger_figures import count_ledger
from notices.models import Board, Notice, NoticeAttachment
from notices.register_checking import record_registers
from notices.release import settle_due

from .. import (
    demo_activities,
    demo_checklists,
    demo_corrections,
    demo_county,
    demo_disclosure_guides,
    demo_fees,
    demo_finances,
    demo_guides,
    demo_health,
    demo_inspections,
    demo_kinds,
    demo_land,
    demo_ledger,
    demo_letters,
    demo_matters,
    demo_notices,
    demo_orders,
    demo_people,
    demo_projects,
    demo_public_kinds,
    demo_services,
    demo_subsidies,
    demo_years,
)
from ..demo_notices import Step

# What has a life of its own, step by step.
TOLD: tuple[Any, ...] = (
    demo_public_kinds,
    demo_corrections,
    demo_matters,
    demo_activities,
    demo_services,
    demo_disclosure_guides,
    demo_ledger,
    demo_letters,
    demo_checklists,
    demo_inspections,
    demo_years,
    demo_orders,
)


class Command(BaseCommand):
    help = "Fill an empty database with a fictional county that looks lived in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            help="The day on which the county is shown (YYYY-MM-DD); today.",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where there are units."
        )

    def handle(
        self, *args: Any, as_of: date | None, if_empty: bool, **options: Any
    ) -> None:
        if not settings.DEMO:
            raise CommandError(_("Demo data is for demonstrations only (DEMO)."))
        if Agency.objects.exists():
            if if_empty:
                return
            raise CommandError(
                _("There are units already: demo data needs an empty database.")
            )
        with transaction.atomic():
            seed(as_of or local_day(clock.now()))
        self._report()

    def _report(self) -> None:
        for model in (Agency, User, Board, Notice, NoticeAttachment):
            name = model._meta.verbose_name_plural
            self.stdout.write(f"{name}: {model._default_manager.count()}")
        self.stdout.write(
            _("Password of every account: %s") % demo_people.demo_password()
        )
        for line in demo_people.log_ins():
            self.stdout.write(f"  {line}")
        self.stdout.write(demo_people.to_look_up())


def seed(as_of: date) -> None:
    """Make the county as it stands on the morning of `as_of`."""
    now = day_start(as_of)
    with clock.frozen_at(demo_county.first_moment(now)):
        demo_county.describe_site()
        agencies = demo_county.make_units()
        people = demo_people.make_people(agencies, clock.now())
        overseer = people[demo_people.OVERSEER]
        demo_county.rename_units(agencies, by=overseer)
        boards = demo_county.make_boards(agencies)
        demo_fees.make_bases()
    player = demo_notices.Player(agencies, boards, people, now)
    with clock.frozen_at(demo_county.first_moment(now)):
        programmes = demo_subsidies.make_programmes(player)
        record_registers()
    paid = list(demo_subsidies.payments(as_of, programmes))
    filled = [
        *demo_fees.fee_lists(as_of),
        *demo_projects.projects(as_of),
        *demo_finances.accounts(as_of),
        *demo_land.takings(as_of),
        *paid,
    ]
    steps = demo_notices.timetable(player, stories(as_of))
    steps += demo_kinds.steps(player, filled)
    steps += demo_guides.timetable(player, as_of)
    steps += demo_subsidies.results(player, paid)
    steps.append(demo_notices.chain(player, as_of))
    for told in TOLD:
        steps += told.steps(player, as_of)
    for unit in units().values():
        if unit.merged_into:
            steps.append(demo_notices.merger(player, unit, as_of))
    _play(steps)
    with clock.frozen_at(now - timedelta(minutes=1)):
        demo_health.measure(as_of)
        record_registers()
    _count(now)


def _count(now: datetime) -> None:
    with clock.frozen_at(now):
        settle_due()
        count_ledger()
    make_suggestions()


def _play(steps: Iterable[Step]) -> None:
    for step in sorted(steps, key=lambda each: (each.at, each.order)):
        with clock.frozen_at(step.at):
            step.act()


def make_suggestions() -> None:
    """What search suggests, at once and not with the next tick."""
    count_new()
    vocabulary.refresh()
