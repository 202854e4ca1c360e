"""Settings, catalogues, lists of services and what letters made public: each column
that somebody alters behind the portal's back is named."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction

from directories import standard_defaults
from directories.cadences import AdHoc
from directories.due_days import recompute_due_days
from directories.duty_events import register_event
from directories.models import (
    Catalogue,
    CatalogueEntry,
    CatalogueItem,
    DisclosureGuide,
    DueChange,
    DutyEvent,
    DutyRule,
    Role,
    ServiceItem,
    ServicePoint,
    ServicePromise,
    StandardCatalogue,
    StandardItem,
)
from disclosure_portal.foundation import defaults
from disclosure_portal.foundation.imprints import registers
from disclosure_portal.foundation.models import (
    AuditEntry,
    CalendarOverride,
    ConfirmedYear,
    OldAddress,
    PromotedAnswer,
    SiteState,
    SynonymGroup,
)
from feedback import category_defaults, shipped_limits
from feedback.models import (
    LetterCategory,
    LetterLimit,
    LetterPublication,
    Mailbox,
    Question,
    VolunteerSupervisor,
)
from notices.models import Fulfilment, GuideItem
from notices.register_checking import record_registers, register_findings
from tests import factories as make
from tests.factories.guides import published_guide
from tests.factories.ledger import duty, fulfilled, slots_of
from tests.factories.letters import mailbox, published_letter
from tests.factories.service_lists import guided, promise, service_item, service_point

pytestmark = pytest.mark.django_db

ELSEWHERE = {
    *("Agency", "Official", "WorkingGroup", "FloorPlan", "Board", "LegalBasis"),
    # tests/supervision/test_supervised_registers.py
    *("Checklist", "Indicator", "InspectionRound", "RoundUnit", "UnitRating"),
    *("FrozenProof", "OrderPublication"),
    *("YearAssessment", "YearShare", "YearResult"),
}


def event() -> None:
    overseer = make.member(Role.OVERSEER, make.county())
    item = duty(cadence=AdHoc(), since=date(2026, 1, 1))
    register_event(item, on=date(2026, 1, 9), about="换届", by=overseer)


def question() -> None:
    person = make.user()
    Question.objects.create(
        agency=make.agency(), title="问", answer="答", written_by=person
    )


def supervisor() -> None:
    VolunteerSupervisor.objects.create(
        agency=make.agency(), name="王一", occupation="教师", named_on=date(2026, 1, 1)
    )


def due_day_that_moved() -> None:
    slot = slots_of(duty(since=date(2026, 1, 1)))[-1]
    CalendarOverride.objects.create(day=slot.due_on, is_working=False, note="通知")
    assert recompute_due_days()


MAKE: dict[Any, Any] = {
    SiteState: defaults.load,
    ConfirmedYear: defaults.load,
    SynonymGroup: defaults.load,
    PromotedAnswer: lambda: PromotedAnswer.objects.create(words="社保", title="社保"),
    CalendarOverride: lambda: CalendarOverride.objects.create(
        day=date(2026, 5, 4), is_working=False, note="通知"
    ),
    OldAddress: lambda: OldAddress.objects.create(path="/old/1.html", target="/"),
    StandardCatalogue: standard_defaults.load,
    StandardItem: standard_defaults.load,
    Catalogue: duty,
    CatalogueItem: duty,
    CatalogueEntry: duty,
    DutyRule: duty,
    DutyEvent: event,
    DisclosureGuide: published_guide,
    ServiceItem: service_item,
    ServicePoint: service_point,
    ServicePromise: promise,
    GuideItem: lambda: [guided(service_item()) for _number in "ab"],
    DueChange: due_day_that_moved,
    Fulfilment: lambda: fulfilled(slots_of(duty(since=date(2026, 1, 1)))[0]),
    Mailbox: mailbox,
    LetterCategory: category_defaults.load,
    LetterLimit: shipped_limits.load,
    LetterPublication: published_letter,
    Question: question,
    VolunteerSupervisor: supervisor,
}


def found() -> list[str]:
    return [str(each) for each in register_findings(lambda _count: None)]


def others(column: Any, value: Any) -> list[Any]:
    """What somebody might write instead; the database takes one of them."""
    if isinstance(column, models.ForeignKey):
        rows = column.related_model._default_manager.exclude(pk=value)
        return [*rows.values_list("pk", flat=True)[:3], None]
    if isinstance(column, models.BooleanField):
        return [not value]
    if isinstance(column, models.JSONField):
        return [["website", "other"]]
    if isinstance(column, models.DateField):
        return [value + timedelta(days=1), None] if value else [_some_day(column)]
    if isinstance(column, models.IntegerField | models.DecimalField):
        return [(value or 0) + 1, (value or 0) + 2, 3]
    codes = [code for code, _label in column.flatchoices if code != value]
    text = value or ""
    return [*codes, f"改{text[1:]}", "7", ""]


def _some_day(column: Any) -> Any:
    if isinstance(column, models.DateTimeField):
        return datetime.fromisoformat("2031-01-01T00:00+00:00")
    return date(2031, 1, 1)


def test_every_register_is_tried():
    told = {model.__name__ for model in registers()}

    assert told == {*ELSEWHERE, "Programme", *(model.__name__ for model in MAKE)}


@pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)
def test_every_column_that_is_altered_is_named(model):
    MAKE[model]()
    make.agency()
    make.user()
    record_registers()
    assert found() == []
    derived = {"id", *getattr(model, "DERIVED", ())}
    row = model._default_manager.order_by("pk").first()
    columns = [c for c in model._meta.concrete_fields if c.name not in derived]
    unnamed = [c.name for c in columns if not is_named(model, row, c)]

    assert unnamed == []


def is_named(model: Any, row: Any, column: Any) -> bool:
    """Where the database takes no other value from this sample, the digest has the
    column all the same."""
    value = getattr(row, column.attname)
    for other in others(column, value):
        named = None
        try:
            with transaction.atomic():
                mine = model._default_manager.filter(pk=row.pk)
                if other != value and mine.update(**{column.attname: other}):
                    own = f"{model._meta.verbose_name} {row.pk}："
                    named = any(words.startswith(own) for words in found())
                transaction.set_rollback(True)
        except DatabaseError:
            continue
        if named is not None:
            return named
    lines = AuditEntry.objects.filter(target_type=model._meta.label_lower)
    line = lines.order_by("-pk").filter(target_id__in=[row.pk]).first()
    if line is not None and "imprint" in line.facts:
        return column.attname in line.facts["imprint"]["words"]
    whole = lines.filter(facts__has_key="columns").latest("pk")
    return column.attname in whole.facts["columns"]


def test_rows_by_the_hundred_leave_one_line_with_a_digest_of_each() -> None:
    category_defaults.load()
    keys = list(LetterCategory.objects.order_by("pk").values_list("pk", flat=True)[:3])
    AuditEntry.objects.record_rows(LetterCategory, keys, by=None)
    line = AuditEntry.objects.latest("pk")
    assert line.action == "rows_written"
    assert sorted(line.facts["rows"]) == sorted(map(str, keys))


# Of those above what deeds write, not rows that a test puts in by itself.
BY_DEEDS = (
    *(StandardCatalogue, Catalogue, DutyEvent, DisclosureGuide, ServicePromise),
    *(Fulfilment, LetterCategory, LetterLimit, LetterPublication, SynonymGroup),
)

# Rows that these deeds write besides.
ALONG = (CatalogueItem, CatalogueEntry, DutyRule, StandardItem)


@pytest.mark.parametrize("model", BY_DEEDS, ids=lambda model: model.__name__)
def test_what_a_deed_writes_into_a_register_that_was_empty_is_in_order(model):
    make.county()
    own = {f"{each._meta.verbose_name}" for each in (model, *ALONG)}
    record_registers()

    MAKE[model]()

    assert model._default_manager.exists()
    named = {words.partition(" ")[0] for words in found()}
    assert named & own == set()
