from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class Role(models.TextChoices):
    """What a person may do for a unit and its branch (decisions.md, Names)."""

    EDITOR = "editor", _("Editor")
    REVIEWER = "reviewer", _("Reviewer")
    AUDITOR = "auditor", _("Financial auditor")
    APPROVER = "approver", _("Approver")
    MAILBOX_CLERK = "mailbox_clerk", _("Mailbox clerk")
    INSPECTOR = "inspector", _("Inspector")
    OVERSEER = "overseer", _("Overseer")
    READER = "reader", _("Internal reader")


# The root is the county, not an office: nobody posts for it. An approver there is
# the county leader, who signs last.
ROOT_ROLES = {Role.OVERSEER, Role.INSPECTOR, Role.APPROVER}


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of_active_users(self) -> Self:
        return self.filter(user__is_active=True)


class Membership(models.Model):
    """One role of one person at one unit; it reaches the whole branch below."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name=_("person"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="memberships", verbose_name=_("agency")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["agency__path", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                name="membership_once",
                violation_error_message=_("This person holds this role there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency} · {self.get_role_display()}"

    def clean(self) -> None:
        if (
            self.agency_id
            and self.agency.parent_id is None
            and self.role not in ROOT_ROLES
        ):
            raise ValidationError(
                {
                    "role": _(
                        "At the county itself only an overseer, an inspector or the"
                        " county leader (approver) can be named; choose an office."
                    )
                }
            )


class Employment(models.Model):
    """The one unit that pays a person; it decides conflicts of interest."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="employment",
        verbose_name=_("person"),
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="employments", verbose_name=_("agency")
    )

    class Meta:
        verbose_name = _("employment")
        verbose_name_plural = _("employments")

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"
