from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof: joins the four apps; it has no models of its own."""

    name = "disclosure_portal"
    label = "portal"
    verbose_name = _("Disclosure portal")
