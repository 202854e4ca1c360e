"""Notices to read, by the ten thousand: the rows that publications leave behind, loaded
in bulk. A test holds each revision against what the portal itself would have signed.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from collections import Counter as Count
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from tqdm import tqdm

from directories.models import Agency
from disclosure_portal.foundation import clock, defaults
from disclosure_portal.foundation.canonical import canonical
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.document_numbers import normalise
from disclosure_portal.foundation.models import Counter, SiteState, User
from notices.index_numbers import compose, counter_key
from notices.models import (
    Board,
    CoPublisher,
    Kind,
    Notice,
    NoticeAttachment,
    NoticeStatus,
    PostingAfter,
    PostingPeriod,
    PostingUnit,
    Revision,
    Theme,
    Validity,
)
from notices.public_content import PUBLIC_COLUMNS
from notices.structures.registry import structure_of
from notices.tallying import recount

from . import bulk
from .county import County, make_county
from .prose import Writer

Row = dict[str, Any]

SEED = 20
YEARS = timedelta(days=3652)
CHUNK = 5_000
KINDS = {
    Kind.GENERAL: 34, Kind.POLICY: 16, Kind.NEWS: 20, Kind.OVERVIEW: 2,
    Kind.PERSONNEL: 6, Kind.FINANCE: 6, Kind.FEE: 3, Kind.DECISION: 7,
    Kind.PROJECT: 4, Kind.LAND: 2,
}  # fmt: skip
TABLES = (
    User, Agency, Board, Notice, Revision, CoPublisher, NoticeAttachment, PostingPeriod,
)  # fmt: skip
# Shares of notices that have more than their text.
WITH_FILE, WITH_PARTNER, WITH_PERIOD, INTERPRETING = 0.15, 0.04, 0.03, 0.03
FILE = {
    "title": "附件：任务分解表",
    "file_name": "任务分解表.pdf",
    "size": 182_044,
    "original_digest": "0" * 64,
    "public_digest": "1" * 64,
}
PERIOD = {
    "length": 7,
    "unit": PostingUnit.CALENDAR.value,
    "objection_unit": "清源县纪委监委派驻纪检监察组",
    "objection_telephone": "0990-1234567",
    "objection_form": "书面",
    "afterwards": PostingAfter.LONG.value,
}
# What varies from notice to notice; the model's defaults fill the rest.
COLUMNS = (
    "id", "agency_id", "board_id", "author_id", "interprets_id", "kind", "title",
    "summary", "body", "index_number", "document_number", "document_key", "issued_on",
    "effective_from", "effective_until", "validity", "theme", "keywords", "source",
    "responsible_editor", "status", "round", "submitted_by_id", "submitted_at",
    "published_at", "recorded_at",
)  # fmt: skip
REVISION = ("id", "notice_id", "number", "content", "digest", "published_at", "by_id")


def main(size: str) -> Row:
    """Build; gives the peak of memory: for bench.inside."""
    build(int(size), until=clock.now().replace(minute=0, second=0, microsecond=0))
    return {"peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def build(size: int, *, until: datetime, seed: int = SEED) -> None:
    """Fill an empty, migrated database with `size` notices of ten years up to a
    moment; the same arguments give the same rows. Memory does not grow with size."""
    defaults.load()
    county = make_county()
    maker = Maker(county, size, until, Random(seed))
    with bulk.unchecked(*TABLES):
        progress = tqdm(total=size, unit=" notices", disable=not sys.stderr.isatty())
        for rows in maker.chunks():
            _store(rows, county)
            progress.update(len(rows))
        progress.close()
    Counter.objects.bulk_create(
        Counter(key=key, value=value) for key, value in maker.serials.items()
    )
    recount()
    assert recount() == 0, "tallies differ from the rows"
    assert Notice.objects.public().count() == size
    SiteState.objects.bump()


class Maker:
    """Notices one after another, oldest first, with what hangs on each of them."""

    def __init__(
        self, county: County, size: int, until: datetime, random: Random
    ) -> None:
        self.county, self.size, self.until = county, size, until
        self.serials: Count[str] = Count()
        self._random = random
        self._writer = Writer(random)
        self._pattern = SiteState.objects.current().index_pattern
        self._last_policy: int | None = None
        self._structures = {
            kind: structure_of(Notice(pk=0, kind=kind)) for kind in KINDS
        }

    def chunks(self) -> Iterator[list[Row]]:
        for first in range(1, self.size + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, self.size + 1))
            drawn = zip(
                numbers,
                self._draw(self.county.units, self.county.unit_weights, len(numbers)),
                self._draw(self.county.boards, self.county.board_weights, len(numbers)),
                self._draw(list(KINDS), list(accumulate(KINDS.values())), len(numbers)),
                strict=True,
            )
            yield [self._notice(*each) for each in drawn]

    def _draw(self, choices: list[Any], weights: list[Any], size: int) -> list[Any]:
        return self._random.choices(choices, cum_weights=weights, k=size)

    def _notice(self, number: int, unit: Any, board: Any, kind: Kind) -> Row:
        at = self._moment(number)
        day = local_day(at)
        title = self._writer.title(unit.label, day.year, number)
        row: Row = {
            "id": number,
            "agency": unit,
            "board": board,
            "author_id": self.county.editor.pk,
            "interprets_id": None,
            "kind": kind.value,
            "title": title,
            "summary": title[:100] if self._happens(0.5) else "",
            "body": self._writer.body(unit.label, day.year),
            "index_number": self._index_number(unit.index_code, day),
            "document_number": "",
            "document_key": "",
            "issued_on": day,
            "effective_from": None,
            "effective_until": None,
            "validity": "",
            "theme": f"{self._random.randint(1, len(Theme)):02d}",
            "keywords": "政务公开",
            "source": unit.label,
            "responsible_editor": "张三",
            "status": NoticeStatus.PUBLISHED.value,
            "round": 1,
            "submitted_by_id": self.county.editor.pk,
            "submitted_at": at,
            "published_at": at,
            "recorded_at": at,
        }
        if kind is Kind.POLICY:
            row |= self._policy(number, day)
        elif self._last_policy and self._happens(INTERPRETING):
            row["interprets_id"] = self._last_policy
        return row | self._hanging(row)

    def _moment(self, number: int) -> datetime:
        """Steps of equal length over the years, each notice somewhere in its step."""
        step = YEARS / self.size
        back = (self.size - number + self._random.random()) * step
        return (self.until - back).astimezone(UTC)

    def _policy(self, number: int, day: Any) -> Row:
        self._last_policy = number
        text = f"清政发〔{day.year}〕{number}号"
        long = timedelta(days=5 * 365)
        return {
            "document_number": text,
            "document_key": normalise(text),
            "effective_from": day,
            "effective_until": day + long if self._happens(0.6) else None,
            "validity": (
                Validity.REPEALED if self._happens(0.1) else Validity.VALID
            ).value,
        }

    def _hanging(self, row: Row) -> Row:
        """Files, partners and the posting of a notice, and its revision's content."""
        partner = self.county.units[1 + row["id"] % 40]
        has_partner = partner != row["agency"] and self._happens(WITH_PARTNER)
        start = local_day(row["published_at"])
        end = start + timedelta(days=7)
        days = {"starts_on": start, "ends_on": end}
        return {
            "files": [FILE] if self._happens(WITH_FILE) else [],
            "partners": [partner] if has_partner else [],
            "period": PERIOD | days if self._happens(WITH_PERIOD) else None,
            "structure": self._structures[row["kind"]],
        }

    def _index_number(self, org_code: str, day: Any) -> str:
        key = counter_key(self._pattern, org_code, day)
        self.serials[key] += 1
        return compose(self._pattern, org_code, day, self.serials[key])

    def _happens(self, share: float) -> bool:
        return self._random.random() < share


