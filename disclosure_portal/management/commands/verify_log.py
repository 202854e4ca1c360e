from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import Receipt
from disclosure_portal.foundation.receipts import BadHead, Head
from disclosure_portal.foundation.trail_anchoring import loose_entries
from notices.file_checking import count_of_files, file_findings
from notices.garbled import GARBLED
from notices.log_checking import (
    Finding,
    LogCheck,
    Progress,
    count_of_notices,
    row_findings,
)
from notices.record_checking import count_of_records, not_compared, record_findings
from notices.register_checking import (
    count_of_register_rows,
    register_findings,
    rows_not_compared,
)
from notices.slot_checking import count_of_slots, slot_findings
from notices.trail_checking import anchors, trail_findings

from ..log_progress import bar_after_a_moment

SHOWN = 50


class Command(BaseCommand):
    help = (
        "Check that the log of publications is whole and that what is stored fits it;"
        " names each line that does not fit and what was changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rows",
            action="store_true",
            help=(
                "Compare also the rows that pages are made of with what was signed,"
                " and the trail with what was anchored."
            ),
        )
        parser.add_argument(
            "--files", action="store_true", help="Read also every public file."
        )
        parser.add_argument(
            "--against",
            metavar="FILE",
            help="A signed head that was kept elsewhere, as sign_head prints it.",
        )

    def handle(
        self, *args: Any, rows: bool, files: bool, against: str | None, **options: Any
    ) -> None:
        check = LogCheck(outside=_head_in(against) if against else None)
        if rows:
            for words in _limits_of_rows():
                self.stdout.write(words)
        count = 0
        for finding in _findings(check, rows=rows, files=files):
            count += 1
            if count <= SHOWN:
                self.stdout.write(str(finding))
        if count:
            raise CommandError(_("%(count)s faults were found.") % {"count": count})
        lines = Receipt.objects.count()
        self.stdout.write(
            _("The log is whole: %(count)s lines, and what is stored fits them.")
            % {"count": lines}
        )
        if not rows:
            self.stdout.write(
                _("What pages are made of was not compared: that is done by --rows.")
            )


def _head_in(path: str) -> Head:
    try:
        return Head.parse(Path(path).read_text(encoding="utf-8"))
    except OSError:
        # The system's own words for it are English.
        raise CommandError(_("“%s” cannot be read.") % path) from None
    except (BadHead, UnicodeDecodeError):
        raise CommandError(_("There is no head of a log in this file.")) from None


def _limits_of_rows() -> Iterator[str]:
    """What a comparison of rows can't see today."""
    if unknown := not_compared():
        words = _(
            "%(count)s records were signed before the trail kept digests of them:"
            " their words are compared from their next signature on."
        )
        yield words % {"count": unknown}
    if unknown := rows_not_compared():
        words = _(
            "%(count)s rows of registers (units, catalogues, lists of services,"
            " settings and the like) were written before the trail kept digests of"
            " them, and are not compared. record_receipts takes them in."
        )
        yield words % {"count": unknown}
    if loose := loose_entries():
        words = _(
            "%(count)s entries of the trail, the first of %(since)s, are not anchored"
            " yet: who may write to the database could still alter them unseen."
            " sign_head anchors them."
        )
        since = timezone.localtime(loose.since)
        yield words % {"count": loose.entries, "since": f"{since:%Y-%m-%d %H:%M}"}


def _findings(check: LogCheck, *, rows: bool, files: bool) -> Iterator[Finding]:
    def walk(progress: Progress) -> Iterator[Finding]:
        check.progress = progress
        return check.findings()

    yield from _part("line", Receipt.objects.count, walk)
    if rows:
        yield from _part("notice", count_of_notices, row_findings)
        yield from _part("record", count_of_records, record_findings)
        yield from _part("row", count_of_register_rows, register_findings)
        yield from _part("slot", count_of_slots, slot_findings)
        yield from _part("anchor", anchors().count, trail_findings)
    if files:
        yield from _part("file", count_of_files, file_findings)


def _part(
    unit: str,
    count: Callable[[], int],
    findings: Callable[[Progress], Iterator[Finding]],
) -> Iterator[Finding]:
    """One part of the check; where it meets what cannot be read, that is a fault, and
    the other parts are looked at all the same."""
    try:
        with bar_after_a_moment(count(), unit) as bar:
            yield from findings(bar.update)
    except GARBLED as fault:
        words = _("the check broke off at what cannot be read: %s")
        yield Finding(None, words % fault)
