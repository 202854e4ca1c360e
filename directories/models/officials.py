from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .agencies import Agency


class OfficialKind(models.TextChoices):
    LEADER = "leader", _("Leader")
    STAFF = "staff", _("Staff")
    ENFORCEMENT = "enforcement", _("Enforcement officer")


class OfficialQuerySet(models.QuerySet["Official"]):
    def public(self) -> Self:
        return self.filter(is_public=True, left_on__isnull=True)


class Official(models.Model):
    """A person of a unit as the public sees them: post, duties, photograph."""

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="officials", verbose_name=_("agency")
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=OfficialKind, default=OfficialKind.LEADER
    )
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=100)
    duties = models.TextField(_("division of duties"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    photo_digest = models.CharField(max_length=64, blank=True, editable=False)
    certificate_number = models.CharField(
        _("certificate number"), max_length=60, blank=True
    )
    certificate_until = models.DateField(
        _("certificate valid until"), null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_public = models.BooleanField(_("shown to the public"), default=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        ordering = ["agency__path", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class GroupKind(models.TextChoices):
    LEADING = "leading", _("Leading group")
    SUPERVISION = "supervision", _("Supervision group")
    AUDIT = "audit", _("Financial audit group")


class WorkingGroup(models.Model):
    """A group with a head and members: those who check are not those who publish."""

    IMPRINTED = True

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="groups", verbose_name=_("agency")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind)
    name = models.CharField(_("name"), max_length=100)
    duties = models.TextField(_("duties"), blank=True)
    is_public = models.BooleanField(_("shown to the public"), default=True)

    # Written with the group, in one form.
    BESIDE = ("members",)

    class Meta:
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")
        ordering = ["agency__path", "kind", "pk"]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """One seat in a group: a name as printed, and the account that decides, if any."""

    group = models.ForeignKey(
        WorkingGroup, models.CASCADE, related_name="members", verbose_name=_("group")
    )
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=100, blank=True)
    is_head = models.BooleanField(_("head of the group"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="group_seats",
        verbose_name=_("account"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("group member")
        verbose_name_plural = _("group members")
        ordering = ["-is_head", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(is_head=True),
                name="group_one_head",
                violation_error_message=_("The group has a head already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
