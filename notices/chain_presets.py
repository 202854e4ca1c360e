"""Chains that are ready to be put on: the one signature, and the whole one.

A new site starts with the signature alone, which asks for every tick, and an existing
one keeps it: a chain whose steps nobody can decide would stop all publication. The
office puts the whole one on a unit, or on the site, when the people for it are named.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from directories.branch_admin import answers_for_the_county
from directories.models import Agency, GroupKind, Role
from directories.permissions import require_role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed

from .models import ReviewChain, ReviewChainStep, StepRole, Tick


@dataclass(frozen=True)
class Preset:
    code: str
    name: str
    role: str
    ticks: tuple[str, ...] = ()
    group_kind: str = ""
    is_finance_only: bool = False


SIGNED = Preset("signature", "签发", StepRole.APPROVER)
# 先审后公开 (政府信息公开条例, art. 17): money by an auditor, then exactness and
# secrecy, then agreement, then the signature.
WHOLE = (
    Preset(
        "audit",
        "财务审核",
        StepRole.AUDITOR,
        (Tick.COMPLETE, Tick.TRUE),
        is_finance_only=True,
    ),
    Preset(
        "review",
        "审核",
        StepRole.REVIEWER,
        (Tick.COMPLETE, Tick.TRUE, Tick.NOT_SECRET, Tick.MASKED, Tick.ATTRIBUTE),
        GroupKind.SUPERVISION,
    ),
    Preset(
        "agreement",
        "会签",
        StepRole.REVIEWER,
        (Tick.TRUE, Tick.NOT_SECRET),
        GroupKind.LEADING,
    ),
    Preset("signature", "签发", StepRole.APPROVER, (Tick.NOT_SECRET, Tick.ATTRIBUTE)),
)


@transaction.atomic
def load() -> int:
    """Give the site its chain where it has none; how many rows were added."""
    chain, is_new = ReviewChain.objects.get_or_create(agency=None, kind="")
    if is_new:
        _set_steps(chain, (SIGNED,))
    return int(is_new)


@transaction.atomic
def put_whole_chain(agency: Agency | None, *, by: User) -> ReviewChain:
    """Put the whole chain on a unit and its branch, or on the site; what is in review
    goes on as it was submitted. Raises NotAllowed."""
    if agency is not None and not by.is_superuser:
        require_role(by, agency, Role.OVERSEER)
    if agency is None and not answers_for_the_county(by):
        raise NotAllowed(_("Only who answers for the county sets the site's chain."))
    chain, _is_new = ReviewChain.objects.get_or_create(agency=agency, kind="")
    chain.steps.all().delete()
    _set_steps(chain, WHOLE)
    AuditEntry.objects.record("chain_set", chain, by=by)
    return chain


def _set_steps(chain: ReviewChain, presets: tuple[Preset, ...]) -> None:
    for position, preset in enumerate(presets, start=1):
        values = asdict(preset) | {"ticks": list(preset.ticks)}
        ReviewChainStep.objects.create(chain=chain, position=position, **values)
