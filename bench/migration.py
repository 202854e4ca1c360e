"""The tables of an empty database."""

from __future__ import annotations

from django.core.management import call_command


def main() -> None:
    call_command("migrate", verbosity=0)
