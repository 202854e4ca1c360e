"""Lists of notices: which rows, how many, and how a row reads. Costs are named in
queries; none grows with the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypedDict
from urllib.parse import urlencode

from django.db.models import (
    DateTimeField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from directories import tree
from directories.permissions import in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import (
    day_end,
    day_start,
    last_moment_of,
    local_day,
    official_date,
    year_range,
)
from disclosure_portal.foundation.keyset import (
    BadCursor,
    Cursor,
    Page,
    climbing,
    cut,
    horizon,
    open_place,
    stretch,
)
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prepared import Given, Prepared

from .list_query import ListQuery
from .models import Kind, Notice, NoticeAttachment, NoticeQuerySet, Validity
from .models.visibility import Moment
from .reference import Branch, kept, reference

PAGE_SIZE = 20
# Counting stops here; the page then says that there are more.
COUNT_CAP = 5_000

Row = dict[str, Any]

# What each reading of a page fills in.
UNTIL = Given("until", DateTimeField())
NOW = Given("now", DateTimeField())

ROW_COLUMNS = (
    "id",
    "title",
    "kind",
    "document_number",
    "published_at",
    "validity",
    "effective_until",
    "is_migrated",
    "board_id",
    "agency__name",
    "agency__short_name",
    "posting_period__starts_on",
    "posting_period__ends_on",
)


class Mark(TypedDict):
    code: str
    text: str


class NoticeRow(TypedDict):
    """A row as the template prints it: ready words, ready address."""

    url: str
    title: str
    agency: str
    day: str
    day_iso: str
    kind: str
    document_number: str
    marks: list[Mark]


class Count(NamedTuple):
    text: str
    is_capped: bool


def filtered(query: ListQuery, until: Moment | None = None) -> NoticeQuerySet:
    """The public notices that the query asks for, up to a moment in the time that it
    names (else the last one)."""
    notices = Notice.objects.public(until or last_moment(query, clock.now()))
    if query.branch:
        notices = in_branch(notices, query.branch)
    if query.board:
        notices = notices.filter(board=query.board.pk)
    if query.kind:
        notices = notices.filter(kind=query.kind)
    if query.theme:
        notices = notices.filter(theme=query.theme)
    if since := first_moment(query):
        notices = notices.filter(published_at__gte=since)
    if query.validity:
        notices = notices.filter(standing_is(query.validity))
    return notices


def first_moment(query: ListQuery) -> datetime | None:
    """Where the year or the first day begins that the query names."""
    starts = [year_range(query.year)[0]] if query.year else []
    if query.published_from:
        starts.append(day_start(query.published_from))
    return max(starts, default=None)


def last_moment(query: ListQuery, now: datetime) -> datetime:
    """The present, or the last microsecond of the year or day that the query names.

    One upper bound for all: of two, SQLite may take the later to start from, and walk
    through all years between.
    """
    ends = [now]
    if query.year:
        ends.append(last_moment_of(query.year))
    if query.published_to:
        ends.append(day_end(query.published_to))
    return min(ends)


def in_branch(notices: NoticeQuerySet, branch: Branch) -> NoticeQuerySet:
    """The notices of a unit and of all below it.

    Of a branch that published much, the newest are soon met by walking down the
    list of all: its condition is an expression that no index serves. Of another,
    its few notices are found by its units and sorted.
    """
    if branch.above is None:
        return notices
    if branch.units is None:
        return _by_path(notices, branch)
    if branch.is_prolific:
        return notices.alias(unit=F("agency_id") + 0).filter(unit__in=branch.units)
    return notices.filter(agency__in=branch.units)


def _by_path(notices: NoticeQuerySet, branch: Branch) -> NoticeQuerySet:
    if not branch.is_prolific:
        return notices.filter(in_branches([branch.path]))
    path = Concat(F("agency__path"), Value(""))
    return notices.alias(unit_path=path).filter(
        unit_path__gte=branch.path, unit_path__lt=tree.successor(branch.path)
    )


def standing_is(validity: str) -> Q:
    """The condition that standing() would answer with this validity today."""
    today = local_day(clock.now())
    over = Q(effective_until__lt=today)
    if validity == Validity.VALID:
        return Q(validity=Validity.VALID) & ~(over & Q(effective_until__isnull=False))
    if validity == Validity.EXPIRED:
        return Q(validity=Validity.EXPIRED) | (over & ~Q(validity=Validity.REPEALED))
    return Q(validity=validity)


def standing(validity: str, effective_until: date | None, today: date) -> str:
    """The validity of a document on a day: what was entered, or expired once the
    last day of its effect has passed; empty when nothing was said."""
    is_over = effective_until is not None and effective_until < today
    if is_over and validity != Validity.REPEALED:
        return Validity.EXPIRED
    return validity


def row_values(
    notices: NoticeQuerySet, *more: str, now: Moment | None = None
) -> QuerySet[Notice, Row]:
    """The columns of rows, and `more` of them, all in one query.

    The first interpretation and the first file of each row are looked up by index.
    Asked whether any exists, PostgreSQL would read those of all notices beforehand.
    """
    interpretations = Notice.objects.public(now).filter(interprets=OuterRef("pk"))
    files = NoticeAttachment.objects.filter(notice=OuterRef("pk")).order_by()
    return notices.annotate(
        interpretation=Subquery(interpretations.values("pk")[:1]),
        file=Subquery(files.values("pk")[:1]),
    ).values(*ROW_COLUMNS, *more, "interpretation", "file")


def read_page(
    query: ListQuery, *, is_posted: bool = False
) -> tuple[Page[Row], tuple[str, ...]]:
    """A page of rows (of those that still hang, on boards), and sentences on a place
    that is none; one query."""
    try:
        page = _page(query, is_posted=is_posted)
    except BadCursor:
        message = _("The address names no place in this list: this is its first page.")
        return _page(replace(query, cursor=""), is_posted=is_posted), (message,)
    if query.cursor and not page.rows:
        return page, (_("The list does not go on: you have passed its end."),)
    return page, ()


def _page(query: ListQuery, *, is_posted: bool) -> Page[Row]:
    place = Cursor.parse(query.cursor) if query.cursor else None
    now = clock.now()
    prepared = _prepared_page(
        replace(query, cursor="", errors=()),
        is_posted,
        None if place is None else place.is_backwards,
        local_day(now),
    )
    until = min(horizon(query.cursor, now), last_moment(query, now))
    given: dict[str, Any] = {"until": until, "now": now}
    if place is not None:
        given |= {"moment": place.moment, "pk": place.pk}
    found = prepared.rows(**given)
    return cut(found, place, PAGE_SIZE, is_oldest_first=query.is_oldest_first)


@lru_cache(maxsize=256)
def _prepared_page(
    query: ListQuery, is_posted: bool, is_backwards: bool | None, _day: date
) -> Prepared[Row]:
    """How a page is read: the first one, or one after a place. It holds for a day,
    on which postings and documents end."""
    place = None
    if is_backwards is not None:
        place = open_place(is_backwards=is_backwards)

    def compose() -> QuerySet[Notice, Row]:
        notices = filtered(query, UNTIL)
        return stretch(
            row_values(notices.posted() if is_posted else notices, now=NOW),
            place,
            PAGE_SIZE,
            climbs=climbing(place, is_oldest_first=query.is_oldest_first),
        )

    return Prepared(compose)


def printed_rows(rows: Iterable[Row]) -> list[NoticeRow]:
    """Rows of values as the template prints them; no query."""
    today = local_day(clock.now())
    before, after = reverse("notice-detail", args=[0]).split("0")
    rows = list(rows)
    words = _kind_words({row["kind"] for row in rows})
    marks = _mark_words()
    printed: list[NoticeRow] = []
    for row in rows:
        day = local_day(row["published_at"])
        printed.append(
            {
                "url": f"{before}{row['id']}{after}",
                "title": row["title"],
                "agency": row["agency__short_name"] or row["agency__name"],
                "day": official_date(day),
                "day_iso": day.isoformat(),
                "kind": words.get(row["kind"], ""),
                "document_number": row["document_number"],
                "marks": [
                    {"code": code, "text": marks[code]} for code in _codes(row, today)
                ],
            }
        )
    return printed


def _kind_words(kinds: set[str]) -> dict[str, str]:
    """What these kinds are called; the general one goes without saying."""
    labels = dict(Kind.choices)
    return {kind: str(labels[kind]) for kind in kinds if kind != Kind.GENERAL}


def _mark_words() -> dict[str, str]:
    return {
        Validity.REPEALED: _("repealed"),
        Validity.EXPIRED: _("no longer in force"),
        "posting": _("open to objections"),
        "interpreted": _("with interpretation"),
        "files": _("with attachments"),
        "migrated": _("historical information"),
    }


def _codes(row: Row, today: date) -> list[str]:
    stands = standing(row["validity"], row["effective_until"], today)
    start, end = row["posting_period__starts_on"], row["posting_period__ends_on"]
    codes = [stands] if stands in (Validity.REPEALED, Validity.EXPIRED) else []
    if start is not None and start <= today <= end:
        codes.append("posting")
    flags = (
        ("interpretation", "interpreted"),
        ("file", "files"),
        ("is_migrated", "migrated"),
    )
    return codes + [code for flag, code in flags if row[flag]]


def count_of(query: ListQuery, state: SiteState) -> Count:
    """How many there are: from the tallies with at most one filter that has them,
    else counted as far as the cap (one query), once for all pages of a list."""
    known = _tally(query, state)
    if known is not None:
        return Count(number(known), False)
    if state.is_change_due:
        return capped_count(filtered(query))
    key = f"count:{local_day(clock.now())}:{urlencode(query.filters)}"
    return kept(key, state, lambda: capped_count(filtered(query)))


def count_since(moment: datetime, state: SiteState) -> Count:
    """How many were published from a moment on."""
    found = Notice.objects.public().filter(published_at__gte=moment)
    if state.is_change_due:
        return capped_count(found)
    return kept(f"since:{moment:%Y%m%d%H%M}", state, lambda: capped_count(found))


def capped_count(notices: NoticeQuerySet) -> Count:
    found = notices.order_by()[: COUNT_CAP + 1].count()
    return Count(number(min(found, COUNT_CAP)), found > COUNT_CAP)


def _tally(query: ListQuery, state: SiteState) -> int | None:
    chosen = list(query.filters)
    if len(chosen) > 1:
        return None
    if not chosen:
        return reference(state).tally("all")
    if query.branch:
        return query.branch.count
    if query.board:
        return reference(state).tally(f"board:{query.board.pk}")
    if query.kind:
        return reference(state).tally(f"kind:{query.kind}")
    return None


def number(value: int) -> str:
    """2,716"""
    return f"{value:,}"
