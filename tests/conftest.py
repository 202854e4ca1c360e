"""What the whole suite shares."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import count
from typing import Any

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

from disclosure_portal.foundation import append_only, kept_objects

from .browser import chromium

FLUSH = "_fixture_teardown"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# No test depends on a clock, nor on what another run happened to try.
hypothesis.settings.register_profile(
    "portal",
    deadline=None,
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")


def pytest_configure(config: pytest.Config) -> None:
    # The flush between transactional tests also empties the tables that nobody
    # may empty; it is the only place where their guard is lifted.
    flush = getattr(TransactionTestCase, FLUSH)

    def flush_append_only_tables(case: TransactionTestCase) -> None:
        with append_only.lifted(connection):
            flush(case)

    setattr(TransactionTestCase, FLUSH, flush_append_only_tables)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The hook of the marks, which leaves out by them, comes after this one.
    for item in items:
        if not _asks_a_database(item):
            item.add_marker(pytest.mark.once)
        elif item.get_closest_marker("once"):
            raise pytest.UsageError(f"not for one database only: {item.nodeid}")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded and collected stays to the end, and is never looked through for
    garbage again: with all tests collected that took an eighth of their time."""
    gc.collect()
    gc.freeze()


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    case = getattr(item, "cls", None)
    if case is not None and issubclass(case, TransactionTestCase):
        return True
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


def pytest_report_header(config: pytest.Config) -> str:
    browser = chromium.find() or "none found, browser tests are skipped"
    return f"database: {connection.vendor}; browser: {browser}"


@pytest.fixture(autouse=True)
def empty_caches() -> Iterator[None]:
    """Nothing that one test cached is read by the next."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
    kept_objects.forget_all()


_folders = count(1)


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of a test never land among real ones, nor among those of another test."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"media{next(_folders)}"
