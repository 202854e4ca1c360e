"""Taking in the redirect table of an older site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import Enum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import AuditEntry, OldAddress, SiteState
from .old_paths import path_key
from .row_files import Row, RowFile
from .workflow import DomainError

OLD = ("old", "旧地址", "原地址")
NEW = ("new", "新地址", "现地址")


class Rule(Enum):
    """What became of a row."""

    TAKEN = "taken"
    CHANGED = "changed"
    REPEATED = "repeated"
    REFUSED = "refused"


Tell = Callable[[int, Rule, str], None]


@transaction.atomic
def import_old_addresses(rows: RowFile, tell: Tell, *, dry_run: bool) -> Counter[Rule]:
    """Every row or none; a known address leads to where this file says. Raises
    DomainError for a file without the two columns."""
    old, new = _column(rows, OLD), _column(rows, NEW)
    counts: Counter[Rule] = Counter()
    for row in rows:
        rule, reason = _take(row, old, new)
        counts[rule] += 1
        tell(row.line, rule, reason)
    AuditEntry.objects.record(
        "imported",
        None,
        by=None,
        facts={"old_addresses": {rule.value: counts[rule] for rule in Rule}},
    )
    SiteState.objects.bump()
    transaction.set_rollback(dry_run)
    return counts


def _column(rows: RowFile, names: tuple[str, ...]) -> str:
    found = [name for name in names if name in rows.columns]
    if not found:
        message = _("The file has no column “%(name)s”.") % {"name": names[0]}
        raise DomainError(message)
    return found[0]


def _take(row: Row, old: str, new: str) -> tuple[Rule, str]:
    if row.fault:
        return Rule.REFUSED, row.fault
    path = path_key(str(row.cells.get(old) or ""))
    target = str(row.cells.get(new) or "").strip()
    known = OldAddress.objects.filter(path=path).first()
    if known is not None and known.target == target:
        return Rule.REPEATED, ""
    address = known or OldAddress(path=path)
    address.target = target
    try:
        address.full_clean()
    except ValidationError as error:
        return Rule.REFUSED, " ".join(error.messages)
    address.save()
    AuditEntry.objects.record_rows(OldAddress, [address.pk], by=None)
    return (Rule.CHANGED if known else Rule.TAKEN), ""
