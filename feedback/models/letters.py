from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency, GroupMember, Role, WorkingGroup
from directories.permissions import Reader, branches, in_branches, seats
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel
from notices.models import Notice

from ..clocks import last_silent_day
from .accused import Accusation, AccusedPerson
from .categories import LetterCategory
from .letter_kinds import (
    OPEN_LETTERS,
    Anonymity,
    Channel,
    Complexity,
    LetterKind,
    LetterStatus,
)
from .limits import DayUnit
from .mailboxes import Mailbox
from .supervisors import VolunteerSupervisor

# Who reads letters of their branch.
READERS = (Role.MAILBOX_CLERK, Role.APPROVER, Role.OVERSEER)


class IsOpen(models.Func):
    """Open letters, in the very words of the partial indexes: SQLite reads such an
    index only for a query that says its condition; a list of parameters does not."""

    template = "%(expressions)s IN ({})".format(
        ", ".join(f"'{status.value}'" for status in OPEN_LETTERS)
    )
    output_field = models.BooleanField()


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, reader: Reader) -> Self:
        """Where every inner door starts: letters that lie in, came in at, or are shared
        with the reader's branch, and those of a group of theirs; never one that accuses
        a unit of theirs, or one in whose branch they work (信访工作条例, art. 30)."""
        paths = branches(reader, *READERS)
        seen = Q(pk__in=[])
        if paths:
            seen |= in_branches(paths) | in_branches(paths, "intake__path")
            seen |= Q(Exists(_shared_with(paths)))
        if isinstance(reader, User) and reader.is_active:
            seats_of = GroupMember.objects.filter(group=OuterRef("group"), user=reader)
            seen |= Q(Exists(seats_of))
            return self.filter(seen).exclude(accuses(reader))
        return self.none()

    def unfinished(self) -> Self:
        return self.filter(IsOpen("status"))

    def overdue(self, today: date) -> Self:
        return self.filter(is_overdue(today))

    def silent(self, today: date) -> Self:
        """Without any answer for so long that the alarm sounds (clocks.alarm_from)."""
        until = last_silent_day(today)
        return self.unfinished().filter(answered_at=None, received_on__lte=until)

    def first_due_first(self) -> Self:
        return self.order_by("due_on", "pk")


def is_overdue(today: date) -> Q:
    """A condition. Whoever asked the writer for more on the last day or later stopped
    nothing (clocks.standing)."""
    runs = Q(paused_on=None) | Q(paused_on__gte=F("due_on"))
    return Q(runs, status__in=OPEN_LETTERS, due_on__lt=today)


def _shared_with(paths: list[str]) -> models.QuerySet[Any]:
    return LetterHandler.objects.filter(in_branches(paths), letter=OuterRef("pk"))


def accuses(reader: User) -> Q:
    """A condition: the letter accuses the reader, or a unit in whose branch the reader
    has a seat or is employed."""
    barring = Accusation.objects.filter(
        letter=OuterRef("pk"), agency__path__in=_paths_above(reader)
    )
    in_person = AccusedPerson.objects.filter(letter=OuterRef("pk"), user=reader)
    return Q(Exists(barring)) | Q(Exists(in_person))


def _paths_above(reader: User) -> list[str]:
    """The paths of the reader's units and of all that are above them: whoever accuses
    one of these accuses the reader's house."""
    own = {seat.path for seat in seats(reader)}
    employment = Agency.objects.filter(employments__user=reader)
    own |= set(employment.values_list("path", flat=True))
    return sorted({each for path in own for each in (*tree.ancestors(path), path)})


