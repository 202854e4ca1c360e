"""政府信息公开指南: how a unit discloses, in the nine elements of the Regulation."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import WorkflowModel

from .agencies import Agency

# Article 12, in its order.
ELEMENTS = (
    *("classification", "arrangement", "access", "office_name", "office_address"),
    *("office_hours", "telephone", "fax", "online"),
)


class GuideStatus(models.TextChoices):
    DRAFT = "draft", _("Being written")
    WAITING = "waiting", _("Handed in")
    PUBLISHED = "published", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


OPEN_GUIDES = (GuideStatus.DRAFT, GuideStatus.WAITING)


class DisclosureGuideQuerySet(models.QuerySet["DisclosureGuide"]):
    def public(self) -> Self:
        """What was published at any time: versions stay readable."""
        return self.exclude(status__in=OPEN_GUIDES)

    def in_force(self) -> Self:
        return self.filter(status=GuideStatus.PUBLISHED)


class DisclosureGuide(WorkflowModel):
    """One version of a unit's guide; it has a number once it is published, and is
    not rewritten from then on."""

    IMPRINTED = True

    MOVES: ClassVar = {
        GuideStatus.DRAFT: {GuideStatus.WAITING},
        GuideStatus.WAITING: {GuideStatus.DRAFT, GuideStatus.PUBLISHED},
        GuideStatus.PUBLISHED: {GuideStatus.SUPERSEDED},
        GuideStatus.SUPERSEDED: set(),
    }

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="disclosure_guides",
        editable=False,
        verbose_name=_("agency"),
    )
    version = models.PositiveSmallIntegerField(_("version"), null=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=GuideStatus,
        default=GuideStatus.DRAFT,
        editable=False,
    )

    classification = models.TextField(
        _("classes of government information"), blank=True
    )
    arrangement = models.TextField(_("system of arrangement"), blank=True)
    access = models.TextField(_("ways to obtain information"), blank=True)
    office_name = models.CharField(_("disclosure office"), max_length=100, blank=True)
    office_address = models.CharField(
        _("address of the office"), max_length=200, blank=True
    )
    office_hours = models.CharField(
        _("hours of the office"), max_length=200, blank=True
    )
    telephone = models.CharField(
        _("telephone of the office"), max_length=60, blank=True
    )
    fax = models.CharField(_("fax of the office"), max_length=60, blank=True)
    has_no_fax = models.BooleanField(_("the office has no fax"), default=False)
    online = models.TextField(_("contact on the internet"), blank=True)

    compiled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("compiled by"),
    )
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("handed in by"),
    )
    return_reason = models.TextField(_("returned because"), blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("published by"),
    )

    objects = DisclosureGuideQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure guide")
        verbose_name_plural = _("disclosure guides")
        ordering = ["agency__path", F("version").desc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "version"], name="guide_version_once"
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(status__in=["draft", "waiting"]),
                name="guide_one_open",
            ),
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(status="published"),
                name="guide_one_in_force",
            ),
            models.CheckConstraint(
                name="guide_public_with_number",
                condition=Q(
                    status__in=["draft", "waiting"],
                    version__isnull=True,
                    published_at__isnull=True,
                )
                | Q(
                    status__in=["published", "superseded"],
                    version__isnull=False,
                    published_at__isnull=False,
                    published_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="guide_fax_or_none",
                condition=Q(has_no_fax=False) | Q(fax=""),
                violation_error_message=_(
                    "Give the number, or say that there is none."
                ),
            ),
        ]

    def __str__(self) -> str:
        words = (
            gettext("Guide of %(agency)s, version %(version)s")
            if self.version
            else gettext("Guide of %(agency)s, draft")
        )
        return words % {"agency": self.agency.label, "version": self.version}

    def get_absolute_url(self) -> str:
        return reverse("guide-version", args=[self.agency.slug, self.version])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_GUIDES

    def move(self, target: str, *, by: User, **changes: Any) -> None:
        """For the deeds of disclosure_guides.py, which know what belongs to each."""
        self._move(target, by=by, **changes)

    def said(self, element: str) -> str:
        """An element as a reader reads it; a unit without fax says so."""
        if element == "fax" and self.has_no_fax:
            return gettext("no fax")
        return str(getattr(self, element))

    def missing(self) -> list[str]:
        """The names of the elements that it doesn't have yet."""
        return [
            element_name(element)
            for element in ELEMENTS
            if not self.said(element).strip()
        ]


def element_name(element: str) -> str:
    field: Any = DisclosureGuide._meta.get_field(element)
    return str(field.verbose_name)
