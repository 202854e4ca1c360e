from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    # What a system shows with each request (its token, its address): stands beside
    # each deed in the trail. Empty for people, and never stored with the account.
    shown: Mapping[str, Any] = MappingProxyType({})

    class Meta(AbstractUser.Meta):
        # The stubs take the parent's plain text for the type of both names.
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
