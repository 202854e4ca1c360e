from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LEVELS = 3


class LetterCategory(models.Model):
    """What a letter is about, in three levels; letters hang on any of them."""

    IMPRINTED = True

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("above it"),
    )
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, validators=[MaxValueValidator(LEVELS)]
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("category of letters")
        verbose_name_plural = _("categories of letters")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="category_level_and_parent",
                condition=models.Q(level=1, parent__isnull=True)
                | models.Q(level__in=[2, 3], parent__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name


class CategoryModel(models.Model):
    """What was learned of past letters, to suggest a category with its reasons; the
    newest row is used. Numbers and words only: no letter can be read from it."""

    made_at = models.DateTimeField(_("made at"))
    letters = models.PositiveIntegerField(_("letters learned from"))
    accuracy = models.DecimalField(
        _("share of right first suggestions"), max_digits=5, decimal_places=4, null=True
    )
    majority = models.DecimalField(
        _("share of the commonest category"), max_digits=5, decimal_places=4, null=True
    )
    content = models.JSONField(_("model"), default=dict)

    class Meta:
        verbose_name = _("model of categories")
        verbose_name_plural = _("models of categories")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
