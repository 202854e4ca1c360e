"""Writing a draft's guide: facts, life events, fees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import User

from ..models import FeeLine, GuideEvent, GuideFee, Kind, Notice, ProcedureGuide
from .line_table import link_bases


@transaction.atomic
def write_guide(
    notice: Notice, facts: Mapping[str, Any], *, events: Iterable[str], by: User
) -> ProcedureGuide:
    """Raises NotAllowed, and StaleStatusError for what is no draft any more or was
    changed since it was read."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    guide, _is_new = ProcedureGuide.objects.update_or_create(
        notice=notice, defaults=dict(facts)
    )
    set_events(guide, events)
    link_bases(ProcedureGuide, [guide])
    return guide


def set_events(guide: ProcedureGuide, events: Iterable[str]) -> None:
    guide.events.all().delete()
    GuideEvent.objects.bulk_create(
        GuideEvent(guide=guide, event=event) for event in sorted(set(events))
    )


@transaction.atomic
def write_fees(notice: Notice, lines: Sequence[Mapping[str, Any]], *, by: User) -> None:
    """Replace the fees of a guide; raises what write_guide raises."""
    require_role(by, notice.agency, Role.EDITOR)
    notice.lock_content(by=by)
    GuideFee.objects.filter(notice=notice).delete()
    fees = [
        GuideFee(notice=notice, position=number, **line)
        for number, line in enumerate(lines, start=1)
    ]
    for fee in tied(notice, fees):
        fee.save()


def tied(notice: Notice, fees: Sequence[GuideFee]) -> Sequence[GuideFee]:
    """Fees with what their line of a public fee list says; a fee that was typed in is
    tied to the line of its name, first of the guide's own unit. One query at most."""
    if any(fee.line is None and fee.item for fee in fees):
        known = _lines_named({fee.item for fee in fees})
        for fee in fees:
            if fee.line is None:
                fee.line = _of_name(known, fee, notice)
    for fee in fees:
        fee.fee_notice = fee.line.notice if fee.line else None
        if fee.line:
            for name in ("item", "sub_item", "standard", "bases"):
                setattr(fee, name, getattr(fee.line, name))
    return fees


def public_fee_lines() -> Any:
    public = Notice.objects.public().filter(kind=Kind.FEE)
    lines = FeeLine.objects.filter(notice__in=public)
    return lines.select_related("notice__agency")


def _lines_named(items: Iterable[str]) -> list[FeeLine]:
    return list(public_fee_lines().filter(item__in=items).order_by("-notice", "pk"))


def _of_name(lines: Sequence[FeeLine], fee: GuideFee, notice: Notice) -> FeeLine | None:
    """Of several with the name the one with the standard, if that was typed."""
    same = [line for line in lines if str(line) == str(fee)]
    if fee.standard:
        same = [line for line in same if line.standard == fee.standard]
    own = [line for line in same if line.notice.agency_id == notice.agency_id]
    found = own or same
    return found[0] if found else None
