"""Whether a correction changes anything, and whether it may be decided on."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.canonical import canonical

from .correction_rules import NothingCorrected, check_corrects_public, check_fixed
from .models import Notice, Revision
from .public_content import public_content

Record = dict[str, Any]

# What a notice has from its publication, which a correction does not touch.
OF_PUBLICATION = frozenset({"index_number", "published_at", "recorded_at", "override"})
# Keys of rows: the register's and the files' own, the same thing under a new number.
OF_ROWS = frozenset({"cited", "blank_form_id", "sample_id"})


def record_of(notice: Notice) -> Record:
    """What would be public of a draft, in the values of a revision."""
    record: Record = json.loads(canonical(public_content(notice)))["record"]
    return record


def record_in(revision: Revision) -> Record:
    record: Record = json.loads(revision.content)["record"]
    return record


def newest_revision(notice: Notice) -> Revision:
    return Revision.objects.filter(notice=notice).order_by("-number")[0]


def check_correction(notice: Notice) -> None:
    """Raise TransitionError where what is corrected is not public any more,
    FixedByCorrection, and NothingCorrected where all would stay as it is. Nothing is
    asked of other notices."""
    if notice.corrects is None:
        return
    check_corrects_public(notice)
    check_fixed(notice)
    public = record_in(newest_revision(notice.corrects))
    if _said(record_of(notice)) == _said(public):
        raise NothingCorrected(
            _("“%s” says what is public already: nothing is corrected.") % notice
        )


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_said(each) for each in value]
    if isinstance(value, dict):
        left = OF_PUBLICATION | OF_ROWS
        return {name: _said(each) for name, each in value.items() if name not in left}
    return value
