"""The least worker to compare memory with: Django and DRF, a page and an answer."""

from __future__ import annotations

import json
import os
import sys

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .footprint import Footprint

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
APPS = ("contenttypes", "auth", "sessions", "messages", "staticfiles")
PATHS = ("/page/", "/answer/")


def main() -> None:
    """Settings as `startproject` writes them, over the database of the corpus."""
    settings.configure(
        SECRET_KEY="bare",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="bench.bare_urls",
        DATABASES={"default": environ.Env.db_url_config(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework"],
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        USE_TZ=True,
    )
    django.setup()
    found = Footprint.of(get_wsgi_application(), PATHS)
    sys.stdout.write(f"{json.dumps(found.as_record())}\n")


if __name__ == "__main__":
    main()
