"""What hangs on a notice: files, other units, policies, versions, matters."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.prepared import Given, Prepared

from .models import (
    CoPublisher,
    Fulfilment,
    Matter,
    Notice,
    NoticeAttachment,
    Posting,
    Revision,
)
from .newest import DatedLink, DatedRow, dated_links
from .reference import Link

PK = Given("pk", BigIntegerField())
NOW = Given("now", DateTimeField())


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
    is_owed: bool = False


def surroundings(notice: Notice) -> Surroundings:
    """Files, co-publishers, the policy that it interprets and interpretations, the
    matters in whose files it is, whether it was shown elsewhere and fulfils a duty;
    one query."""
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
        is_owed=bool(found["owed"]),
    )


def _versions(notice: int, rows: list[list[Any]]) -> list[Version]:
    if len(rows) < 2:
        return []
    return [_version(notice, *row) for row in reversed(rows)]


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
        _owed(),
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
        Posting.objects.confirmed()
        .filter(notice_id=PK)
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


def _owed() -> QuerySet[Any]:
    """One row says that it fulfils a duty; the duties are read by themselves."""
    return (
        Fulfilment.objects.standing()
        .filter(notice_id=PK)
        .order_by()
        .annotate(
            part=Value("owed"),
            rank=Value(0),
            label=Value("", CharField()),
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
