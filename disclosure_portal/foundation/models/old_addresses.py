from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Length
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from ..old_paths import path_key, spellings


class OldAddressQuerySet(models.QuerySet["OldAddress"]):
    def known_as(self, path: str) -> Self:
        """The row of a path as it was asked for; with its query first, then without."""
        return self.filter(path__in=spellings(path)).order_by(Length("path").desc())


class OldAddress(models.Model):
    """A path of an older site that this portal goes on to answer: it leads to a page
    of today (301), or says that what stood there is gone (410)."""

    IMPRINTED = True

    path = models.CharField(
        _("old address"),
        max_length=500,
        unique=True,
        help_text=_("From the first slash on: /zwgk/2019/t123.html"),
    )
    target = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        help_text=_("A page of this site: /boards/policy/. Empty: gone for good."),
    )

    objects = OldAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def clean(self) -> None:
        self.path = path_key(self.path)
        faults: dict[str, Any] = {}
        if not self.path.startswith("/"):
            faults["path"] = _("An old address begins with a slash.")
        elif _is_page(self.path):
            faults["path"] = _("A page of this site stands at this address.")
        if self.target and not _is_page(self.target):
            faults["target"] = _("No page of this site stands at this address.")
        if faults:
            raise ValidationError(faults)


def _is_page(path: str) -> bool:
    if not path.startswith("/") or path.startswith("//"):
        return False
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True
