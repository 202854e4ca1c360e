"""Queries that are composed once: they find what an ordinary query would find."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField

from directories.models import Agency
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.prepared import Given, Prepared
from notices.models import Notice
from tests.factories import agency, approved_notice, published_notice

SLUG = Given("slug", CharField())
composed: list[str] = []


@Prepared
def by_slug():
    composed.append("by_slug")
    return Agency.objects.filter(slug=SLUG).select_related("parent")


@Prepared
def titles():
    public = Notice.objects.public(Given("now", DateTimeField()))
    return public.order_by("pk").values_list("title", "published_at")


@Prepared
def slugs_and_names():
    chosen = Agency.objects.filter(slug=SLUG).order_by()
    return chosen.values_list("slug").union(chosen.values_list("name"), all=True)


@pytest.mark.django_db
def test_each_call_finds_rows_of_its_own_values(django_assert_num_queries):
    unit, other = agency("县教育局"), agency("县民政局")

    with django_assert_num_queries(3):
        found = [by_slug.rows(slug=each.slug) for each in (unit, other, unit)]
        parents = [row.parent for (row,) in found]

    assert found == [[unit], [other], [unit]]
    assert parents == [unit.parent, other.parent, unit.parent]
    assert len(composed) <= 1


@pytest.mark.django_db
def test_each_call_has_its_own_moment():
    release = clock.now() + timedelta(days=2)
    now = published_notice(title="今天")
    later = approved_notice(title="后天", release_at=release)

    first = ("今天", now.published_at)
    assert titles.rows(now=clock.now()) == [first]
    assert titles.rows(now=release) == [first, ("后天", later.published_at)]


@pytest.mark.django_db
def test_a_value_may_stand_in_several_parts_of_a_query():
    unit = agency("县教育局")

    rows = slugs_and_names.rows(slug=unit.slug)

    assert sorted(rows) == sorted([(unit.slug,), (unit.name,)])


@Prepared
def named_in_full():
    chosen = Agency.objects.filter(slug=SLUG, name__contains="'100%")
    return chosen.values_list("name", flat=True)


@pytest.mark.django_db
def test_fixed_values_may_hold_what_sql_is_made_of():
    unit, other = agency("百分百'100%s'中心"), agency("县民政局")

    found = [named_in_full.rows(slug=each.slug) for each in (unit, other) * 3]

    assert found == [[unit.name], []] * 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server")
@pytest.mark.django_db
def test_the_server_keeps_what_is_asked_again():
    unit = agency("县教育局")

    for _time in range(5):
        by_slug.rows(slug=unit.slug)

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any("directories_agency" in text for (text,) in cursor.fetchall())


@pytest.mark.django_db
def test_a_value_that_is_not_given_is_an_error():
    with pytest.raises(KeyError):
        by_slug.rows()


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_over_its_own_connection():
    unit = agency("县教育局")
    by_slug.rows(slug=unit.slug)
    found = []

    def ask():
        found.append(by_slug.rows(slug=unit.slug))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()

    assert found == [[unit]]
