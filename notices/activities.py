"""Files of activities (政务公开日): what was handed out, and photographs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from directories.models import Role
from directories.permissions import require_role
from disclosure_portal.foundation import file_removal, lazy, store
from disclosure_portal.foundation.file_types import clean_file_name, judge
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.refusals import RefusedFile
from disclosure_portal.foundation.workflow import TransitionError

from .leak_check import require_clean
from .models import Activity, ActivityFile, ActivityFileSort
from .two_hands import touch

if TYPE_CHECKING:
    from disclosure_portal.foundation import pictures
else:
    pictures = lazy.Module("disclosure_portal.foundation.pictures")

# Of one activity; a page with more would be an archive.
MOST_FILES = 40


def store_file(chunks: Iterable[bytes], *, file_name: str, sort: str) -> ActivityFile:
    """A row that is not saved yet, its file stored: pictures drawn anew, without where
    and when they were taken. Called before any transaction.

    Raises RefusedFile for what is not of the allowed kinds, and for a photograph that
    is no picture.
    """
    name = clean_file_name(file_name)
    original = store.put(chunks, max_bytes=settings.UPLOAD_MAX_BYTES)
    judged = judge(store.path_of(original.digest), file_name=name)
    if sort == ActivityFileSort.PHOTOGRAPH and not judged.is_image:
        raise RefusedFile(_("A photograph must be a JPEG or PNG picture."))
    public = original
    if judged.is_image:
        drawn = pictures.redraw(store.path_of(original.digest))
        public = store.put([drawn], max_bytes=settings.UPLOAD_MAX_BYTES)
    return ActivityFile(
        sort=sort,
        file_name=name,
        media_type=judged.media_type,
        size=public.size,
        public_digest=public.digest,
    )


@transaction.atomic
def add_file(activity: Activity, file: ActivityFile, *, by: User) -> ActivityFile:
    """Put a stored file to the activity; it is public once it is signed.

    Raises NotAllowed for all but editors of the unit, PersonalDataInWords for a title
    that may not be shown, TransitionError where there are too many.
    """
    require_role(by, activity.agency, Role.EDITOR)
    require_clean(file.title, _("title"))
    if activity.files.count() >= MOST_FILES:
        raise TransitionError(_("There are %s files already.") % MOST_FILES)
    file.activity = activity
    file.save(force_insert=True)
    touch(activity, by=by, facts={"file": file.pk, "sha256": file.public_digest})
    return file


@transaction.atomic
def take_out_file(file: ActivityFile, *, by: User, reason: str) -> None:
    """Take a file out, for a reason that stays in the trail; its title, which may name
    a person, does not. One that is public is taken out by an approver, any other one
    by an editor (else NotAllowed)."""
    SiteState.objects.hold()
    role = Role.EDITOR if file.signed_at is None else Role.APPROVER
    require_role(by, file.activity.agency, role)
    require_clean(reason, _("reason"))
    facts = {"file": file.pk, "sha256": file.public_digest}
    AuditEntry.objects.record(
        "file_taken_out", file.activity, by=by, note=reason, facts=facts
    )
    file_removal.remove_soon([file.public_digest])
    file.delete()
    SiteState.objects.bump()
