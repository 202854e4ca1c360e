"""Counts of terms and records are held against the index, and made anew with it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import F

from directories.models import Role
from disclosure_portal.foundation.models import (
    SearchEntry,
    SearchState,
    SearchTerm,
    SearchWord,
)
from disclosure_portal.foundation.search import rebuilding, vocabulary
from disclosure_portal.foundation.search.conditions import Condition, Tokens
from disclosure_portal.foundation.search.counting import count_new
from disclosure_portal.foundation.search.index import index
from disclosure_portal.foundation.search.questions import Term
from notices.publication import withdraw
from tests.factories import member, published_notice

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    return list(rebuilding.faults(lambda _count: None))


def kept(term: str) -> int:
    return sum(SearchTerm.objects.filter(pk=term).values_list("df", flat=True))


@pytest.fixture(autouse=True)
def counted():
    """Two notices, counted, and one that nobody has counted yet."""
    published_notice(title="低保通知甲")
    published_notice(title="低保通知乙")
    count_new()
    published_notice(title="低保通知丙")


class BrokenOff(Exception):
    pass


def break_off(_count: int) -> None:
    raise BrokenOff


# --- Held against the index -----------------------------------------------------------


def test_counts_as_deeds_leave_them_are_right():
    assert kept("低保") == 2
    assert faults() == []


@pytest.mark.parametrize("change", [1, -1, 5])
def test_a_wrong_count_of_a_term_is_named_and_mended(change):
    SearchTerm.objects.filter(pk="低保").update(df=F("df") + change)

    (fault,) = faults()
    assert "低保" in fault
    assert str(2 + change) in fault

    rebuilding.write_anew(lambda _count: None)
    assert faults() == []
    assert kept("低保") == 3


def test_a_term_that_lost_its_count_and_one_that_nothing_has_are_named():
    SearchTerm.objects.filter(pk="低保").delete()
    SearchTerm.objects.create(term="鱤鱼", df=3)

    assert len(faults()) == 2

    rebuilding.write_anew(lambda _count: None)
    assert faults() == []
    assert kept("鱤鱼") == 0


@pytest.mark.parametrize("column", ["records", "characters"])
def test_wrong_sums_are_named_and_mended(column):
    SearchState.objects.update(**{column: F(column) + 1})

    assert len(faults()) == 1

    rebuilding.write_anew(lambda _count: None)
    assert faults() == []


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="the index is a part of the table there"
)
def test_what_the_index_finds_without_a_record_is_named_and_mended():
    index().write(77, Tokens(["低保"], ["低保"], ["@notice"]))
    index().write(78, Tokens([], ["鱤鱼"], []))

    assert [fault for fault in faults() if "77" in fault or "78" in fault] == faults()
    assert len(faults()) == 2

    rebuilding.write_anew(lambda _count: None)
    assert faults() == []
    assert len(index().postings(Condition([Term("低保")]), 9)) == 3


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="there the terms of each row are compared"
)
def test_a_term_too_many_of_a_record_is_named_and_mended():
    (docid, *_others) = index().postings(Condition([Term("低保")]), 9)
    index().write(docid, Tokens([], ["鱤鱼"], []))

    (fault,) = faults()
    assert "鱤鱼" in fault

    rebuilding.write_anew(lambda _count: None)
    assert faults() == []


# --- Made anew ------------------------------------------------------------------------


def test_a_rebuild_that_was_broken_off_is_named_and_ends_right(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    SearchTerm.objects.filter(pk="低保").update(df=9)
    with pytest.raises(BrokenOff):
        rebuilding.write_anew(break_off)
    assert len(faults()) == 1

    rebuilding.write_anew(lambda _count: None)

    assert faults() == []
    assert kept("低保") == 3


def test_deeds_and_counting_meanwhile_are_counted_once(monkeypatch):
    """At each step something is published, withdrawn and counted, before the place
    that was reached and behind it."""
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    leaving = [published_notice(title=f"低保公告{number}") for number in range(3)]
    count_new()

    def meanwhile(_count: int) -> None:
        reached = SearchState.objects.get().built_up_to
        last = SearchEntry.objects.order_by("docid").last()
        is_at_the_end = last is not None and reached == last.pk
        if leaving and (is_at_the_end or len(leaving) > 2):
            published_notice(title="低保通报")
            gone = leaving.pop()
            by = member(Role.APPROVER, gone.agency)
            withdraw(gone, by=by, ground="error", reason="内容有误")
        count_new()

    rebuilding.write_anew(meanwhile)
    count_new()

    assert faults() == []
    assert kept("低保") == 6
    assert kept("公告") == 0


def test_words_are_not_dropped_while_their_counts_are_made_anew(monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    vocabulary.refresh()
    before = set(SearchWord.objects.values_list("word", flat=True))
    with pytest.raises(BrokenOff):
        rebuilding.write_anew(break_off)

    told = vocabulary.refresh()

    assert told.startswith("waits")
    assert before
    assert set(SearchWord.objects.values_list("word", flat=True)) == before
