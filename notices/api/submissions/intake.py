"""From a body that was sent to a stored draft, or to what would become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from directories.models import ApiToken
from disclosure_portal.foundation.models import User

from ...forms.received import (
    agency_named,
    check_kept,
    co_publishers_of,
    fill,
    period_of,
)
from ...models import Notice, NoticeOrigin
from ...received_structure import (
    Fault,
    ReadStructure,
    RefusedParts,
    read_structure,
)
from ...receiving import (
    Explanation,
    Parts,
    Provenance,
    draft_to_fill,
    take_in,
)
from .content import state_of


@dataclass(frozen=True)
class Received:
    state: dict[str, Any]
    is_new: bool
    is_correction: bool = False


def receive(
    token: ApiToken, sent: Mapping[str, Any], *, by: User, is_dry: bool
) -> Received:
    """The draft of this key, made or changed, or the correction of what is public;
    with `is_dry` nothing stays.

    Two requests with a new key at once: one makes the draft, the other changes it.
    """
    try:
        return _receive(token, sent, by=by, is_dry=is_dry)
    except IntegrityError:
        known = NoticeOrigin.objects.filter(
            system=token.system_id, source_id=sent["source_id"]
        )
        if not known.exists():
            raise
    return _receive(token, sent, by=by, is_dry=is_dry)


@transaction.atomic
def _receive(
    token: ApiToken, sent: Mapping[str, Any], *, by: User, is_dry: bool
) -> Received:
    notice = draft_to_fill(token, sent["source_id"], by=by)
    is_new = notice.pk is None
    if notice.corrects is not None:
        check_kept(sent, notice)
    parts = Parts(
        co_publishers_of(sent, notice),
        period_of(sent),
        _structure(sent, notice),
        Explanation(sent.get("change_note", ""), sent.get("reason", "")),
    )
    notice.agency = agency_named(sent.get("agency_code"), notice)
    fill(notice, sent, by=by)
    provenance = Provenance(sent["source_id"], sent["reviewer"], sent["reviewed_at"])
    try:
        take_in(notice, provenance, parts, token=token, by=by)
    except RefusedParts as refused:
        raise within_structure(refused) from None
    state = state_of(notice.corrects or notice, by=by)
    if is_dry:
        transaction.set_rollback(True)
        if is_new:  # its number will be another notice's
            state["id"] = None
    return Received(state, is_new, is_correction=notice.corrects is not None)


def _structure(sent: Mapping[str, Any], notice: Notice) -> ReadStructure | None:
    record = sent.get("structure")
    if record is None:
        return None
    kind = sent.get("kind") or notice.kind
    if record.get("kind", kind) != kind:
        message = _("The notice is of the kind “%s”, its structure of another.") % kind
        raise RefusedParts([Fault("structure.kind", "other_kind", message)])
    try:
        return read_structure(kind, record)
    except RefusedParts as refused:
        raise within_structure(refused) from None


def within_structure(refused: RefusedParts) -> RefusedParts:
    """The same faults, named from the whole body."""
    return RefusedParts(
        [
            Fault(f"structure.{each.place}".rstrip("."), each.code, each.message)
            for each in refused.faults
        ]
    )
