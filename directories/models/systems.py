from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from .agencies import Agency

# A network with fewer fixed bits is half the world, and no restriction.
WIDEST = {4: 8, 6: 16}


def check_networks(text: str) -> None:
    """One address or network a line, IPv4 or IPv6."""
    for line in text.split():
        try:
            network = ip_network(line, strict=False)
        except ValueError:
            raise ValidationError(
                _("“%(line)s” is no address: write 10.1.2.3 or 10.1.0.0/16."),
                params={"line": line},
            ) from None
        if network.prefixlen < WIDEST[network.version]:
            raise ValidationError(
                _("“%(line)s” lets in nearly everybody: name the system's network."),
                params={"line": line},
            )


class SourceSystem(models.Model):
    """A program of a unit that hands in notices through the API. What it does is
    recorded under an account of its own, with which nobody signs in."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="systems", verbose_name=_("agency")
    )
    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"^[0-9a-z][0-9a-z-]*\Z",
                _("Use small letters, digits and hyphens only."),
            )
        ],
        help_text=_("For good: with it the system knows its own notices again."),
    )
    name = models.CharField(_("name of the system"), max_length=30)
    contact = models.CharField(
        _("who looks after it"),
        max_length=100,
        help_text=_("Name and telephone of the person in charge at the unit."),
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="system",
        editable=False,
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("system of a unit")
        verbose_name_plural = _("systems of units")
        ordering = ["agency__path", "code"]

    def __str__(self) -> str:
        return f"{self.name}（{self.agency.label}）"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        today = local_day(clock.now())
        return self.filter(revoked_at=None, expires_on__gte=today)


class ApiToken(models.Model):
    """What a system shows with each request. Only a digest is kept: the token itself
    is random, so that nothing but itself leads to it."""

    system = models.ForeignKey(
        SourceSystem,
        models.PROTECT,
        related_name="tokens",
        verbose_name=_("system of a unit"),
    )
    label = models.CharField(
        _("label"), max_length=60, help_text=_("For example: main server, 2026.")
    )
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    may_write = models.BooleanField(
        _("may write drafts and attach files"), default=True
    )
    may_submit = models.BooleanField(_("may submit for review"), default=True)
    may_ask_withdrawal = models.BooleanField(
        _("may ask for a withdrawal"), default=False
    )
    may_handle_letters = models.BooleanField(
        _("may hand in and follow work orders of a hotline"), default=False
    )
    expires_on = models.DateField(_("last day"), help_text=_("At most two years on."))
    addresses = models.TextField(
        _("allowed addresses"),
        validators=[check_networks],
        help_text=_(
            "One address or network a line, such as 10.1.2.3, 10.1.0.0/16 or"
            " 2001:db8::/32."
        ),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("given out by"),
    )
    created_at = models.DateTimeField(_("issued at"), editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)
    last_used_from = models.GenericIPAddressField(
        _("last used from"), null=True, editable=False
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["system__agency__path", "-pk"]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.label}"

    @property
    def agency(self) -> Agency:
        return self.system.agency

    @property
    def is_expired(self) -> bool:
        return self.expires_on < local_day(clock.now())

    def allows(self, address: str | None) -> bool:
        """Is the address among those from which the token may be used? An IPv4
        address that comes as an IPv6 one is meant as it is."""
        try:
            asked = ip_address(address or "")
        except ValueError:
            return False
        plain = getattr(asked, "ipv4_mapped", None) or asked
        networks = (ip_network(line, strict=False) for line in self.addresses.split())
        return any(plain in network for network in networks)
