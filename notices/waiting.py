"""What waits for a person at the desk: typed queries, what is oldest first.

Each list is cut at `SHOWN` rows and knows how many there are in all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from directories.branch_admin import answers_for_the_county
from directories.models import Role
from directories.permissions import INSIDERS, branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workdays import WorkCalendar

from .deciders import responsible_for
from .decision_terms import take_back_by
from .desk_ledger import ROLES, badge
from .erasures import orders_for
from .models import (
    GONE,
    OPEN,
    Activity,
    Audience,
    Matter,
    Notice,
    NoticeQuerySet,
    NoticeStatus,
    Posting,
    ReadingPoint,
    RoundStep,
    SignedWords,
    StepRole,
    WithdrawalRequest,
)
from .posting_results import PROPOSERS
from .reference import calendar_of
from .two_hands import to_sign

SHOWN = 20
RECENT = timedelta(days=30)
# The next step of a matter is due soon.
SOON = timedelta(days=7)
# Public records that are no notices, signed at the desk.
RECORDS: tuple[type[SignedWords], ...] = (Matter, Activity, ReadingPoint)
# The oldest of what waits in all; nobody decides more in a day.
CONSIDERED = 2_000
# What a row of the desk names.
NAMED = ("agency", "author", "submitted_by", "posting_period")
# Corrections of what was taken down meanwhile lead nowhere: they wait for nobody.
IN_VAIN = Q(corrects__status__in=GONE)


@dataclass(frozen=True)
class Waiting:
    """One list of the desk: its first rows, and how many there are."""

    rows: list[Any]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Desk:
    """All that waits for one person. `may_write` and `may_decide` say which lists
    belong to their roles at all."""

    returned: Waiting
    drafts: Waiting
    submitted: Waiting
    to_decide: Waiting
    to_release: Waiting
    to_close: Waiting
    to_confirm: Waiting
    to_withdraw: Waiting
    corrections: Waiting
    recent: Waiting
    to_erase: Waiting
    stuck: Waiting
    to_sign: Waiting
    matters_due: Waiting
    # How many slots are overdue or due soon.
    owed: str
    may_see_ledger: bool
    may_write: bool
    may_decide: bool
    may_see_visits: bool


def waiting_for(user: User) -> Desk:
    """Two queries a list."""
    return Desk(
        returned=_cut(returned_to(user).order_by("pk")),
        drafts=_cut(drafts_of(user).order_by("-pk")),
        submitted=_cut(submitted_by(user).order_by("submitted_at", "pk")),
        to_decide=_cut(to_decide_by(user).order_by("submitted_at", "pk")),
        to_release=_cut(to_release(user).order_by("release_at", "pk")),
        to_close=_cut(
            postings_to_close(user).order_by("posting_period__ends_on", "pk")
        ),
        to_confirm=_listed(postings_to_confirm(user)),
        to_withdraw=_dated(
            _listed(
                asked_to_withdraw(user).order_by(
                    F("revoked_on").asc(nulls_last=True), "pk"
                )
            ),
            lambda asked: asked.revoked_on,
        ),
        corrections=_cut(open_corrections(user).order_by("pk")),
        recent=_cut(recently_published(user).newest_first()),
        to_erase=_dated(
            _listed(orders_for(user)), lambda order: local_day(order.asked_at)
        ),
        stuck=_cut(stuck_for(user).order_by("submitted_at", "pk")),
        to_sign=_records_to_sign(user),
        matters_due=_steps_due(user),
        owed=badge(user, _calendar()),
        may_see_ledger=bool(branches(user, *ROLES)),
        may_write=bool(branches(user, Role.EDITOR)),
        may_decide=bool(branches(user, *StepRole.values)),
        may_see_visits=answers_for_the_county(user),
    )


def _cut(rows: QuerySet[Notice]) -> Waiting:
    return _listed(rows.select_related(*NAMED).defer("body"))


def _listed(rows: QuerySet[Any]) -> Waiting:
    found = list(rows[: SHOWN + 1])
    count = rows.count() if len(found) > SHOWN else len(found)
    return Waiting(rows=found[:SHOWN], count=count)


@dataclass(frozen=True)
class Due:
    """The last day on which something is in time."""

    on: date

    @property
    def is_late(self) -> bool:
        return self.on < local_day(clock.now())


def _dated(waiting: Waiting, since: Callable[[Any], date | None]) -> Waiting:
    """With `due` on each row of which a day is known from which its time runs."""
    for row in waiting.rows:
        day = since(row)
        row.due = Due(take_back_by(day, _calendar())) if day else None
    return waiting


def _calendar() -> WorkCalendar:
    return calendar_of(SiteState.objects.current())


def _records_to_sign(user: User) -> Waiting:
    """Matters, activity days and reading points; one query each."""
    waiting = [_listed(to_sign(model, user).order_by("pk")) for model in RECORDS]
    rows = [row for each in waiting for row in each.rows]
    return Waiting(rows=rows[:SHOWN], count=sum(each.count for each in waiting))


def _steps_due(user: User) -> Waiting:
    waiting = _listed(matters_due(user))
    for matter in waiting.rows:
        matter.due = Due(matter.next_step_on)
    return waiting


def matters_due(user: User) -> QuerySet[Matter]:
    """Matters of the person's branch whose next step is overdue or due within a week;
    what is late longest first."""
    inside = in_branches(branches(user, Role.EDITOR, Role.APPROVER))
    due = Matter.objects.due(local_day(clock.now()) + SOON).filter(inside)
    return due.select_related("agency").order_by("next_step_on", "pk")


def drafts_of(user: User) -> QuerySet[Notice]:
    """Drafts that the person wrote and nobody has sent back."""
    return _own(user).filter(status=NoticeStatus.DRAFT, round=0)


def returned_to(user: User) -> QuerySet[Notice]:
    """What came back to the person who wrote or submitted it, with who sent it back
    (`returned_by`), when (`returned_at`) and why (`return_reason`)."""
    moves = AuditEntry.objects.filter(
        target_type=Notice._meta.label_lower,
        target_id=OuterRef("pk"),
        action="moved",
        after=NoticeStatus.DRAFT,
    ).order_by("-at", "-pk")
    return (
        _own(user)
        .filter(status=NoticeStatus.DRAFT, round__gt=0)
        .annotate(
            return_reason=Subquery(moves.values("note")[:1]),
            returned_by=Subquery(moves.values("actor_name")[:1]),
            returned_at=Subquery(moves.values("at")[:1]),
        )
    )


def last_return(notice: Notice) -> AuditEntry | None:
    """Who sent this draft back, when and why; None for one that never came back."""
    if notice.status != NoticeStatus.DRAFT or not notice.round:
        return None
    moves = AuditEntry.objects.filter(
        target_type=Notice._meta.label_lower,
        target_id=notice.pk,
        action="moved",
        after=NoticeStatus.DRAFT,
    )
    return moves.order_by("-at", "-pk").first()


def submitted_by(user: User) -> QuerySet[Notice]:
    """What the person handed in and nobody has decided yet."""
    return _with_step(_own(user).filter(status=NoticeStatus.IN_REVIEW))


def to_decide_by(user: User) -> QuerySet[Notice]:
    """What waits for this person: a step that is theirs, at their own level, and not
    a word of it theirs. Level: nobody nearer to the unit may decide it."""
    asked = candidates(user).order_by("submitted_at", "pk")
    keys = list(asked.values_list("pk", flat=True)[:CONSIDERED])
    waiting = responsible_for(keys) if keys else {}
    mine = [pk for pk, people in waiting.items() if user.pk in people]
    return _with_step(Notice.objects.filter(pk__in=mine).exclude(IN_VAIN))


def stuck_for(user: User) -> QuerySet[Notice]:
    """What waits for nobody: all who could decide it have left, or had a hand in it
    before. For the overseer, who can name somebody; no query for anybody else."""
    paths = branches(user, Role.OVERSEER)
    if not paths:
        return Notice.objects.none()
    inside = Notice.objects.filter(in_branches(paths), status=NoticeStatus.IN_REVIEW)
    asked = inside.exclude(IN_VAIN).order_by("submitted_at", "pk")
    keys = list(asked.values_list("pk", flat=True)[:CONSIDERED])
    waiting = responsible_for(keys) if keys else {}
    alone = [pk for pk, people in waiting.items() if not people]
    return _with_step(Notice.objects.filter(pk__in=alone))


def _with_step(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """With `step_name`, of the step that waits; None without a chain."""
    names = RoundStep.objects.filter(
        notice=OuterRef("pk"), round=OuterRef("round"), code=OuterRef("step")
    )
    return notices.annotate(step_name=Subquery(names.values("name")[:1]))


def candidates(user: User) -> NoticeQuerySet:
    """In review where the person holds a deciding role, or at whose second hand."""
    paths = branches(user, *StepRole.values)
    waiting = Notice.objects.filter(status=NoticeStatus.IN_REVIEW)
    return waiting.filter(in_branches(paths) | _helped_by(paths))


def _helped_by(paths: list[str]) -> Q:
    steps = RoundStep.objects.filter(
        in_branches(paths, "second_hand__path"),
        second_hand__isnull=False,
        notice=OuterRef("pk"),
        round=OuterRef("round"),
    )
    return Q(Exists(steps)) if paths else Q(pk__in=[])


def to_release(user: User) -> QuerySet[Notice]:
    """Signed notices of the person's branch that turn public by themselves later."""
    return Notice.objects.filter(
        in_branches(branches(user, *INSIDERS)),
        status=NoticeStatus.APPROVED,
        published_at__gt=clock.now(),
    )


