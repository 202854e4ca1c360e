"""How often the public site was read. No row tells by whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# Longer paths are cut: no page has one.
MOST_OF_PATH = 200


class VisitDay(models.Model):
    """A local day: pages shown, visitors, pages shown to robots, pages not found.

    `salt` makes marks of visitors on this day and is destroyed after it; without it
    nobody can tell whose a mark was, nor that two days had the same visitor.
    """

    day = models.DateField(_("day"), primary_key=True)
    views = models.PositiveBigIntegerField(_("page views"), default=0)
    visitors = models.PositiveBigIntegerField(_("visitors"), default=0)
    robot_views = models.PositiveBigIntegerField(_("views by robots"), default=0)
    lost = models.PositiveBigIntegerField(_("pages not found"), default=0)
    salt = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("day of visits")
        verbose_name_plural = _("days of visits")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.views}"


class PageVisits(models.Model):
    """A page on a day; `view` is the name of its address in urls.py."""

    day = models.DateField()
    path = models.CharField(max_length=MOST_OF_PATH)
    view = models.CharField(max_length=40)
    views = models.PositiveBigIntegerField(default=0)
    visitors = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "path"], name="page_visits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path}: {self.views}"


class LostPage(models.Model):
    """An address without a page, asked for on a day; `referrer` is the page of this
    site whose link led there, or the host of another one."""

    day = models.DateField()
    path = models.CharField(max_length=MOST_OF_PATH, blank=True)
    referrer = models.CharField(max_length=MOST_OF_PATH, blank=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "path", "referrer"], name="lost_page_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.path}: {self.count}"


class VisitorMark(models.Model):
    """That somebody was here today already; all are destroyed after the day."""

    day = models.DateField()
    mark = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "mark"], name="visitor_mark_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"
