"""Deeds on matters (一事一档): written by editors, made public by approvers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _
from orjson import loads

from directories.models import Role
from directories.permissions import has_role, require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)

from .leak_check import require_clean
from .models import Matter, MatterEntry, MatterKind, MatterMeeting, MatterStatus, Notice

MEETING_WORDS = ("place", "decision", "minutes")


@transaction.atomic
def write_matter(matter: Matter, *, by: User, read: int | None = None) -> None:
    """Keep what an editor wrote: a draft as it is, changes of a public matter until
    they are signed. `read` is the version that the editor had before them.

    Raises NotAllowed for all but editors of the unit, StaleStatusError when somebody
    saved in between, PersonalDataInWords for words that may not be shown.
    """
    require_role(by, matter.agency, Role.EDITOR)
    _require_clean_words(_words(matter))
    if matter.pk is None:
        matter.written_by = by
        matter.save()
        AuditEntry.objects.record("created", matter, by=by)
        return
    known = Matter.objects.select_related("agency").get(pk=matter.pk)
    # Who moves a matter to another unit must be an editor of both.
    require_role(by, known.agency, Role.EDITOR)
    known.version = known.version if read is None else read
    words = _words(matter)
    if not known.is_public:
        _swap(known, agency=matter.agency, written_by=by, **words)
        matter.version = known.version
        AuditEntry.objects.record("edited", matter, by=by)
        return
    before = _words(known)
    changes = {name: words[name] for name in words if words[name] != before[name]}
    _swap(known, written_by=by, proposed=_as_json(changes))
    matter.version = known.version
    AuditEntry.objects.record(
        "proposed", known, by=by, facts={"changes": _as_json(changes)}
    )


@transaction.atomic
def sign_matter(matter: Matter, *, by: User) -> None:
    """Make public what waits: the matter itself, changes of its words, its meetings.

    Raises NotAllowed for all but approvers of the unit, and for those who wrote it;
    TransitionError where nothing waits, or a promised work promises nothing.
    """
    SiteState.objects.hold()
    require_role(by, matter.agency, Role.APPROVER)
    if by.pk in writers_of(matter):
        raise NotAllowed(_("What you wrote yourself is signed by somebody else."))
    if not waits_for_signature(matter):
        raise TransitionError(_("Nothing of “%s” waits for signature.") % matter)
    before = {name: _as_json(_words(matter)).get(name) for name in matter.proposed}
    proposed, shown = matter.proposed, as_proposed(matter)
    if shown.kind == MatterKind.PROMISE and not shown.promise:
        raise TransitionError(_("A promised work says what was promised."))
    now = clock.now()
    _swap(matter, proposed={}, signed_at=now, **_words(shown))
    matter.meetings.filter(signed_at__isnull=True).update(signed_at=now)
    if matter.status == MatterStatus.DRAFT:
        matter.move(MatterStatus.OPEN, by=by)
    AuditEntry.objects.record(
        "signed", matter, by=by, facts={"before": before, "after": proposed}
    )
    SiteState.objects.bump()


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
    _swap(matter, next_step="", next_step_on=None)
    matter.move(MatterStatus.CLOSED, by=by, closed_at=clock.now())
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
    _swap(matter, written_by=by)
    AuditEntry.objects.record("edited", matter, by=by, facts={"meeting": meeting.pk})


@transaction.atomic
def drop_meeting(meeting: MatterMeeting, *, by: User) -> None:
    require_role(by, meeting.matter.agency, Role.EDITOR)
    _require_unsigned(meeting)
    AuditEntry.objects.record(
        "edited", meeting.matter, by=by, facts={"meeting dropped": meeting.pk}
    )
    meeting.delete()


def waits_for_signature(matter: Matter) -> bool:
    """One query, none for drafts and for changed words."""
    return (
        not matter.is_public
        or bool(matter.proposed)
        or matter.meetings.filter(signed_at__isnull=True).exists()
    )


def may_sign(matter: Matter, user: User) -> bool:
    return (
        has_role(user, matter.agency, Role.APPROVER)
        and user.pk not in writers_of(matter)
        and waits_for_signature(matter)
    )


def writers_of(matter: Matter) -> set[int | None]:
    """Everybody who wrote at what waits: since the last signature."""
    deeds = AuditEntry.objects.filter(
        target_type=matter._meta.label_lower,
        target_id=matter.pk,
        action__in=("created", "edited", "proposed"),
    )
    if matter.signed_at is not None:
        deeds = deeds.filter(at__gte=matter.signed_at)
    return {matter.written_by_id, *deeds.values_list("actor", flat=True)}


def as_proposed(matter: Matter) -> Matter:
    """The matter as it will read once its changes are signed; never saved."""
    words: dict[str, Any] = {**_words(matter), **matter.proposed}
    day = words["next_step_on"]
    if isinstance(day, str):
        words["next_step_on"] = date.fromisoformat(day)
    return Matter(
        pk=matter.pk,
        agency=matter.agency,
        status=matter.status,
        signed_at=matter.signed_at,
        closed_at=matter.closed_at,
        **words,
    )


def label_of(model: Model | type[Model], name: str) -> str:
    """What a column is called, in the reader's language."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _words(matter: Matter) -> dict[str, Any]:
    return {name: getattr(matter, name) for name in Matter.WORDS}


def _as_json(words: Mapping[str, Any]) -> dict[str, Any]:
    """As a column of JSON holds it: days as text."""
    as_text: dict[str, Any] = loads(DjangoJSONEncoder().encode(dict(words)))
    return as_text


def _require_clean_words(words: Mapping[str, Any]) -> None:
    for name, value in words.items():
        if isinstance(value, str):
            require_clean(value, label_of(Matter, name))


def _require_unsigned(meeting: MatterMeeting) -> None:
    if MatterMeeting.objects.filter(pk=meeting.pk, signed_at__isnull=False).exists():
        raise TransitionError(_("A meeting that was signed stays as it is."))


def _swap(matter: Matter, **changes: Any) -> None:
    """Write if nobody wrote since the version that was read."""
    row = Matter.objects.filter(
        pk=matter.pk, status=matter.status, version=matter.version
    )
    if not row.update(version=matter.version + 1, **changes):
        raise changed_meanwhile(matter)
    for name, value in changes.items():
        setattr(matter, name, value)
    matter.version += 1
