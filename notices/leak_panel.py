"""Numbers of persons in a notice as its editor and its reviewer see them: in place,
with some words around, what was kept with a reason first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.leaks import Hit, Kind

from .leak_check import (
    digest_of,
    kept_digests,
    leaks_of,
    place_words,
    texts_of,
)
from .models import UNRELEASED, LeakOverride, Notice

AROUND = 14

KIND_WORDS = {
    Kind.EMAIL: _("e-mail address"),
    Kind.IDENTITY: _("identity number"),
    Kind.CARD: _("bank card"),
    Kind.MOBILE: _("mobile number"),
    Kind.LANDLINE: _("landline number"),
}


@dataclass(frozen=True)
class Row:
    """A hit with the words before and after it."""

    place: str | Promise
    kind: str | Promise
    before: str
    number: str
    after: str
    masked: str
    digest: str
    is_kept: bool


@dataclass(frozen=True)
class LeakPanel:
    rows: Sequence[Row]
    overrides: Sequence[LeakOverride]

    @property
    def open(self) -> int:
        """How many hold the notice up."""
        return sum(not row.is_kept for row in self.rows)


def leak_panel(notice: Notice) -> LeakPanel | None:
    """None where there is nothing to say, or no longer anything to do about it."""
    if notice.status not in UNRELEASED:
        return None
    overrides = list(notice.leak_overrides.select_related("by"))
    hits = leaks_of(notice)
    if not (hits or overrides):
        return None
    texts, kept = texts_of(notice), kept_digests(notice)
    rows = [
        _row(notice, hit, texts[hit.place], is_kept=digest_of(hit) in kept)
        for hit in hits
    ]
    return LeakPanel(rows, overrides)


def _row(notice: Notice, hit: Hit, text: str, *, is_kept: bool) -> Row:
    before = text[max(0, hit.start - AROUND) : hit.start]
    after = text[hit.end : hit.end + AROUND]
    return Row(
        place=place_words(hit.place, notice.kind),
        kind=KIND_WORDS[hit.kind],
        before=before.rpartition("\n")[2],
        number=hit.text,
        after=after.partition("\n")[0],
        masked=hit.masked,
        digest=digest_of(hit),
        is_kept=is_kept,
    )
