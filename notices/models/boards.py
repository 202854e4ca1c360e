from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directories.models import Agency

from .classification import Kind


class BoardNature(models.TextChoices):
    STANDING = "standing", _("Standing")
    CURRENT = "current", _("Current")


class ColumnType(models.TextChoices):
    """ColumnType of the national page tags (国办发〔2017〕47号, annex); and 通知公告,
    which those tags lack and the inspection of 2019 asks for by name."""

    HOME = "首页", _("Home page")
    OVERVIEW = "概况信息", _("Overview")
    FUNCTIONS = "机构职能", _("Duties of units")
    LEADERS = "负责人信息", _("Leaders")
    NEWS = "工作动态", _("Work news")
    NOTICES = "通知公告", _("Public notices")
    POLICY = "政策文件", _("Policy documents")
    GUIDE = "信息公开指南", _("Disclosure guide")
    CATALOGUE = "信息公开目录", _("Disclosure catalogue")
    ANNUAL_REPORT = "信息公开年报", _("Annual disclosure report")
    ON_REQUEST = "依申请公开", _("Disclosure on request")
    FIGURES = "数据发布", _("Figures")
    OPEN_DATA = "数据开放", _("Open data")
    INTERPRETATION = "政策解读", _("Policy interpretation")
    RESPONSE = "回应关切", _("Responses to concerns")
    SERVICES = "办事服务", _("Services")
    COMPLAINTS = "咨询投诉", _("Enquiries and complaints")
    CONSULTATION = "征集调查", _("Consultations and surveys")
    INTERVIEW = "在线访谈", _("Online interviews")


class BoardQuerySet(models.QuerySet["Board"]):
    def open(self) -> Self:
        return self.filter(is_open=True)

    def public(self) -> Self:
        return self.filter(is_internal=False)

    def archived(self, today: date) -> Self:
        """归档: special topics that are over; nobody asks them to be updated."""
        return self.filter(archived_on__lte=today)

    def usable_by(self, agency: Agency) -> Self:
        """The boards on which a unit may post: those of all units and its own."""
        return self.open().filter(Q(agency__isnull=True) | Q(agency=agency))


class Board(models.Model):
    """公开栏: a place where notices of one subject hang, for all units or for one."""

    IMPRINTED = True

    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="boards",
        verbose_name=_("agency"),
        help_text=_("Empty: a board of the whole county, on which every unit posts."),
    )
    nature = models.CharField(
        _("nature"), max_length=20, choices=BoardNature, default=BoardNature.STANDING
    )
    column_type = models.CharField(_("column type"), max_length=20, choices=ColumnType)
    description = models.CharField(_("description"), max_length=200, blank=True)
    keywords = models.CharField(_("keywords"), max_length=100, blank=True)
    default_kind = models.CharField(
        _("usual kind"), max_length=20, choices=Kind, default=Kind.GENERAL
    )
    update_days = models.PositiveSmallIntegerField(
        _("must be updated every … days"), null=True, blank=True
    )
    is_internal = models.BooleanField(
        _("internal"),
        default=False,
        help_text=_("Only notices for staff hang here; the public never sees it."),
    )
    is_open = models.BooleanField(_("takes new notices"), default=True)
    archived_on = models.DateField(
        _("archived on"),
        null=True,
        blank=True,
        help_text=_(
            "Of a special topic that is over: from this day on nobody asks it to be"
            " updated. It stays readable."
        ),
    )
    is_on_home = models.BooleanField(_("shown on the home page"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board")
        verbose_name_plural = _("boards")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board-detail", args=[self.slug])