class Letter(WorkflowModel):
    """信件: what a citizen wrote, said or brought, until it is settled.

    `intake` is the unit whose mailbox took it in, `agency` the one at which it lies.
    The number is public; the query code is kept as a keyed digest only.
    """

    MOVES: ClassVar[Mapping[str, set[LetterStatus]]] = {
        LetterStatus.SUBMITTED: {
            LetterStatus.ACCEPTED,
            LetterStatus.REFUSED,
            LetterStatus.MERGED,
        },
        LetterStatus.ACCEPTED: {LetterStatus.ASSIGNED, LetterStatus.MERGED},
        LetterStatus.REFUSED: {LetterStatus.ACCEPTED},
        LetterStatus.ASSIGNED: {
            LetterStatus.HANDLING,
            LetterStatus.ACCEPTED,
            LetterStatus.MERGED,
        },
        LetterStatus.HANDLING: {
            LetterStatus.WAITING,
            LetterStatus.REVIEW,
            LetterStatus.ACCEPTED,
            LetterStatus.MERGED,
        },
        LetterStatus.WAITING: {LetterStatus.HANDLING, LetterStatus.MERGED},
        LetterStatus.REVIEW: {LetterStatus.HANDLING, LetterStatus.ANSWERED},
        LetterStatus.ANSWERED: {LetterStatus.HANDLING, LetterStatus.CLOSED},
        LetterStatus.CLOSED: {LetterStatus.HANDLING},
        LetterStatus.MERGED: {LetterStatus.ACCEPTED},
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    code_digest = models.CharField(max_length=64, editable=False)
    # Of the plain words, keyed: the same letter again is known as such.
    content_digest = models.CharField(max_length=64, editable=False, db_index=True)

    kind = models.CharField(_("kind"), max_length=20, choices=LetterKind)
    channel = models.CharField(
        _("door"), max_length=20, choices=Channel, default=Channel.WEB
    )
    mailbox = models.ForeignKey(
        Mailbox,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("mailbox"),
    )
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"))
    category = models.ForeignKey(
        LetterCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("category"),
    )
    complexity = models.CharField(
        _("complexity"), max_length=20, choices=Complexity, default=Complexity.ORDINARY
    )

    # What it is about: a place, a unit, a notice as it was, or one line of it.
    about_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_about",
        verbose_name=_("unit that it is about"),
    )
    place = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters_of_place",
        verbose_name=_("place"),
    )
    place_words = models.CharField(_("where exactly"), max_length=200, blank=True)
    notice = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("notice"),
    )
    revision = models.PositiveIntegerField(_("version of the notice"), null=True)
    line_key = models.CharField(max_length=120, blank=True)
    line_words = models.CharField(_("line"), max_length=300, blank=True)

    # Whose report it is, of the register of volunteers.
    supervisor = models.ForeignKey(
        VolunteerSupervisor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("volunteer supervisor"),
    )

    wants_publication = models.BooleanField(_("may be published"), default=False)
    anonymity = models.CharField(
        _("anonymous"), max_length=20, choices=Anonymity, default=Anonymity.PUBLIC
    )

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=LetterStatus,
        default=LetterStatus.SUBMITTED,
        editable=False,
    )
    intake = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="letters_taken_in",
        verbose_name=_("taken in by"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="letters", verbose_name=_("unit")
    )
    # Of an accusation that no unit may read: a supervision group has it.
    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("supervision group"),
    )
    is_accusation = models.BooleanField(_("accuses a unit or official"), default=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("joined to"),
    )
    # The letter that was sent, where this one is the second matter of it; its query
    # code opens this one, too (splitting.py).
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="split_off",
        verbose_name=_("divided from"),
    )

    # The clock, as letter_clock.py counted it last; lists are ordered by it.
    received_at = models.DateTimeField(_("received"))
    received_on = models.DateField(_("day of receipt"))
    limit_days = models.PositiveSmallIntegerField(
        _("time limit"), default=5, validators=[MaxValueValidator(365)]
    )
    limit_unit = models.CharField(
        _("counted in"), max_length=20, choices=DayUnit, default=DayUnit.WORKING
    )
    accept_due_on = models.DateField(_("to be accepted by"))
    due_on = models.DateField(_("to be answered by"))
    promised_on = models.DateField(_("promised on the receipt"))
    is_provisional = models.BooleanField(_("provisional"), default=False)
    # Of the calendar that it was counted with (workdays.version).
    calendar_version = models.CharField(max_length=16, default="", editable=False)
    paused_on = models.DateField(_("paused on"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    answered_at = models.DateTimeField(_("first answered"), null=True, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True, editable=False)
    # Working days of the first answer, and of the settlement, less pauses; and whether
    # the first came in time.
    days_taken = models.PositiveIntegerField(_("working days taken"), null=True)
    days_to_settle = models.PositiveIntegerField(null=True, editable=False)
    was_in_time = models.BooleanField(_("answered in time"), null=True)
    is_reopened = models.BooleanField(_("taken up again"), default=False)
    is_extended = models.BooleanField(_("extended"), default=False)
    urged = models.PositiveSmallIntegerField(_("times urged"), default=0)
    is_supervised = models.BooleanField(_("under supervision"), default=False)
    original_id = models.CharField(
        _("number at the source"), max_length=80, blank=True, editable=False
    )
    source = models.CharField(_("source"), max_length=80, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"],
                name="letter_due_of_unit",
                condition=Q(status__in=OPEN_LETTERS),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="letter_due",
                condition=Q(status__in=OPEN_LETTERS),
            ),
            models.Index(
                fields=["intake", "due_on", "id"],
                name="letter_due_of_intake",
                condition=Q(status__in=OPEN_LETTERS),
            ),
            models.Index(fields=["intake", "received_at"], name="letter_intake"),
            models.Index(fields=["agency", "received_at"], name="letter_of_unit"),
            models.Index(F("received_at").desc(), F("id").desc(), name="letter_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "original_id"],
                condition=~Q(original_id=""),
                name="letter_source_once",
            ),
            models.CheckConstraint(
                name="letter_merged_into",
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps it: no word of a letter, which may accuse its readers.
        return self.number

    def move(
        self, target: str, *, by: User | None, note: str = "", **more: Any
    ) -> None:
        """The one way to a new status: for the deeds, which write the step, too."""
        self._move(target, by=by, note=note, **more)

    def is_late_to_accept(self, today: date) -> bool:
        """Nobody has said in time whether it is taken on."""
        return self.status == LetterStatus.SUBMITTED and today > self.accept_due_on

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_LETTERS


class LetterHandler(models.Model):
    """A unit that helps to answer (会办); the one in the lead is the letter's own."""

    letter = models.ForeignKey(
        Letter, models.CASCADE, related_name="handlers", verbose_name=_("letter")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="letters_shared", verbose_name=_("unit")
    )
    part = models.CharField(_("its part"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True)
    contribution = models.TextField(_("what it says"), blank=True)

    class Meta:
        verbose_name = _("unit that joins in")
        verbose_name_plural = _("units that join in")
        indexes = [
            models.Index(
                fields=["agency", "letter"],
                name="handler_at_work",
                condition=Q(done_at__isnull=True),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["letter", "agency"], name="handler_once")
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.part}"
