"""Numbers of persons in a notice: where they stand, and whether it may go on with them.

What units publish as their own telephones is no leak. A number that somebody kept,
with a reason, holds nothing up any more; a new one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation.leaks import Hit, Kind, find_leaks
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.rich_text_shown import link_words, shown_text
from disclosure_portal.foundation.workflow import DomainError

from .models import Notice, PostingPeriod
from .structures.registry import place_in_structure, structure_of

PERIOD_FIELDS = (
    *("objection_unit", "objection_telephone", "objection_form", "result_note"),
)
FILE_FIELDS = ("title", "file_name")
STRUCTURE = "structure."
DOCUMENT_FIELDS = ("document_number", "approval_number", ".code")
# Their landlines are offices', whatever the register of units says.
OFFICE_FIELDS = ("telephone", "complaint_telephone")
NAMED = 5  # as many as a message can hold

_PLACES = {
    "title": _("title"),
    "summary": _("summary"),
    "body": _("text"),
    "links": _("link in the text"),
    "attachments": _("attachment"),
    "posting_period": _("posting period"),
}


class PersonalDataFound(DomainError):
    """Numbers of persons stand in what would be published."""

    code = "personal_data_found"


class PersonalDataInWords(DomainError):
    """What somebody says with a deed holds numbers of persons."""

    code = "personal_data_in_words"


def require_clean(words: str, place: str | Promise) -> str:
    """What is said with a deed becomes public or stays on record for good, so nobody
    may keep a number in it. Raises PersonalDataInWords, each number masked."""
    hits = find_leaks({"": words}, ())
    _refuse(hits and find_leaks({"": words}, _published_telephones()), place)
    return words


def require_clean_telephone(number: str, place: str | Promise) -> str:
    """The same of a column that names an office's telephone: a landline is one."""
    allowed = _landlines([number])
    hits = find_leaks({"": number}, allowed)
    _refuse(
        hits and find_leaks({"": number}, [*allowed, *_published_telephones()]), place
    )
    return number


def _refuse(hits: Sequence[Hit], place: str | Promise) -> None:
    if hits:
        numbers = "、".join(hit.masked for hit in hits[:NAMED])
        raise PersonalDataInWords(
            _(
                "Personal data in “%(place)s”: %(numbers)s. Take it out: this text"
                " stays."
            )
            % {"place": place, "numbers": numbers}
        )


def leaks_of(notice: Notice) -> list[Hit]:
    """Every number of a person in the notice, those that somebody kept included."""
    texts = texts_of(notice)
    if not find_leaks(texts, []):
        return []  # and the register of units is not asked
    hits = find_leaks(texts, _own_telephones(notice))
    return [hit for hit in hits if not _is_document_number(hit)]


def _is_document_number(hit: Hit) -> bool:
    """Sixteen digits in the column of a permit's number are that number, no card."""
    return hit.kind == Kind.CARD and hit.place.endswith(DOCUMENT_FIELDS)


def texts_of(notice: Notice) -> dict[str, str]:
    """What a reader of the notice will see, by its place; places in the content of
    its kind read like "structure.lines[3].remark"."""
    texts = {
        "title": notice.title,
        "summary": notice.summary,
        "body": shown_text(notice.body),
    }
    for number, words in enumerate(link_words(notice.body)):
        texts[f"links[{number}]"] = words
    for number, file in enumerate(notice.attachments.all()):
        for name in FILE_FIELDS:
            texts[f"attachments[{number}].{name}"] = getattr(file, name)
    if period := period_of(notice):
        for name in PERIOD_FIELDS:
            texts[f"posting_period.{name}"] = getattr(period, name)
    for place, text in _structure_texts(structure_of(notice) or {}):
        texts[f"{STRUCTURE}{place}"] = text
    return texts


def period_of(notice: Notice) -> PostingPeriod | None:
    return PostingPeriod.objects.filter(notice=notice).first()


def place_words(place: str, kind: str) -> str | Promise:
    """A place as people call it."""
    if place.startswith(STRUCTURE):
        return place_in_structure(kind, place.removeprefix(STRUCTURE))
    return _PLACES.get(re.split(r"[.\[]", place)[0], place)


def digest_of(hit: Hit) -> str:
    """Knows a number again without keeping it."""
    return salted_hmac("notices.leak_check", f"{hit.kind} {hit.value}").hexdigest()[:32]


def kept_digests(notice: Notice) -> set[str]:
    """The numbers that somebody kept, with a reason."""
    kept = notice.leak_overrides.values_list("hits", flat=True)
    return {row["digest"] for hits in kept for row in hits}


def open_leaks(notice: Notice) -> list[Hit]:
    """The hits for which nobody has given a reason."""
    hits = leaks_of(notice)
    kept = kept_digests(notice) if hits else set()
    return [hit for hit in hits if digest_of(hit) not in kept]


def require_no_leaks(notice: Notice) -> None:
    """Raise PersonalDataFound, naming each number masked and its place."""
    if hits := open_leaks(notice):
        raise PersonalDataFound(
            _("Personal data: %s. Mask it, or say why it stays.")
            % named(hits, notice.kind)
        )


def named(hits: Sequence[Hit], kind: str) -> str:
    """The first few, masked, each with its place."""
    words = [f"{hit.masked}（{place_words(hit.place, kind)}）" for hit in hits[:NAMED]]
    return "、".join(words) + (" …" if len(hits) > NAMED else "")


def _structure_texts(
    structure: Mapping[str, Any] | Sequence[Any], path: str = ""
) -> Iterator[tuple[str, str]]:
    rows = (
        [
            (f"{path}.{name}" if path else name, value)
            for name, value in structure.items()
        ]
        if isinstance(structure, Mapping)
        else [(f"{path}[{number}]", value) for number, value in enumerate(structure)]
    )
    for place, value in rows:
        if isinstance(value, str):
            yield place, value
        elif isinstance(value, Mapping | Sequence):
            yield from _structure_texts(value, place)


def _published_telephones() -> list[str]:
    """What the units in office publish themselves, and the site."""
    reachable = Agency.objects.open().exclude(telephone="", fax="", email="")
    rows = reachable.values_list("telephone", "fax", "email")
    own = [number for row in rows for number in row if number]
    return [*own, SiteState.objects.current().telephone]


def _own_telephones(notice: Notice) -> list[str]:
    """Those, and landlines that are an office's by what they are for."""
    offices = [(structure_of(notice) or {}).get(name) for name in OFFICE_FIELDS]
    if period := period_of(notice):
        offices.append(period.objection_telephone)
    return _published_telephones() + _landlines(offices)


def _landlines(numbers: Iterable[Any]) -> list[str]:
    called = {str(number): f"电话{number}" for number in numbers if number}
    found = find_leaks(called, [])
    return [hit.text for hit in found if hit.kind == Kind.LANDLINE]
