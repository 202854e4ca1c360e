"""A unit's guide (公开指南) from draft to publication: written by one, published by
another. What is published stays, version by version."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    changed_meanwhile,
)

from .catalogue_editions import COMPILERS, may_open
from .models import ELEMENTS, OPEN_GUIDES, Agency, DisclosureGuide, GuideStatus, Role
from .permissions import require_role

PUBLISHERS = (Role.APPROVER, Role.OVERSEER)
COLUMNS = (*ELEMENTS, "has_no_fax")


class GuideUnfit(DomainError):
    """The guide can't go on as it is; the text names what is missing."""

    code = "guide_unfit"


@transaction.atomic
def open_guide(agency: Agency, *, by: User) -> DisclosureGuide:
    """The version that the unit works on: the open one, else a new one that begins
    with what is in force, and the first with the unit's own columns. Raises
    NotAllowed, UnitClosed."""
    SiteState.objects.hold()
    may_open(agency, by=by)
    guides = DisclosureGuide.objects.filter(agency=agency)
    if found := guides.filter(status__in=OPEN_GUIDES).first():
        return found
    former = guides.in_force().first()
    guide = DisclosureGuide(agency=agency, compiled_by=by)
    known = {name: getattr(former, name) for name in COLUMNS} if former else None
    for name, value in (known or _of_unit(agency)).items():
        setattr(guide, name, value)
    guide.save()
    AuditEntry.objects.record("created", guide, by=by)
    return guide


def _of_unit(agency: Agency) -> dict[str, str]:
    return {
        "office_name": agency.name,
        "office_address": agency.address,
        "office_hours": agency.office_hours,
        "telephone": agency.telephone,
        "fax": agency.fax,
        "online": "\n".join(filter(None, [agency.website, agency.email])),
    }


@transaction.atomic
def write_guide(guide: DisclosureGuide, *, by: User, **columns: object) -> None:
    """Raises NotAllowed, GuideUnfit, StaleStatusError."""
    require_role(by, guide.agency, *COMPILERS)
    if guide.status != GuideStatus.DRAFT:
        raise GuideUnfit(
            _("“%s” has left the unit: have it returned, or begin the next version.")
            % guide
        )
    draft = DisclosureGuide.objects.filter(pk=guide.pk, status=GuideStatus.DRAFT)
    written = {name: columns[name] for name in COLUMNS if name in columns}
    if not draft.update(**written, compiled_by=by):
        raise changed_meanwhile(guide)
    facts = {"columns": sorted(written)}
    AuditEntry.objects.record("edited", guide, by=by, facts=facts)


@transaction.atomic
def hand_in_guide(guide: DisclosureGuide, *, by: User) -> None:
    """Raises NotAllowed, GuideUnfit, TransitionError."""
    require_role(by, guide.agency, *COMPILERS)
    guide.move(GuideStatus.WAITING, by=by, handed_in_by=by, return_reason="")
    guide.refresh_from_db()
    _require_whole(guide)


def _require_whole(guide: DisclosureGuide) -> None:
    if missing := guide.missing():
        raise GuideUnfit(_("Missing: %s.") % "、".join(missing))


@transaction.atomic
def send_back_guide(guide: DisclosureGuide, *, by: User, reason: str) -> None:
    """Raises NotAllowed, GuideUnfit, TransitionError."""
    require_role(by, guide.agency, *PUBLISHERS)
    if not reason.strip():
        raise GuideUnfit(_("Say what is to be changed."))
    words = reason.strip()
    guide.move(GuideStatus.DRAFT, by=by, note=words, return_reason=words)


@transaction.atomic
def publish_guide(guide: DisclosureGuide, *, by: User) -> None:
    """Raises NotAllowed, GuideUnfit, UnitClosed, TransitionError."""
    SiteState.objects.hold()
    require_role(by, guide.agency, *PUBLISHERS)
    may_open(guide.agency, by=by)
    # It may have been sent back, rewritten and handed in anew since it was read.
    guide.refresh_from_db()
    if by.pk in (guide.handed_in_by_id, guide.compiled_by_id):
        raise NotAllowed(_("You wrote it yourself: somebody else publishes it."))
    _require_whole(guide)
    guides = DisclosureGuide.objects.filter(agency=guide.agency)
    if former := guides.in_force().first():
        former.move(GuideStatus.SUPERSEDED, by=by)
    last = guides.aggregate(last=Max("version"))["last"] or 0
    guide.move(
        GuideStatus.PUBLISHED,
        by=by,
        version=last + 1,
        published_at=clock.now(),
        published_by=by,
    )
    SiteState.objects.bump()
