from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from feedback.recounting import recount_due


class Command(BaseCommand):
    help = (
        "Counts the clocks of open letters anew where the work calendar changed: tick"
        " does it each hour. Safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(recount_due())
