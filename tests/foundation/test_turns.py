"""A long run lets others write between its transactions."""

from __future__ import annotations

import pytest
from django.db import connection

from disclosure_portal.foundation import turns


@pytest.mark.django_db
def test_only_where_nobody_is_woken_is_time_left_to_look_again(monkeypatch):
    left = []
    monkeypatch.setattr(turns, "sleep", left.append)

    turns.give_way()

    # SQLite's own handler sleeps at most 0.1 s before it looks again.
    is_embedded = connection.vendor == "sqlite"
    assert left == ([turns.TURN_SECONDS] if is_embedded else [])
    assert turns.TURN_SECONDS > 0.1
