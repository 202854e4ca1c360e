"""Who may decide a step, who may not, and for whom it waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F
from django.utils.translation import gettext as _

from directories import tree
from directories.models import GroupMember, Membership, Role
from directories.permissions import has_role, require_role
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import NotAllowed

from .chains import current_step
from .models import (
    WRITING,
    Notice,
    NoticeStatus,
    ReviewDecision,
    RoundStep,
    StepRole,
)

Key = TypeVar("Key")

# Who may bring in a sheet that another has signed with a pen.
CONFIRMERS = (Role.EDITOR, Role.REVIEWER, Role.AUDITOR, Role.APPROVER)


def require_decider(notice: Notice, *, by: User) -> RoundStep:
    """The step that waits. Raises NotAllowed unless this person may decide it.

    Nobody decides what they wrote or submitted, nor a second step of the same
    notice, superusers included.
    """
    step = current_step(notice)
    if not has_step_role(step, notice, by):
        require_role(by, notice.agency, step.role)
    require_person(by)
    if not is_in_group(step, by):
        raise NotAllowed(
            _("Only members of “%(group)s” decide “%(step)s”.")
            % {"group": step.group, "step": step.name}
        )
    if refusal := bound_hand(step, notice, by):
        raise NotAllowed(refusal)
    return step


def require_confirmer(notice: Notice, *, by: User, signer: str) -> RoundStep:
    """The step that waits, where a signed sheet may decide it and this person may
    bring it in. `signer` must not have had a hand in the notice before."""
    step = current_step(notice)
    if not any(reaches(step, notice, by, role) for role in CONFIRMERS):
        require_role(by, notice.agency, *CONFIRMERS)
    require_person(by)
    if not step.takes_paper:
        raise NotAllowed(_("Signed sheets are not taken here: decide it yourself."))
    in_person = ReviewDecision.objects.filter(notice=notice, by=by, paper_signer="")
    if notice.was_written_by(by) or in_person.exclude(step=step.code).exists():
        raise NotAllowed(
            _("Someone else must bring the sheet in: you had a hand in this notice.")
        )
    if not _plain(signer):
        raise NotAllowed(_("Say who signed the sheet."))
    if _plain(signer) == _plain(str(by)):
        raise NotAllowed(_("Your own signature you give here, not on a sheet."))
    if _plain(signer) in _names_of_hands(step, notice):
        raise NotAllowed(
            _("%s wrote, submitted or decided this notice already.") % signer
        )
    return step


def require_person(by: User) -> None:
    if by.is_service:
        raise NotAllowed(_("A system signs nothing."))


def bound_hand(step: RoundStep, notice: Notice, user: User) -> str:
    """Why a person who holds the role may not decide this step: they wrote it, or
    decided another of its steps. Empty for a free hand. Two queries."""
    if notice.was_written_by(user):
        return _(
            "A notice needs a second pair of eyes: you wrote or submitted this one."
        )
    others = ReviewDecision.objects.filter(notice=notice).exclude(step=step.code)
    name = _plain(str(user))
    if any(
        by == user.pk or _plain(signer) == name
        for by, signer in others.values_list("by", "paper_signer")
    ):
        return _("You decided another step of this notice: nobody decides two.")
    return ""


def _names_of_hands(step: RoundStep, notice: Notice) -> set[str]:
    """Who wrote or submitted it, who decided its other steps or signed them on
    paper."""
    wrote = User.objects.filter(pk__in=_writers([notice.pk])[notice.pk])
    names = {str(notice.author), str(notice.submitted_by), *map(str, wrote)}
    decided = ReviewDecision.objects.filter(notice=notice).exclude(step=step.code)
    for row in decided.select_related("by"):
        names |= {str(row.by), row.paper_signer}
    return {_plain(name) for name in names}


def _plain(name: str) -> str:
    """Two signs of a name are often set apart: 王 芳 is 王芳."""
    return "".join(name.split())


def may_decide(notice: Notice, user: User) -> bool:
    """Whether `require_decider` would let this person; three queries at most."""
    if notice.status != NoticeStatus.IN_REVIEW or user.is_service:
        return False
    step = current_step(notice)
    return (
        has_step_role(step, notice, user)
        and is_in_group(step, user)
        and not bound_hand(step, notice, user)
    )


def why_not(notice: Notice, user: User) -> str:
    """Why somebody who holds the role of the waiting step finds no button: what they
    did before. Empty for all others."""
    if notice.status != NoticeStatus.IN_REVIEW:
        return ""
    step = current_step(notice)
    if not has_step_role(step, notice, user):
        return ""
    return bound_hand(step, notice, user)


def has_step_role(step: RoundStep, notice: Notice, user: User) -> bool:
    """The step's role over the unit, or at the second hand of its chain."""
    return reaches(step, notice, user, step.role)


def reaches(step: RoundStep, notice: Notice, user: User, role: str) -> bool:
    if has_role(user, notice.agency, role):
        return True
    return step.second_hand is not None and has_role(user, step.second_hand, role)


