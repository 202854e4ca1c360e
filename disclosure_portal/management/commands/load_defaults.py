from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure_portal.foundation import defaults


class Command(BaseCommand):
    help = "Add reference data that is missing; never changes what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{defaults.load()} rows added")
