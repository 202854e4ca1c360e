"""A year's results become public and frozen, by another hand than prepared them; or
are withdrawn for a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.leak_check import require_clean

from .models import LineStatus, YearAssessment, YearResult, YearStatus
from .round_preparing import require_office
from .year_preparing import YearUnfit
from .year_reckoning import reckon

BATCH = 200


@transaction.atomic
def publish_year(assessment: YearAssessment, *, version: int, by: User) -> int:
    """What was looked at, as `version` says; gives the number of units. Raises
    NotAllowed, TransitionError, StaleStatusError, YearUnfit."""
    SiteState.objects.hold()
    require_office(by)
    if assessment.prepared_by.filter(pk=by.pk).exists():
        raise NotAllowed(_("Someone else must publish it: you prepared it."))
    if assessment.register.filter(status=LineStatus.ENTERED).exists():
        raise TransitionError(
            _("Lines of the registers wait for a second person: decide them first.")
        )
    # The row is held from here on: what is reckoned is what was looked at.
    assessment.move(
        YearStatus.PUBLISHED,
        by=by,
        expect={"content_version": version},
        published_at=clock.now(),
        published_by=by,
    )
    made = YearResult.objects.bulk_create(reckon(assessment).results, batch_size=BATCH)
    AuditEntry.objects.record_rows(YearResult, [row.pk for row in made], by=by)
    SiteState.objects.bump()
    return len(made)


@transaction.atomic
def withdraw_year(assessment: YearAssessment, reason: str, *, by: User) -> None:
    """Public no more; the reason is. Raises NotAllowed, YearUnfit, TransitionError,
    StaleStatusError, PersonalDataInWords."""
    SiteState.objects.hold()
    require_office(by)
    said = reason.strip()
    if not said:
        raise YearUnfit(_("Give a reason."))
    require_clean(said, str(assessment))
    assessment.move(
        YearStatus.WITHDRAWN,
        by=by,
        note=said,
        reason=said,
        withdrawn_at=clock.now(),
    )
    SiteState.objects.bump()
