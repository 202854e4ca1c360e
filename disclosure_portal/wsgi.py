"""The WSGI entry of a production server (gunicorn)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "disclosure_portal.settings.production")

application = get_wsgi_application()
# Every view is loaded now: workers that are forked from here share them, and no reader
# waits for them.
resolve("/")
