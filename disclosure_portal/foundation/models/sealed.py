from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SealedRecord(models.Model):
    """A record that was erased by law, or of which former words were: what the trail,
    which nobody can change, says of its words is told to nobody any more."""

    target_type = models.CharField(_("kind of record"), max_length=80)
    target_id = models.BigIntegerField(_("record"))
    up_to = models.BigIntegerField(
        _("up to this trail entry"), null=True, help_text=_("Empty: all of them.")
    )

    class Meta:
        verbose_name = _("sealed record")
        verbose_name_plural = _("sealed records")
        constraints = [
            models.UniqueConstraint(
                fields=["target_type", "target_id"], name="sealed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_type} {self.target_id}"
