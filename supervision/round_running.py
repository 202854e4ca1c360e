"""A round goes on: opened, self-assessed, scored. What comes of it is in rating.py."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from math import ceil

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, User

from .models import (
    ChecklistStatus,
    InspectionRound,
    RoundStatus,
    RoundUnit,
    ScoreSheet,
    SheetKind,
)
from .round_preparing import RoundUnfit, require_office

NAMED = 5


@transaction.atomic
def open_round(round_: InspectionRound, *, by: User, seed: str = "") -> None:
    """Units see it from now on, and assess themselves first if a day is set for that.
    The sample scored by two is drawn. Raises NotAllowed, RoundUnfit, TransitionError,
    StaleStatusError."""
    require_office(by)
    if round_.checklist.status != ChecklistStatus.PUBLISHED:
        raise RoundUnfit(_("Units are scored by a published checklist only."))
    if not round_.units.exists():
        raise RoundUnfit(_("No unit is in it yet."))
    target = RoundStatus.SELF if round_.self_due_on else RoundStatus.SCORING
    if target == RoundStatus.SCORING:
        _require_inspectors(round_)
    seed = seed or secrets.token_hex(16)
    codes = dict(round_.units.values_list("agency__code", "pk"))
    sample = [codes[code] for code in drawn(seed, codes, round_.blind_percent)]
    round_.units.filter(pk__in=sample).update(is_sampled=True)
    ScoreSheet.objects.bulk_create(
        ScoreSheet(unit_id=pk, kind=SheetKind.SECOND) for pk in sample
    )
    AuditEntry.objects.record_rows(RoundUnit, sample, by=by)
    facts = {"seed": seed, "sample": len(sample)}
    round_.move(target, by=by, facts=facts, seed=seed, opened_at=clock.now())


@transaction.atomic
def begin_scoring(round_: InspectionRound, *, by: User) -> None:
    """The self-assessments are closed as they are. Raises as open_round."""
    require_office(by)
    _require_inspectors(round_)
    round_.move(RoundStatus.SCORING, by=by)


def drawn(seed: str, codes: Iterable[str], percent: int) -> list[str]:
    """The sample: a share of the units, by digests of their codes with the seed, so
    that anybody who knows the seed draws the same. At least one where the share is not
    nothing."""
    known = sorted(codes, key=lambda code: sha256(f"{seed}:{code}".encode()).digest())
    return sorted(known[: ceil(Fraction(len(known) * percent, 100))])


def _require_inspectors(round_: InspectionRound) -> None:
    through = ScoreSheet.inspectors.through.objects.filter(scoresheet=OuterRef("pk"))
    bare = ScoreSheet.objects.filter(~Exists(through), unit__round=round_).exclude(
        kind=SheetKind.SELF
    )
    names = [str(name) for name in bare.values_list("unit__agency__name", flat=True)]
    if names:
        raise RoundUnfit(
            _("Nobody scores these units yet (%(count)s): %(names)s")
            % {"count": len(names), "names": "、".join(names[:NAMED])}
        )
