"""What search engines may read: robots.txt, and sitemaps by month of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from directories.models import Agency, CatalogueItem, DisclosureGuide, ServiceItem
from feedback.models import Question
from notices.models import Activity, Kind, Matter, Programme
from notices.reference import Reference, reference
from notices.sitemap_rows import addresses, changed_at, guides, months, of_month
from supervision import today_page
from supervision.models import (
    Checklist,
    InspectionRound,
    UnitRating,
    YearAssessment,
    YearResult,
)

from .foundation.linked_data import whole
from .foundation.models import SiteState
from .foundation.pages import public_page, state_of
from .foundation.sitemap_files import (
    MOST_ADDRESSES,
    Address,
    address_file,
    index_file,
    parts_of,
)
from .open_data.sets import SETS

# Of several files of one name the first has no number.
PART = re.compile(
    r"(?P<name>site|units|guides|[12]\d{3}-(?:0[1-9]|1[0-2]))"
    r"(?:-(?P<number>[2-9]|[1-9]\d{1,2}))?",
    re.ASCII,
)
PAGES = (
    *(
        "home",
        "notice-list",
        "board-list",
        "procedure-list",
        "procedure-letters",
        "posting-list",
        "directory",
        "matter-list",
        "activity-list",
        "reading-point-list",
    ),
    *("service-list", "agency-tree", "subsidy-list", "index-lookup", "search-advanced"),
    *("open-data", "statistics", "feed-list", "question-list", "letter-statistics"),
    *("checklist-list", "inspection-list"),
    *("log", "log-verify", "site-map", "help", "privacy", "accessibility"),
)
# Pages of staff; what changes with each reader; lists in all their orders, whose rows
# the sitemap names one by one. What must not be found says noindex and may be asked
# for: a page that is never read can't say it.
CLOSED = (
    *("/admin/", "/desk/", "/accounts/", "/api/", "/view/", "/leaving/"),
    *("/feeds/search.xml", "/notices/?", "/procedures/?", "/index/?", "/agencies/?"),
    *("/statistics/?", "/directory/?", "/directory/missing/?", "/services/?"),
)


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    text = "\n".join([*lines, "", f"Sitemap: {whole(reverse('sitemap'))}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """No query while the site stays as it is, however many notices there are."""
    return _xml(index_file(_files(reference(state_of(request)))))


def _files(known: Reference) -> Iterator[Address]:
    yield whole(_path("site")), None
    sections = [
        ("units", known.units + 1),  # and the county itself
        ("guides", known.tally(f"kind:{Kind.PROCEDURE}")),
        *months(known),
    ]
    for name, count in sections:
        for number in range(1, parts_of(count, MOST_ADDRESSES) + 1):
            yield whole(_path(name, number)), changed_at(known, name)


def _path(name: str, number: int = 1) -> str:
    return f"/sitemap-{name}{f'-{number}' if number > 1 else ''}.xml"


@public_page
def part(request: HttpRequest, code: str) -> HttpResponse:
    """One file, one query."""
    named = PART.fullmatch(code)
    if named is None:
        raise Http404
    first = (int(named["number"] or 1) - 1) * MOST_ADDRESSES
    found = list(_addresses(named["name"], first, state_of(request)))
    if not found:
        raise Http404
    return _xml(address_file(found))


def _addresses(name: str, first: int, state: SiteState) -> Iterator[Address]:
    if name == "site":
        return iter(list(_site(state))[first:])
    if name == "units":
        return _units(first)
    notices = guides() if name == "guides" else of_month(name)
    return addresses(notices, first, MOST_ADDRESSES)


def _questions() -> Iterator[Address]:
    for pk in Question.objects.public().order_by("pk").values_list("pk", flat=True):
        yield whole(reverse("question-detail", args=[pk])), None


def _checklists() -> Iterator[Address]:
    public = Checklist.objects.public().order_by("pk")
    for pk in public.values_list("pk", flat=True):
        yield whole(reverse("checklist-detail", args=[pk])), None


def _inspections(state: SiteState) -> Iterator[Address]:
    if today_page.is_public(state):
        yield whole(reverse("inspection-today")), None
    rounds = InspectionRound.objects.published().order_by("pk")
    for pk in rounds.values_list("pk", flat=True):
        yield whole(reverse("inspection-round", args=[pk])), None
    ratings = UnitRating.objects.published().order_by("pk")
    for keys in ratings.values_list("unit__round_id", "unit__agency_id"):
        yield whole(reverse("inspection-rating", args=keys)), None
    years = YearAssessment.objects.published().order_by("pk")
    for pk in years.values_list("pk", flat=True):
        yield whole(reverse("inspection-year", args=[pk])), None
    results = YearResult.objects.published().order_by("pk")
    for keys in results.values_list("assessment_id", "agency_id"):
        yield whole(reverse("inspection-year-unit", args=keys)), None


def _site(state: SiteState) -> Iterator[Address]:
    for page in PAGES:
        yield whole(reverse(page)), None
    for board in reference(state).boards:
        yield whole(board.url), None
    for pk in Programme.objects.order_by("pk").values_list("pk", flat=True):
        yield whole(reverse("programme-detail", args=[pk])), None
    for pk in Matter.objects.public().order_by("pk").values_list("pk", flat=True):
        yield whole(reverse("matter-detail", args=[pk])), None
    for pk in Activity.objects.public().order_by("pk").values_list("pk", flat=True):
        yield whole(reverse("activity-detail", args=[pk])), None
    listed = ServiceItem.objects.listed().order_by("pk")
    for pk in listed.values_list("pk", flat=True):
        yield whole(reverse("service-detail", args=[pk])), None
    in_force = DisclosureGuide.objects.in_force().order_by("agency")
    for slug in in_force.values_list("agency__slug", flat=True):
        yield whole(reverse("guide", args=[slug])), None
    bound = CatalogueItem.objects.in_force().values("agency")
    units = Agency.objects.filter(pk__in=bound).order_by("pk")
    for slug in units.values_list("slug", flat=True):
        yield whole(reverse("directory-unit", args=[slug])), None
    yield from _questions()
    yield from _checklists()
    yield from _inspections(state)
    for code in SETS:
        yield whole(reverse("open-data-set", args=[code])), None


def _units(first: int) -> Iterator[Address]:
    slugs = Agency.objects.open().order_by("pk").values_list("slug", flat=True)
    for slug in slugs[first : first + MOST_ADDRESSES]:
        yield whole(reverse("agency-detail", args=[slug])), None


def _xml(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
