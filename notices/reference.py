"""What every public page needs about boards, counts and units, read once for each
version of the site and kept in the process.

Everything here changes only together with `SiteState.version`. Units are kept one
branch at a time: a county with all its villages and schools never fits. While clerks
publish, a version lasts for moments: what is asked for each is composed once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypedDict, TypeVar

from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from directories import tree
from directories.models import Agency, BranchSize
from disclosure_portal.foundation import (
    clock,
    kept_objects,
    prepared,
    work_calendar,
)
from disclosure_portal.foundation.days import (
    last_moment_of,
    local_day,
    official_date,
    year_range,
)
from disclosure_portal.foundation.models import ConfirmedYear, SiteState
from disclosure_portal.foundation.prepared import Given, Prepared
from disclosure_portal.foundation.workdays import WorkCalendar

from .models import Board, Notice, NoticeQuerySet, Tally
from .models.visibility import Moment

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
NOW = Given("now", DateTimeField())


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
    archived_on: date | None

    @property
    def archived(self) -> str:
        """归档: of a special topic that is over, since when, in words."""
        day = self.archived_on
        is_over = day is not None and day <= local_day(clock.now())
        return official_date(day) if day and is_over else ""


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

    def tally(self, key: str) -> int:
        return self.tallies.get(key, 0)


@dataclass(frozen=True)
class UnitLabel:
    slug: str
    label: str
    path: str


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
    """The unit with this slug ("" for the root), or None; four queries when new."""
    if not SLUG.fullmatch(slug):
        return None
    return kept(f"branch:{slug}", state, lambda: _load_branch(slug, state))


def kept(name: str, state: SiteState, load: Callable[[], Kept]) -> Kept:
    """What `load` gives, asked once for each version of the site."""
    return kept_objects.kept(name, state.version, load)


def _load_reference() -> Reference:
    before, after = reverse("board-detail", args=["0"]).rsplit("0", 1)
    boards = tuple(
        BoardEntry(
            pk=board.pk,
            slug=board.slug,
            name=board.name,
            url=f"{before}{board.slug}{after}",
            agency_id=board.agency_id,
            agency=_unit_link(board.agency) if board.agency else None,
            nature=board.nature,
            column_type=board.column_type,
            description=board.description,
            keywords=board.keywords,
            update_days=board.update_days,
            is_on_home=board.is_on_home,
            archived_on=board.archived_on,
        )
        for board in _boards.rows()
    )
    return Reference(
        boards=boards,
        tallies=dict(_shared_tallies.rows()),
        years=_years(),
        confirmed_year=next(iter(_last_confirmed.rows()), 0),
        units=sum(_sizes_of_county.rows()),
    )


@Prepared
def _boards() -> QuerySet[Board]:
    boards = Board.objects.public().select_related("agency")
    return boards.order_by("position", "pk")


@Prepared
def _shared_tallies() -> QuerySet[Tally, tuple[str, int]]:
    """Tallies of units are many and are read with their branch."""
    of_units = Q(key__startswith="agency:") | Q(key__startswith="branch")
    return Tally.objects.exclude(of_units).values_list("key", "count")


@Prepared
def _last_confirmed() -> QuerySet[ConfirmedYear, int]:
    years = ConfirmedYear.objects.order_by("-year")
    return years.values_list("year", flat=True)[:1]


@Prepared
def _sizes_of_county() -> QuerySet[BranchSize, int]:
    sizes = BranchSize.objects.filter(agency__parent=None)
    return sizes.values_list("count", flat=True)


def _unit_link(unit: Agency) -> Link:
    return {"title": unit.name, "url": unit.get_absolute_url()}


def _years() -> tuple[int, ...]:
    """Local years that have public notices, newest first; two queries."""
    now = clock.now()
    oldest = next(iter(_oldest.rows(now=now)), None)
    if oldest is None:
        return ()
    years = range(max(local_day(oldest).year, FIRST_YEAR), local_day(now).year + 1)
    query = prepared.kept(("years", years), lambda: _presence(years))
    present = next(iter(query.rows(now=now)), ())
    found = [year for year, has in zip(years, present, strict=False) if has]
    return tuple(reversed(found))


@Prepared
def _oldest() -> QuerySet[Notice, Any]:
    public = Notice.objects.public(NOW).order_by("published_at")
    return public.values_list("published_at", flat=True)[:1]


def _presence(years: range) -> QuerySet[SiteState, tuple[bool, ...]]:
    """Of each year, whether it has any; the last one is the present year."""
    until: dict[int, Moment] = {year: last_moment_of(year) for year in years[:-1]}
    until[years[-1]] = NOW
    return SiteState.objects.filter(pk=SiteState.ONLY).values_list(
        *(Exists(_published_in(year, until[year])) for year in years)
    )


def _published_in(year: int, until: Moment) -> NoticeQuerySet:
    return Notice.objects.public(until).filter(published_at__gte=year_range(year)[0])


def _load_branch(slug: str, state: SiteState) -> Branch | None:
    found = _unit_named.rows(slug=slug) if slug else _root.rows()
    unit = next(iter(found), None)
    if unit is None:
        return None
    below = _below.rows(above=unit.pk)
    end = tree.successor(unit.path)
    units = tuple(_units_of.rows(path=unit.path, end=end))
    count: int = unit.notice_count  # type: ignore[attr-defined]
    return Branch(
        pk=unit.pk,
        slug=unit.slug,
        code=unit.code,
        label=unit.label,
        path=unit.path,
        above=_label(unit.parent) if unit.parent else None,
        children=tuple(
            (_label(row), row.notice_count) for row in below[:CHILDREN_SHOWN]
        ),
        has_more_children=len(below) > CHILDREN_SHOWN,
        units=units if len(units) <= SMALL_BRANCH else None,
        count=count,
        is_prolific=count * PROLIFIC >= reference(state).tally("all"),
        sizes=BranchSize.objects.of(unit),
    )


@Prepared
def _unit_named() -> QuerySet[Agency]:
    return _counted_units().filter(slug=Given("slug", CharField()))


@Prepared
def _root() -> QuerySet[Agency]:
    return _counted_units().filter(parent=None)


def _counted_units() -> QuerySet[Agency]:
    units = Agency.objects.select_related("parent")
    return units.annotate(notice_count=branch_count())


@Prepared
def _below() -> QuerySet[Any]:
    """The units directly below one that have published, one more than are shown."""
    units = Agency.objects.filter(parent=Given("above", BigIntegerField()))
    counted = units.annotate(notice_count=branch_count()).filter(notice_count__gt=0)
    shown = counted.in_order().only("slug", "name", "short_name", "path")
    return shown[: CHILDREN_SHOWN + 1]


@Prepared
def _units_of() -> QuerySet[Agency, int]:
    """The keys of a branch's units, one more than are asked for one by one."""
    path, end = Given("path", CharField()), Given("end", CharField())
    units = Agency.objects.filter(path__gte=path, path__lt=end).order_by()
    return units.values_list("pk", flat=True)[: SMALL_BRANCH + 1]


def _label(unit: Agency) -> UnitLabel:
    return UnitLabel(slug=unit.slug, label=unit.label, path=unit.path)


def branch_count() -> Coalesce:
    """How many public notices a unit and those below it have, from the tallies."""
    key = Concat(Value("branch:"), Cast(OuterRef("pk"), CharField()))
    count = Tally.objects.filter(key=key).values("count")
    return Coalesce(Subquery(count), 0, output_field=BigIntegerField())
