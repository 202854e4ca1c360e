"""What every public page needs about boards, counts and units, read once for each
version of the site and kept in the process.

Everything here changes only together with `SiteState.version`. Units are kept one
branch at a time: a county with all its villages and schools never fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict, TypeVar

from django.core.cache import cache
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat

from directories.models import Agency, BranchSize
from disclosure_portal.foundation import clock, work_calendar
from disclosure_portal.foundation.days import local_day, year_range
from disclosure_portal.foundation.models import ConfirmedYear, SiteState
from disclosure_portal.foundation.workdays import WorkCalendar

from .models import Board, Notice, NoticeQuerySet, Tally

Kept = TypeVar("Kept")

# No notice is older than the People's Republic; a forged date makes no long list.
FIRST_YEAR = 1949
# A branch of at most this many units is asked for by its units, a larger one by its
# path: for a few units the index by unit is the shorter way.
SMALL_BRANCH = 50
# A branch that published more than one in so many of all notices is prolific: a page
# of its rows is met within some thousand rows of the list of all.
PROLIFIC = 50
# So many units of a branch are offered as choices beside a list; all are in the tree.
CHILDREN_SHOWN = 60
# What a unit's slug can be; nothing else becomes a key of the cache.
SLUG = re.compile(r"[0-9a-z_-]{0,40}")
# A version that nobody asks for any more leaves the memory after this.
KEPT_SECONDS = 3600


class Link(TypedDict):
    title: str
    url: str


@dataclass(frozen=True)
class BoardEntry:
    pk: int
    slug: str
    name: str
    url: str
    agency_id: int | None
    agency: Link | None = field(hash=False)
    nature: str
    column_type: str
    description: str
    keywords: str
    update_days: int | None
    is_on_home: bool


@dataclass(frozen=True)
class Reference:
    """Public boards in their order, tallies by key, years that have notices, the
    last year whose days off are known for certain (0 for none), how many open units
    the county has."""

    boards: tuple[BoardEntry, ...]
    tallies: dict[str, int]
    years: tuple[int, ...]
    confirmed_year: int
    units: int

    def board(self, slug: str) -> BoardEntry | None:
        return next((board for board in self.boards if board.slug == slug), None)

    def board_by_pk(self, pk: int) -> BoardEntry | None:
        return next((board for board in self.boards if board.pk == pk), None)

    def tally(self, key: str) -> int:
        return self.tallies.get(key, 0)


@dataclass(frozen=True)
class UnitLabel:
    slug: str
    label: str


@dataclass(frozen=True)
class Branch:
    """One unit as a filter: where it lies, what is above and directly below it, how
    many open units of each kind are below it at any depth."""

    pk: int
    slug: str
    code: str
    label: str
    path: str
    above: UnitLabel | None
    children: tuple[tuple[UnitLabel, int], ...]
    has_more_children: bool
    units: tuple[int, ...] | None
    count: int
    is_prolific: bool
    sizes: dict[str, int] = field(hash=False)


def reference(state: SiteState) -> Reference:
    """The snapshot of this version; six queries when the version is new."""
    return kept("reference", state, _load_reference)


def calendar_of(state: SiteState) -> WorkCalendar:
    """The work calendar of this version; two queries when the version is new."""
    return kept("calendar", state, work_calendar.current)


def branch_of(state: SiteState, slug: str) -> Branch | None:
    """The unit with this slug ("" for the root), or None; five queries when new."""
    if not SLUG.fullmatch(slug):
        return None
    return kept(f"branch:{slug}", state, lambda: _load_branch(slug))


def kept(name: str, state: SiteState, load: Callable[[], Kept]) -> Kept:
    """What `load` gives, asked once for each version of the site."""
    key = f"{name}:{state.version}"
    known: Kept | None = cache.get(key)
    if known is None:
        known = load()
        cache.set(key, known, KEPT_SECONDS)
    return known


def _load_reference() -> Reference:
    boards = tuple(
        BoardEntry(
            pk=board.pk,
            slug=board.slug,
            name=board.name,
            url=board.get_absolute_url(),
            agency_id=board.agency_id,
            agency=_unit_link(board.agency) if board.agency else None,
            nature=board.nature,
            column_type=board.column_type,
            description=board.description,
            keywords=board.keywords,
            update_days=board.update_days,
            is_on_home=board.is_on_home,
        )
        for board in Board.objects.public()
        .select_related("agency")
        .order_by("position", "pk")
    )
    # Tallies of units are many and are read with their branch.
    shared = ~Q(key__startswith="agency:") & ~Q(key__startswith="branch")
    tallies = dict(Tally.objects.filter(shared).values_list("key", "count"))
    sizes = BranchSize.objects.filter(agency__parent=None)
    confirmed = ConfirmedYear.objects.aggregate(last=Max("year"))["last"]
    return Reference(
        boards=boards,
        tallies=tallies,
        years=_years(),
        confirmed_year=confirmed or 0,
        units=sizes.aggregate(sum=Sum("count"))["sum"] or 0,
    )


def _unit_link(unit: Agency) -> Link:
    return {"title": unit.name, "url": unit.get_absolute_url()}


def _years() -> tuple[int, ...]:
    """Local years that have public notices, newest first; two queries."""
    public = Notice.objects.public()
    oldest = public.order_by("published_at").values_list("published_at")[:1]
    first = oldest.first()
    if first is None or first[0] is None:
        return ()
    years = range(
        max(local_day(first[0]).year, FIRST_YEAR), local_day(clock.now()).year + 1
    )
    present = SiteState.objects.values_list(
        *(Exists(_published_in(public, year)) for year in years)
    ).first()
    found = present or ()
    return tuple(
        year for year, has in reversed(list(zip(years, found, strict=False))) if has
    )


def _published_in(notices: NoticeQuerySet, year: int) -> NoticeQuerySet:
    start, end = year_range(year)
    return notices.filter(published_at__gte=start, published_at__lt=end)


def _load_branch(slug: str) -> Branch | None:
    named = Q(slug=slug) if slug else Q(parent=None)
    unit = (
        Agency.objects.filter(named)
        .select_related("parent")
        .annotate(notice_count=_branch_count())
        .first()
    )
    if unit is None:
        return None
    found = list(
        Agency.objects.filter(parent=unit)
        .annotate(notice_count=_branch_count())
        .filter(notice_count__gt=0)
        .in_order()
        .only("slug", "name", "short_name")[: CHILDREN_SHOWN + 1]
    )
    units = tuple(
        Agency.objects.branch(unit.path).values_list("pk", flat=True)[
            : SMALL_BRANCH + 1
        ]
    )
    return Branch(
        pk=unit.pk,
        slug=unit.slug,
        code=unit.code,
        label=unit.label,
        path=unit.path,
        above=_label(unit.parent) if unit.parent else None,
        children=tuple(
            (_label(row), row.notice_count) for row in found[:CHILDREN_SHOWN]
        ),
        has_more_children=len(found) > CHILDREN_SHOWN,
        units=units if len(units) <= SMALL_BRANCH else None,
        count=unit.notice_count,
        is_prolific=unit.notice_count * PROLIFIC >= Tally.objects.under("all"),
        sizes=BranchSize.objects.of(unit),
    )


def _label(unit: Agency) -> UnitLabel:
    return UnitLabel(slug=unit.slug, label=unit.label)


def _branch_count() -> Coalesce:
    """How many public notices a unit and those below it have, from the tallies."""
    key = Concat(Value("branch:"), Cast(OuterRef("pk"), CharField()))
    count = Tally.objects.filter(key=key).values("count")
    return Coalesce(Subquery(count), 0, output_field=BigIntegerField())
