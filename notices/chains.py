"""Which steps a notice passes before it is public, and which of them is waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from directories import tree
from directories.models import Agency, GroupMember, WorkingGroup

from .models import (
    FINANCE_KINDS,
    SIGNATURE,
    Notice,
    ReviewChain,
    ReviewChainStep,
    RoundStep,
    StepRole,
    StepRule,
    Tick,
)


def chain_for(agency: Agency, kind: str) -> ReviewChain | None:
    """The chain that holds for a kind of notice of a unit; one query.

    The nearest unit's goes first, whatever its kind; at one unit that of the kind
    goes before that of all kinds; the site's is last.
    """
    line = [*tree.ancestors(agency.path), agency.path]
    chains = ReviewChain.objects.filter(
        Q(agency__path__in=line) | Q(agency=None), kind__in=("", kind)
    ).select_related("agency")
    return max(chains, key=_nearness, default=None)


def _nearness(chain: ReviewChain) -> tuple[int, bool]:
    return len(chain.agency.path) if chain.agency else 0, bool(chain.kind)


def steps_for(notice: Notice) -> list[RoundStep]:
    """The steps that the next round of the notice would pass, unsaved; empty where one
    plain signature does. Two queries, and one for each group that is looked for."""
    chain = chain_for(notice.agency, notice.kind)
    if chain is None:
        return []
    rules = [rule for rule in chain.steps.all() if _concerns(rule, notice)]
    steps = [_step(rule, chain, notice) for rule in rules]
    return [] if _is_plain(steps, chain) else steps


def _concerns(rule: ReviewChainStep, notice: Notice) -> bool:
    return not rule.is_finance_only or notice.kind in FINANCE_KINDS


def _is_plain(steps: Sequence[RoundStep], chain: ReviewChain) -> bool:
    """Imports and small sites write no rows for what goes without saying."""
    if chain.second_hand_id or chain.takes_paper:
        return False
    return all(
        step.code == SIGNATURE and not step.ticks and not step.group for step in steps
    )


def _step(rule: ReviewChainStep, chain: ReviewChain, notice: Notice) -> RoundStep:
    return RoundStep(
        notice=notice,
        round=notice.round + 1,
        position=rule.position,
        code=rule.code,
        name=rule.name,
        role=rule.role,
        ticks=rule.ticks,
        group_id=rule.group_id or nearest_group(notice.agency, rule.group_kind),
        second_hand_id=chain.second_hand_id,
        takes_paper=chain.takes_paper,
    )


def nearest_group(agency: Agency, kind: str) -> int | None:
    """The group of this kind at the unit or its nearest superior, of those in which
    somebody has an account."""
    if not kind:
        return None
    line = [*tree.ancestors(agency.path), agency.path]
    groups = WorkingGroup.objects.filter(kind=kind, agency__path__in=line)
    manned = groups.filter(
        Exists(GroupMember.objects.filter(group=OuterRef("pk"), user__is_active=True))
    )
    nearest = manned.order_by("-agency__path", "pk")
    return nearest.values_list("pk", flat=True).first()


def round_steps(notice: Notice) -> list[RoundStep]:
    """The steps of the notice's round in their order; the one signature where no
    chain was laid. One query for each notice object: a round keeps its steps."""
    known: dict[int, list[RoundStep]] = notice.__dict__.setdefault("_round_steps", {})
    if notice.round not in known:
        rows = RoundStep.objects.filter(notice=notice, round=notice.round)
        steps = rows.select_related("group", "second_hand").order_by("position")
        known[notice.round] = list(steps) or [signature_of(notice)]
        known[notice.round][-1].ticks += not_asked(known[notice.round])
    return known[notice.round]


def not_asked(steps: Iterable[StepRule]) -> list[str]:
    """What none of these steps lets anybody confirm: the last one asks for it, so
    that nothing is public before all was, whatever a chain leaves out."""
    asked = {code for step in steps for code in step.ticks}
    return [code for code in Tick.values if code not in asked]


def signature_of(notice: Notice) -> RoundStep:
    """The step of a round without a chain; no row. It asks for everything."""
    return RoundStep(
        notice=notice,
        round=notice.round,
        code=SIGNATURE,
        name=_("Signature"),
        role=StepRole.APPROVER,
        ticks=list(Tick.values),
    )


def current_step(notice: Notice) -> RoundStep:
    """The step that waits for a decision, by what the person had read; one query."""
    return next(
        (step for step in round_steps(notice) if step.code == notice.step),
        signature_of(notice),
    )


def is_signature(notice: Notice) -> bool:
    """Whether what waits is the last step."""
    return notice.step == SIGNATURE


def name_of(step: RoundStep) -> str:
    """As it stands in a decision: empty for the one signature without a chain."""
    return step.name if step.pk else ""


def step_after(notice: Notice) -> RoundStep | None:
    """The step that follows the waiting one; None behind the signature."""
    steps = round_steps(notice)
    codes = [step.code for step in steps]
    if notice.step not in codes:
        return None
    place = codes.index(notice.step) + 1
    return steps[place] if place < len(steps) else None
