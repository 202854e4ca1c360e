"""A long run lets others write between its transactions."""

from __future__ import annotations

import pytest
from django.db import connection

from disclosure_portal.foundation import turns
from disclosure_portal.foundation.turns import LEAST, SHARE, Turns


@pytest.mark.django_db
def test_only_where_nobody_is_woken_is_time_left_to_look_again(monkeypatch):
    left: list[float] = []
    clock = iter([0, 0.05, 10, 14, 20, 20.1])
    monkeypatch.setattr(turns, "sleep", left.append)
    monkeypatch.setattr(turns, "monotonic", lambda: next(clock))
    run = Turns()

    for _transaction in range(3):
        with run.next():
            pass

    is_embedded = connection.vendor == "sqlite"
    assert left == ([LEAST, 4 * SHARE] if is_embedded else [])
