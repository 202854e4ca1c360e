from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

NAMES = ("SECRET_KEY", "FIELD_KEYS", "RECEIPT_KEY", "LOOKUP_KEY")


class Command(BaseCommand):
    help = "Make the keys that a demonstration needs, once; never changes one."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.VAR_DIR) / "keys.env"
        path.parent.mkdir(parents=True, exist_ok=True)
        known = path.read_text(encoding="utf-8") if path.exists() else ""
        missing = [name for name in NAMES if f"{name}=" not in known]
        if not missing:
            return
        lines = [f"{name}={secrets.token_urlsafe(48)}\n" for name in missing]
        # Readable by its owner from its first byte on.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.writelines(lines)
        self.stdout.write(f"{path.name}: {', '.join(missing)}")