def _store(rows: list[Row], county: County) -> None:
    bulk.load(Notice, COLUMNS, map(_values, rows))
    bulk.load(Revision, REVISION, (_revision(row, county) for row in rows))
    bulk.load(
        NoticeAttachment,
        ("notice_id", "uploaded_by_id", "uploaded_at", "media_type", *FILE),
        (
            (row["id"], row["author_id"], row["published_at"], "application/pdf")
            + tuple(file.values())
            for row in rows
            for file in row["files"]
        ),
    )
    bulk.load(
        CoPublisher,
        ("notice_id", "agency_id"),
        ((row["id"], unit.pk) for row in rows for unit in row["partners"]),
    )
    bulk.load(
        PostingPeriod,
        ("notice_id", *PERIOD, "starts_on", "ends_on"),
        ((row["id"], *row["period"].values()) for row in rows if row["period"]),
    )


def _values(row: Row) -> tuple[Any, ...]:
    keys = {"agency_id": row["agency"].pk, "board_id": row["board"].pk}
    return tuple(keys[name] if name in keys else row[name] for name in COLUMNS)


def _revision(row: Row, county: County) -> tuple[Any, ...]:
    content = canonical(public_record(row))
    digest = hashlib.sha256(content).hexdigest()
    at = row["published_at"]
    return (row["id"], row["id"], 1, content.decode(), digest, at, county.approver.pk)


_UNSAID = {field.attname: field.get_default() for field in Notice._meta.concrete_fields}


def public_record(row: Row) -> Row:
    """The record that public_content.public_content() makes of the stored notice."""
    record: Row = {name: row.get(name, _UNSAID[name]) for name in PUBLIC_COLUMNS}
    return record | {
        "agency": _named(row["agency"]),
        "board": row["board"].slug,
        "co_publishers": [_named(unit) for unit in row["partners"]],
        "interprets": row["interprets_id"],
        "attachments": row["files"],
        "posting_period": row["period"],
        "structure": row["structure"],
    }


def _named(unit: Any) -> Row:
    return {"code": unit.code, "name": unit.name}
