"""A real installation: secrets come from the environment, or nothing runs."""

from __future__ import annotations

from . import environment as env
from .base import *  # noqa: F403

SECRET_KEY = env.key("SECRET_KEY")
FIELD_KEYS = env.keys("FIELD_KEYS")
RECEIPT_KEY = env.key("RECEIPT_KEY")
LOOKUP_KEY = env.key("LOOKUP_KEY")
SITE_URL = env.site_url("SITE_URL")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", None)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# A proxy ends TLS and says so, and names the reader's address.
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 1)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# 三员分立: no setting turns this off in a real installation.
SEPARATE_ADMINISTRATORS = True
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", True)

SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
