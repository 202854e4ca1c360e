"""The time limits that a new portal starts with, each with what it follows. The office
sets its own: what is there is never changed.

National rules bind reports of misconduct and simple questions; for the others these are
what published rules of mailboxes say, and an urgent letter is answered the next day.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import transaction

from disclosure_portal.foundation.models import AuditEntry

from .models import Complexity, DayUnit, LetterKind, LetterLimit

INSPECTION = "政府网站检查指标（国办秘函〔2019〕19号）：简单问题5个工作日内答复"
PETITIONS = "信访工作条例（2022年）：15日内告知是否受理，60日内办结，可延长30日"
STAGES = "参照黄山市市长信箱：5个工作日，复杂10个工作日，最长15个工作日"
COUNTY = "参照赫章县：7个工作日，需调查10个工作日，疑难经批准15或30个工作日"
ONLINE = "参照乐清市网络问效：建议5个工作日，涉及多部门15个工作日"
SITE = "网站纠错的通行时限：3个工作日"
URGENT = "参照12345热线：应急事项当日处置"


class Row(NamedTuple):
    """Days to answer: ordinary, complex, urgent; days that may be added to the first
    two; what the first two follow."""

    kind: LetterKind
    days: tuple[int, int, int]
    more: tuple[int, int]
    basis: tuple[str, str]


ROWS = (
    Row(LetterKind.CONSULTATION, (5, 10, 1), (5, 5), (INSPECTION, STAGES)),
    Row(LetterKind.SUGGESTION, (5, 15, 1), (10, 15), (ONLINE, ONLINE)),
    Row(LetterKind.COMPLAINT, (7, 10, 1), (8, 20), (COUNTY, COUNTY)),
    Row(LetterKind.HELP, (7, 10, 1), (8, 20), (COUNTY, COUNTY)),
    Row(LetterKind.CORRECTION, (3, 5, 1), (2, 5), (SITE, STAGES)),
    Row(LetterKind.OBJECTION, (5, 10, 1), (5, 5), (STAGES, STAGES)),
)


def limits() -> Iterator[LetterLimit]:
    """A row for each kind and complexity."""
    for row in ROWS:
        given = zip(
            Complexity,
            row.days,
            (*row.more, 0),
            (*row.basis, URGENT),
            strict=True,
        )
        for complexity, days, more, basis in given:
            yield LetterLimit(
                kind=row.kind,
                complexity=complexity,
                days=days,
                extension_days=more,
                basis=basis,
            )
    for complexity in Complexity:
        # Five working days lie within the fifteen days of the law in any holiday.
        yield LetterLimit(
            kind=LetterKind.REPORT,
            complexity=complexity,
            days=60,
            unit=DayUnit.CALENDAR,
            extension_days=30,
            acceptance_days=5,
            basis=PETITIONS,
        )


@transaction.atomic
def load() -> int:
    """Add those that are missing; how many were added."""
    known = set(LetterLimit.objects.values_list("kind", "complexity"))
    missing = [row for row in limits() if (row.kind, row.complexity) not in known]
    made = LetterLimit.objects.bulk_create(missing)
    keys = [row.pk for row in made]
    return AuditEntry.objects.record_rows(LetterLimit, keys, by=None)
