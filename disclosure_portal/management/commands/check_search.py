from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import SearchEntry
from disclosure_portal.foundation.search import rebuilding

from ..log_progress import bar_after_a_moment

SHOWN = 50


class Command(BaseCommand):
    help = "Hold the search index against the records; names what differs."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with bar_after_a_moment(rebuilding.number_of_records(), "record") as bar:
            for words in rebuilding.faults(bar.update):
                count += 1
                if count <= SHOWN:
                    self.stdout.write(words)
        if count:
            raise CommandError(
                _("%(count)s faults were found; rebuild_search mends them.")
                % {"count": count}
            )
        self.stdout.write(
            _("The index is whole: %(count)s records can be found.")
            % {"count": SearchEntry.objects.count()}
        )
