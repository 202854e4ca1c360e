from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from disclosure_portal.foundation.extraction import keeping
from disclosure_portal.foundation.models import Extraction

from ...extracting import announce, unopened
from ..import_command import progress_bar

# Every announcement makes all cached pages stale.
BATCH = 50


class Command(BaseCommand):
    help = (
        "Open attachments as pages that no job has opened yet: those of an older"
        " release, or of a queue that was lost. May be stopped and started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="Try again also what could not be shown.",
        )

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        counts: Counter[str] = Counter()
        batch: list[Extraction] = []
        waiting = list(unopened(again=again))
        bar = progress_bar(len(waiting), "file")
        try:
            for row in waiting:
                if opened := keeping.fill(row.pk):
                    batch.append(opened)
                    counts[opened.status] += 1
                if len(batch) == BATCH:
                    announce(*batch)
                    batch.clear()
                bar.update()
        finally:
            announce(*batch)
            bar.close()
        self.stdout.write(
            _("%(done)s files opened, %(failed)s can't be shown.")
            % {"done": counts["done"], "failed": counts["failed"]}
        )
