"""Finding dead links of this site on its own pages, a little at a time.

A round goes through four sources: links known to be dead, the pages of the site that
its own sitemap names, the pages of units, and the texts of all public notices, in
which people wrote links; of the pages of notices, whose other links are made by
templates, only samples are read. It stops when its time is up and goes on where it
stood; a new round begins once a day.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.own_pages import OwnPages, links_of, own_address

from .models import DeadLink, LinkWalk, Notice
from .models.health import MOST_OF_ADDRESS

DAILY = timedelta(days=1)
# A run holds up the other duties of tick no longer than this.
SECONDS = 10.0
NOT_FOUND, GONE, FAILED = 404, 410, 500
LOCATION = re.compile(r"<loc>([^<]+)</loc>")
# Pages that name what is gone, and so lead to where it was.
NAMING_GONE = ("log", "log-verify")
# Doors of staff and programs; what is made anew for each reader.
UNASKED_PATHS = ("/admin/", "/desk/", "/accounts/", "/api/", "/static/")
# What costs much to make, what counts who asks, what only leads on.
UNASKED_VIEWS = frozenset(
    {
        *("notice-copy-docx", "notice-copy-pdf", "handbook", "notice-lines"),
        *("open-data-rows", "log-lines", "notice-recipients", "leaving"),
        *("view-settings", "posting-photo", "notice-attachment-picture"),
    }
)
# Steps of each source: rows read at once.
KNOWN, UNITS, PAGES, TEXTS = 20, 10, 5, 500
# Every so many texts one page of a notice is read whole.
SAMPLE = 500


class Walk:
    """One run: what it asked already it does not ask again."""

    def __init__(self) -> None:
        self.pages = OwnPages()
        self.read = 0
        self.dead = 0
        self._answers: dict[str, int] = {}
        self._named: list[str] | None = None

    def answer(self, target: str) -> int:
        if target not in self._answers:
            self._answers[target] = self.pages.status(target)
        return self._answers[target]

    def read_page(self, page: str) -> None:
        """Look at every link of a page of this site, but for those to lists by filter,
        which templates make without end."""
        links = self._links_on(page) or ()
        self.note(page, (link for link in links if "?" not in link))

    def note(self, page: str, links: Iterable[str]) -> None:
        for target in filter(is_asked, links):
            status = self.answer(target)
            if is_dead(page, status):
                self.dead += 1
                _note_dead(page, target, status)

    def see_again(self, row: DeadLink) -> None:
        """Is a dead link still there, and still dead?"""
        links = self._links_on(row.page)
        status = self.answer(row.target)
        is_there = links is not None and row.target in links
        now = clock.now()
        if is_there and is_dead(row.page, status):
            change = {"last_seen_at": now, "status": status}
        else:
            change = {"mended_at": now}
        DeadLink.objects.filter(pk=row.pk).update(**change)

    def named(self) -> list[str]:
        """The pages that the sitemap of the site names, units and notices apart."""
        if self._named is None:
            text = self.pages.text(reverse("sitemap-part", args=["site"]))
            found = (own_address(each) for each in LOCATION.findall(text))
            self._named = [page for page in found if is_asked(page)]
        return self._named

    def _links_on(self, page: str) -> list[str] | None:
        """None where there is no such page."""
        self.read += 1
        status, html = self.pages.html(page)
        return links_of(html, page) if status == 200 else None


Step = Callable[[Walk, int], int | None]


def walk_links(seconds: float = SECONDS) -> str:
    """Wired to tick. At least one step, then as many as fit into the time."""
    place = _place()
    if not place.source and not _is_due(place):
        return "no round is due"
    ends_at, walk = time.monotonic() + seconds, Walk()
    while True:
        _go_on(place, walk)
        if not place.source or time.monotonic() >= ends_at:
            break
    return f"{walk.read} pages read, {walk.dead} dead links, now at {place}"


def read_texts() -> None:
    """The links that people wrote into public notices, all at once and apart from the
    rounds: for a small site whose texts were just taken in."""
    walk, after = Walk(), 0
    while (last := _texts(walk, after)) is not None:
        after = last


def is_dead(page: str, status: int) -> bool:
    names_gone = _view_of(page) in NAMING_GONE
    return (
        status == NOT_FOUND or (status == GONE and not names_gone) or status >= FAILED
    )


def is_asked(target: str) -> bool:
    is_closed = target.startswith(UNASKED_PATHS)
    return not is_closed and _view_of(target) not in UNASKED_VIEWS


def _view_of(address: str) -> str:
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _place() -> LinkWalk:
    return LinkWalk.objects.get_or_create(pk=LinkWalk.ONLY)[0]


def _is_due(place: LinkWalk) -> bool:
    started = place.started_at
    return started is None or clock.now() - started >= DAILY


def _go_on(place: LinkWalk, walk: Walk) -> None:
    """One step; the place is kept after it, so that nothing is passed over."""
    if not place.source:
        place.source, place.after = next(iter(SOURCES)), 0
        place.started_at, place.pages = clock.now(), 0
    before = walk.read
    after = SOURCES[place.source](walk, place.after)
    if after is None:
        names = [*SOURCES, ""]
        place.source, place.after = names[names.index(place.source) + 1], 0
        if not place.source:
            place.finished_at = clock.now()
    else:
        place.after = after
    place.pages += walk.read - before
    place.save()


def _known(walk: Walk, after: int) -> int | None:
    rows = list(DeadLink.objects.open().filter(pk__gt=after).order_by("pk")[:KNOWN])
    for row in rows:
        walk.see_again(row)
    return rows[-1].pk if rows else None


def _pages(walk: Walk, after: int) -> int | None:
    pages = walk.named()[after : after + PAGES]
    for page in pages:
        walk.read_page(page)
    return after + len(pages) if pages else None


def _units(walk: Walk, after: int) -> int | None:
    units = Agency.objects.open().filter(pk__gt=after).order_by("pk")
    rows = list(units.values_list("pk", "slug")[:UNITS])
    for _pk, slug in rows:
        walk.read_page(reverse("agency-detail", args=[slug]))
    return rows[-1][0] if rows else None


def _texts(walk: Walk, after: int) -> int | None:
    """By number: each row is read once, whether it has links or not, for asking the
    database for those with links would read them all for each step."""
    notices = Notice.objects.public().filter(pk__gt=after).order_by("pk")
    rows = list(notices.values_list("pk", "body")[:TEXTS])
    for number, (pk, body) in enumerate(rows):
        page = reverse("notice-detail", args=[pk])
        if number % SAMPLE == 0:
            walk.read_page(page)
        if "<a " in body or "<img " in body:
            walk.note(page, links_of(body, page))
    return rows[-1][0] if rows else None


SOURCES: dict[str, Step] = {
    "known": _known,
    "pages": _pages,
    "units": _units,
    "texts": _texts,
}


@transaction.atomic
def _note_dead(page: str, target: str, status: int) -> None:
    """A link that died again after it was mended is open again."""
    now = clock.now()
    place = {"page": page[:MOST_OF_ADDRESS], "target": target[:MOST_OF_ADDRESS]}
    seen = {"status": status, "last_seen_at": now, "mended_at": None}
    if not DeadLink.objects.filter(**place).update(**seen):
        DeadLink.objects.create(**place, **seen, first_seen_at=now)
