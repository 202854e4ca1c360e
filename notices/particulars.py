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
    yield particular("index_number", _("Index number"), notice.index_number or "")
    yield particular("document_number", _("Document number"), notice.document_number)
    yield particular("agency", _("Published by"), unit["title"], url=unit["url"])
    yield _day("issued_on", _("Issued on"), notice.issued_on)
    yield _day("published_at", _("Published on"), day)
    yield particular("validity", _("Validity"), word(Validity, stands))
    yield _day("effective_from", _("Effective from"), notice.effective_from)
    yield _day("effective_until", _("Effective until"), notice.effective_until)
    yield particular(
        "theme",
        _("Theme"),
        word(Theme, notice.theme),
        url=list_address({"theme": notice.theme}),
    )
    yield particular("genre", _("Genre"), word(Genre, notice.genre))
    yield particular("stage", _("Stage"), word(Stage, notice.stage))
    yield particular(
        "disclosure", _("Disclosure"), word(DisclosureAttribute, notice.disclosure)
    )
    yield particular("basis", _("Legal basis"), notice.disclosure_basis)
    yield particular("term", _("Term of disclosure"), word(Term, notice.term))
    yield particular(
        "audience", _("For whom"), word(ServiceAudience, notice.service_audience)
    )
    yield particular("section", _("Responsible section"), notice.section)
    yield particular("keywords", _("Keywords"), notice.keywords)


def word(choices: type[TextChoices], code: str) -> str:
    """What a code means; the code itself where it is of no choice.

    Django's get_…_display would translate every choice to find this one.
    """
    if not code:
        return ""
    return str(choices(code).label) if code in choices else code


def particular(
    code: str, label: str | Promise, value: str, *, url: str = "", iso: str = ""
) -> Fact:
    return {"code": code, "label": label, "value": value, "url": url, "iso": iso}


def _day(code: str, label: str | Promise, day: date | None) -> Fact:
    if day is None:
        return particular(code, label, "")
    return particular(code, label, official_date(day), iso=day.isoformat())
