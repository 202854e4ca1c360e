from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BasisValidity(models.TextChoices):
    IN_FORCE = "in_force", _("In force")
    AMENDED = "amended", _("Amended")
    REPEALED = "repealed", _("Repealed")


class LegalBasis(models.Model):
    """法律依据: a law, rule or document that fees, procedures and duties rest on.

    `title_key` and `number_key` are what citations are compared by (bases.py).
    """

    IMPRINTED = True

    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(
        _("document number"),
        max_length=80,
        blank=True,
        help_text=_("Empty for laws that have none."),
    )
    issued_by = models.CharField(_("issued by"), max_length=100, blank=True)
    url = models.URLField(_("address of the text"), max_length=500, blank=True)
    validity = models.CharField(
        _("validity"),
        max_length=20,
        choices=BasisValidity,
        default=BasisValidity.IN_FORCE,
    )
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    repealed_on = models.DateField(_("repealed on"), null=True, blank=True)
    title_key = models.CharField(max_length=200, editable=False, db_index=True)
    number_key = models.CharField(max_length=80, editable=False, db_index=True)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["title", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["title_key", "number_key"],
                name="legal_basis_once",
                violation_error_message=_("This legal basis is in the register."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）" if self.number else self.title
