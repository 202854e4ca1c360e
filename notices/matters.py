"""Deeds on matters (一事一档): written by editors, made public by approvers."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.duty_events import is_phased
from directories.models import CatalogueItem, Role
from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError

from .drafting import WrongSlot
from .leak_check import require_clean
from .matter_slots import fill_stage, promise_next_step
from .models import Matter, MatterEntry, MatterMeeting, MatterStatus, Notice
from .two_hands import label_of, sign, swap, touch, waits_for_signature

MEETING_WORDS = ("place", "decision", "minutes")


@transaction.atomic
def sign_matter(matter: Matter, *, by: User, hides_former: bool = False) -> None:
    """Make public what waits, and what was a draft: it is under way from now on.

    Raises what `two_hands.sign` raises.
    """
    sign(matter, by=by, hides_former=hides_former)
    if matter.status == MatterStatus.DRAFT:
        matter.move(MatterStatus.OPEN, by=by)
    promise_next_step(matter, by=by)


@transaction.atomic
def follow_duty(matter: Matter, duty: CatalogueItem | None, *, by: User) -> None:
    """Its steps are from now on what this duty asks for. Raises NotAllowed, WrongSlot
    for a duty of another unit, or one that has no stages."""
    SiteState.objects.hold()
    require_role(by, matter.agency, Role.EDITOR)
    if duty and (duty.agency_id != matter.agency_id or not is_phased(duty)):
        raise WrongSlot(_("“%s” is no duty of the unit that goes by stages.") % duty)
    matter.duty = duty
    matter.save(update_fields=["duty"])
    AuditEntry.objects.record("edited", matter, by=by, facts={"duty": str(duty or "")})
    promise_next_step(matter, by=by)


@transaction.atomic
def finish_matter(matter: Matter, *, by: User) -> None:
    """Say that it is over. Raises NotAllowed for all but approvers, TransitionError
    while changes wait or no result is given."""
    SiteState.objects.hold()
    require_role(by, matter.agency, Role.APPROVER)
    if waits_for_signature(matter):
        raise TransitionError(_("Sign first what waits for signature."))
    if not matter.result:
        raise TransitionError(_("Before it is finished it must say its result."))
    swap(matter)
    over: dict[str, Any] = {"next_step": "", "next_step_on": None}
    matter.move(MatterStatus.CLOSED, by=by, closed_at=clock.now(), **over)
    SiteState.objects.bump()


@transaction.atomic
def reopen_matter(matter: Matter, *, by: User, reason: str) -> None:
    """Take it up again, for a reason that stays on record."""
    SiteState.objects.hold()
    require_role(by, matter.agency, Role.APPROVER)
    require_clean(reason, _("reason"))
    matter.move(MatterStatus.OPEN, by=by, note=reason, closed_at=None)
    SiteState.objects.bump()


@transaction.atomic
def put_on_file(matter: Matter, notice: Notice, *, stage: str, by: User) -> MatterEntry:
    """Join a notice to the matter; who reads the matter sees it once it is public.

    Raises NotAllowed for all but editors of the matter's unit, and for notices that
    the editor may not see."""
    SiteState.objects.hold()
    require_role(by, matter.agency, Role.EDITOR)
    if not Notice.objects.visible_to(by).filter(pk=notice.pk).exists():
        raise NotAllowed(_("You may join only notices that you may read."))
    entry, _is_new = MatterEntry.objects.update_or_create(
        matter=matter, notice=notice, defaults={"stage": stage}
    )
    AuditEntry.objects.record(
        "joined", matter, by=by, after=stage, facts={"notice": notice.pk}
    )
    if notice.is_released:
        fill_stage(matter, notice, by=by)
    SiteState.objects.bump()
    return entry


@transaction.atomic
def take_off_file(entry: MatterEntry, *, by: User) -> None:
    """Undo a joining; the notice itself stays as it is."""
    SiteState.objects.hold()
    require_role(by, entry.matter.agency, Role.EDITOR)
    AuditEntry.objects.record(
        "parted",
        entry.matter,
        by=by,
        before=entry.stage,
        facts={"notice": entry.notice_id},
    )
    entry.delete()
    SiteState.objects.bump()


@transaction.atomic
def keep_meeting(meeting: MatterMeeting, *, by: User) -> None:
    """Write down a meeting; it is public when it is signed, and fixed from then on."""
    matter = meeting.matter
    require_role(by, matter.agency, Role.EDITOR)
    _require_unsigned(meeting)
    for name in MEETING_WORDS:
        require_clean(getattr(meeting, name), label_of(meeting, name))
    meeting.save()
    touch(matter, by=by, facts={"meeting": meeting.pk})


@transaction.atomic
def drop_meeting(meeting: MatterMeeting, *, by: User) -> None:
    require_role(by, meeting.matter.agency, Role.EDITOR)
    _require_unsigned(meeting)
    AuditEntry.objects.record(
        "edited", meeting.matter, by=by, facts={"meeting dropped": meeting.pk}
    )
    meeting.delete()


@transaction.atomic
def strike_meeting(meeting: MatterMeeting, *, by: User, reason: str) -> None:
    """Take a signed meeting out, for a reason that stays in the trail; what it said
    does not. Whoever needs it writes it down anew, without what was wrong.

    Raises NotAllowed for all but approvers of the unit.
    """
    SiteState.objects.hold()
    matter = meeting.matter
    require_role(by, matter.agency, Role.APPROVER)
    require_clean(reason, _("reason"))
    facts = {"meeting": meeting.pk, "held_on": meeting.held_on.isoformat()}
    AuditEntry.objects.record("meeting_struck", matter, by=by, note=reason, facts=facts)
    meeting.delete()
    SiteState.objects.bump()


def _require_unsigned(meeting: MatterMeeting) -> None:
    if MatterMeeting.objects.filter(pk=meeting.pk, signed_at__isnull=False).exists():
        raise TransitionError(_("A meeting that was signed stays as it is."))
