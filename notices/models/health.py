"""What is found about the site as the national inspection sees it (栏目更新监测)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# Addresses within the site, escaped; longer ones are cut.
MOST_OF_ADDRESS = 500


class HealthFinding(models.Model):
    """How bad one veto item of the inspection was on a day, and by which figure."""

    day = models.DateField(_("day"))
    code = models.CharField(_("veto item"), max_length=20)
    level = models.CharField(
        _("level"),
        max_length=4,
        choices=[
            ("pass", _("Normal")),
            ("warn", _("Early warning")),
            ("veto", _("Red card")),
        ],
    )
    figure = models.CharField(_("figure"), max_length=100)

    class Meta:
        verbose_name = _("finding of site health")
        verbose_name_plural = _("findings of site health")
        ordering = ["-day", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "day"], name="health_finding_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.code}: {self.level}"


class DeadLinkQuerySet(models.QuerySet["DeadLink"]):
    def open(self) -> Self:
        return self.filter(mended_at__isnull=True)


class DeadLink(models.Model):
    """A page of this site and a link on it that leads to nothing of this site."""

    page = models.CharField(_("page"), max_length=MOST_OF_ADDRESS)
    target = models.CharField(_("leads to"), max_length=MOST_OF_ADDRESS)
    status = models.PositiveSmallIntegerField(_("answer"))
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last seen"))
    mended_at = models.DateTimeField(_("mended"), null=True)

    objects = DeadLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("dead link")
        verbose_name_plural = _("dead links")
        ordering = ["page", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "target"], name="dead_link_once")
        ]

    def __str__(self) -> str:
        return f"{self.page} → {self.target}: {self.status}"


class LinkWalk(models.Model):
    """The one walk through the site's own links: where it stands. `source` is empty
    between two rounds."""

    ONLY = 1

    source = models.CharField(max_length=20, blank=True)
    after = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    pages = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_walk_one_row", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return f"{self.source or '—'} {self.after}"


class AvailabilityDay(models.Model):
    """How often a probe asked for the site on a day, and how often it did not open
    within the time that the inspection grants."""

    day = models.DateField(_("day"), primary_key=True)
    visits = models.PositiveIntegerField(_("visits of the probe"))
    failed = models.PositiveIntegerField(_("not open in time"))

    class Meta:
        verbose_name = _("day of availability")
        verbose_name_plural = _("days of availability")
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(
                name="availability_no_more_failed_than_visits",
                condition=Q(failed__lte=F("visits")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.failed}/{self.visits}"
