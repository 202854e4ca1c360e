from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import connections, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .. import clock
from ..prepared import Prepared


class SiteStateQuerySet(models.QuerySet["SiteState"]):
    def current(self) -> SiteState:
        """The one row: read once a request."""
        for state in _only_row.rows():
            return state
        return self.get_or_create(pk=SiteState.ONLY)[0]

    def hold(self) -> None:
        """Let no other deed that changes what is public run until this one commits.

        Such a deed calls it in its transaction before it writes anything, so that no
        two ever wait for each other crosswise. SQLite lets in one writer anyway.
        """
        if connections[self.db].features.has_select_for_update:
            row = self.select_for_update().filter(pk=SiteState.ONLY).only("pk")
            while row.first() is None:
                self.get_or_create(pk=SiteState.ONLY)

    def bump(self) -> None:
        """Say that something public changed: every cached page is stale from now."""
        if not self.filter(pk=SiteState.ONLY).update(version=F("version") + 1):
            self.get_or_create(pk=SiteState.ONLY, defaults={"version": 1})

    def expect_change(self, at: datetime) -> None:
        """Note that pages change by themselves at this moment (a timed release)."""
        self.current()
        self.filter(pk=SiteState.ONLY).filter(
            Q(next_change_at__isnull=True) | Q(next_change_at__gt=at)
        ).update(next_change_at=at)

    @transaction.atomic
    def settle(self, next_change: Callable[[], datetime | None]) -> None:
        """Bump, and note the next change that comes by itself, if any.

        The bump holds the row while the next change is looked up, so that none that
        is signed meanwhile is lost.
        """
        self.bump()
        self.filter(pk=SiteState.ONLY).update(next_change_at=next_change())

    @transaction.atomic
    def keep_warnings(self, read: Callable[[], list[dict[str, Any]]]) -> None:
        """Put the warnings that `read` finds in the row; it changes by itself when one
        begins or ends.

        The bump holds the row meanwhile, so that of two deeds the later one sees what
        the earlier one wrote.
        """
        self.bump()
        warnings = read()
        self.filter(pk=SiteState.ONLY).update(warnings=warnings)
        if upcoming := next_moment(warnings, clock.now()):
            self.expect_change(upcoming)

    def identified(self) -> Self:
        return self.exclude(name="").exclude(site_code="")


@Prepared
def _only_row() -> models.QuerySet[SiteState]:
    return SiteState.objects.filter(pk=SiteState.ONLY)


def next_moment(warnings: list[dict[str, Any]], now: datetime) -> datetime | None:
    """When the next of them begins or ends."""
    moments = (
        datetime.fromisoformat(warning[end])
        for warning in warnings
        for end in ("from", "until")
    )
    return min((moment for moment in moments if moment > now), default=None)


class LedgerAudience(models.TextChoices):
    """Who sees what is owed and is not there (decisions.md, Trust)."""

    OFFICE = "office", _("The disclosure office")
    UNITS = "units", _("All units")
    PUBLIC = "public", _("Everybody")


class TodayAudience(models.TextChoices):
    """Who sees what a unit would score today."""

    OWN = "own", _("The unit's own people")
    UNITS = "units", _("All units")
    PUBLIC = "public", _("Everybody")


class SiteState(models.Model):
    """The one row that every page reads: its version, what warnings there are, and
    who the site is.

    The identity is what the national guideline asks of every footer
    (国办发〔2017〕47号).
    """

    IMPRINTED = True
    DERIVED = ("version", "next_change_at", "warnings")

    ONLY = 1

    version = models.PositiveBigIntegerField(default=0, editable=False)
    next_change_at = models.DateTimeField(null=True, editable=False)
    # Records of level, title, url, from and until (ISO moments), the gravest first.
    warnings = models.JSONField(default=list, editable=False)

    name = models.CharField(_("site name"), max_length=60, blank=True)
    slogan = models.CharField(_("line under the name"), max_length=100, blank=True)
    site_code = models.CharField(
        _("site code"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{10}$", _("The site code has 10 digits."))],
    )
    host_unit = models.CharField(_("host unit"), max_length=100, blank=True)
    operator_unit = models.CharField(_("operating unit"), max_length=100, blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=60, blank=True)
    police_number = models.CharField(
        _("public security number"), max_length=60, blank=True
    )
    badge_url = models.URLField(_("address of the government site badge"), blank=True)
    report_fault_url = models.URLField(
        _("address of “Report a fault of a government site”"), blank=True
    )
    index_pattern = models.CharField(
        _("pattern of index numbers"),
        max_length=60,
        default="{org_code}/{yyyy}-{seq:05d}",
        help_text=_(
            "May hold {org_code}, {yyyy}, {mm} and {seq:05d}. Numbers already given"
            " never change."
        ),
    )
    ledger_audience = models.CharField(
        _("who sees what is owed"),
        max_length=10,
        choices=LedgerAudience,
        default=LedgerAudience.UNITS,
        help_text=_(
            "The missing list, the heat map, column health and provisional ratings."
        ),
    )
    today_audience = models.CharField(
        _("who sees what a unit would score today"),
        max_length=10,
        choices=TodayAudience,
        default=TodayAudience.OWN,
        help_text=_("The office always does. Never wider than who sees what is owed."),
    )
    privacy_text = models.TextField(_("privacy statement"), blank=True)
    help_text = models.TextField(_("help for readers"), blank=True)

    objects = SiteStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(name="site_state_one_row", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.name or "—"

    @property
    def identity(self) -> tuple[str, ...]:
        """What the foot of every page says: kept for longer than a version."""
        return (
            self.name,
            self.host_unit,
            self.operator_unit,
            self.telephone,
            self.site_code,
            self.icp_number,
            self.police_number,
            self.badge_url,
            self.report_fault_url,
        )

    @property
    def is_change_due(self) -> bool:
        """Has a change that comes by itself passed, though no verb has run yet?"""
        return self.next_change_at is not None and self.next_change_at <= clock.now()

    @property
    def warnings_in_force(self) -> list[dict[str, Any]]:
        """Those that hold at this moment, whether or not tick has come by."""
        now = clock.now()
        return [
            warning
            for warning in self.warnings
            if datetime.fromisoformat(warning["from"])
            <= now
            < datetime.fromisoformat(warning["until"])
        ]
