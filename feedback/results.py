"""The result of a matter that many wrote about becomes a notice, tied to their letters.

A letter that accuses somebody is never tied to one: neither its number nor that it
was written may be read from a notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Role
from directories.permissions import branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_range, months_later
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workdays import DAY
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.drafting import WrongBoard, save_draft
from notices.models import Board, ColumnType, Kind, Notice, NoticeStatus

from .letter_hands import require_sight
from .models import Letter, LetterCategory, LetterResult, LetterStatus
from .result_words import draft_of

# Of one matter no more letters are tied to a notice at once.
MOST = 2_000
# Where the public looks for answers to what concerns it, best first.
COLUMNS = (ColumnType.RESPONSE, ColumnType.COMPLAINTS, ColumnType.NOTICES)
# Kinds without content of their own, which a draft of words alone may have.
PLAIN_KINDS = (Kind.GENERAL, Kind.NEWS)


def begin_result_of_month(category: LetterCategory, month: date, *, by: User) -> Notice:
    """A draft for what was written of a category in a month, as far as this person may
    read it. Raises NotAllowed, WrongBoard, TransitionError where no letter is left."""
    start, end = day_range(month, months_later(month, 1) - DAY)
    letters = Letter.objects.visible_to(by).filter(
        category=category, received_at__gte=start, received_at__lt=end
    )
    return _begin(category, letters, by=by)


def begin_result_of_group(letter: Letter, *, by: User) -> Notice:
    """A draft for a letter and those that were joined to it. Raises what the other
    does."""
    require_sight(letter, by=by)
    together = Q(pk=letter.pk) | Q(merged_into=letter)
    letters = Letter.objects.visible_to(by).filter(together)
    return _begin(letter.category, letters, by=by)


@transaction.atomic
def _begin(
    subject: LetterCategory | None, letters: QuerySet[Letter], *, by: User
) -> Notice:
    """The site's row is held, so that a button pressed twice makes one draft."""
    SiteState.objects.hold()
    rows = list(without_result(letters)[:MOST])
    if not rows:
        raise TransitionError(
            _("No letter is left whose result could be told: they have one already.")
        )
    unit = _unit_of(rows, by=by)
    board = _board_of(unit)
    kind = board.default_kind if board.default_kind in PLAIN_KINDS else Kind.GENERAL
    words = draft_of(subject, rows)
    notice = Notice(
        agency=unit, board=board, kind=kind, title=words.title, body=words.body
    )
    save_draft(notice, by=by)
    LetterResult.objects.bulk_create(
        LetterResult(letter=row, notice=notice, linked_at=clock.now(), linked_by=by)
        for row in rows
    )
    facts = {"letters": len(rows)}
    AuditEntry.objects.record("result_begun", notice, by=by, facts=facts)
    return notice


def without_result(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those that a notice may be tied to and that none that stands is tied to."""
    standing = LetterResult.objects.filter(letter=OuterRef("pk")).exclude(
        notice__status=NoticeStatus.WITHDRAWN
    )
    known = letters.filter(~Exists(standing), is_accusation=False, group=None)
    return known.exclude(status=LetterStatus.REFUSED).order_by("pk")


def may_begin(user: User) -> bool:
    """Does this person write notices for anybody?"""
    return bool(branches(user, Role.EDITOR))


def _unit_of(letters: Sequence[Letter], *, by: User) -> Agency:
    """Of the units for which this person writes the one with most of the letters, else
    the first of theirs. Raises NotAllowed."""
    written = Agency.objects.filter(
        in_branches(branches(by, Role.EDITOR), "path"), closed_on=None
    )
    lie_at = Counter(letter.agency_id for letter in letters)
    own = written.in_bulk(list(lie_at))
    most = max(own, key=lambda key: (lie_at[key], -key), default=None)
    unit = own[most] if most else written.order_by("path").first()
    if unit is None:
        raise NotAllowed(_("Only editors begin notices."))
    return unit


def _board_of(unit: Agency) -> Board:
    """Raises WrongBoard where the unit may post on none."""
    order = Case(
        *(When(column_type=each, then=Value(n)) for n, each in enumerate(COLUMNS)),
        default=Value(len(COLUMNS)),
    )
    usable = Board.objects.usable_by(unit).public().filter(archived_on=None)
    board = usable.order_by(order, "position", "pk").first()
    if board is None:
        raise WrongBoard(_("“%s” has no board on which it could post.") % unit)
    return board


# --- What is read of it -------------------------------------------------------------


def public_results(letter: Letter) -> list[Notice]:
    """The notices that tell its result, the newest first; one query, none for a letter
    that accuses."""
    if letter.is_accusation:
        return []
    keys = {letter.pk, letter.merged_into_id or letter.pk}
    tied = LetterResult.objects.filter(notice=OuterRef("pk"), letter__in=keys)
    public = Notice.objects.visible_to(AnonymousUser())
    return list(public.filter(Exists(tied)).order_by("-published_at", "-pk")[:5])


def letters_answered() -> dict[int, int]:
    """How many letters each notice answers, drafts included; one query."""
    tied = LetterResult.objects.filter(letter__is_accusation=False)
    counts = tied.order_by().values_list("notice").annotate(Count("pk"))
    return dict(counts)


def untie(letters: Collection[Letter]) -> None:
    """Of letters that turn out to accuse somebody: pages of notices said how many
    letters they answer. The caller holds the site's row."""
    if LetterResult.objects.filter(letter__in=letters).delete()[0]:
        SiteState.objects.bump()
