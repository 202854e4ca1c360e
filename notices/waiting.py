"""What waits for a person at the desk: typed queries, what is oldest first.

Each list is cut at `SHOWN` rows and knows how many there are in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from directories.branch_admin import answers_for_the_county
from directories.models import Role
from directories.permissions import INSIDERS, branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User

from .models import (
    GONE,
    WRITING,
    Audience,
    Notice,
    NoticeQuerySet,
    NoticeStatus,
    WithdrawalRequest,
)

SHOWN = 20
RECENT = timedelta(days=30)
# What a row of the desk names.
NAMED = ("agency", "author", "submitted_by", "posting_period")


@dataclass(frozen=True)
class Waiting:
    """One list of the desk: its first rows, and how many there are."""

    rows: list[Notice]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Desk:
    """All that waits for one person. `may_write` and `may_sign` say which lists
    belong to their roles at all."""

    returned: Waiting
    drafts: Waiting
    submitted: Waiting
    to_sign: Waiting
    to_release: Waiting
    to_close: Waiting
    to_withdraw: Waiting
    recent: Waiting
    may_write: bool
    may_sign: bool
    may_see_visits: bool


def waiting_for(user: User) -> Desk:
    """Two queries a list."""
    return Desk(
        returned=_cut(returned_to(user).order_by("pk")),
        drafts=_cut(drafts_of(user).order_by("-pk")),
        submitted=_cut(submitted_by(user).order_by("submitted_at", "pk")),
        to_sign=_cut(to_sign_by(user).order_by("submitted_at", "pk")),
        to_release=_cut(to_release(user).order_by("release_at", "pk")),
        to_close=_cut(
            postings_to_close(user).order_by("posting_period__ends_on", "pk")
        ),
        to_withdraw=_cut(asked_to_withdraw(user).order_by("pk")),
        recent=_cut(recently_published(user).newest_first()),
        may_write=bool(branches(user, Role.EDITOR)),
        may_sign=bool(branches(user, Role.APPROVER)),
        may_see_visits=answers_for_the_county(user),
    )


def _cut(rows: QuerySet[Notice]) -> Waiting:
    listed = rows.select_related(*NAMED).defer("body")
    found = list(listed[: SHOWN + 1])
    count = rows.count() if len(found) > SHOWN else len(found)
    return Waiting(rows=found[:SHOWN], count=count)


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
    return _own(user).filter(status=NoticeStatus.IN_REVIEW)


def to_sign_by(user: User) -> QuerySet[Notice]:
    """What waits for this person's signature: in review in a branch where they sign,
    and not a word of it theirs."""
    wrote = AuditEntry.objects.filter(
        target_type=Notice._meta.label_lower,
        target_id=OuterRef("pk"),
        actor=user,
        action__in=WRITING,
    )
    return (
        Notice.objects.filter(
            in_branches(branches(user, Role.APPROVER)), status=NoticeStatus.IN_REVIEW
        )
        .exclude(author=user)
        .exclude(submitted_by=user)
        .exclude(Exists(wrote))
    )


def to_release(user: User) -> QuerySet[Notice]:
    """Signed notices of the person's branch that turn public by themselves later."""
    return Notice.objects.filter(
        in_branches(branches(user, *INSIDERS)),
        status=NoticeStatus.APPROVED,
        published_at__gt=clock.now(),
    )


def postings_to_close(user: User) -> QuerySet[Notice]:
    """Public postings of the person's branch that are over and whose result nobody
    has given yet."""
    return Notice.objects.released().filter(
        in_branches(branches(user, Role.APPROVER)),
        posting_period__ends_on__lt=local_day(clock.now()),
        posting_period__result="",
    )


def asked_to_withdraw(user: User) -> QuerySet[Notice]:
    """Public notices of the person's branch whose withdrawal a system asks for."""
    asked = WithdrawalRequest.objects.filter(declined_at=None)
    return Notice.objects.released().filter(
        in_branches(branches(user, Role.APPROVER)), pk__in=asked.values("notice")
    )


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
    )


def on_desk(user: User) -> NoticeQuerySet:
    """The notices whose page at the desk the person may open; what is gone only
    for those who work in its branch."""
    insider = in_branches(branches(user, *INSIDERS))
    return (
        Notice.objects.addressable_by(user)
        .filter(~Q(status__in=GONE) | insider)
        .select_related(
            "agency", "board", "interprets", "posting_period", "withdrawn_by", "author"
        )
    )