def postings_to_close(user: User) -> QuerySet[Notice]:
    """Public postings of the person's branch that are over and have no result yet:
    those of which the person may say how they ended, or agree to what another one
    said."""
    over = Notice.objects.released().filter(
        posting_period__ends_on__lt=local_day(clock.now()), posting_period__result=""
    )
    unsaid = in_branches(branches(user, *PROPOSERS)) & Q(proposed_result=None)
    said = in_branches(branches(user, Role.APPROVER)) & ~Q(proposed_result=None)
    return over.filter(unsaid | said & ~Q(proposed_result__by=user))


def postings_to_confirm(user: User) -> QuerySet[Posting]:
    """Where notices of the person's branch were shown, as others registered it, and
    what nobody has confirmed yet; the oldest first."""
    inside = in_branches(branches(user, Role.APPROVER))
    released = Notice.objects.released().filter(inside).order_by().values("pk")
    waiting = Posting.objects.filter(confirmed_at=None, notice__in=released)
    found = waiting.exclude(registered_by=user).order_by("registered_at", "pk")
    return found.select_related("notice__agency", "registered_by")


def asked_to_withdraw(user: User) -> QuerySet[WithdrawalRequest]:
    """What a system or an editor asks for of public notices of the person's branch. Of
    a revoked penalty (`revoked_on`) the time runs."""
    inside = in_branches(branches(user, Role.APPROVER))
    public = Notice.objects.released().filter(inside)
    asked = WithdrawalRequest.objects.filter(declined_at=None)
    return asked.filter(notice__in=public.order_by().values("pk")).select_related(
        "notice__agency", "by"
    )


