"""Orders to put something right by a day (限期整改通知书), from issue to close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories import tree
from directories.models import Agency, Role, Slot
from directories.permissions import Reader, in_branches, seats
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel
from feedback.models import Letter

LONGEST_LIMIT = 250


class OrderSource(models.TextChoices):
    """What showed the fault."""

    HAND = "hand", _("Written by hand")
    SLOT = "slot", _("Missing in the ledger")
    LETTER = "letter", _("Letter of a citizen")
    MARK = "mark", _("Mark of an inspection")


class OrderStatus(models.TextChoices):
    ISSUED = "issued", _("Issued to the unit")
    ACCEPTED = "accepted", _("Accepted by the unit")
    ANSWERED = "answered", _("Answered, to be re-checked")
    RETURNED = "returned", _("Back, with a new limit")
    CLOSED = "closed", _("Closed after its re-check")
    REVOKED = "revoked", _("Revoked")


# The unit has to act, and its clock runs.
AT_THE_UNIT = (OrderStatus.ISSUED, OrderStatus.ACCEPTED, OrderStatus.RETURNED)
OPEN_ORDERS = (*AT_THE_UNIT, OrderStatus.ANSWERED)


class Escalation(models.IntegerChoices):
    """How far it went beside its status (domain.md 6.1): one after the other."""

    NONE = 0, _("Not escalated")
    URGED = 1, _("Urged")
    CRITICISED = 2, _("Criticised in a circular")
    ACCOUNTABILITY = 3, _("Accountability proposed")


# Who watches, and who answers for a unit.
WATCHERS = (Role.OVERSEER,)
ANSWERERS = (Role.EDITOR, Role.MAILBOX_CLERK, Role.APPROVER)


class OrderQuerySet(models.QuerySet["RectificationOrder"]):
    def visible_to(self, reader: Reader) -> Self:
        """Where every inner door starts: overseers above the unit, and its own people;
        of a unit's own overseers those read it, too, but they decide nothing."""
        held = (*WATCHERS, *ANSWERERS)
        paths = sorted({seat.path for seat in seats(reader) if seat.role in held})
        return self.filter(in_branches(paths))

    def watched_by(self, reader: Reader) -> Self:
        """Of units that lie below one where the reader is overseer."""
        paths = {seat.path for seat in seats(reader) if seat.role in WATCHERS}
        below = in_branches(sorted(paths)) & ~Q(agency__path__in=paths)
        return self.filter(below)

    def for_units_of(self, reader: Reader) -> Self:
        """Of units whose people the reader is one of."""
        paths = {seat.path for seat in seats(reader) if seat.role in ANSWERERS}
        return self.filter(in_branches(sorted(paths)))

    def at_the_unit(self) -> Self:
        return self.filter(status__in=AT_THE_UNIT)

    def overdue(self, today: date) -> Self:
        return self.at_the_unit().filter(due_on__lt=today)

    def first_due_first(self) -> Self:
        return self.order_by("due_on", "pk")


class RectificationOrder(WorkflowModel):
    """限期整改通知书: what a unit is to put right, why, and by when.

    What it was written from is kept as a reference and as words: a slot may go, and
    a letter may be one that the unit's people must not read.
    """

    MOVES: ClassVar[Mapping[str, set[OrderStatus]]] = {
        OrderStatus.ISSUED: {OrderStatus.ACCEPTED, OrderStatus.REVOKED},
        OrderStatus.ACCEPTED: {OrderStatus.ANSWERED, OrderStatus.REVOKED},
        OrderStatus.ANSWERED: {OrderStatus.CLOSED, OrderStatus.RETURNED},
        OrderStatus.RETURNED: {OrderStatus.ANSWERED, OrderStatus.REVOKED},
        OrderStatus.CLOSED: set(),
        OrderStatus.REVOKED: set(),
    }

    number = models.CharField(_("number"), max_length=40, unique=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="rectification_orders",
        verbose_name=_("unit"),
    )
    source = models.CharField(
        _("written from"),
        max_length=10,
        choices=OrderSource,
        default=OrderSource.HAND,
    )
    slot = models.ForeignKey(
        Slot,
        models.SET_NULL,
        null=True,
        related_name="rectification_orders",
        verbose_name=_("slot of the ledger"),
    )
    letter = models.ForeignKey(
        Letter,
        models.PROTECT,
        null=True,
        related_name="rectification_orders",
        verbose_name=_("letter"),
    )
    # Of a mark or a slot: by which it is found, and in words.
    source_code = models.CharField(max_length=60, blank=True)
    source_words = models.CharField(_("about"), max_length=300, blank=True)

    fault = models.TextField(_("fault"))
    demand = models.TextField(_("demand"))
    ground = models.TextField(_("legal ground"))

    days = models.PositiveSmallIntegerField(
        _("limit in working days"),
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LIMIT)],
    )
    issued_on = models.DateField(_("day of issue"))
    # Day 0 of the limit: of a second one, the day on which the order went back.
    counted_from = models.DateField(_("day 0 of the limit"))
    due_on = models.DateField(_("due on"))
    is_provisional = models.BooleanField(_("due day provisional"), default=False)
    calendar_version = models.CharField(max_length=16, default="", editable=False)

    status = models.CharField(
        _("status"),
        max_length=20,
        choices=OrderStatus,
        default=OrderStatus.ISSUED,
        editable=False,
    )
    escalation = models.PositiveSmallIntegerField(
        _("escalation"), choices=Escalation, default=Escalation.NONE, editable=False
    )
    escalated_on = models.DateField(null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("issued by the overseer"),
    )
    issued_at = models.DateTimeField(_("issued at"))
    accepted_at = models.DateTimeField(
        _("accepted by the unit at"), null=True, editable=False
    )
    answered_at = models.DateTimeField(
        _("answered by the unit at"), null=True, editable=False
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    # The last answer (整改情况) and the last opinion about one (复核).
    answer = models.TextField(_("what was put right"), blank=True)
    opinion = models.TextField(_("re-check"), blank=True)
    # Whether each limit so far was kept; unknown before the first answer.
    was_in_time = models.BooleanField(_("answered in time"), null=True, editable=False)
    rounds = models.PositiveSmallIntegerField(_("times sent back"), default=0)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification order")
        verbose_name_plural = _("rectification orders")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="order_due",
                condition=Q(status__in=AT_THE_UNIT),
            ),
            models.Index(
                fields=["agency", "due_on", "id"],
                name="order_due_of_unit",
                condition=Q(status__in=AT_THE_UNIT),
            ),
            models.Index(fields=["agency", "issued_on"], name="order_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="order_answered_has_answer",
                condition=~Q(status__in=["answered", "closed"])
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="order_closed_has_time",
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="order_says_what",
                condition=~Q(fault="") & ~Q(demand="") & ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="order_in_order",
                condition=Q(issued_on__lte=models.F("counted_from"))
                & Q(counted_from__lt=models.F("due_on")),
            ),
        ]

    def __str__(self) -> str:
        # The trail keeps it: no word of what may come from a letter.
        return self.number

    def move(
        self, target: str, *, by: User | None, note: str = "", **more: Any
    ) -> None:
        """The one way to a new status: for the deeds, which write the step, too."""
        self._move(target, by=by, note=note, **more)

    @property
    def is_at_the_unit(self) -> bool:
        return self.status in AT_THE_UNIT

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_ORDERS


def is_above(seat_path: str, agency: Agency) -> bool:
    """Does a seat lie above a unit, and not in it?"""
    return seat_path != agency.path and tree.contains(seat_path, agency.path)
