"""However long the texts are, few bytes of a set are read at once."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import timedelta

import pytest

from disclosure_portal.foundation import clock
from disclosure_portal.open_data.sets import SETS
from disclosure_portal.open_data.writing import ndjson_blocks
from notices.models import Notice
from tests.factories import published_notice
from tests.factories.structures import FEE, fee_draft, guide_draft, publish

pytestmark = pytest.mark.django_db


def sizes_of_chunks(code: str, heavy: int) -> list[int]:
    """How many rows of the set come at once."""
    source = replace(SETS[code].source, heavy=heavy)
    return [len(rows) for rows in source.chunks()]


def test_notices_are_read_as_many_at_once_as_are_not_too_heavy():
    for length in (10, 10, 10, 400, 400, 10):
        body = "字" * length
        Notice.objects.filter(pk=published_notice().pk).update(body=body)

    # Three bytes each: one of the long ones is too heavy alone, and comes all the same.
    assert sizes_of_chunks("notices", heavy=1000) == [3, 1, 1, 1]


def test_the_weight_of_lines_is_that_of_what_was_signed():
    for count in (1, 1, 40, 1):
        publish(fee_draft(*[{**FEE, "sub_item": f"第{n}项"} for n in range(count)]))

    assert sizes_of_chunks("fee-lines", heavy=12_000) == [2, 40, 1]


def test_facts_weigh_as_much_as_their_texts_and_what_was_signed():
    for _number in range(2):
        publish(guide_draft())

    assert sizes_of_chunks("procedure", heavy=100) == [1, 1, 0]
    assert sizes_of_chunks("procedure", heavy=100_000) == [2]


def test_what_is_not_signed_yet_weighs_nothing():
    now = clock.now()
    publish(fee_draft(release_at=now + timedelta(hours=1)))

    with clock.frozen_at(now + timedelta(hours=2)):
        assert sizes_of_chunks("fee-lines", heavy=0) == [1]


def test_memory_does_not_grow_with_the_number_of_long_texts():
    publish_long_texts(8)
    few = most_memory_of_a_stream()
    publish_long_texts(24)
    many = most_memory_of_a_stream()

    assert many < 1.5 * few


def publish_long_texts(count: int) -> None:
    for _number in range(count):
        Notice.objects.filter(pk=published_notice().pk).update(body="x" * 1_000_000)


def most_memory_of_a_stream() -> int:
    data_set = SETS["notices"]
    tracemalloc.start()
    for _block in ndjson_blocks(data_set.columns, data_set.source.chunks()):
        pass
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
