from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from feedback.classifying import learn_categories


class Command(BaseCommand):
    help = (
        "Learns from the letters that clerks have sorted which category the next ones"
        " may have. Safe to repeat; the portal does it daily by itself."
    )

    def handle(self, **options: Any) -> None:
        row = learn_categories()
        measured = "not measured" if row.accuracy is None else f"{row.accuracy} right"
        self.stdout.write(f"learned of {row.letters} letters, {measured}")
