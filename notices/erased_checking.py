"""Is an erased notice still the tombstone that its order left?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import Receipt, ReceiptKind

from .erasing import WORDS
from .erasures import stone_of
from .models import GONE, Notice, Revision
from .row_checking import STATUS_AFTER, column_word, difference, last_entry, todays_code

# What a revision says beside its digest.
OF_REVISIONS = ("content", "change_note", "reason", "override_by", "override_reason")


def erased_faults(notice: Notice, lines: Sequence[Receipt]) -> Iterator[str]:
    """An erased notice is called by its number, and says nothing more than where, when
    and on which ground. `lines` are its lines of the log, oldest first."""
    entry = last_entry(notice, "erased")
    names = {notice.title, notice.index_number, entry.target_name if entry else None}
    if len(names) > 1 or any(getattr(notice, column) for column in WORDS):
        yield _("it was erased, and says something again")
    if notice.status not in GONE:
        yield _("it was erased, and is public again")
    for revision in Revision.objects.filter(notice=notice).order_by("number"):
        if any(getattr(revision, column) for column in OF_REVISIONS):
            words = _("it was erased, and its revision %s says something again")
            yield words % revision.number
    if entry is None:
        yield _("it was erased, and the trail does not know by whom")
        return
    stone = entry.facts.get("stone", {})
    known = {**stone, **_logged(lines), "withdrawal_ground": entry.after}
    now = stone_of(notice)
    if not stone and lines[-1].agency_code:  # erased before the trail kept the stone
        known["agency"] = todays_code(lines[-1].agency_code)
        now["agency"] = notice.agency.code
    for name in sorted(known.keys() & now.keys()):
        is_back = name == "status" and notice.status not in GONE
        if now[name] != known[name] and not is_back:
            told = difference(column_word(Notice, name), known[name], now[name])
            yield _("it was erased, and what stays of it was changed: %s") % told


def _logged(lines: Sequence[Receipt]) -> dict[str, str]:
    """How it was taken down, by the log itself."""
    moved = [ReceiptKind(line.kind) for line in lines if line.kind in STATUS_AFTER]
    return {"status": str(STATUS_AFTER[moved[-1]])} if moved else {}
