from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .notices import Notice


class PostingForm(models.TextChoices):
    BOARD = "board", _("Notice board")
    SCREEN = "screen", _("Electronic screen")
    HALL = "hall", _("Disclosure area of a service hall")
    READING_POINT = "reading_point", _("Reading point")
    BROADCAST = "broadcast", _("Loudspeaker")
    MEETING = "meeting", _("Read out at a meeting")
    LEAFLET = "leaflet", _("Leaflet")
    VISIT = "visit", _("Brought to households")


class PostingQuerySet(models.QuerySet["Posting"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def public(self) -> Self:
        """Those of notices that anybody may read."""
        notices = Notice.objects.visible_to(AnonymousUser())
        return self.confirmed().filter(notice__in=notices)


class Posting(models.Model):
    """线下公开记录: where else a notice was shown, from when to when, with a photograph
    as proof. Registered by one person after publication and public once another has
    confirmed it; what was signed does not change by it."""

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="postings", verbose_name=_("notice")
    )
    form = models.CharField(
        _("how"), max_length=20, choices=PostingForm, default=PostingForm.BOARD
    )
    place = models.CharField(_("shown at"), max_length=100)
    shown_from = models.DateField(_("from"))
    shown_until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty: it still hangs.")
    )
    number = models.PositiveIntegerField(_("number of copies or times"), default=1)
    photo_digest = models.CharField(max_length=64, blank=True, editable=False)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("registered by"),
    )
    registered_at = models.DateTimeField(_("registered at"), editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting elsewhere")
        verbose_name_plural = _("postings elsewhere")
        ordering = ["shown_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="posting_counts_one",
                condition=Q(number__gte=1),
                violation_error_message=_("It was shown at least once."),
            ),
            models.CheckConstraint(
                name="posting_confirmed_by_another",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                & ~Q(confirmed_by=F("registered_by")),
            ),
            models.CheckConstraint(
                name="posting_days_in_order",
                condition=Q(shown_until__isnull=True)
                | Q(shown_until__gte=F("shown_from")),
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.place}"

    def clean(self) -> None:
        day: Any = self.shown_from  # a form may have left it empty
        if day is not None and day > local_day(clock.now()):
            ahead = _("This day lies ahead: register it once it hangs.")
            raise ValidationError({"shown_from": ahead})

    @property
    def photo_url(self) -> str:
        if not self.photo_digest:
            return ""
        return reverse("posting-photo", args=[self.notice_id, self.pk])

    def still_hangs(self, today: date) -> bool:
        return self.shown_until is None or self.shown_until >= today
