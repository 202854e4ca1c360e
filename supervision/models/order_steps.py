from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.attachments import Attachment

from .orders import RectificationOrder


class OrderStepKind(models.TextChoices):
    ISSUED = "issued", _("Order issued")
    ACCEPTED = "accepted", _("Order accepted")
    ANSWERED = "answered", _("Answer with evidence handed in")
    RETURNED = "returned", _("Not good enough, with a new limit")
    CLOSED = "closed", _("Re-checked and closed")
    URGED = "urged", _("Urged")
    CRITICISED = "criticised", _("Criticised in a circular")
    ACCOUNTABILITY = "accountability", _("Accountability proposed")
    REVOKED = "revoked", _("Order revoked")
    RECOUNTED = "recounted", _("Time limit counted anew")
    HANDED_OVER = "handed_over", _("Handed over to another unit")
    PUBLISHED = "published", _("Made public")
    TAKEN_DOWN = "taken_down", _("Taken down")


class OrderStep(models.Model):
    """One thing that happened to an order, in order. Triggers refuse any change."""

    order = models.ForeignKey(
        RectificationOrder,
        models.PROTECT,
        related_name="steps",
        verbose_name=_("rectification order"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=OrderStepKind)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    note = models.TextField(_("what was said"), blank=True)
    # Of a limit, its day; of a count anew, both days.
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("step of a rectification order")
        verbose_name_plural = _("steps of rectification orders")
        ordering = ["pk"]
        indexes = [models.Index(fields=["order", "id"], name="order_steps")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class OrderFile(Attachment):
    """Evidence that came with an answer; read at the desk only."""

    order = models.ForeignKey(
        RectificationOrder,
        models.PROTECT,
        related_name="files",
        verbose_name=_("rectification order"),
    )
    step = models.ForeignKey(
        OrderStep, models.PROTECT, related_name="files", verbose_name=_("answer")
    )

    class Meta:
        verbose_name = _("evidence of a rectification")
        verbose_name_plural = _("evidence of rectifications")
        ordering = ["position", "pk"]


class OrderReminder(models.Model):
    """A reminder of an order that went out, so that it goes out once."""

    order = models.ForeignKey(
        RectificationOrder, models.CASCADE, related_name="reminders"
    )
    due_on = models.DateField(_("due on"))
    rung = models.CharField(max_length=20)
    sent_on = models.DateField(_("sent on"))
    recipients = models.JSONField(_("people who were told"), default=list)

    class Meta:
        verbose_name = _("reminder of an order")
        verbose_name_plural = _("reminders of orders")
        constraints = [
            models.UniqueConstraint(
                fields=["order", "due_on", "rung"], name="order_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rung} {self.sent_on}"
