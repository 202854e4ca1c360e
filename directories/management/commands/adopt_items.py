"""Put items of standard catalogues into units' catalogues; many units at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from directories.adopting import Adoption, adopt, cadences_of, look
from directories.forms.adoption import LEVELS, items_of, units_of
from directories.models import Agency, AgencyKind, StandardCatalogue
from disclosure_portal.foundation.models import User


class Command(BaseCommand):
    help = "Adopt items of standard catalogues into the open editions of units."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add = parser.add_argument
        add(
            "--catalogue",
            action="append",
            required=True,
            metavar="NAME",
            help="its name or code; repeatable",
        )
        add(
            "--level",
            action="append",
            default=[],
            choices=list(LEVELS),
            help="only items of this level; repeatable",
        )
        add(
            "--agency",
            required=True,
            metavar="CODE",
            help="the unit, or the top of the branch",
        )
        add(
            "--kind",
            action="append",
            default=[],
            choices=AgencyKind.values,
            help="all units of this kind in the branch; repeatable",
        )
        add(
            "--by",
            required=True,
            metavar="USER",
            help="an editor of the unit or an overseer of the branch",
        )
        add("--dry-run", action="store_true", help="decide everything, write nothing")

    def handle(self, **options: Any) -> None:
        by = User.objects.filter(username=options["by"], is_active=True).first()
        unit = Agency.objects.filter(slug=options["agency"].lower()).first()
        if by is None:
            raise CommandError(_("There is no active account “%s”.") % options["by"])
        if unit is None:
            raise CommandError(_("There is no unit “%s”.") % options["agency"])
        catalogues = [_catalogue(name) for name in options["catalogue"]]
        items = list(items_of(catalogues, options["level"]))
        units = list(units_of(unit, options["kind"], Agency.objects.all()))
        if options["dry_run"]:
            self._tell(look(items, units, by=by))
        else:
            # Only on a terminal: a bar in a log file is noise.
            with tqdm(
                total=len(units), unit=" units", disable=None, leave=False
            ) as bar:
                done = adopt(items, units, by=by, told=bar.update)
            self._tell(done)
        unsettled = len(items) - len(cadences_of(items))
        self.stdout.write(
            _("Items without a time limit that is understood: %d") % unsettled
        )
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))

    def _tell(self, done: Adoption) -> None:
        figures = {"added": done.total, "units": len(done.added), "there": done.there}
        words = _("%(added)d entries in %(units)d units; %(there)d were there.")
        self.stdout.write(words % figures)
        for unit, reason in done.refused:
            self.stderr.write(f"{unit}: {reason}")
        for unit, code in done.double_codes:
            told = _("%(unit)s has the code %(code)s already: adopted without it.")
            self.stderr.write(told % {"unit": unit, "code": code})


def _catalogue(name: str) -> StandardCatalogue:
    catalogues = StandardCatalogue.objects.exclude(code="")
    found = catalogues.filter(code=name).first()
    found = found or StandardCatalogue.objects.filter(name=name).first()
    if found is None:
        raise CommandError(_("There is no catalogue “%s”.") % name)
    return found
