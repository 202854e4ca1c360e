"""What the page of one notice shows: for readers, and for those who preview it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, NullIf
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, local_day, official_date
from disclosure_portal.foundation.leaving import outward
from disclosure_portal.foundation.models import SiteState
from disclosure_portal.foundation.prepared import Given, Prepared
from disclosure_portal.foundation.rich_text import outbound_links
from disclosure_portal.foundation.telephones import telephone_url

from .elsewhere_pages import elsewhere_rows
from .file_remarks import is_scan
from .kind_pages.registry import structured_part, with_signed_content
from .listing import standing
from .models import (
    CoPublisher,
    Kind,
    Matter,
    Notice,
    NoticeAttachment,
    NoticeStatus,
    Posting,
    Revision,
    Validity,
)
from .newest import DatedLink, DatedRow, dated_links, newest_of
from .notice_head import board_column, head_of_notice
from .particulars import facts, word
from .posting_notes import posting_box
from .receipt_notes import receipt_of, with_line
from .reference import Link, kept, reference

NEARBY = 5


class FileLink(Link):
    """The address is that of the page on which the file is read."""

    download: str
    extension: str
    size: str


class Version(Link):
    """The address is that of the page that says what it changed."""

    number: int
    day: str
    day_iso: str
    moment: datetime


@dataclass
class Surroundings:
    """What hangs on a notice; versions are there once it was corrected, the newest
    first."""

    files: list[FileLink] = field(default_factory=list)
    units: list[Link] = field(default_factory=list)
    interprets: list[DatedLink] = field(default_factory=list)
    interpretations: list[DatedLink] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    matters: list[Link] = field(default_factory=list)
    is_elsewhere: bool = False


PK = Given("pk", BigIntegerField())
NOW = Given("now", DateTimeField())


def addressed(pk: int) -> Notice | None:
    """The notice with this number if it is or was public; one query."""
    if pk > BigIntegerField.MAX_BIGINT:
        return None
    return next(iter(_addressed.rows(pk=pk, now=clock.now())), None)


@Prepared
def _addressed() -> QuerySet[Notice]:
    return (
        with_line(
            with_signed_content(Notice.objects.addressable_by(AnonymousUser(), NOW))
        )
        .filter(pk=PK)
        .select_related("agency", "board", "posting_period")
    )


def notice_page(notice: Notice, *, state: SiteState) -> dict[str, Any]:
    """The whole context but what a preview adds; one query, one more where it was
    shown elsewhere, and what the kind asks for."""
    around = surroundings(notice)
    article = _article(notice)
    today = local_day(clock.now())
    stands = standing(notice.validity, notice.effective_until, today)
    structured = structured_part(notice, state)
    board: Link = {
        "title": notice.board.name,
        "url": notice.board.get_absolute_url(),
    }
    return {
        "section": _section(notice),
        "breadcrumbs": _breadcrumbs(board),
        **head_of_notice(notice, around.files, structured, _corrected_at(around)),
        "notice": article,
        "facts": facts(notice, stands, article["agency"]),
        "validity": _validity(stands),
        "marks": [],
        "structured": structured,
        "attachments": around.files,
        "is_scan": bool(around.files) and not notice.body and is_scan(notice),
        "interpretations": around.interpretations,
        "interprets": around.interprets,
        "co_publishers": around.units,
        "versions": around.versions,
        "matters": around.matters,
        "elsewhere": elsewhere_rows(notice.pk) if around.is_elsewhere else [],
        "posting": posting_box(notice, today, reference(state).confirmed_year),
        "migrated": _migrated(notice),
        "override": _override(notice),
        "source": _source(notice),
        "editor": notice.responsible_editor,
        "section_name": notice.section,
        "contact": _contact(notice),
        "receipt": receipt_of(notice),
        "is_settling": notice.status == NoticeStatus.APPROVED and notice.is_released,
        "back": board,
        "boards": [board],
        "column": board_column(notice.board),
        "rows_nearby": nearby(article["url"], notice.board_id, state),
    }


def _section(notice: Notice) -> str:
    """The entry of the navigation below which people found it."""
    return "procedures" if notice.kind == Kind.PROCEDURE else "notices"


def _breadcrumbs(board: Link) -> list[Link]:
    return [
        {"title": _("Boards"), "url": reverse("board-list")},
        board,
        {"title": _("Full text"), "url": ""},
    ]


def surroundings(notice: Notice) -> Surroundings:
    """Files, co-publishers, the policy that it interprets and interpretations, the
    matters in whose files it is, whether it was shown elsewhere; one query."""
    found: dict[str, list[Any]] = defaultdict(list)
    parts = _parts.rows(pk=notice.pk, now=clock.now())
    for part, *rest in sorted(parts, key=lambda row: row[1:3]):
        found[part].append(rest)
    return Surroundings(
        files=[_file(notice.pk, *row) for row in found["file"]],
        units=[_unit(*row) for row in found["unit"]],
        interprets=dated_links(map(_text, found["policy"])),
        interpretations=dated_links(map(_text, found["interpretation"])),
        versions=_versions(notice.pk, found["version"]),
        matters=[_matter(*row) for row in found["matter"]],
        is_elsewhere=bool(found["elsewhere"]),
    )


def _versions(notice: int, rows: list[list[Any]]) -> list[Version]:
    if len(rows) < 2:
        return []
    return [_version(notice, *row) for row in reversed(rows)]


def _corrected_at(around: Surroundings) -> datetime | None:
    return around.versions[0]["moment"] if around.versions else None


def nearby(here: str, board: int, state: SiteState) -> list[DatedLink]:
    """The newest of a board beside the one that stands here: no query while the site
    stays as it is."""

    def newest() -> list[DatedLink]:
        return newest_of(board, NEARBY + 1)

    # Postings end with the day, and until a timed change is settled more may come.
    key = f"newest:{board}:{local_day(clock.now())}"
    rows = newest() if state.is_change_due else kept(key, state, newest)
    return [row for row in rows if row["url"] != here][:NEARBY]


# What all kinds of parts have in common, in the order in which it is read.
PART = ("part", "rank", "pk", "label", "name", "bytes", "moment")


@Prepared
def _parts() -> QuerySet[Any, tuple[Any, ...]]:
    """PART of all that hangs on a notice."""
    public = Notice.objects.public(NOW)
    others = (
        _co_publishers(),
        _texts("policy", public.filter(interpretations=PK)),
        _texts("interpretation", public.filter(interprets_id=PK)),
        _matters(),
        _elsewhere(),
    )
    parts = (part.values_list(*PART) for part in (*others, _revisions()))
    return _files().values_list(*PART).union(*parts, all=True)


def _files() -> QuerySet[Any]:
    files = NoticeAttachment.objects.filter(notice_id=PK).order_by()
    return files.annotate(
        part=Value("file"),
        rank=F("position"),
        label=F("title"),
        name=F("file_name"),
        bytes=F("size"),
        moment=F("uploaded_at"),
    )


def _co_publishers() -> QuerySet[Any]:
    units = CoPublisher.objects.filter(notice_id=PK).order_by()
    return units.annotate(
        part=Value("unit"),
        rank=F("position"),
        label=Coalesce(NullIf(F("agency__short_name"), Value("")), "agency__name"),
        name=F("agency__slug"),
        bytes=Value(0),
        moment=NOW,
    )


def _revisions() -> QuerySet[Any]:
    rows = Revision.objects.filter(notice_id=PK).order_by()
    return rows.annotate(
        part=Value("version"),
        rank=F("number"),
        label=F("change_note"),
        name=Value("", CharField()),
        bytes=Value(0),
        moment=F("published_at"),
    )


def _matters() -> QuerySet[Any]:
    return (
        Matter.objects.public()
        .filter(entries__notice_id=PK)
        .annotate(
            part=Value("matter"),
            rank=Value(0),
            label=F("title"),
            name=Value("", CharField()),
            bytes=Value(0),
            moment=NOW,
        )
    )


def _elsewhere() -> QuerySet[Any]:
    """One row says that there are some; they are read by themselves."""
    return (
        Posting.objects.filter(notice_id=PK)
        .order_by()
        .annotate(
            part=Value("elsewhere"),
            rank=Value(0),
            label=F("place"),
            name=Value("", CharField()),
            bytes=Value(0),
            moment=NOW,
        )
    )


def _texts(part: str, texts: QuerySet[Notice]) -> QuerySet[Any]:
    return texts.annotate(
        part=Value(part),
        rank=Value(0),
        label=F("title"),
        name=Value("", CharField()),
        bytes=Value(0),
        moment=F("published_at"),
    )


def _text(part: list[Any]) -> DatedRow:
    _rank, pk, title, _name, _size, at = part
    return DatedRow(pk, title, at)


def _file(
    notice: int, _rank: int, pk: int, title: str, name: str, size: int, _at: datetime
) -> FileLink:
    return {
        "title": title,
        "url": reverse("notice-attachment", args=[notice, pk]),
        "download": reverse("attachment", args=[pk]),
        "extension": name.rpartition(".")[2].upper(),
        "size": filesizeformat(size),
    }


def _version(
    notice: int, rank: int, _pk: int, label: str, _name: str, _size: int, at: datetime
) -> Version:
    day = local_day(at)
    return {
        "title": label,
        "url": reverse("notice-revision", args=[notice, rank]),
        "number": rank,
        "day": official_date(day),
        "day_iso": day.isoformat(),
        "moment": at,
    }


def _matter(_rank: int, pk: int, title: str, *_rest: Any) -> Link:
    return {"title": title, "url": reverse("matter-detail", args=[pk])}


def _unit(
    _rank: int, _pk: int, label: str, slug: str, _size: int, _at: datetime
) -> Link:
    return {"title": label, "url": reverse("agency-detail", args=[slug])}


def _article(notice: Notice) -> dict[str, Any]:
    at = notice.published_at.astimezone(LOCAL) if notice.published_at else None
    is_general = notice.kind == Kind.GENERAL
    return {
        "id": notice.pk,
        "url": notice.get_absolute_url(),
        "title": notice.title,
        "summary": notice.summary,
        "body": outbound_links(notice.body, outward)
        if "://" in notice.body
        else (notice.body),
        "agency": {
            "title": notice.agency.name,
            "url": notice.agency.get_absolute_url(),
        },
        "kind": "" if is_general else word(Kind, notice.kind),
        "kind_code": notice.kind,
        "day": official_date(at.date()) if at else "",
        "day_iso": at.date().isoformat() if at else "",
        "published_meta": f"{at:%Y-%m-%d %H:%M}" if at else "",
        "document_number": notice.document_number,
        "keywords": notice.keywords,
        "source_name": notice.source,
    }


def _validity(stands: str) -> dict[str, str]:
    if not stands:
        return {"code": "", "text": ""}
    return {"code": stands, "text": word(Validity, stands)}


def _migrated(notice: Notice) -> dict[str, str] | None:
    if not (notice.is_migrated and notice.published_at and notice.recorded_at):
        return None
    original = local_day(notice.published_at)
    recorded = local_day(notice.recorded_at)
    return {
        "original_day": official_date(original),
        "original_iso": original.isoformat(),
        "recorded_day": official_date(recorded),
        "recorded_iso": recorded.isoformat(),
        "original_url": outward(notice.original_url),
        "legacy_index_number": notice.legacy_index_number,
    }


def _override(notice: Notice) -> dict[str, str] | None:
    """特批 is on the public record, with name and reason."""
    if not notice.override_by:
        return None
    return {"by": notice.override_by, "reason": notice.override_reason}


def _source(notice: Notice) -> dict[str, str] | None:
    if not notice.source:
        return None
    return {"name": notice.source, "url": outward(notice.source_url)}


def _contact(notice: Notice) -> dict[str, str] | None:
    unit = notice.agency
    if not (unit.telephone or unit.email):
        return None
    return {
        "unit": unit.name,
        "telephone": unit.telephone,
        "telephone_url": telephone_url(unit.telephone),
        "email": unit.email,
    }
