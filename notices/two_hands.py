"""Public records that are no notices: written by an editor, signed by an approver.

What was signed stays as it is until the next signature; changes wait beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any, TypeVar

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Max, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from orjson import loads

from directories.models import Role
from directories.permissions import branches, has_role, in_branches, require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import (
    AuditEntry,
    SealedRecord,
    SiteState,
    User,
)
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)

from .leak_check import require_clean, require_clean_telephone
from .models import SignedWords

Record = TypeVar("Record", bound=SignedWords)


@transaction.atomic
def write(row: SignedWords, *, by: User, read: int | None = None) -> None:
    """Keep what an editor wrote: a draft as it is, changes of a public record until
    they are signed. `read` is the version that the editor had before them.

    Raises NotAllowed for all but editors of the unit, StaleStatusError when somebody
    saved in between, PersonalDataInWords for words that may not be shown.
    """
    require_role(by, row.agency, Role.EDITOR)
    _require_clean_words(row)
    if row.pk is None:
        row.written_by = by
        row.save()
        AuditEntry.objects.record("created", row, by=by)
        return
    known = type(row)._default_manager.get(pk=row.pk)
    # Who moves a record to another unit must be an editor of both.
    require_role(by, known.agency, Role.EDITOR)
    known.version = known.version if read is None else read
    words = words_of(row)
    if not known.is_public:
        swap(known, agency=row.agency, written_by=by, **words)
        row.version = known.version
        AuditEntry.objects.record("edited", row, by=by)
        return
    before = words_of(known)
    changes = as_json(
        {name: words[name] for name in words if words[name] != before[name]}
    )
    swap(known, written_by=by, proposed=changes)
    row.version = known.version
    AuditEntry.objects.record("proposed", known, by=by, facts={"changes": changes})


@transaction.atomic
def sign(row: SignedWords, *, by: User, hides_former: bool = False) -> None:
    """Make public what waits: the record itself, changes of its words, rows beside it.
    With `hides_former`, no page tells any more what it said before (隐私撤下): so two
    people take a person's name out of it, who writes and who signs.

    Raises NotAllowed for all but approvers of the unit, and for those who wrote it;
    TransitionError where nothing waits, or something must be said before.
    """
    SiteState.objects.hold()
    require_role(by, row.agency, Role.APPROVER)
    if by.pk in writers_of(row):
        raise NotAllowed(_("What you wrote yourself is signed by somebody else."))
    if not waits_for_signature(row):
        raise TransitionError(_("Nothing of “%s” waits for signature.") % row)
    proposed, shown = row.proposed, as_proposed(row)
    before = {name: as_json(words_of(row)).get(name) for name in proposed}
    if lacking := shown.missing():
        raise TransitionError(lacking)
    now = clock.now()
    swap(row, proposed={}, signed_at=now, **words_of(shown))
    for rows in row.parts():
        rows.filter(signed_at__isnull=True).update(signed_at=now)
    facts: dict[str, Any] = {"before": before, "after": proposed}
    if hides_former:
        facts = {"former_words": "hidden", "changed": sorted(proposed)}
        hide_former_words(row)
    facts["imprint"] = row.imprint()
    AuditEntry.objects.record("signed", row, by=by, facts=facts)
    SiteState.objects.bump()


@transaction.atomic
def hide_former(row: SignedWords, *, by: User, reason: str) -> None:
    """Hide what the record said before, without other words in place of those that
    stand there: they were changed already. The reason is a line of the trail.

    Raises NotAllowed for all but approvers of the unit, TransitionError for what was
    never public, PersonalDataInWords for a reason that tells it again.
    """
    SiteState.objects.hold()
    require_role(by, row.agency, Role.APPROVER)
    require_clean(reason, _("reason"))
    if not row.is_public:
        raise TransitionError(_("“%s” is not signed yet.") % row)
    swap(row)
    hide_former_words(row)
    AuditEntry.objects.record("former_words_hidden", row, by=by, note=reason)
    SiteState.objects.bump()


def hide_former_words(row: SignedWords) -> None:
    """Seal what the trail and the log of the administration say of the record up to
    now."""
    label = row._meta.label_lower
    told = AuditEntry.objects.filter(target_type=label, target_id=row.pk)
    SealedRecord.objects.update_or_create(
        target_type=label,
        target_id=row.pk,
        defaults={"up_to": told.aggregate(last=Max("pk"))["last"]},
    )
    kind = ContentType.objects.get_for_model(row)
    LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).update(
        object_repr=str(row)[:200], change_message=""
    )


def touch(row: SignedWords, *, by: User, facts: dict[str, Any]) -> None:
    """Say that an editor wrote at what hangs on the record. The caller is in a
    transaction; raises StaleStatusError as every writing does."""
    swap(row, written_by=by)
    AuditEntry.objects.record("edited", row, by=by, facts=facts)


def waits_for_signature(row: SignedWords) -> bool:
    """One query for each sort of part, none for drafts and for changed words."""
    return (
        not row.is_public
        or bool(row.proposed)
        or any(rows.filter(signed_at__isnull=True).exists() for rows in row.parts())
    )


def waiting_first(rows: QuerySet[Record]) -> QuerySet[Any]:
    """With `waits` on each row; what waits for signature first, then the newest."""
    waits = ExpressionWrapper(rows.model.waiting(), output_field=BooleanField())
    return rows.annotate(waits=waits).order_by("-waits", "-pk")


def to_sign(model: type[Record], user: User) -> QuerySet[Record]:
    """What waits for this person's signature; for those who wrote it last it does
    not."""
    inside = in_branches(branches(user, Role.APPROVER))
    waiting = model._default_manager.filter(inside, model.waiting())
    return waiting.exclude(written_by=user).select_related("agency", "written_by")


def may_sign(row: SignedWords, user: User) -> bool:
    return (
        has_role(user, row.agency, Role.APPROVER)
        and user.pk not in writers_of(row)
        and waits_for_signature(row)
    )


def writers_of(row: SignedWords) -> set[int | None]:
    """Everybody who wrote at what waits: since the last signature."""
    deeds = AuditEntry.objects.filter(
        target_type=row._meta.label_lower,
        target_id=row.pk,
        action__in=("created", "edited", "proposed"),
    )
    if row.signed_at is not None:
        deeds = deeds.filter(at__gte=row.signed_at)
    return {row.written_by_id, *deeds.values_list("actor", flat=True)}


def as_proposed(row: Record) -> Record:
    """The record as it will read once its changes are signed; never saved."""
    shown = copy(row)
    for name, value in row.proposed.items():
        setattr(shown, name, _column(row, name).to_python(value))
    return shown


def words_of(row: SignedWords) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.WORDS}


def as_json(words: Mapping[str, Any]) -> dict[str, Any]:
    """As a column of JSON holds it: days as text."""
    as_text: dict[str, Any] = loads(DjangoJSONEncoder().encode(dict(words)))
    return as_text


def label_of(model: Model | type[Model], name: str) -> str:
    """What a column is called, in the reader's language."""
    return str(_column(model, name).verbose_name)


def _column(model: Model | type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def swap(row: SignedWords, **changes: Any) -> None:
    """Write if nobody wrote since the version that was read (StaleStatusError)."""
    known = type(row)._default_manager.filter(pk=row.pk, version=row.version)
    if not known.update(version=row.version + 1, **changes):
        raise StaleStatusError(
            _("Someone else changed “%s” meanwhile. Load it again.") % row
        )
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1


def _require_clean_words(row: SignedWords) -> None:
    for name, value in words_of(row).items():
        if isinstance(value, str):
            is_office = name == "telephone"
            check = require_clean_telephone if is_office else require_clean
            check(value, label_of(row, name))
