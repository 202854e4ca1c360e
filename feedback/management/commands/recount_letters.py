from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from feedback.recounting import count_settled, recount_due


class Command(BaseCommand):
    help = (
        "Counts the clocks of open letters anew where the work calendar changed: tick"
        " does it each hour. Counts how long it took to settle letters where that is"
        " not known yet. Safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        self.stdout.write(recount_due())
        self.stdout.write(f"{count_settled()} settled letters counted")
