from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class AdministratorPost(models.TextChoices):
    """三员分立: who keeps the system, who grants rights and who reads the trail are
    three people (GB/T 22239 级 3 and up: separation of privileges)."""

    SYSTEM = "system", _("system administrator")
    SECURITY = "security", _("security administrator")
    AUDIT = "audit", _("audit administrator")


class User(AbstractUser):
    """A person who signs in. Roles belong to agencies: see directories.Membership.

    Users are deactivated, never deleted: the trail names them.
    """

    first_name = None  # type: ignore[assignment]  # Chinese names are one field
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=60, blank=True)
    language = models.CharField(
        _("language of the staff pages"),
        max_length=10,
        choices=[("zh-hans", _("Simplified Chinese")), ("en", _("English"))],
        default="zh-hans",
    )
    is_service = models.BooleanField(
        _("account of a system"),
        default=False,
        editable=False,
        help_text=_("Belongs to a program; nobody signs in with it."),
    )
    is_demo = models.BooleanField(
        _("demonstration account"),
        default=False,
        editable=False,
        help_text=_("Signs in only where the portal runs as a demonstration."),
    )

    # One column: nobody can hold two posts.
    post = models.CharField(
        _("administrator's post"),
        max_length=20,
        choices=AdministratorPost,
        blank=True,
        editable=False,
    )

    class Meta(AbstractUser.Meta):
        # The stubs take the parent's plain text for the type of both names.
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.username

    def administers(self, post: str) -> bool:
        """Is this the administrator for that? A superuser is all three, but where
        SEPARATE_ADMINISTRATORS is on."""
        return self.is_active and (self.is_unbound or self.post == post)

    @property
    def is_unbound(self) -> bool:
        """A superuser whom no separation binds."""
        return (
            self.is_active
            and self.is_superuser
            and not settings.SEPARATE_ADMINISTRATORS
        )

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As the backends say; being a superuser opens nothing by itself where
        administrators are separated."""
        if not settings.SEPARATE_ADMINISTRATORS:
            return super().has_perm(perm, obj)
        return self.is_active and any(
            backend.has_perm(self, perm, obj) for backend in _deciding("has_perm")
        )

    def has_module_perms(self, app_label: str) -> bool:
        if not settings.SEPARATE_ADMINISTRATORS:
            return super().has_module_perms(app_label)
        return self.is_active and any(
            backend.has_module_perms(self, app_label)
            for backend in _deciding("has_module_perms")
        )

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


def _deciding(question: str) -> Iterator[Any]:
    return (backend for backend in get_backends() if hasattr(backend, question))
