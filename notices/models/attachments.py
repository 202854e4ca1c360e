from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.permissions import Reader
from disclosure_portal.foundation.attachments import Attachment
from disclosure_portal.foundation.models import Extraction

from .notices import Notice


def of_content(column: str) -> Subquery:
    """For rows of attachments: what is known of their content; null where nothing is,
    yet."""
    row = Extraction.objects.of(OuterRef("public_digest"), OuterRef("media_type"))
    return Subquery(row.values(column))


class NoticeAttachmentQuerySet(models.QuerySet["NoticeAttachment"]):
    def visible_to(self, reader: Reader) -> Self:
        """Files of the notices that the reader may see."""
        return self.filter(notice__in=Notice.objects.visible_to(reader))


class NoticeAttachment(Attachment):
    notice = models.ForeignKey(
        Notice,
        models.CASCADE,
        related_name="attachments",
        verbose_name=_("notice"),
    )

    objects = NoticeAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(name="attachment_content", fields=["public_digest"]),
        ]

    def get_absolute_url(self) -> str:
        return reverse("notice-attachment", args=[self.notice_id, self.pk])
