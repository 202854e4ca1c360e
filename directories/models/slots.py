"""The slots of the ledger (公开台账): one period, stage or event of one duty each."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .catalogues import CatalogueItem
from .duty_rules import DutyRule


class SlotSort(models.TextChoices):
    PERIOD = "period", _("Period")
    STAGE = "stage", _("Stage of a matter")
    EVENT = "event", _("Event")


class DutyEvent(models.Model):
    """What makes a duty fall due outside the calendar: something that happened, a
    change of what stands, or the promised day of a stage of a matter."""

    IMPRINTED = True

    item = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        related_name="events",
        verbose_name=_("duty to disclose"),
    )
    key = models.CharField(max_length=60, editable=False)
    on = models.DateField(_("day"))
    about = models.CharField(
        _("what happened"),
        max_length=200,
        help_text=_("Say it in a few words: readers of the ledger see it."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
    )
    at = models.DateTimeField(editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("event that calls for disclosure")
        verbose_name_plural = _("events that call for disclosure")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="duty_event_once"),
            models.CheckConstraint(condition=~Q(about=""), name="duty_event_says_what"),
        ]

    def __str__(self) -> str:
        return self.about


class SlotQuerySet(models.QuerySet["Slot"]):
    def open_on(self, day: object) -> Self:
        """Those that anybody sees yet: a slot opens one period ahead."""
        return self.filter(opens_on__lte=day)

    def empty(self) -> Self:
        """Neither filled nor explained."""
        return self.filter(filled_on=None, explained_on=None)

    def soonest_first(self) -> Self:
        return self.order_by("due_on", "pk")


class Slot(models.Model):
    """公开任务(所属期): what one duty asks for once.

    How it stands on a day is never stored (notices/slot_states.py): here are the days
    that decide it. `filled_on`, `is_migrated` and `explained_on` are the facts of its
    fillings, kept by notices/ledger.py and checked against them. `agency` owes it: a
    unit that took in another owes what that one left open. `rule` is what the due day
    was computed by.
    """

    # Each of the three leads an index of its own below.
    item = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        related_name="slots",
        db_index=False,
        verbose_name=_("duty to disclose"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="slots",
        db_index=False,
        verbose_name=_("agency"),
    )
    rule = models.ForeignKey(
        DutyRule, models.PROTECT, related_name="slots", db_index=False
    )
    sort = models.CharField(max_length=10, choices=SlotSort, default=SlotSort.PERIOD)
    key = models.CharField(_("period"), max_length=60)
    about = models.CharField(_("what happened"), max_length=200, blank=True)
    period_start = models.DateField(_("first day"))
    period_end = models.DateField(_("last day"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    is_provisional = models.BooleanField(_("due day provisional"), default=False)
    filled_on = models.DateField(_("disclosed on"), null=True, editable=False)
    is_migrated = models.BooleanField(default=False, editable=False)
    explained_on = models.DateField(_("explained on"), null=True, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot of the ledger")
        verbose_name_plural = _("slots of the ledger")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["agency", "due_on", "id"], name="slot_unit"),
            # What is asked most: who owes what that is not there.
            models.Index(
                fields=["due_on", "agency", "id"],
                condition=Q(filled_on=None, explained_on=None),
                name="slot_missing",
            ),
            # What is done, newest first, by how it was done: the desk of a county.
            models.Index(
                fields=["due_on", "agency", "id"],
                condition=Q(filled_on__lte=F("due_on"), is_migrated=False),
                name="slot_in_time",
            ),
            models.Index(
                fields=["due_on", "agency", "id"],
                condition=Q(filled_on__gt=F("due_on"), is_migrated=False),
                name="slot_late",
            ),
            models.Index(
                fields=["due_on", "agency", "id"],
                condition=Q(filled_on=None, explained_on__isnull=False),
                name="slot_explained",
            ),
            # Due days are moved by rule and end of period.
            models.Index(
                fields=["rule", "sort", "period_end", "due_on"], name="slot_rule"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="slot_once"),
            models.CheckConstraint(
                name="slot_in_order",
                condition=Q(
                    period_start__lte=F("period_end"), opens_on__lte=F("period_end")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.key}"


class DueChange(models.Model):
    """A trace of due days that moved, set by set: both results are kept."""

    IMPRINTED = True

    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        _("reason"),
        max_length=20,
        choices=[
            ("calendar", _("Change of the calendar")),
            ("duty", _("Change of the duty")),
        ],
    )
    # Of a change of the duty; empty when the calendar moved all that share the rule.
    item = models.ForeignKey(
        CatalogueItem, models.PROTECT, null=True, related_name="due_changes"
    )
    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="due_changes")
    sort = models.CharField(max_length=10, choices=SlotSort)
    period_end = models.DateField()
    before = models.DateField(_("due day before"))
    after = models.DateField(_("due day after"))
    slots = models.PositiveIntegerField(_("slots moved"))

    class Meta:
        verbose_name = _("change of due days")
        verbose_name_plural = _("changes of due days")
        ordering = ["-at", "pk"]
        indexes = [
            models.Index(fields=["rule", "sort", "period_end"], name="due_change_rule")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