def is_in_group(step: RoundStep, user: User) -> bool:
    if step.group_id is None:
        return True
    return GroupMember.objects.filter(group=step.group_id, user=user).exists()


# --- For whom it waits --------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A notice in review: where it lies, what its step asks, who may not decide."""

    notice: int
    path: str
    role: str
    second_path: str
    group: int | None
    barred: frozenset[int]


def waits_for(
    case: Case,
    holders: Mapping[tuple[str, str], Collection[int]],
    members: Mapping[int, Collection[int]],
) -> set[int]:
    """Those who may decide it at the nearest level that has any: its own unit, then
    its superiors, then the second hand, last the county leader.

    `holders` are people by role and path, `members` people by group.
    """
    for path in _levels(case):
        people = set(holders.get((case.role, path), ())) - case.barred
        if case.group is not None:
            people &= set(members.get(case.group, ()))
        if people:
            return people
    return set()


def _levels(case: Case) -> list[str]:
    root = case.path[: tree.DIGITS]
    line = [case.path, *reversed(tree.ancestors(case.path))]
    if case.second_path:
        line += [case.second_path, *reversed(tree.ancestors(case.second_path))]
    return [path for path in line if path != root] + [root]


def responsible_for(notices: Collection[int]) -> dict[int, set[int]]:
    """Notice → people for whom it waits, of notices in review; seven queries at most,
    however many they are."""
    cases = cases_of(notices)
    people = holders()
    members = members_of({case.group for case in cases if case.group is not None})
    return {case.notice: waits_for(case, people, members) for case in cases}


def cases_of(notices: Collection[int]) -> list[Case]:
    rows = Notice.objects.filter(pk__in=notices).values_list(
        "pk", "agency__path", "author", "submitted_by", "step"
    )
    steps = _steps_of(notices)
    decided = _decided(notices)
    wrote = _writers(notices)
    return [
        Case(
            notice=pk,
            path=path,
            role=steps[pk].role if pk in steps else StepRole.APPROVER,
            second_path=_path_of(steps.get(pk)),
            group=steps[pk].group_id if pk in steps else None,
            barred=frozenset(
                {author, submitter, *wrote[pk]}
                | {who for who, code in decided[pk] if code != step}
            ),
        )
        for pk, path, author, submitter, step in rows
    ]


def _path_of(step: RoundStep | None) -> str:
    return step.second_hand.path if step and step.second_hand else ""


def _steps_of(notices: Collection[int]) -> dict[int, RoundStep]:
    waiting = RoundStep.objects.filter(
        notice__in=notices, round=F("notice__round"), code=F("notice__step")
    )
    return {step.notice_id: step for step in waiting.select_related("second_hand")}


def _decided(notices: Collection[int]) -> Mapping[int, set[tuple[int, str]]]:
    """Notice → who decided which step, in person, by bringing in a sheet or on it."""
    decided = ReviewDecision.objects.filter(notice__in=notices)
    rows = decided.values_list("notice", "by", "step", "paper_signer")
    found: defaultdict[int, set[tuple[int, str]]] = defaultdict(set)
    on_paper: list[tuple[int, str, str]] = []
    for pk, by, step, signer in rows:
        found[pk].add((by, step))
        if signer:
            on_paper.append((pk, step, _plain(signer)))
    people = _called({name for _pk, _step, name in on_paper})
    for pk, step, name in on_paper:
        found[pk] |= {(who, step) for who in people[name]}
    return found


def _called(names: Collection[str]) -> Mapping[str, set[int]]:
    """The deciding accounts of those names; no query for none."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    if not names:
        return found
    deciding = Membership.objects.filter(role__in=StepRole.values).values("user")
    for person in User.objects.filter(pk__in=deciding):
        if _plain(str(person)) in names:
            found[_plain(str(person))].add(person.pk)
    return found


def _writers(notices: Collection[int]) -> Mapping[int, set[int]]:
    rows = AuditEntry.objects.filter(
        target_type=Notice._meta.label_lower, target_id__in=notices
    )
    wrote = rows.filter(action__in=WRITING) | rows.filter(
        action="moved", before="draft", after="in_review"
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for pk, actor in wrote.values_list("target_id", "actor"):
        if pk is not None and actor is not None:
            found[pk].add(actor)
    return found


def holders() -> Mapping[tuple[str, str], set[int]]:
    """Who holds a deciding role where: people by role and path; one query."""
    rows = Membership.objects.of_active_users().filter(
        role__in=StepRole.values, user__is_service=False
    )
    return _grouped(
        ((role, path), user)
        for role, path, user in rows.values_list("role", "agency__path", "user")
    )


def members_of(groups: Collection[int]) -> Mapping[int, set[int]]:
    """The accounts of groups; one query."""
    if not groups:
        return {}
    rows = GroupMember.objects.filter(group__in=groups, user__is_active=True)
    return _grouped(rows.values_list("group", "user"))


def _grouped(pairs: Iterable[tuple[Key, int]]) -> Mapping[Key, set[int]]:
    found: defaultdict[Key, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
