"""Two requests with one new key at the same moment, in two connections to a real
server (on SQLite: tests/portal/test_api_client.py)."""

from __future__ import annotations

import pytest
from django.db import connection

from notices.models import Notice
from tests.factories.systems import SystemClient

from .test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="needs two connections"),
]


@pytest.mark.parametrize("turn", range(3))
def test_of_two_requests_one_makes_the_draft_and_the_other_changes_it(turn):
    system = SystemClient()
    system.get()  # the first use is noted
    statuses = []

    def send(title):
        return lambda: statuses.append(
            system.post(sent=system.notice(title=title)).status_code
        )

    failures = at_once(send("一"), send("二"))

    assert failures == []
    assert sorted(statuses) == [200, 201]
    assert Notice.objects.count() == 1
