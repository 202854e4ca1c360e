from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from directories import standard_defaults
from disclosure_portal.foundation import defaults
from feedback import category_defaults, shipped_limits, shipped_replies
from notices import chain_presets, statutory_columns
from supervision import checklist_defaults


class Command(BaseCommand):
    help = "Add reference data that is missing; never changes what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        added = defaults.load() + standard_defaults.load() + chain_presets.load()
        added += statutory_columns.load() + category_defaults.load()
        added += shipped_limits.load() + shipped_replies.load()
        added += checklist_defaults.load()
        self.stdout.write(f"{added} rows added")
