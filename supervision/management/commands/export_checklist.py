"""Write a checklist as JSON, which another portal can take in."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from supervision.checklist_document import to_json
from supervision.models import Checklist
from supervision.stored_trees import document_of


class Command(BaseCommand):
    help = "Export a checklist, whatever its status, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="its number in the database")
        parser.add_argument(
            "--out", type=Path, metavar="FILE", help="else it is written out"
        )

    def handle(self, *, number: int, out: Path | None, **options: Any) -> None:
        found = Checklist.objects.filter(pk=number).first()
        if found is None:
            raise CommandError(_("There is no checklist %d.") % number)
        document = to_json(document_of(found))
        text = orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()
        if out is None:
            self.stdout.write(text)
            return
        try:
            out.write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{out}: {error.strerror}") from error
