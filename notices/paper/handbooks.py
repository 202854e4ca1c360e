"""The guides of a unit as one book, made by a job when somebody asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _, ngettext
from django_tasks import task

from directories.models import Agency
from disclosure_portal.foundation import clock, store, unneeded, work_calendar
from disclosure_portal.foundation.canonical import digest as digest_of
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.qr_codes import own_address, qr_svg
from disclosure_portal.foundation.typesetting import EDITION, typeset
from disclosure_portal.foundation.workdays import WorkCalendar

from ..kind_pages.guides import GUIDE_PAGE
from ..models import Handbook, Kind, Notice, NoticeQuerySet, Revision
from ..structures.registry import STRUCTURED, told_structure

# A unit has some dozens of guides, a large one 300; a thicker book nobody opens.
MOST_GUIDES = 500
MOST_BYTES = 100 * 1024 * 1024
# A job that was lost is asked for again.
PATIENCE = timedelta(minutes=10)


def handbook_of(unit: Agency) -> Handbook | None:
    """The row of what is asked for, made or under way; None without any guide.

    Two queries while nothing has changed. The book of a day is of that day: fees
    change without their guides.
    """
    wanted = _contents(unit)
    if not wanted:
        return None
    now = clock.now()
    book, _is_new = Handbook.objects.get_or_create(
        agency=unit, defaults={"wanted": "", "asked_at": now}
    )
    if is_ready(book, wanted):
        return book
    lost = Q(asked_at__lt=now - PATIENCE)
    asked = Handbook.objects.filter(~Q(wanted=wanted) | lost, pk=book.pk)
    if asked.update(wanted=wanted, asked_at=now):
        make_handbook.enqueue(unit.pk)
    book.refresh_from_db()
    return book


def is_ready(book: Handbook, wanted: str = "") -> bool:
    """Is there a file, of what is asked for?"""
    is_current = book.made == (wanted or book.wanted)
    return bool(book.digest) and is_current and store.exists(book.digest)


@task()
def make_handbook(agency: int) -> None:
    """Made in a process of its own (typesetting.py): the worker's memory is bounded
    by the data of MOST_GUIDES guides."""
    unit = Agency.objects.get(pk=agency)
    contents = _contents(unit)
    if not contents:
        return
    kept = store.put([_pdf(unit)], max_bytes=MOST_BYTES)
    with transaction.atomic():
        rows = Handbook.objects.filter(agency=unit)
        former = rows.exclude(digest=kept.digest).values_list("digest", flat=True)
        unneeded.give_up(former)
        rows.update(made=contents, digest=kept.digest)


def guides_of(unit: Agency) -> NoticeQuerySet:
    public = Notice.objects.public().posted()
    return public.filter(kind=Kind.PROCEDURE, agency=unit)


def _contents(unit: Agency) -> str:
    """What the book would hold now, under one name; empty without any guide."""
    newest = Revision.objects.filter(notice=OuterRef("pk")).order_by("-number")
    rows = guides_of(unit).order_by("pk")
    signed = list(
        rows.annotate(signed=Subquery(newest.values("digest")[:1]))
        .exclude(signed=None)
        .values_list("signed", flat=True)[:MOST_GUIDES]
    )
    if not signed:
        return ""
    return digest_of(
        {
            "edition": EDITION,
            "unit": unit.name,
            "day": local_day(clock.now()),
            "guides": signed,
        }
    )


# --- What stands in it --------------------------------------------------------------


def _pdf(unit: Agency) -> bytes:
    now = clock.now()
    revisions = (
        Revision.objects.filter(notice__in=guides_of(unit))
        .select_related("notice")
        .order_by("notice__title", "notice_id", "-number")
    )
    newest = {revision.notice_id: revision for revision in reversed(revisions)}
    calendar = work_calendar.current()
    guides = [
        _guide(revision, calendar) for revision in list(newest.values())[:MOST_GUIDES]
    ]
    guides.sort(key=lambda guide: str(guide["title"]))
    day = official_date(local_day(now))
    address = own_address(unit.get_absolute_url())
    count = len(guides)
    data = {
        "unit": unit.name,
        "title": _("Service guides"),
        "contents": _("Contents"),
        "cover": [
            ngettext("%s guide", "%s guides", count) % count,
            _("As of %s") % day,
            SiteState.objects.current().name,
            _("What the page says today counts. Scan the code of a guide."),
        ],
        "address": address,
        "qr": qr_svg(address, address),
        "foot": f"{unit.name} · {day}",
        "guides": guides,
    }
    return typeset("handbook.typ", data, now)


def _guide(revision: Revision, calendar: WorkCalendar) -> dict[str, Any]:
    notice = revision.notice
    structure = told_structure(revision.content) or {}
    part = GUIDE_PAGE.show(STRUCTURED[Kind.PROCEDURE], structure, {})
    if GUIDE_PAGE.mark is not None:
        part = GUIDE_PAGE.mark(part, structure, notice, calendar)
    address = own_address(notice.get_absolute_url())
    published = official_date(local_day(revision.published_at))
    return {
        "title": notice.title,
        "note": _("Revision %(number)s of %(day)s, index number %(index)s")
        % {"number": revision.number, "day": published, "index": notice.index_number},
        "address": address,
        "qr": qr_svg(address, address),
        "cards": _cards(part),
        "parts": [each for each in _parts(part) if each["lines"]],
        "facts": [
            {"label": fact["label"], "value": fact["value"]} for fact in part["facts"]
        ],
    }


def _cards(part: Mapping[str, Any]) -> list[dict[str, str]]:
    count = part["material_count"]
    materials = ngettext("%s material", "%s materials", count) % count
    cards = (
        (_("What to bring"), materials if count else _("No materials")),
        (_("Where to go"), part["place"]["short"]),
        (_("How long"), part["time"]["short"]),
        (_("How much"), part["price"]),
    )
    return [{"label": label, "value": value or "—"} for label, value in cards]


def _parts(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    place = part["place"]
    return [
        _part(_("Where to go"), _place(place)),
        _part(_("Materials"), [_material(each) for each in part["materials"]]),
        _part(_("Steps"), [_step(each) for each in part["steps"]]),
        _part(_("Who may apply"), [_line(text) for text in part["conditions"]]),
        _part(_("Fees"), [_fee(each) for each in part["fees"]]),
        _part(_("Basis of the item"), [_line(text) for text in part["bases"]]),
        _part(_("Frequent questions"), [_line(part["faq"])] if part["faq"] else []),
    ]


def _part(title: str, lines: Sequence[dict[str, str]]) -> dict[str, Any]:
    return {"title": title, "lines": lines}


def _line(text: str, lead: str = "", note: str = "") -> dict[str, str]:
    return {"lead": lead, "text": text, "note": note}


def _place(place: Mapping[str, Any]) -> list[dict[str, str]]:
    texts = [place["address"], place["window"], place["hours"], place["telephone"]]
    told = "　".join(text for text in texts if text)
    return [_line(told)] if told else []


def _material(material: Mapping[str, Any]) -> dict[str, str]:
    case = material["condition"]
    notes = (
        material["copies"],
        _("only if: %(case)s") % {"case": case} if case else "",
        _("obtained by the office, no need to bring it")
        if material["is_obtained"]
        else "",
        material["remark"],
    )
    return _line(material["name"], "□", "　".join(note for note in notes if note))


def _step(step: Mapping[str, Any]) -> dict[str, str]:
    what = "　".join(filter(None, [step["note"], step["what"], *step["ways"]]))
    return _line(step["name"], step["number"], what)


def _fee(fee: Mapping[str, Any]) -> dict[str, str]:
    return _line(f"{fee['name']} {fee['standard']}", "", fee["bases"])
