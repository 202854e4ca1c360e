from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoundationConfig(AppConfig):
    """The floor: users, time, audit, files and whatever two apps need."""

    name = "disclosure_portal.foundation"
    label = "foundation"
    verbose_name = _("Foundation")
    default_auto_field = "django.db.models.BigAutoField"
