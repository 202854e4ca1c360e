"""What time it is, and who may say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from disclosure_portal.foundation import clock

MOMENT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def test_the_clock_is_aware_and_right():
    assert clock.now().tzinfo is not None
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=1)


def test_a_demonstration_may_set_it_for_the_length_of_a_block():
    with clock.frozen_at(MOMENT):
        inside = clock.now()

    assert inside == MOMENT
    assert clock.now() != MOMENT


def test_it_runs_again_after_a_failure():
    with pytest.raises(RuntimeError), clock.frozen_at(MOMENT):
        raise RuntimeError

    assert clock.now() != MOMENT


def test_blocks_can_lie_within_each_other():
    later = MOMENT + timedelta(days=1)

    with clock.frozen_at(MOMENT):
        with clock.frozen_at(later):
            inner = clock.now()
        outer = clock.now()

    assert (inner, outer) == (later, MOMENT)


def test_another_thread_keeps_the_real_time():
    seen = []

    with clock.frozen_at(MOMENT):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen[0] != MOMENT


def test_a_real_portal_refuses_to_have_its_clock_set(settings):
    settings.CLOCK_MAY_BE_SET = False

    with pytest.raises(ImproperlyConfigured), clock.frozen_at(MOMENT):
        pass
