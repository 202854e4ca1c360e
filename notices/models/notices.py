from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, Slot
from directories.permissions import Reader
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    WRITTEN_OVER,
    WorkflowModel,
    changed_meanwhile,
)

from .boards import Board
from .classification import (
    DisclosureAttribute,
    Genre,
    Kind,
    ServiceAudience,
    Stage,
    Term,
    Theme,
    Validity,
)
from .statuses import (
    GONE,
    RELEASABLE,
    Audience,
    NoticeStatus,
    WithdrawalGround,
)
from .visibility import Moment, seen_by

# Entries of the trail that make a person one of its writers.
WRITING = ("created", "edited", "leaks_overridden")

# How lists are ordered, and so the indexes that they are read from.
NEWEST = (F("published_at").desc(), F("id").desc())


class NoticeQuerySet(models.QuerySet["Notice"]):
    def released(self, now: Moment | None = None) -> Self:
        """Published, or approved with a release that has come; any audience."""
        return self.filter(status__in=RELEASABLE, published_at__lte=now or clock.now())

    def public(self, now: Moment | None = None) -> Self:
        """What anybody may read, from this moment on; of an earlier moment, what had
        been published by then."""
        return self.released(now).filter(audience=Audience.PUBLIC)

    def visible_to(self, reader: Reader) -> Self:
        """Where every page, feed, search and endpoint starts.

        Public and released; internal ones for members of the notice's branch or of
        its audience branch; unreleased ones for those who work on them.
        """
        return self.filter(seen_by(reader, RELEASABLE))

    def addressable_by(self, reader: Reader, now: Moment | None = None) -> Self:
        """Visible ones and those that were: their pages answer 410."""
        return self.filter(seen_by(reader, (*RELEASABLE, *GONE), now))

    def posted(self) -> Self:
        """Still hanging on its board: the posting has not ended."""
        today = local_day(clock.now())
        return self.filter(Q(posting_until__isnull=True) | Q(posting_until__gte=today))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class Notice(WorkflowModel):
    """公开信息: one disclosure of one unit.

    Its status moves by verbs and deeds only (publication.py, review.py). published_at
    is set by them, never typed: a forged date is a veto item of the national
    inspection (国办秘函〔2019〕19号).
    """

    MOVES = {
        NoticeStatus.DRAFT: {NoticeStatus.IN_REVIEW},
        NoticeStatus.IN_REVIEW: {
            NoticeStatus.DRAFT,
            NoticeStatus.APPROVED,
            NoticeStatus.PUBLISHED,
            NoticeStatus.MERGED,
        },
        NoticeStatus.APPROVED: {NoticeStatus.DRAFT, NoticeStatus.PUBLISHED},
        NoticeStatus.PUBLISHED: {NoticeStatus.WITHDRAWN, NoticeStatus.ARCHIVED},
        NoticeStatus.WITHDRAWN: set(),
        NoticeStatus.ARCHIVED: set(),
        NoticeStatus.MERGED: set(),
    }
    SIGNED_OFF = (NoticeStatus.PUBLISHED, *GONE)

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="notices", verbose_name=_("agency")
    )
    board = models.ForeignKey(
        Board, models.PROTECT, related_name="notices", verbose_name=_("board")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("written by"),
    )
    interprets = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interpretations",
        verbose_name=_("interprets the policy"),
    )
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="corrections",
        verbose_name=_("correction of"),
    )
    slot = models.ForeignKey(
        Slot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("fulfils the duty"),
        help_text=_("The item of the unit's catalogue, and its period."),
    )
    co_publishers = models.ManyToManyField(
        Agency,
        through="CoPublisher",
        related_name="co_published",
        verbose_name=_("published together with"),
    )

    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind, default=Kind.GENERAL
    )
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(
        _("summary"),
        max_length=100,
        blank=True,
        help_text=_("What it is about, in at most 100 characters."),
    )
    body = models.TextField(_("text"), blank=True)

    index_number = models.CharField(
        _("index number"), max_length=80, blank=True, editable=False
    )
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    document_key = models.CharField(max_length=60, blank=True, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    effective_until = models.DateField(_("effective until"), null=True, blank=True)
    validity = models.CharField(
        _("validity"), max_length=20, choices=Validity, blank=True
    )
    theme = models.CharField(_("theme"), max_length=2, choices=Theme, blank=True)
    genre = models.CharField(_("genre"), max_length=20, choices=Genre, blank=True)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True)
    service_audience = models.CharField(
        _("for whom"), max_length=20, choices=ServiceAudience, blank=True
    )
    keywords = models.CharField(_("keywords"), max_length=100, blank=True)
    disclosure = models.CharField(
        _("disclosure attribute"),
        max_length=20,
        choices=DisclosureAttribute,
        default=DisclosureAttribute.PROACTIVE,
    )
    disclosure_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    term = models.CharField(_("term"), max_length=20, choices=Term, default=Term.LONG)

    source = models.CharField(_("source"), max_length=100, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    responsible_editor = models.CharField(
        _("responsible editor"), max_length=60, blank=True
    )
    section = models.CharField(_("section"), max_length=60, blank=True)

    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience, default=Audience.PUBLIC
    )
    audience_branch = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the staff of this branch"),
        help_text=_("Only for internal notices; empty: the unit's own branch."),
    )

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=NoticeStatus,
        default=NoticeStatus.DRAFT,
        editable=False,
    )
    step = models.CharField(_("step"), max_length=40, blank=True, editable=False)
    round = models.PositiveSmallIntegerField(_("round"), default=0, editable=False)
    content_version = models.PositiveIntegerField(default=1, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    release_at = models.DateTimeField(
        _("release at"),
        null=True,
        blank=True,
        help_text=_("Empty: at once when it is signed."),
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, editable=False)
    posting_until = models.DateField(
        _("hangs on its board until"),
        null=True,
        blank=True,
        help_text=_("Afterwards it leaves the board; its page stays."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("withdrawn by"),
    )
    withdrawal_ground = models.CharField(
        _("ground"), max_length=20, choices=WithdrawalGround, blank=True, editable=False
    )
    withdrawal_reason = models.TextField(_("reason"), blank=True, editable=False)

    # 特批: who let it out past open steps, and why; both are public.
    override_by = models.CharField(max_length=60, blank=True, editable=False)
    override_reason = models.TextField(blank=True, editable=False)

    is_migrated = models.BooleanField(_("migrated"), default=False, editable=False)
    import_source = models.CharField(max_length=60, blank=True, editable=False)
    source_id = models.CharField(max_length=64, blank=True, editable=False)
    original_url = models.URLField(
        _("original address"), max_length=1000, blank=True, editable=False
    )
    legacy_index_number = models.CharField(
        _("former index number"), max_length=80, blank=True, editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(*NEWEST, name="notice_newest"),
            models.Index("kind", *NEWEST, name="notice_kind"),
            models.Index("board", *NEWEST, name="notice_board"),
            models.Index("agency", *NEWEST, name="notice_agency"),
            models.Index("agency", "kind", *NEWEST, name="notice_agency_kind"),
            # Not led by status: SQLite would take it for every list, and sort.
            models.Index(fields=["release_at", "status"], name="notice_due"),
            models.Index(fields=["document_key"], name="notice_document"),
            models.Index(fields=["original_url"], name="notice_original"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_public_has_dates_and_number",
                condition=Q(published_at__isnull=False, recorded_at__isnull=False)
                & ~Q(index_number="")
                | ~Q(status__in=["published", "withdrawn", "archived"]),
            ),
            models.CheckConstraint(
                name="notice_withdrawal_has_ground",
                condition=~Q(status="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_ground="")),
            ),
            models.CheckConstraint(
                name="notice_effective_in_order",
                condition=Q(effective_from__isnull=True)
                | Q(effective_until__isnull=True)
                | Q(effective_from__lte=F("effective_until")),
                violation_error_message=_(
                    "“Effective until” lies before “effective from”."
                ),
            ),
            models.CheckConstraint(
                name="notice_correction_is_never_public",
                condition=Q(corrects__isnull=True) & ~Q(status="merged")
                | Q(
                    corrects__isnull=False,
                    status__in=["draft", "in_review", "merged"],
                    index_number="",
                ),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(status__in=["draft", "in_review"]),
                name="notice_one_open_correction",
            ),
            models.UniqueConstraint(
                fields=["index_number"],
                condition=~Q(index_number=""),
                name="notice_index_number_once",
            ),
            models.UniqueConstraint(
                fields=["import_source", "source_id"],
                condition=~Q(source_id=""),
                name="notice_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notice-detail", args=[self.pk])

    @property
    def is_released(self) -> bool:
        return (
            self.status in RELEASABLE
            and self.published_at is not None
            and self.published_at <= clock.now()
        )

    def was_written_by(self, user: User) -> bool:
        """Did this person write, change or submit it, or keep personal data in it, in
        this round or an earlier one? Then they can't decide it."""
        if user.pk in (self.author_id, self.submitted_by_id):
            return True
        wrote = Q(action__in=WRITING)
        submitted = Q(action="moved", after=NoticeStatus.IN_REVIEW)
        deeds = AuditEntry.objects.filter(
            target_type=self._meta.label_lower, target_id=self.pk, actor=user
        )
        return deeds.filter(wrote | submitted).exists()

    def move(self, target: str, *, by: User | None, **changes: Any) -> None:
        """The one way to a new status: for the deeds of review.py, publication.py
        and release.py, which know what else belongs to each move."""
        self._move(target, by=by, **changes)

    def advance(
        self, step: str, *, by: User, names: Mapping[str, str], note: str = ""
    ) -> None:
        """Hand it on to the next step of its round, from the step, round and version
        that were read; `names` are those of both steps. Raises StaleStatusError."""
        read = {
            "status": NoticeStatus.IN_REVIEW,
            "step": self.step,
            "round": self.round,
            "content_version": self.content_version,
        }
        if not Notice.objects.filter(pk=self.pk, **read).update(step=step):
            raise changed_meanwhile(self)
        AuditEntry.objects.record(
            "step_agreed",
            self,
            by=by,
            before=self.step,
            after=step,
            note=note,
            facts={"steps": dict(names)},
        )
        self.step = step

    def lock_content(self, *, by: User) -> None:
        """Count one more version of a draft's content; whoever read an older one
        can no longer save over it. Raises StaleStatusError."""
        mine = Notice.objects.filter(
            pk=self.pk,
            status=NoticeStatus.DRAFT,
            content_version=self.content_version,
        )
        if not mine.update(content_version=self.content_version + 1):
            raise changed_meanwhile(self, WRITTEN_OVER)
        self.content_version += 1
        AuditEntry.objects.record("edited", self, by=by)
