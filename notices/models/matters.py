from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, CatalogueItem
from directories.permissions import INSIDERS, Reader, branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.imprints import digests_of
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .classification import Stage
from .notices import Notice
from .signed_words import SignedWords


class MatterKind(models.TextChoices):
    PROMISE = "promise", _("Promised work")
    PROJECT = "project", _("Project")
    POLICY = "policy", _("Policy or decision")
    PAYMENT = "payment", _("Payment or purchase")
    OTHER = "other", _("Other matter")


class MatterStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Under way")
    CLOSED = "closed", _("Finished")


PUBLIC_MATTERS = (MatterStatus.OPEN, MatterStatus.CLOSED)


class MatterQuerySet(models.QuerySet["Matter"]):
    def public(self) -> Self:
        """What anybody may read: signed once, under way or finished."""
        return self.filter(status__in=PUBLIC_MATTERS)

    def visible_to(self, reader: Reader) -> Self:
        """Where every door starts: public ones, and drafts of the reader's branch."""
        seen = Q(status__in=PUBLIC_MATTERS)
        if paths := branches(reader, *INSIDERS):
            seen |= in_branches(paths)
        return self.filter(seen)

    def overdue(self, today: date) -> Self:
        """Under way, and the day of the next step has passed."""
        return self.filter(status=MatterStatus.OPEN, next_step_on__lt=today)

    def due(self, last: date) -> Self:
        """Under way, and the next step is expected on that day or before."""
        return self.filter(status=MatterStatus.OPEN, next_step_on__lte=last)

    def in_branch(self, path: str) -> Self:
        return self.filter(in_branches([path]))

    def newest_first(self) -> Self:
        return self.order_by("-signed_at", "-pk")


class Matter(SignedWords, WorkflowModel):
    """全过程公开事项（一事一档）: one project, policy, payment or promised work that
    can be followed before, during and after.

    Its words become public by two hands: an editor writes them, an approver signs.
    """

    MOVES = {
        MatterStatus.DRAFT: {MatterStatus.OPEN},
        MatterStatus.OPEN: {MatterStatus.CLOSED},
        MatterStatus.CLOSED: {MatterStatus.OPEN},
    }
    # What an editor writes and an approver signs.
    WORDS = (
        *("title", "kind", "summary", "promise", "progress", "result"),
        *("next_step", "next_step_on", "person_in_charge", "telephone"),
    )

    PARTS = ("meetings",)
    DESK = "desk-matter"

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="matters", verbose_name=_("unit in charge")
    )
    notices = models.ManyToManyField(
        Notice, through="MatterEntry", related_name="matters", verbose_name=_("notices")
    )

    duty = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="matters",
        verbose_name=_("duty whose stages it has"),
        help_text=_("Each next step of a public matter is then a slot of the ledger."),
    )
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=MatterKind, default=MatterKind.PROJECT
    )
    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("What it is about, in at most 200 characters."),
    )
    promise = models.TextField(
        _("promise"),
        max_length=1000,
        blank=True,
        help_text=_("Of promised works: what was promised, and until when."),
    )
    progress = models.TextField(
        _("progress"), max_length=1000, blank=True, help_text=_("How far it has come.")
    )
    result = models.TextField(
        _("result"),
        max_length=1000,
        blank=True,
        help_text=_("What came of it; needed before it can be finished."),
    )
    next_step = models.CharField(_("next step"), max_length=100, blank=True)
    next_step_on = models.DateField(_("expected on"), null=True, blank=True)
    person_in_charge = models.CharField(_("person in charge"), max_length=60)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=MatterStatus,
        default=MatterStatus.DRAFT,
        editable=False,
    )
    closed_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        indexes = [
            models.Index(F("signed_at").desc(), F("id").desc(), name="matter_newest"),
            models.Index(fields=["status", "next_step_on"], name="matter_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="matter_public_is_signed",
                condition=Q(status="draft") | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="matter_closed_has_result",
                condition=~Q(status="closed")
                | (Q(closed_at__isnull=False) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="matter_step_has_its_day",
                condition=Q(next_step="", next_step_on__isnull=True)
                | (~Q(next_step="") & Q(next_step_on__isnull=False)),
                violation_error_message=_(
                    "Say both: the next step, and the day on which it is expected."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("matter-detail", args=[self.pk])

    def missing(self) -> str:
        if self.kind == MatterKind.PROMISE and not self.promise:
            return str(_("A promised work says what was promised."))
        return ""

    def move(self, target: str, *, by: User, note: str = "", **changes: Any) -> None:
        """The one way to a new status: for the deeds of matters.py."""
        words = digests_of({"status": target, **changes})
        facts = {"imprint": {"words": words}}
        self._move(target, by=by, note=note, facts=facts, **changes)


class MatterEntry(models.Model):
    """A notice in the file of a matter, before, during or after the deed."""

    matter = models.ForeignKey(
        Matter, models.CASCADE, related_name="entries", verbose_name=_("matter")
    )
    notice = models.ForeignKey(
        Notice,
        models.CASCADE,
        related_name="matter_entries",
        verbose_name=_("notice"),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage)

    class Meta:
        verbose_name = _("notice of a matter")
        verbose_name_plural = _("notices of a matter")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "notice"],
                name="matter_entry_once",
                violation_error_message=_("This notice is in the matter already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} · {self.notice_id}"


class MeetingSort(models.TextChoices):
    FORUM = "forum", _("Forum")
    HEARING = "hearing", _("Hearing")
    VILLAGERS = "villagers", _("Villagers' meeting")
    EXPERTS = "experts", _("Experts' review")


class MatterMeeting(models.Model):
    """座谈会, 听证会, 村民会议: how people were heard before the deed.

    A row is public once it was signed together with its matter; from then on it is not
    changed, and taken out by an approver only, for a reason on record. Minutes in a
    file are a notice of their own, which went through its review.
    """

    matter = models.ForeignKey(
        Matter, models.CASCADE, related_name="meetings", verbose_name=_("matter")
    )
    sort = models.CharField(_("sort of meeting"), max_length=20, choices=MeetingSort)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("held at"), max_length=100, blank=True)
    present = models.PositiveIntegerField(_("number present"))
    decision = models.CharField(_("decision"), max_length=300)
    minutes = models.TextField(_("minutes"), max_length=10_000, blank=True)
    minutes_notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice with the minutes"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, editable=False)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="matter_meeting_had_people",
                condition=Q(present__gte=1),
                violation_error_message=_(
                    "At a meeting there was at least one person."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} {self.held_on}"

    def clean(self) -> None:
        day: Any = self.held_on  # a form may have left it empty
        if day is not None and day > local_day(clock.now()):
            ahead = _("It lies ahead: say it as the next step until it was held.")
            raise ValidationError({"held_on": ahead})
