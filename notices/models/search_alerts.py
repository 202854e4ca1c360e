from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation.models import QueuedMail


class AlertRhythm(models.TextChoices):
    DAILY = "daily", _("Once a day at most")
    WEEKLY = "weekly", _("Once a week at most")


class SearchAlert(models.Model):
    """A reader without an account wants to hear of what a search finds anew.

    Address and search lie encrypted (`sealed`); `mailbox` and `search` are keyed
    digests of the address, and of address and search. The row, and with it all that is
    known of the reader, goes at the end of the alert, or if nobody confirms it.
    """

    sealed = models.TextField()
    mailbox = models.CharField(max_length=64, db_index=True)
    search = models.CharField(max_length=64)
    rhythm = models.CharField(_("how often"), max_length=10, choices=AlertRhythm)
    asked_at = models.DateTimeField(_("asked for"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # What search finds up to this docid has been told, or was there before.
    told_up_to = models.BigIntegerField()
    due_at = models.DateTimeField(_("next search"), null=True)

    class Meta:
        verbose_name = _("alert of a search")
        verbose_name_plural = _("alerts of searches")
        constraints = [
            models.UniqueConstraint(
                fields=["search"],
                condition=models.Q(confirmed_at__isnull=False),
                name="alert_once",
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="alert_due")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class AlertMail(QueuedMail):
    """A mail of an alert that must leave. Neither address nor text is kept: both are
    made when it leaves, of what is public then."""

    EMPTIED = {"notices": []}

    alert = models.ForeignKey(SearchAlert, models.CASCADE, related_name="mails")
    # The numbers of the notices it tells of; none in the mail that asks to confirm.
    notices = models.JSONField(default=list)

    class Meta:
        verbose_name = _("mail of an alert")
        verbose_name_plural = _("mails of alerts")
        indexes = [models.Index(fields=["next_try_at"], name="alert_mail_due")]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
