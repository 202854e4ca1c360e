from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure_portal.foundation.ticking import run_due


class Command(BaseCommand):
    help = "Run the repeated duties that are due; call it every minute."

    def handle(self, *args: Any, **options: Any) -> None:
        for line in run_due():
            self.stdout.write(line)
