"""What a correction may change, and what it must say before anybody decides on it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.workflow import DomainError, TransitionError

from .models import Correction, Notice, NoticeStatus

# Columns that a correction takes from its notice, and brings back changed.
CORRECTED = (
    *("board", "interprets", "title", "summary", "body"),
    *("document_number", "document_key", "issued_on"),
    *("effective_from", "effective_until", "validity"),
    *("theme", "genre", "stage", "service_audience", "keywords"),
    *("disclosure", "disclosure_basis", "term"),
    *("source", "source_url", "responsible_editor", "section", "posting_until"),
)
# Columns that it shares with its notice: a change would make it another notice.
SHARED = (
    *("agency", "kind", "audience", "audience_branch"),
    *("is_migrated", "import_source", "original_url", "legacy_index_number"),
)
# Those of them that a form or a system could send, with what to do instead.
FIXED = {
    "agency": _(
        "A correction keeps the unit: withdraw the notice, and let the right unit"
        " publish it."
    ),
    "kind": _(
        "A correction keeps the kind: withdraw the notice and publish it in the right"
        " kind."
    ),
    "audience": _(
        "A correction keeps the audience: what was public is withdrawn, not hidden."
    ),
    "audience_branch": _("A correction keeps the branch for which the notice is."),
    "release_at": _(
        "A correction is public when it is signed: leave the time of release empty."
    ),
}


class FixedByCorrection(DomainError):
    """A correction would change what it can't; `column` says which, the text why."""

    code = "fixed_by_correction"

    def __init__(self, column: str) -> None:
        super().__init__(FIXED[column])
        self.column = column


class NothingCorrected(DomainError):
    """A correction says the same as the public notice."""

    code = "nothing_corrected"


def check_fixed(notice: Notice) -> None:
    """Raise FixedByCorrection where a correction differs from its notice in what it
    must keep. Nothing is asked of other notices."""
    corrected = notice.corrects
    if corrected is None:
        return
    for column in FIXED:
        kept = None if column == "release_at" else _value(corrected, column)
        if _value(notice, column) != kept:
            raise FixedByCorrection(column)


def _value(notice: Notice, column: str) -> object:
    is_unit = column in ("agency", "audience_branch")
    return getattr(notice, f"{column}_id" if is_unit else column)


def check_corrects_public(notice: Notice) -> None:
    """Raise TransitionError where what a correction corrects is not public any more.
    Nothing is asked of other notices."""
    corrected = notice.corrects
    if corrected is not None and corrected.status != NoticeStatus.PUBLISHED:
        raise TransitionError(
            _("“%(title)s” is “%(status)s” by now: nothing can be corrected in it.")
            % {"title": corrected, "status": corrected.get_status_display()}
        )


def lacks_of_correction(notice: Notice) -> list[str]:
    """What a correction must still say of itself."""
    if notice.corrects_id is None:
        return []
    said = Correction.objects.filter(notice=notice).exclude(change_note="")
    return [] if said.exists() else [str(_("change note"))]
