"""The bench's corpus: the same rows each time, and as publications leave them."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from bench.corpus import build
from bench.prose import LENGTH, Writer
from disclosure_portal.foundation.canonical import canonical
from disclosure_portal.foundation.days import local_day
from notices.models import Notice, Revision, Tally
from notices.public_content import public_content
from tests.factories import user

UNTIL = datetime(2026, 6, 1, tzinfo=UTC)
SIZE = 200


@pytest.fixture
def corpus(transactional_db):
    build(SIZE, until=UNTIL)


def test_the_same_seed_writes_the_same():
    first, second = Writer(Random(1)), Writer(Random(1))

    assert first.body("水利局", 2026) == second.body("水利局", 2026)
    assert first.title("水利局", 2026, 3) == second.title("水利局", 2026, 3)


def test_bodies_are_as_long_as_those_of_real_notices():
    writer = Writer(Random(2))

    lengths = [len(writer.body("水利局", 2026)) for _each in range(200)]

    assert LENGTH * 0.9 < sum(lengths) / len(lengths) < LENGTH * 1.3


def test_each_revision_holds_what_the_portal_would_have_signed(corpus):
    revisions = Revision.objects.select_related("notice__agency", "notice__board")

    wrong = [
        revision.pk
        for revision in revisions
        if canonical(public_content(revision.notice)).decode() != revision.content
    ]

    assert Revision.objects.count() == SIZE
    assert wrong == []


def test_a_corpus_is_counted_and_ten_years_long(corpus):
    days = [local_day(at) for at in _moments()]

    assert Tally.objects.under("all") == SIZE
    assert days == sorted(days)
    assert days[-1].year - days[0].year == 10


def _moments():
    rows = Notice.objects.order_by("pk").values_list("published_at", flat=True)
    return [at for at in rows if at]


def test_keys_continue_after_those_of_the_corpus(corpus):
    row = Notice.objects.latest("pk")
    row.pk, row.index_number = None, "another"

    row.save()

    assert row.pk > SIZE
    assert user().pk > 2