def open_corrections(user: User) -> QuerySet[Notice]:
    """Corrections in the person's branch that are written or reviewed."""
    return Notice.objects.filter(
        in_branches(branches(user, *INSIDERS)),
        corrects__isnull=False,
        status__in=OPEN,
    ).exclude(IN_VAIN)


def recently_published(user: User) -> NoticeQuerySet:
    """What the person's branch made public in the last 30 days."""
    since = clock.now() - RECENT
    return Notice.objects.released().filter(
        in_branches(branches(user, *INSIDERS)), published_at__gte=since
    )


def internal_for(user: User) -> NoticeQuerySet:
    """Released internal notices that the person may read, at the desk only."""
    return (
        Notice.objects.visible_to(user)
        .released()
        .filter(audience=Audience.STAFF)
        .select_related("agency", "board")
    )


def _own(user: User) -> QuerySet[Notice]:
    # Who lost the role lost the draft, too.
    return Notice.objects.filter(
        Q(author=user) | Q(submitted_by=user),
        in_branches(branches(user, Role.EDITOR)),
    ).exclude(IN_VAIN)


def helped_by(user: User) -> NoticeQuerySet:
    """In review in other branches, whose chains name the person's unit as the second
    hand."""
    helped = _helped_by(branches(user, *StepRole.values))
    return Notice.objects.filter(helped, status=NoticeStatus.IN_REVIEW)


def on_desk(user: User) -> NoticeQuerySet:
    """The notices whose page at the desk the person may open; what is gone only
    for those who work in its branch."""
    insider = in_branches(branches(user, *INSIDERS))
    seen = Notice.objects.addressable_by(user).filter(~Q(status__in=GONE) | insider)
    helped = _helped_by(branches(user, *StepRole.values))
    return (
        seen | Notice.objects.filter(helped, status=NoticeStatus.IN_REVIEW)
    ).select_related(
        *("agency", "board", "interprets", "posting_period", "withdrawn_by"),
        *("author", "corrects", "correction"),
    )
