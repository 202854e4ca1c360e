"""How often one address may read: a guard against load, counted in a cache.

A fixed window of a minute: two cache operations, no list of past requests. What
protects people (letters, recipient lists) is counted in the database instead.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from .. import clock

WINDOW_SECONDS = 60


class ReadThrottle(BaseThrottle):
    """At most `API_THROTTLE_RATES[view.throttle_scope]` requests a minute."""

    seconds_left = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        return self.allows(request, getattr(view, "throttle_scope", "detail"))

    def allows(self, request: Any, scope: str) -> bool:
        """For views that are not of the API, too."""
        window, passed = divmod(int(clock.now().timestamp()), WINDOW_SECONDS)
        self.seconds_left = WINDOW_SECONDS - passed
        key = f"{scope}:{window}:{self.get_ident(request)}"
        cache = caches["throttles"]
        cache.add(key, 0, WINDOW_SECONDS)
        try:
            count = cache.incr(key)
        except ValueError:  # the entry was dropped between the two operations
            return True
        return count <= settings.API_THROTTLE_RATES[scope]

    def wait(self) -> float:
        return float(self.seconds_left)
