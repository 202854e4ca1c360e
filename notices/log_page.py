"""The public log of publications: its lines, its signed head, its keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import LOCAL, local_day, official_date
from disclosure_portal.foundation.models import (
    Receipt,
    ReceiptKey,
    ReceiptKind,
    SignedHead,
)

from .models import GONE, Notice, WithdrawalGround
from .receipting import NOTICE
from .tombstones import DISCREET

LINES = 50
CHUNK = 1_000
MOST = 2**63 - 1


def log_page(before: str) -> dict[str, Any]:
    """The newest lines, or those before a number, newest first; four queries.
    Raises ValueError for what is no number."""
    place = number_in(before) if before else MOST
    lines = list(Receipt.objects.filter(seq__lt=place).order_by("-seq")[: LINES + 1])
    has_more, lines = len(lines) > LINES, lines[:LINES]
    address = reverse("log")
    return {
        "breadcrumbs": [{"title": _("Log of publications"), "url": ""}],
        "lines": told(lines),
        "head": _head(),
        "keys": [_key(key) for key in ReceiptKey.objects.all()],
        "page": {
            "first_url": address if before else "",
            "older_url": f"{address}?before={lines[-1].seq}" if has_more else "",
        },
    }


def number_in(text: str) -> int:
    """Raises ValueError for anything but the number of a line."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(text[:40])
    return int(text)


def told(lines: Iterable[Receipt]) -> list[dict[str, Any]]:
    """Lines as people read them; one query for the notices."""
    lines = list(lines)
    notices = _notices({line.subject_id for line in lines if line.subject_id})
    return [_told(line, notices.get(line.subject_id or 0)) for line in lines]


def _told(line: Receipt, notice: Notice | None) -> dict[str, Any]:
    at = line.at.astimezone(LOCAL)
    return {
        "seq": line.seq,
        "url": f"{reverse('log-verify')}?n={line.seq}",
        "kind": line.get_kind_display(),
        "day": official_date(at.date()),
        "time": f"{at:%H:%M:%S}",
        "moment": at.isoformat(),
        "is_later": line.is_later,
        "digest": line.digest,
        "title": subject_of(line, notice),
        "notice_url": notice.get_absolute_url() if notice else "",
        "unit": str(notice.agency) if notice else "",
        "ground": _ground(line.facts),
    }


def subject_of(line: Receipt, notice: Notice | None) -> str:
    """What may be said of what a line is about."""
    if line.kind == ReceiptKind.AUDIT_ANCHOR:
        return _("Trail of the office")
    if line.subject_type != NOTICE or notice is None:
        return _("Internal notice")
    if notice.status in GONE and notice.withdrawal_ground in DISCREET:
        return _("This notice was withdrawn")
    return notice.title


def _ground(facts: Mapping[str, str]) -> str:
    code = facts.get("ground", "")
    return str(WithdrawalGround(code).label) if code in WithdrawalGround else ""


def _notices(ids: set[int]) -> dict[int, Notice]:
    found = Notice.objects.addressable_by(AnonymousUser()).filter(pk__in=ids)
    columns = ("title", "status", "withdrawal_ground", "agency__name")
    rows = found.select_related("agency").only(*columns, "agency__short_name")
    return {notice.pk: notice for notice in rows}


def _head() -> dict[str, Any] | None:
    signed = SignedHead.objects.newest()
    if signed is None:
        return None
    at = signed.at.astimezone(LOCAL)
    return {
        "seq": signed.seq,
        "day": official_date(at.date()),
        "time": f"{at:%H:%M}",
        "text": signed.text,
    }


def _key(key: ReceiptKey) -> dict[str, str]:
    day = local_day(key.first_used_at)
    return {
        "public": key.public,
        "day": official_date(day),
        "day_iso": day.isoformat(),
    }


def exported(after: int) -> Iterator[bytes]:
    """All lines after a number, one JSON record a line; nothing is held but a
    chunk."""
    while True:
        found = Receipt.objects.filter(seq__gt=after).order_by("seq")[:CHUNK]
        lines = list(found)
        if not lines:
            return
        yield b"".join(
            orjson.dumps(line.given_out(), option=orjson.OPT_APPEND_NEWLINE)
            for line in lines
        )
        after = lines[-1].seq
