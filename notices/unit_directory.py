"""A unit's page in the directory: the fixed columns of the law, the same for each
(国办公开办函〔2019〕61号), what it owes, and how it stands with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from directories.edition_changes import changes_of
from directories.models import (
    Agency,
    Catalogue,
    CatalogueItem,
    CatalogueStatus,
    DisclosureGuide,
    Slot,
)
from disclosure_portal.foundation.chart_panels import panel
from disclosure_portal.foundation.charts import HeatClass, HeatTable, Look, heat_map
from disclosure_portal.foundation.days import local_day, months_later, official_date
from disclosure_portal.foundation.keyset import page_of
from disclosure_portal.foundation.telephones import telephone_url

from .duty_rows import SHAPES, duty_rows
from .facets import list_address
from .ledger_places import Place
from .ledger_states import horizon_today, missing
from .listing import number
from .missing_page import own_missing_address
from .models import Notice
from .slot_states import Horizon, SlotFacts, SlotState, state_of
from .slot_words import STATE_WORDS
from .statutory_columns import annual_reports_of, disclosure_rules_of

DOCUMENTS, RULES, REPORTS, DUTIES = 20, 10, 20, 50
EDITIONS = 2
FACTS = ("due_on", "filled_on", "is_migrated", "explained_on")
MONTHS = 12
# The law's four columns (art. 12): 索引, 名称, 内容概述, 生成日期.
COLUMNS = ("id", "index_number", "title", "summary", "issued_on", "published_at")
# From the worst to the best: a month is as its worst slot.
WORST_FIRST = (
    SlotState.OVERDUE,
    SlotState.LATE,
    SlotState.DUE_SOON,
    SlotState.EXPLAINED,
    SlotState.PENDING,
    SlotState.MIGRATED,
    SlotState.IN_TIME,
)
LOOKS = {
    SlotState.OVERDUE: Look.ALERT,
    SlotState.LATE: Look.STRIPES,
    SlotState.DUE_SOON: Look.GRID,
    SlotState.EXPLAINED: Look.DOTS,
    SlotState.PENDING: Look.BLANK,
    SlotState.MIGRATED: Look.BLANK,
    SlotState.IN_TIME: Look.SOLID,
}


def unit_directory(
    unit: Agency, given: Mapping[str, str], place: Place
) -> dict[str, Any]:
    """Raises BadCursor for a page of documents that there is not."""
    days = horizon_today()
    page = {
        "section": "directory",
        "breadcrumbs": [
            {"title": _("Directory of disclosure"), "url": place.url("directory")},
            {"title": unit.name, "url": ""},
        ],
        "agency": unit,
        "agency_url": unit.get_absolute_url(),
        "guide": _guide(unit),
        "rules": _titles(disclosure_rules_of(unit)[:RULES]),
        "reports": _titles(annual_reports_of(unit)[:REPORTS]),
        "applications": _applications(unit),
        **_documents(unit, given.get("page", ""), place),
        **_duties(unit, given.get("duties", ""), place, days),
        "editions": list(_editions(unit)),
    }
    return page | (_standing(unit, place, days) if place.shows else {})


def _guide(unit: Agency) -> dict[str, str] | None:
    guide = DisclosureGuide.objects.in_force().filter(agency=unit).first()
    if guide is None or guide.published_at is None:
        return None
    return {
        "url": reverse("guide", args=[unit.slug]),
        "day": official_date(local_day(guide.published_at)),
    }


def _applications(unit: Agency) -> dict[str, str]:
    """Where one asks for what is not published (art. 27 to 29): until applications
    are taken here, by the unit's own address."""
    return {
        "address": unit.address,
        "postcode": unit.postcode,
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "hours": unit.office_hours,
    }


def _titles(notices: Any) -> list[dict[str, str]]:
    return [
        {
            "title": title,
            "url": reverse("notice-detail", args=[pk]),
            "day": official_date(local_day(moment)),
            "day_iso": local_day(moment).isoformat(),
        }
        for pk, title, moment in notices.values_list("pk", "title", "published_at")
    ]


