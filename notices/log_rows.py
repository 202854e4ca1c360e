"""Lines of the log and the revisions that they name, as the database keeps them.

A million of them are checked in less than a minute: texts, moments and numbers come as
the database writes them, and become a line's record here instead of through the models.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from django.db.models import IntegerField, TextField
from django.db.models.functions import Cast

from disclosure_portal.foundation.models import Receipt

from .models import Revision
from .receipting import NOTICE, OF_REVISIONS

# Lines that are read at once: memory stays flat however long the log is.
CHUNK = 2_000


class Line(NamedTuple):
    """A line, in the order of _LINE; three columns are JSON still, one is a flag."""

    seq: int
    previous: str
    kind: str
    subject: str
    id: int | None
    revision: int | None
    agency: str
    content: str
    files: str
    line_sets: str
    facts: str
    at: str
    later: int
    form: int
    algorithms: str
    digest: str
    hidden_id: int | None
    salt: str

    def record(self) -> dict[str, Any]:
        """What the digest of the line is made of."""
        return {
            "seq": self.seq,
            "previous": self.previous,
            "kind": self.kind,
            "subject": self.subject,
            "id": self.id,
            "revision": self.revision,
            "agency": self.agency,
            "content": self.content,
            "files": _json(self.files),
            "line_sets": _json(self.line_sets),
            "facts": _json(self.facts),
            "at": moment_in(self.at),
            "later": bool(self.later),
            "algorithms": self.algorithms,
        }

    @property
    def notice(self) -> int | None:
        return self.id if self.subject == NOTICE else self.hidden_id


class Stored(NamedTuple):
    """A revision, in the order of _STORED."""

    notice: int
    number: int
    content: str
    digest: str
    published_at: str
    change_note: str
    reason: str
    override_by: str
    override_reason: str


def _json(text: str) -> Any:
    """What is no JSON any more is no record's, either: its digest tells."""
    try:
        return orjson.loads(text)
    except ValueError:
        return text


def _text(column: str) -> Cast:
    return Cast(column, TextField())


_LINE = (
    *("seq", "previous", "kind", "subject_type", "subject_id", "revision"),
    *("agency_code", "content_digest", _text("file_digests")),
    *(_text("line_set_digests"), _text("facts"), _text("at")),
    Cast("is_later", IntegerField()),
    *("form", "algorithms", "digest", "hidden_id", "salt"),
)
_STORED = (
    *("notice", "number", "content", "digest", _text("published_at")),
    *("change_note", "reason", "override_by", "override_reason"),
)


def moment_in(text: str) -> str:
    """A moment as either database writes it (in UTC, without the zeros at the end of a
    fraction), in the words of receipts.moment_text()."""
    whole, _dot, fraction = text.removesuffix("+00").partition(".")
    return f"{whole.replace(' ', 'T')}.{fraction:0<6}Z"


def chunks() -> Iterator[list[Line]]:
    """The whole log in order, so many lines at once."""
    last = -(2**63)
    while True:
        found = Receipt.objects.filter(seq__gt=last).order_by("seq")
        lines = [Line(*row) for row in found.values_list(*_LINE)[:CHUNK]]
        if not lines:
            return
        yield lines
        last = lines[-1].seq


def revisions_of(lines: Sequence[Line]) -> dict[tuple[int, int], Stored]:
    """The revisions that lines name, by notice and number; one query."""
    notices = {line.notice for line in lines if line.kind in OF_REVISIONS}
    found = Revision.objects.filter(notice__in=notices - {None})
    return {
        (row[0], row[1]): Stored(*row) for row in found.order_by().values_list(*_STORED)
    }
