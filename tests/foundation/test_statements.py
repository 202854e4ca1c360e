"""Statements find what their querysets find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F, QuerySet

from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.statements import Statement, kept_statement
from notices.models import Notice, NoticeStatus
from tests.factories import published_notice

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def entries():
    return [
        AuditEntry.objects.create(
            at=START + timedelta(days=day),
            action="noted",
            facts={"day": day, "words": ["一", "%s"]},
        )
        for day in range(4)
    ]


def entries_from(since: datetime, above: int) -> QuerySet[AuditEntry, Any]:
    found = AuditEntry.objects.filter(at__gte=since, pk__gt=above, action="noted")
    return found.order_by("-at", "pk").values()


def test_every_run_has_its_own_values(entries, django_assert_num_queries):
    statement = Statement(entries_from, since=datetime, above=int)

    for place, entry in enumerate(entries):
        since = START + timedelta(days=place)
        expected = [list(entries_from(since, 0)), list(entries_from(START, entry.pk))]
        with django_assert_num_queries(2):
            found = [
                statement.rows(since=since, above=0),
                statement.rows(since=START, above=entry.pk),
            ]
        assert found == expected
        assert len(found[0]) == len(entries) - place


def test_a_value_may_stand_in_several_places(entries):
    def between(moment: datetime) -> QuerySet[AuditEntry, Any]:
        found = AuditEntry.objects.filter(at__gte=moment, at__lte=moment)
        return found.values("facts", when=F("at"))

    statement = Statement(between, moment=datetime)

    assert statement.rows(moment=entries[2].at) == [
        {"facts": entries[2].facts, "when": entries[2].at}
    ]
    assert statement.rows(moment=START + timedelta(hours=1)) == []


def test_choices_days_and_empty_columns_are_read_as_rows_have_them():
    notice = published_notice()
    names = ("status", "issued_on", "published_at", "is_migrated", "interprets")
    statement = Statement(
        lambda pk: Notice.objects.filter(
            pk=pk, status__in=[NoticeStatus.PUBLISHED, NoticeStatus.ARCHIVED]
        ).values(*names, "agency__name"),
        pk=int,
    )

    assert statement.rows(pk=notice.pk) == [
        {
            "status": "published",
            "issued_on": notice.issued_on,
            "published_at": notice.published_at,
            "is_migrated": False,
            "interprets": None,
            "agency__name": notice.agency.name,
        }
    ]


def test_a_blank_that_the_query_does_not_use_is_refused():
    with pytest.raises(ValueError, match="above"):
        Statement(
            lambda since, above: AuditEntry.objects.filter(at__gte=since).values("pk"),
            since=datetime,
            above=int,
        )


def test_a_kept_statement_is_written_once_for_each_key(entries):
    written = []

    def above(pk: int) -> QuerySet[AuditEntry, Any]:
        written.append(pk)
        return AuditEntry.objects.filter(pk__gt=pk).order_by("pk").values("id")

    keys = [("entries", object()), ("entries", object())]

    found = [kept_statement(key, above, pk=int).rows(pk=entries[1].pk) for key in keys]
    again = kept_statement(keys[0], above, pk=int).rows(pk=entries[2].pk)

    assert found == [[{"id": entry.pk} for entry in entries[2:]]] * 2
    assert again == [{"id": entries[3].pk}]
    assert len(written) == 2
