"""A chain as a picture for those who set it up: its steps, and who would decide."""

from __future__ import annotations

from dataclasses import dataclass

from directories.models import Agency
from disclosure_portal.foundation.models import User

from .chains import nearest_group, not_asked
from .deciders import Case, holders, members_of, waits_for
from .models import ReviewChain, ReviewChainStep

NAMED = 3


@dataclass(frozen=True)
class Box:
    """A step; `people` are the first who would decide it, `has_nobody` says that all
    notices of the unit would stop here."""

    name: str
    role: str
    group: str
    is_finance_only: bool
    ticks: list[str]
    people: list[str]
    more: int
    has_nobody: bool


def picture_of(chain: ReviewChain) -> list[Box]:
    """Of the chain's own unit; the site's chain names no people. Four queries, and one
    a step."""
    steps = list(chain.steps.select_related("group"))
    if steps:
        steps[-1].ticks += not_asked(_for_all_kinds(steps))
    return [_box(step, chain) for step in steps]


def _for_all_kinds(steps: list[ReviewChainStep]) -> list[ReviewChainStep]:
    """What only money passes confirms nothing of the rest."""
    return [step for step in steps if not step.is_finance_only]


def _box(step: ReviewChainStep, chain: ReviewChain) -> Box:
    people = _people(step, chain, chain.agency) if chain.agency else []
    return Box(
        name=step.name,
        role=step.get_role_display(),
        group=step.group.name if step.group else step.get_group_kind_display(),
        is_finance_only=step.is_finance_only,
        ticks=step.tick_labels,
        people=people[:NAMED],
        more=max(len(people) - NAMED, 0),
        has_nobody=chain.agency is not None and not people,
    )


def _people(step: ReviewChainStep, chain: ReviewChain, unit: Agency) -> list[str]:
    group = step.group_id or nearest_group(unit, step.group_kind)
    case = Case(
        notice=0,
        path=unit.path,
        role=step.role,
        second_path=chain.second_hand.path if chain.second_hand else "",
        group=group,
        barred=frozenset(),
    )
    keys = waits_for(case, holders(), members_of({group} if group else set()))
    return [str(user) for user in User.objects.filter(pk__in=keys).order_by("pk")]
