from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disclosure_portal.foundation import published_days


class Command(BaseCommand):
    help = "For developers: write the published days off anew from the library."

    def handle(self, *args: Any, **options: Any) -> None:
        published_days.write()
