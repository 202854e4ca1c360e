"""What keeps the index right without anybody's deed: counted terms, ended documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection

from directories.models import Role
from disclosure_portal.foundation import clock, schedule
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import (
    SearchEntry,
    SearchState,
    SearchTerm,
    SearchText,
)
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.finding import Finder, Search
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.writing import OVER
from notices.publication import withdraw
from notices.search import mark_ended
from tests.factories import member, published_notice

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    finder = Finder(Search(ask(text), without=[OVER]))
    return [hit.text.title for hit in finder.best()]


def test_terms_are_counted_each_minute_and_ends_each_day():
    jobs = {duty.name: duty.interval for duty in schedule.duties()}

    assert jobs["search terms"] == timedelta(minutes=1)
    assert jobs["ended"] == timedelta(days=1)


def test_a_document_whose_last_day_passed_is_found_as_ended():
    today = local_day(clock.now())
    published_notice(
        title="低保办法", validity="valid", effective_until=today + timedelta(days=1)
    )
    published_notice(title="低保细则", validity="valid")

    assert mark_ended().startswith("0 ")
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        assert len(found("低保")) == 2
        assert mark_ended().startswith("1 ")
        assert found("低保") == ["低保细则"]
        assert mark_ended().startswith("0 ")


def test_a_day_that_passed_before_publication_needs_no_job():
    published_notice(title="低保办法", effective_until=date(2020, 1, 1))

    assert found("低保") == []
    assert mark_ended().startswith("0 ")


def test_a_privacy_withdrawal_leaves_nothing_in_the_tables_of_search():
    notice = published_notice(title="鱤鱼公告", body="<p>鱤鱼与魟鱼</p>")
    count_new()
    before = SearchState.objects.get()
    by = member(Role.APPROVER, notice.agency)

    withdraw(notice, by=by, ground="privacy", reason="涉及个人隐私")

    told = " ".join(SearchText.objects.values_list("body", flat=True))
    assert "鱤" not in told
    assert not SearchEntry.objects.filter(kind="notice", object_id=notice.pk).exists()
    assert not SearchTerm.objects.filter(term__contains="鱤").exists()
    assert SearchState.objects.get().records == before.records - 1


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the index is a part of the table there"
)
def test_a_flush_leaves_no_terms_of_records_that_are_gone():
    published_notice(title="低保公告")
    SearchEntry.objects.all().delete()

    emit_post_migrate_signal(0, False, connection.alias)

    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM search_index WHERE search_index MATCH '低保'")
        assert cursor.fetchall() == []
