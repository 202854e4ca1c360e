from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, WorkingGroup

from .categories import LetterCategory
from .letter_kinds import LetterKind


class RoutingRule(models.Model):
    """Where letters go that meet its conditions; an empty condition holds for all. The
    first that holds wins (routing_rules.py)."""

    position = models.PositiveSmallIntegerField(_("order"), default=100)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind, blank=True)
    category = models.ForeignKey(
        LetterCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("category or one below it"),
    )
    place = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place in the branch of"),
    )
    about_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("about a unit in the branch of"),
    )
    words = models.CharField(
        _("words, one of which occurs"), max_length=300, blank=True
    )
    goes_to = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="routing_rules",
        verbose_name=_("goes to"),
    )
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class AccusationDesk(models.Model):
    """Which group takes accusations against whom no superior unit could take them;
    one row for the county."""

    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        related_name="+",
        verbose_name=_("supervision group"),
    )

    class Meta:
        verbose_name = _("desk for accusations")
        verbose_name_plural = _("desks for accusations")

    def __str__(self) -> str:
        return str(self.group)
