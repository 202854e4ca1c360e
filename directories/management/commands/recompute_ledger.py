from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from directories.due_days import recompute_due_days
from directories.slot_opening import open_all


class Command(BaseCommand):
    help = (
        "Opens the slots of the ledger that are not there yet and moves the due days"
        " that a change of the work calendar moves. Safe to repeat."
    )

    def handle(self, **options: Any) -> None:
        opened = open_all()
        moved = recompute_due_days()
        self.stdout.write(f"{opened} slots opened, {moved} due days moved")
