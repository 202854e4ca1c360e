from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency
from disclosure_portal.foundation import clock

from .notices import Notice


def new_token() -> str:
    return secrets.token_hex(16)


class LineSheet(models.Model):
    """A clerk's spreadsheet between its upload and the moment its lines are taken.

    The file may hold what must never be published: it is kept apart from
    attachments, for a day at most, and handed out to nobody.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")
    table = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    file_name = models.CharField(_("file name"), max_length=200)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=clock.now)

    class Meta:
        verbose_name = _("uploaded sheet")
        verbose_name_plural = _("uploaded sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "table"], name="line_sheet_one_a_table"
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class HeadingMatch(models.Model):
    """Which column a unit's heading stands for, as a clerk once said by clicking."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    table = models.CharField(max_length=40)
    heading = models.CharField(max_length=200)
    column = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("matched heading")
        verbose_name_plural = _("matched headings")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "table", "heading"], name="heading_match_once"
            )
        ]

    def __str__(self) -> str:
        return self.heading
