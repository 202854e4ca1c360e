from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .lines import Citing


class PaidTo(models.TextChoices):
    """到户 / 到人."""

    HOUSEHOLD = "household", _("to the household")
    PERSON = "person", _("to the person")


class ShownName(models.TextChoices):
    """How a recipient's name stands in a posted list. It never stands there in full:
    the portal keeps no full names."""

    MASKED = "masked", _("Masked (张**)")
    COUNTS = "counts", _("No names, counts only")


class LineAccess(models.TextChoices):
    OWN_LINE = "own_line", _("Everyone their own line only")
    POSTING = "posting", _("Also a masked list, for as long as the posting lasts")


class AccessAfter(models.TextChoices):
    """What is left when the posting (公示) is over."""

    OWN_LINE = "own_line", _("Everyone their own line")
    COUNTS = "counts", _("Counts and sums only")


class CheckKind(models.TextChoices):
    """The column of the sheet by which a recipient proves to be the one."""

    IDENTITY = "identity", _("Identity number")
    CARD = "card", _("Bank card or passbook")
    SERIAL = "serial", _("Serial number of the certificate or contract")
    NONE = "none", _("None: village and group")


class CheckLength(models.IntegerChoices):
    """How many characters from the end are asked for."""

    WHOLE = 0, _("The whole number")
    SIX = 6, _("The last 6")
    EIGHT = 8, _("The last 8")


IS_COUNTS_ONLY = Q(shown_name="counts", line_access="own_line")
HAS_LONG_CHECK = Q(check_kind__in=("identity", "card"), check_length__gte=6)


def is_long_check(kind: str, length: int) -> bool:
    """HAS_LONG_CHECK of values at hand: what sensitive programmes demand."""
    return kind in (CheckKind.IDENTITY, CheckKind.CARD) and length >= CheckLength.SIX


class Programme(Citing):
    """补贴项目: one subsidy with its standard, and what of its recipient lists may be
    seen by whom.

    Lists of minors, and those that tell of disability, illness or bereavement, are
    sensitive (个人信息保护法, arts. 28 and 31): counts and sums only.
    """

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="programmes",
        verbose_name=_("unit in charge"),
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    standard = models.CharField(
        _("standard in words"), max_length=300, help_text=_("As the policy says it.")
    )
    standard_amount = models.DecimalField(
        _("standard in yuan"),
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text=_("For one unit; empty where there are several grades."),
    )
    measure = models.CharField(
        _("unit of quantity"), max_length=10, help_text=_("亩, 人, 户, 台 …")
    )
    paid_to = models.CharField(
        _("way of payment"), max_length=20, choices=PaidTo, default=PaidTo.HOUSEHOLD
    )
    tolerance = models.DecimalField(
        _("tolerance in yuan"),
        max_digits=6,
        decimal_places=2,
        default=Decimal("0.01"),
        help_text=_("How far a sum may be from quantity × standard."),
    )
    is_open = models.BooleanField(_("is paid today"), default=True)

    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "Minors, disability, illness, bereavement: counts and sums only, and a"
            " check of at least six characters."
        ),
    )
    line_access = models.CharField(
        _("who sees lines"),
        max_length=20,
        choices=LineAccess,
        default=LineAccess.OWN_LINE,
    )
    shown_name = models.CharField(
        _("names in a posted list"),
        max_length=20,
        choices=ShownName,
        default=ShownName.COUNTS,
    )
    shows_village = models.BooleanField(_("shows village and group"), default=True)
    shows_quantity = models.BooleanField(_("shows the quantity"), default=True)
    shows_amount = models.BooleanField(_("shows the sum"), default=True)
    access_after = models.CharField(
        _("after the posting"),
        max_length=20,
        choices=AccessAfter,
        default=AccessAfter.OWN_LINE,
    )
    check_kind = models.CharField(
        _("check column"),
        max_length=20,
        choices=CheckKind,
        default=CheckKind.IDENTITY,
        help_text=_("Read from the sheet, kept as a keyed digest only."),
    )
    check_length = models.PositiveSmallIntegerField(
        _("characters asked for"), choices=CheckLength, default=CheckLength.SIX
    )

    class Meta:
        verbose_name = _("subsidy programme")
        verbose_name_plural = _("subsidy programmes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="programme_sensitive_counts_only",
                condition=Q(is_sensitive=False) | (IS_COUNTS_ONLY & HAS_LONG_CHECK),
                violation_error_message=_(
                    "A sensitive programme shows counts only, has no posted list, and"
                    " asks for at least the last six characters of the identity number"
                    " or card."
                ),
            ),
            models.CheckConstraint(
                name="programme_posts_masked_names",
                condition=Q(line_access="own_line") | Q(shown_name="masked"),
                violation_error_message=_(
                    "A posted list shows masked names; with counts only there is no"
                    " list to post."
                ),
            ),
            models.CheckConstraint(
                name="programme_check_length_fits",
                condition=HAS_LONG_CHECK
                | Q(check_kind__in=("serial", "none"), check_length=0),
                violation_error_message=_(
                    "Of an identity number or card at least the last six characters"
                    " are asked for, of a serial number the whole."
                ),
            ),
            models.CheckConstraint(
                name="programme_numbers_not_negative",
                condition=Q(tolerance__gte=0)
                & (Q(standard_amount__isnull=True) | Q(standard_amount__gte=0)),
                violation_error_message=_("A standard is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def counts_people(self) -> bool:
        return self.paid_to == PaidTo.PERSON

    @property
    def posts_lists(self) -> bool:
        """May anybody at all page through masked lines?"""
        return self.line_access == LineAccess.POSTING and not self.is_sensitive
