from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from notices.recording import missing_events, record_missing
from notices.register_checking import record_registers

from ..log_progress import bar_after_a_moment


class Command(BaseCommand):
    help = (
        "Write a line of the log for everything published, withdrawn or archived"
        " before there was a log, and digests of registers (units, catalogues, lists of"
        " services, settings and the like) into the trail. May be run again: nothing is"
        " written twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        events = missing_events()
        with bar_after_a_moment(len(events), "line") as bar:
            written = record_missing(events, bar.update)
        self.stdout.write(_("%(count)s lines recorded later.") % {"count": written})
        words = _("%(count)s rows of registers: digests recorded later.")
        self.stdout.write(words % {"count": record_registers()})
