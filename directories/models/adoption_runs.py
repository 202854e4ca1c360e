from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AdoptionRun(models.Model):
    """Items adopted for many units by a job. `outcomes` has one for each unit that is
    done, in the order of `units`, written in the transaction that did it: a run that
    was interrupted goes on with the next unit."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"))
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(_("finished at"), null=True)
    items: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    units: models.JSONField[list[int], list[int]] = models.JSONField(default=list)
    outcomes: models.JSONField[list[Any], list[Any]] = models.JSONField(default=list)

    class Meta:
        verbose_name = _("adoption for many units")
        verbose_name_plural = _("adoptions for many units")
        indexes = [
            models.Index(fields=["finished_at", "touched_at"], name="adoption_run_open")
        ]

    def __str__(self) -> str:
        return f"{len(self.outcomes)}/{len(self.units)}"
