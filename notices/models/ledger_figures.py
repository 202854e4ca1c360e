from __future__ import annotations

from django.db import models

from directories.models import Agency


class LedgerFigure(models.Model):
    """What a unit owed in one domain by days of one year, as of `day`: counted each
    night, since a county owes half a million things a year. `due` is what was due
    before that day; what was migrated is filled, and neither in time nor late."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="+", db_index=False, editable=False
    )
    domain = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    due = models.PositiveIntegerField()
    filled = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    explained = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()

    class Meta:
        verbose_name = "ledger figure"
        verbose_name_plural = "ledger figures"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "agency", "domain"], name="ledger_figure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.domain} {self.year}"
