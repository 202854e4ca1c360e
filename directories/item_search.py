"""What search knows of duties to disclose (公开事项) that are in force, and of what
stands in the lists of powers and services (权责清单, 政务服务事项).

A list has hundreds of items and an edition as many: they go in and out BATCH at a
time, some ten statements each, in the transaction of the deed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure_portal.foundation.search.bulk import forget_many, put_many
from disclosure_portal.foundation.search.sources import Source
from disclosure_portal.foundation.search.writing import EPOCH, Record

from .models import Agency, CatalogueItem, ServiceItem
from .permissions import in_branches
from .search import branch_tokens

DUTY, SERVICE = "duty", "service"
IS_DUTY, IS_SERVICE = "@duty", "@service"
BATCH = 200
MOST_NAMES = 5_000
# Long before all that is published and behind all units, each in the order of its
# numbers: two of a kind never want one place.
DUTIES_FROM = EPOCH + timedelta(days=365)
SERVICES_FROM = EPOCH + timedelta(days=730)


def duties() -> QuerySet[CatalogueItem]:
    """The duties that search finds."""
    return CatalogueItem.objects.in_force().exclude(entry=None)


def services() -> QuerySet[ServiceItem]:
    """What of the lists search finds."""
    return ServiceItem.objects.listed()


def put_duties_of(agency: Agency) -> None:
    """Let the duties of a unit be found as its edition in force says them."""
    _put(_duty_records(duties().filter(agency=agency), 0))


def forget_duties(keys: Collection[int]) -> None:
    """Let duties that ended be found no more."""
    forget_many(DUTY, keys)


def put_services(keys: Collection[int]) -> None:
    """Let items be found as their lists say them today, or not any more."""
    listed = set(services().filter(pk__in=keys).values_list("pk", flat=True))
    forget_many(SERVICE, set(keys) - listed)
    _put(_service_records(services().filter(pk__in=listed), 0))


def refresh_items(path: str) -> None:
    """Paths changed: what units at and below this one answer for is found by their
    new ones."""
    _put(_duty_records(duties().filter(in_branches([path])), 0))
    _put(_service_records(services().filter(in_branches([path])), 0))


def service_names() -> Iterator[str]:
    """The names of services, which search suggests."""
    named = services().order_by("pk").values_list("name", flat=True)
    yield from named[:MOST_NAMES]


def _put(records: Iterator[Record]) -> None:
    while batch := list(islice(records, BATCH)):
        put_many(batch)


def _walked(
    rows: QuerySet[Any], after: int, record_of: Callable[[Any], Record]
) -> Iterator[Record]:
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        with translation.override(settings.LANGUAGE_CODE):
            records = [record_of(row) for row in found]
        yield from records
        after = found[-1].pk


def _duty_records(rows: QuerySet[CatalogueItem], after: int) -> Iterator[Record]:
    return _walked(rows.select_related("agency", "entry"), after, _of_duty)


def _service_records(rows: QuerySet[ServiceItem], after: int) -> Iterator[Record]:
    return _walked(rows.select_related("agency"), after, _of_service)


DUTIES = Source(
    DUTY, lambda after: _duty_records(duties(), after), lambda: duties().count()
)
SERVICES = Source(
    SERVICE,
    lambda after: _service_records(services(), after),
    lambda: services().count(),
)


def _of_duty(item: CatalogueItem) -> Record:
    entry = item.entry
    assert entry is not None  # duties() leaves out what has none
    about = (entry.domain, entry.content, entry.specific_audience, entry.section)
    return Record(
        kind=DUTY,
        object_id=item.pk,
        title=entry.name,
        sections=_told(
            ("", "\n".join(filter(None, (*about, entry.code)))),
            (_("legal basis"), entry.basis_text),
            (_("time limit as written"), entry.limit_text),
        ),
        facets=_facets(IS_DUTY, item.agency),
        published_at=DUTIES_FROM + timedelta(milliseconds=item.pk),
    )


def _of_service(item: ServiceItem) -> Record:
    codes = dict.fromkeys(filter(None, (item.code, item.basic_code)))
    return Record(
        kind=SERVICE,
        object_id=item.pk,
        title=item.name,
        sections=_told(
            ("", "\n".join((item.get_kind_display(), *codes))),
            (_("legal basis"), item.bases),
            (_("responsibility matters"), item.responsibilities),
            (_("grounds for accountability"), item.accountability),
            (_("basis of the charge"), item.charge_basis),
        ),
        facets=_facets(IS_SERVICE, item.agency),
        published_at=SERVICES_FROM + timedelta(milliseconds=item.pk),
    )


def _told(*sections: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, text) for label, text in sections if text]


def _facets(kind: str, agency: Agency) -> list[str]:
    return [kind, f"@a{agency.pk}", *branch_tokens(agency.path)]
