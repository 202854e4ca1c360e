from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SearchEntry
from disclosure_portal.foundation.search import rebuilding

from ..log_progress import bar_after_a_moment


class Command(BaseCommand):
    help = (
        "Make the search index anew while the portal runs. What is found already stays"
        " findable; a run that was broken off is simply started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--records-only",
            action="store_true",
            help="Put in what differs, and leave the terms of the rest as they are.",
        )

    def handle(self, *args: Any, records_only: bool, **options: Any) -> None:
        total = rebuilding.number_of_records()
        with bar_after_a_moment(total, "record") as bar:
            touched = rebuilding.refresh(bar.update)
        if not records_only:
            with bar_after_a_moment(SearchEntry.objects.count(), "entry") as bar:
                rebuilding.write_anew(bar.update)
        self.stdout.write(
            _("%(total)s records can be found; %(touched)s were put in or taken out.")
            % {"total": SearchEntry.objects.count(), "touched": touched}
        )
