"""The particulars of a notice as its page lists them (国办发〔2017〕47号)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypedDict

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.days import local_day, official_date

from .facets import list_address
from .models import (
    DisclosureAttribute,
    Genre,
    Notice,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
)
from .reference import Link


class Fact(TypedDict):
    code: str
    label: str | Promise
    value: str
    url: str
    iso: str


def facts(notice: Notice, stands: str, unit: Link) -> list[Fact]:
    """The filled ones, in the order of the page. No query."""
    return [fact for fact in _all(notice, stands, unit) if fact["value"]]


def _all(notice: Notice, stands: str, unit: Link) -> Iterator[Fact]:
    day = local_day(notice.published_at) if notice.published_at else None
    yield _fact("index_number", _("Index number"), notice.index_number or "")
    yield _fact("document_number", _("Document number"), notice.document_number)
    yield _fact("agency", _("Published by"), unit["title"], url=unit["url"])
    yield _day("issued_on", _("Issued on"), notice.issued_on)
    yield _day("published_at", _("Published on"), day)
    yield _fact("validity", _("Validity"), word(Validity, stands))
    yield _day("effective_from", _("Effective from"), notice.effective_from)
    yield _day("effective_until", _("Effective until"), notice.effective_until)
    yield _fact(
        "theme",
        _("Theme"),
        word(Theme, notice.theme),
        url=list_address({"theme": notice.theme}),
    )
    yield _fact("genre", _("Genre"), word(Genre, notice.genre))
    yield _fact("stage", _("Stage"), word(Stage, notice.stage))
    yield _fact(
        "disclosure", _("Disclosure"), word(DisclosureAttribute, notice.disclosure)
    )
    yield _fact("basis", _("Legal basis"), notice.disclosure_basis)
    yield _fact("term", _("Term of disclosure"), word(Term, notice.term))
    yield _fact(
        "audience", _("For whom"), word(ServiceAudience, notice.service_audience)
    )
    yield _fact("section", _("Responsible section"), notice.section)
    yield _fact("keywords", _("Keywords"), notice.keywords)


def word(choices: type[TextChoices], code: str) -> str:
    """What a code means; the code itself where it is of no choice.

    Django's get_…_display would translate every choice to find this one.
    """
    if not code:
        return ""
    return str(choices(code).label) if code in choices else code


def _fact(
    code: str, label: str | Promise, value: str, *, url: str = "", iso: str = ""
) -> Fact:
    return {"code": code, "label": label, "value": value, "url": url, "iso": iso}


def _day(code: str, label: str | Promise, day: date | None) -> Fact:
    if day is None:
        return _fact(code, label, "")
    return _fact(code, label, official_date(day), iso=day.isoformat())
