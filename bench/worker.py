"""A worker of the portal after a hundred anonymous requests: for bench.inside."""

from __future__ import annotations

from typing import Any

from django.core.wsgi import get_wsgi_application

from .footprint import Footprint

PATHS = (
    "/", "/notices/", "/notices/1/", "/notices/2/", "/notices/?kind=policy", "/boards/",
    "/agencies/", "/agencies/99000002/", "/api/v1/notices/", "/api/v1/notices/3/",
)  # fmt: skip


def main() -> dict[str, Any]:
    return Footprint.of(get_wsgi_application(), PATHS).as_record()
