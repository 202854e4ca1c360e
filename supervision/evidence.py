"""Photographs and files that show what was found: kept with the mark, as they are
judged; of a photograph the copy without what the camera wrote into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock, lazy, store
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.refusals import RefusedFile
from feedback.letter_files import KeptFile, keep

from .marking import require_marker
from .models import Mark, MarkEvidence, ScoreSheet

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")

MOST = 20


def add_evidence(
    mark: Mark, uploads: Sequence[UploadedFile], taken_on: date | None, *, by: User
) -> list[str]:
    """What could be kept is kept; answers what to say of the rest. The same file sent
    twice is kept once. Raises NotAllowed, TransitionError."""
    require_marker(mark.sheet, by=by)
    refused: list[str] = []
    for upload in uploads:
        try:
            _keep_one(mark, keep(upload), taken_on, by=by)
        except RefusedFile as refusal:
            refused.append(f"{upload.name}：{refusal}")
    return refused


@transaction.atomic
def _keep_one(mark: Mark, file: KeptFile, taken_on: date | None, *, by: User) -> None:
    _hold(mark, by=by)
    rows = MarkEvidence.objects.filter(mark=mark)
    if rows.filter(original_digest=file.original).exists():
        return
    if rows.count() >= MOST:
        raise RefusedFile(_("A mark has %s files at most.") % MOST)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    kept = MarkEvidence.objects.create(
        mark=mark,
        position=last + 1,
        uploaded_by=by,
        taken_on=taken_on or _day_of(file),
        **file.columns,
    )
    facts = {"file": kept.pk, "digest": file.original}
    AuditEntry.objects.record("evidence_added", mark, by=by, facts=facts)


def _hold(mark: Mark, *, by: User) -> None:
    held = ScoreSheet.objects.select_for_update().get(pk=mark.sheet_id)
    mark.sheet.status = held.status
    require_marker(mark.sheet, by=by)


def _day_of(file: KeptFile) -> date | None:
    """The camera's day; of another file none. Never one that is still to come."""
    if not file.media_type.startswith("image/"):
        return None
    told = pictures.taken_on(store.path_of(file.original))
    today = local_day(clock.now())
    return told if told and told <= today else today


@transaction.atomic
def remove_evidence(file: MarkEvidence, *, by: User) -> None:
    """Raises NotAllowed, TransitionError."""
    mark = file.mark
    _hold(mark, by=by)
    facts = {"file": file.pk, "digest": file.original_digest}
    file.delete()
    AuditEntry.objects.record("evidence_removed", mark, by=by, facts=facts)
