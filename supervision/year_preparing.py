"""A year's assessment is prepared: its rounds by their shares, and its rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import TransitionError, changed_meanwhile
from notices.leak_check import require_clean

from .checklist_words import problem_words
from .models import (
    InspectionRound,
    RoundQuerySet,
    YearAssessment,
    YearShare,
    YearStatus,
)
from .proposals import shown
from .round_preparing import RoundUnfit, require_office
from .scoring_problems import Refused
from .scoring_rules import HUNDRED
from .year_rules import check_rules

NAMED = 5


class YearUnfit(RoundUnfit):
    """What is missing before the year can be reckoned; the text says where."""

    code = "year_unfit"


@dataclass(frozen=True)
class Share:
    """A round and what it counts."""

    round: InspectionRound
    percent: Decimal
    full: Decimal = HUNDRED


@transaction.atomic
def prepare_year(year: int, title: str, *, by: User) -> YearAssessment:
    """Raises NotAllowed, PersonalDataInWords."""
    require_office(by)
    require_clean(title, str(_("Title")))
    made = YearAssessment.objects.create(year=year, title=title)
    made.prepared_by.add(by)
    AuditEntry.objects.record("created", made, by=by)
    return made


def rounds_of_year(year: int) -> RoundQuerySet:
    """Published ones whose facts end in the year, in the order in which they ended."""
    rounds = InspectionRound.objects.published()
    days = (date(year, 1, 1), date(year, 12, 31))
    return rounds.filter(last_day__range=days).order_by("last_day", "pk")


@transaction.atomic
def set_shares(
    assessment: YearAssessment, shares: Collection[Share], *, version: int, by: User
) -> None:
    """In place of those before. Raises NotAllowed, TransitionError, YearUnfit."""
    require_office(by)
    change_draft(assessment, version)
    _require_shares(assessment, shares)
    kept = {row.round_id: row for row in assessment.shares.all()}
    wanted = {share.round.pk: share for share in shares}
    for pk, row in kept.items():
        if pk not in wanted:
            AuditEntry.objects.record("deleted", row, by=by)
            row.delete()
    for pk, share in wanted.items():
        row = kept.get(pk) or YearShare(assessment=assessment, round=share.round)
        row.percent, row.full = share.percent, share.full
        row.save()
        AuditEntry.objects.record("created" if pk not in kept else "edited", row, by=by)
    assessment.prepared_by.add(by)
    AuditEntry.objects.record("edited", assessment, by=by)


def _require_shares(assessment: YearAssessment, shares: Collection[Share]) -> None:
    known = set(rounds_of_year(assessment.year).values_list("pk", flat=True))
    for share in shares:
        if share.round.pk not in known:
            raise YearUnfit(
                _("%(round)s is no published round of %(year)s.")
                % {"round": share.round, "year": assessment.year}
            )
    if len({share.round.pk for share in shares}) != len(shares):
        raise YearUnfit(_("A round is named twice."))
    total = sum((share.percent for share in shares), Decimal(0))
    if total != HUNDRED:
        raise YearUnfit(
            _("The shares make %s %%, and not 100 %%: change one of them.")
            % shown(total)
        )


@transaction.atomic
def set_rules(
    assessment: YearAssessment, choices: Mapping[str, Any], *, version: int, by: User
) -> None:
    """Raises NotAllowed, TransitionError, YearUnfit."""
    require_office(by)
    change_draft(assessment, version)
    try:
        check_rules(choices)
    except Refused as refused:
        raise YearUnfit(told_of(refused)) from refused
    assessment.choices = dict(choices)
    assessment.save(update_fields=["choices"])
    assessment.prepared_by.add(by)
    AuditEntry.objects.record("edited", assessment, by=by)


def told_of(refused: Refused) -> str:
    return "；".join(problem_words(each) for each in refused.problems[:NAMED])


def change_draft(assessment: YearAssessment, version: int | None = None) -> None:
    """Holds the row until the deed ends; what was looked at before is out of date.
    Raises TransitionError, StaleStatusError."""
    if assessment.status != YearStatus.DRAFT:
        raise TransitionError(
            _("This cannot be done now: %(title)s is “%(status)s”.")
            % {"title": assessment, "status": assessment.get_status_display()}
        )
    rows = YearAssessment.objects.filter(pk=assessment.pk, status=YearStatus.DRAFT)
    if version is not None:
        rows = rows.filter(content_version=version)
    if not rows.update(content_version=F("content_version") + 1):
        raise changed_meanwhile(assessment)
    assessment.refresh_from_db(fields=["content_version"])
