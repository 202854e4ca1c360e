from __future__ import annotations

from typing import Any

from directories.models import (
    Agency,
    GroupMember,
    Role,
    WorkingGroup,
)
from disclosure_portal.foundation.models import User
from notices.chain_presets import put_whole_chain
from notices.chains import current_step, is_signature
from notices.deciding import agree
from notices.models import Notice, ReviewChain, ReviewChainStep
from notices.publication import sign
from notices.review import submit

from .directories import agency, county, member
from .notices import draft_notice

BASIS = "《中华人民共和国政府信息公开条例》第二十条"
ALL_TICKS = ("complete", "true", "not_secret", "masked", "attribute")


def whole_chain(unit: Agency | None, **fields: Any) -> ReviewChain:
    """The whole chain on a unit, or on the site, put there by an overseer."""
    chain = put_whole_chain(unit, by=member(Role.OVERSEER, county()))
    ReviewChain.objects.filter(pk=chain.pk).update(**fields)
    return chain


def chain_of(unit: Agency | None, *roles: str, kind: str = "") -> ReviewChain:
    """A chain of plain steps by these roles; the last one is an approver's."""
    chain = ReviewChain.objects.create(agency=unit, kind=kind)
    for position, role in enumerate(roles):
        ReviewChainStep.objects.create(
            chain=chain, position=position, role=role, name=f"第{position + 1}关"
        )
    return chain


def audited_unit() -> Agency:
    """A unit whose every notice passes all four steps."""
    unit = agency()
    chain = whole_chain(unit)
    chain.steps.update(is_finance_only=False)
    return unit


def group(unit: Agency, kind: str, *people: User) -> WorkingGroup:
    made = WorkingGroup.objects.create(agency=unit, kind=kind, name=f"{kind}小组")
    for person in people:
        GroupMember.objects.create(group=made, name=str(person), user=person)
    return made


def chained_draft(unit: Agency, **fields: Any) -> Notice:
    return draft_notice(unit=unit, disclosure_basis=BASIS, **fields)


def notice_at(step: str, unit: Agency, **fields: Any) -> Notice:
    """In review, with every step before this one agreed to by a person of its own."""
    notice = chained_draft(unit, **fields)
    submit(notice, by=notice.author)
    while notice.step != step:
        pass_step(notice)
    return notice


def pass_step(notice: Notice) -> User:
    """The waiting step, decided by somebody new who may; gives who it was."""
    step = current_step(notice)
    person = member(step.role, notice.agency)
    if step.group is not None:
        GroupMember.objects.create(group=step.group, name=str(person), user=person)
    deed = sign if is_signature(notice) else agree
    deed(notice, by=person, opinion="同意。", ticks=ALL_TICKS)
    return person


def county_leader() -> User:
    return member(Role.APPROVER, county(), name="周县长")
