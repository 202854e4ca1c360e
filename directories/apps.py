from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoriesConfig(AppConfig):
    """Who the agencies are, who works there, and what they must disclose."""

    name = "directories"
    verbose_name = _("Directories")
    default_auto_field = "django.db.models.BigAutoField"
