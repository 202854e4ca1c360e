"""Sheets that were looked at and are not taken yet; forgotten after a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class SheetUpload(models.Model):
    token = models.CharField(max_length=32, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sheet = models.CharField(max_length=100, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name


class StandardUpload(SheetUpload):
    # The catalogue's own particulars as they were typed (standard_import.Particulars).
    particulars = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("catalogue sheet to be looked at")
        verbose_name_plural = _("catalogue sheets to be looked at")


class ServiceUpload(SheetUpload):
    # The unit of rows that name none.
    agency = models.ForeignKey(
        Agency, models.CASCADE, null=True, blank=True, related_name="+"
    )
    is_complete = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("list of services to be looked at")
        verbose_name_plural = _("lists of services to be looked at")
