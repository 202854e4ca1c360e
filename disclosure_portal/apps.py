from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The roof: joins the four apps; it has no models of its own."""

    name = "disclosure_portal"
    label = "portal"
    verbose_name = _("Disclosure portal")

    def ready(self) -> None:
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin
        from django.views.generic import RedirectView

        # Before admin.site.urls is read: one door, with its lock-out and second factor.
        admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
        # One way to change a password, too: it asks, mails and is recorded.
        change = RedirectView.as_view(pattern_name="account_change_password")
        admin.site.password_change = change  # type: ignore[method-assign,assignment]
