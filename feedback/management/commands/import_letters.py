"""Take in the letters of an older mailbox; docs/feedback.md explains it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from ...letter_import import LetterImport, rows_of
from ...letter_import_rows import BadRow
from ...models import Mailbox


class Command(BaseCommand):
    help = "Import letters with their answers from CSV (also .csv.gz)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--mailbox", required=True, metavar="CODE")
        parser.add_argument(
            "--source", required=True, help="name of the older mailbox, for good"
        )
        parser.add_argument("--by", required=True, metavar="USER")
        parser.add_argument(
            "--dry-run", action="store_true", help="decide everything, write nothing"
        )

    def handle(self, *, path: Path, **options: Any) -> None:
        run = LetterImport(
            mailbox=_mailbox(options["mailbox"]),
            source=options["source"][:80],
            by=_by(options["by"]),
            dry_run=options["dry_run"],
            tell=self._tell,
            progress=self._say,
        )
        try:
            counts = run.run(rows_of(path))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
        self.stdout.write(_("Rows: %s") % counts.total())
        for name, count in sorted(counts.items()):
            self.stdout.write(f"    {name}: {count}")

    def _tell(self, bad: BadRow) -> None:
        self.stderr.write(f"{bad.line}: {bad.fault.value} {bad.cell[:60]}".strip())

    def _say(self, count: int) -> None:
        self.stderr.write(f"{count} …")


def _mailbox(code: str) -> Mailbox:
    found = Mailbox.objects.select_related("agency").filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no mailbox “%s”.") % code)
    return found


def _by(name: str) -> User:
    person = User.objects.filter(username=name, is_active=True).first()
    if person is None:
        raise CommandError(_("There is no active account “%s”.") % name)
    return person