def _documents(unit: Agency, cursor: str, place: Place) -> dict[str, Any]:
    here = place.url("directory-unit", unit.slug)
    public = Notice.objects.public().filter(agency=unit)
    page = page_of(public.values(*COLUMNS), cursor, DOCUMENTS)
    return {
        "documents": [_document(row) for row in page.rows],
        "documents_url": list_address({"branch": unit.slug}),
        "page": {
            "newer_url": page.newer and f"{here}?page={page.newer}#documents",
            "first_url": f"{here}#documents" if cursor else "",
            "older_url": page.older and f"{here}?page={page.older}#documents",
        },
    }


def _document(row: Mapping[str, Any]) -> dict[str, str]:
    """生成日期 is the day of issue; without one that of publication."""
    day: date = row["issued_on"] or local_day(row["published_at"])
    return {
        "index": row["index_number"],
        "title": row["title"],
        "url": reverse("notice-detail", args=[row["id"]]),
        "summary": row["summary"],
        "day": official_date(day),
        "day_iso": day.isoformat(),
    }


def _duties(unit: Agency, after: str, place: Place, days: Horizon) -> dict[str, Any]:
    """In the order of the catalogue, some at a time."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    owed = CatalogueItem.objects.in_force().filter(agency=unit)
    ordered = owed.select_related("agency", "entry__rule").order_by(
        "entry__position", "pk"
    )
    found = list(ordered[start : start + DUTIES + 1])
    here = place.url("directory-unit", unit.slug)
    more = f"{here}?duties={start + DUTIES}#duties" if len(found) > DUTIES else ""
    return {
        "duties": duty_rows(found[:DUTIES], place, days),
        "duties_back_url": f"{here}#duties" if start else "",
        "duties_more_url": more,
    }


def _editions(unit: Agency) -> Iterator[dict[str, Any]]:
    """Editions that are or were in force, with what each changed."""
    public = (CatalogueStatus.PUBLISHED, CatalogueStatus.SUPERSEDED)
    editions = Catalogue.objects.filter(agency=unit, status__in=public)
    for edition in editions.order_by("-edition")[:EDITIONS]:
        changes = changes_of(edition)
        assert edition.in_force_from is not None
        yield {
            "edition": edition.edition,
            "is_first": edition.edition == 1,
            "in_force": edition.status == CatalogueStatus.PUBLISHED,
            "day": official_date(edition.in_force_from),
            "filing": edition.filing_number,
            "added": [str(entry) for entry in changes.added],
            "left_out": [str(entry) for entry in changes.left_out],
            "changed": [str(change.entry) for change in changes.changed],
        }


# --- How it stands --------------------------------------------------------------------


def _standing(unit: Agency, place: Place, days: Horizon) -> dict[str, Any]:
    """What is missing, and a year by month and domain: one range of an index each."""
    owed = Slot.objects.filter(agency=unit)
    count = missing(owed, days.today).count()
    address = place.url("directory-missing")
    return {
        "missing": number(count),
        "is_missing": bool(count),
        "missing_url": own_missing_address(address, unit.slug),
        "heat": _heat(unit, days),
    }


def _heat(unit: Agency, days: Horizon) -> dict[str, Any] | None:
    first = months_later(days.today.replace(day=1), 1 - MONTHS)
    months = [months_later(first, ahead) for ahead in range(MONTHS)]
    end = months_later(first, MONTHS)
    due = Slot.objects.filter(agency=unit, due_on__gte=first, due_on__lt=end)
    worst: dict[tuple[str, date], SlotState] = {}
    for domain, *facts in due.order_by().values_list("item__entry__domain", *FACTS):
        key = domain, facts[0].replace(day=1)
        state = state_of(SlotFacts(*facts), days)
        worst[key] = min(worst.get(key, state), state, key=WORST_FIRST.index)
    if not worst:
        return None
    domains = sorted({domain for domain, _month in worst})
    classes = tuple(
        HeatClass(state.value, str(STATE_WORDS[state]), SHAPES[state], LOOKS[state])
        for state in WORST_FIRST
    )
    table = HeatTable(
        title=_("A year by month (numbers of months)"),
        heading=_("Domain"),
        rows=tuple(domains),
        columns=tuple(str(month.month) for month in months),
        cells=tuple(
            tuple(
                worst[domain, month].value if (domain, month) in worst else ""
                for month in months
            )
            for domain in domains
        ),
        classes=classes,
        note=_("A month is as the worst of what was due in it."),
    )
    return panel("heat", table, heat_map(table, key="heat"))
