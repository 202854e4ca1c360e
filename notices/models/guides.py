from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .attachments import NoticeAttachment
from .fees import FeeLine
from .lines import Citing, NoticeFacts, NoticeLine
from .notices import Notice

# 12 signs and two digits for each handling item, the long code of an implementing
# unit, or the simple one of unit, type and number (62052400MZ-XK-0001).
ITEM_CODE = (
    r"^(?:[0-9A-Z]{11}[0-9Y](?:[0-9]{2}){0,3}|[0-9A-Z]{31,35}"
    r"|[0-9A-Z]+(?:-[0-9A-Z]+)+)$"
)


class ItemKind(models.TextChoices):
    """The counties' own three: what is approved, what is done by power of office,
    what is done for convenience."""

    APPROVAL = "approval", _("approval item")
    POWER = "power", _("item of official power")
    CONVENIENCE = "convenience", _("convenience service")


class ItemType(models.TextChoices):
    """事项类型 of the national catalogue of government services."""

    LICENCE = "licence", _("administrative licence")
    CONFIRMATION = "confirmation", _("administrative confirmation")
    BENEFIT = "benefit", _("administrative benefit")
    LEVY = "levy", _("administrative levy")
    RULING = "ruling", _("administrative ruling")
    REWARD = "reward", _("administrative reward")
    OTHER_POWER = "other_power", _("other administrative power")
    PUBLIC_SERVICE = "public_service", _("public service")


class HandlingType(models.TextChoices):
    IMMEDIATE = "immediate", _("done at once")
    PROMISED = "promised", _("done within a promised time")


class GuideAudience(models.TextChoices):
    CITIZENS = "citizens", _("citizens")
    ENTERPRISES = "enterprises", _("enterprises")
    BOTH = "both", _("citizens and enterprises")


class LifeEvent(models.TextChoices):
    """人生大事 and 企业大事, under which guides are looked for."""

    BIRTH = "birth", _("Birth")
    SCHOOL = "school", _("Going to school")
    WORK = "work", _("Work")
    MARRIAGE = "marriage", _("Marriage")
    HOUSING = "housing", _("Housing")
    TRAVEL = "travel", _("Cars and travel")
    FARMING = "farming", _("Farming")
    HEALTH = "health", _("Medical care")
    HARDSHIP = "hardship", _("Help in hardship")
    OLD_AGE = "old_age", _("Old age")
    DEATH = "death", _("After a death")
    OPENING = "opening", _("Opening a business")
    PREMISES = "premises", _("Building and premises")
    OPERATING = "operating", _("Permits to operate")
    HIRING = "hiring", _("Hiring")
    SUPPORT = "support", _("Support for enterprises")
    CLOSING = "closing", _("Closing a business")


FOR_ENTERPRISES = (
    LifeEvent.OPENING,
    LifeEvent.PREMISES,
    LifeEvent.OPERATING,
    LifeEvent.HIRING,
    LifeEvent.SUPPORT,
    LifeEvent.CLOSING,
)
FOR_CITIZENS = tuple(event for event in LifeEvent if event not in FOR_ENTERPRISES)


class Copies(models.TextChoices):
    ORIGINAL = "original", _("original")
    COPY = "copy", _("copy")
    BOTH = "both", _("original and copy")
    ELECTRONIC = "electronic", _("electronic file")


class MaterialSource(models.TextChoices):
    APPLICANT = "applicant", _("brought by the applicant")
    OFFICE = "office", _("obtained by the office")


class ProcedureGuide(Citing, NoticeFacts):
    """办事指南: what inspectors count (事项名称, 设定依据, 申请条件, 办理材料,
    办理地点, 办理时间, 联系电话, 办理流程) and what else a visitor must know.

    Days are working days.
    """

    item = models.CharField(_("service item"), max_length=200)
    code = models.CharField(
        _("item code"),
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(
                ITEM_CODE,
                _("12 signs and two digits for each handling item, or a simple code."),
            )
        ],
    )
    item_kind = models.CharField(
        _("item kind"), max_length=20, choices=ItemKind, blank=True
    )
    item_type = models.CharField(
        _("item type"), max_length=20, choices=ItemType, blank=True
    )
    handling = models.CharField(
        _("handling type"), max_length=20, choices=HandlingType, blank=True
    )
    audience = models.CharField(
        _("who may apply"), max_length=20, choices=GuideAudience, blank=True
    )
    conditions = models.TextField(_("conditions"), blank=True)
    needs_no_materials = models.BooleanField(_("needs no materials"), default=False)
    is_free = models.BooleanField(_("free of charge"), default=False)
    legal_days = models.PositiveSmallIntegerField(
        _("legal time limit"), null=True, blank=True, help_text=_("Working days.")
    )
    promised_days = models.PositiveSmallIntegerField(
        _("promised time limit"), null=True, blank=True, help_text=_("Working days.")
    )
    visits = models.PositiveSmallIntegerField(
        _("number of visits"), null=True, blank=True
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    window = models.CharField(_("window"), max_length=100, blank=True)
    agent_points = models.TextField(_("agent points"), blank=True)
    hours = models.CharField(_("hours of service"), max_length=200, blank=True)
    telephone = models.CharField(_("contact telephone"), max_length=100, blank=True)
    online_url = models.URLField(_("online address"), max_length=500, blank=True)
    result = models.CharField(_("result of the procedure"), max_length=200, blank=True)
    remedies = models.TextField(_("remedies"), blank=True)
    complaint_telephone = models.CharField(
        _("complaint telephone"), max_length=100, blank=True
    )
    faq = models.TextField(_("frequent questions"), blank=True)

    class Meta:
        verbose_name = _("service guide")
        verbose_name_plural = _("service guides")
        indexes = [
            models.Index(fields=["audience"], name="guide_audience"),
            models.Index(fields=["code"], name="guide_code"),
        ]
        constraints = [
            models.CheckConstraint(
                name="guide_promises_no_more_than_the_law",
                condition=models.Q(promised_days__isnull=True)
                | models.Q(legal_days__isnull=True)
                | models.Q(promised_days__lte=models.F("legal_days")),
                violation_error_message=_(
                    "The promised time is longer than the legal time."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.item


class GuideEvent(models.Model):
    """A life event under which a guide is found."""

    guide = models.ForeignKey(ProcedureGuide, models.CASCADE, related_name="events")
    event = models.CharField(_("life event"), max_length=20, choices=LifeEvent)

    class Meta:
        verbose_name = _("life event")
        verbose_name_plural = _("life events")
        constraints = [
            models.UniqueConstraint(fields=["event", "guide"], name="guide_event_once")
        ]

    def __str__(self) -> str:
        return self.get_event_display()


class GuideMaterial(NoticeLine):
    """办理材料: one paper to bring.

    A sheet names forms by their files, which may be attached later: the names are kept
    and looked up when the guide is read.
    """

    name = models.CharField(_("material"), max_length=200)
    copies = models.CharField(
        _("original or copy"), max_length=20, choices=Copies, blank=True
    )
    quantity = models.PositiveSmallIntegerField(
        _("number of copies"), null=True, blank=True
    )
    condition = models.CharField(
        _("needed only if"),
        max_length=200,
        blank=True,
        help_text=_("Empty: always needed."),
    )
    source = models.CharField(
        _("source of the material"), max_length=20, choices=MaterialSource, blank=True
    )
    blank_form = models.ForeignKey(
        NoticeAttachment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("blank form"),
    )
    sample = models.ForeignKey(
        NoticeAttachment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filled-in sample"),
    )
    blank_form_name = models.CharField(
        _("or the name of its file"),
        max_length=200,
        blank=True,
        help_text=_("For a file that is attached later."),
    )
    sample_name = models.CharField(
        _("or the name of its file"), max_length=200, blank=True
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    class Meta(NoticeLine.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self) -> str:
        return self.name


class GuideStep(NoticeLine):
    """办理流程: one step, and the numbers of those that may follow it."""

    number = models.CharField(
        _("step number"), max_length=10, blank=True, help_text=_("Empty: its place.")
    )
    name = models.CharField(_("step"), max_length=60)
    handler = models.CharField(_("handled by"), max_length=100, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, help_text=_("Working days.")
    )
    what = models.TextField(_("what is done"), blank=True)
    next = models.CharField(
        _("steps that may follow"),
        max_length=200,
        blank=True,
        help_text=_(
            "Numbers, each with its case: 3；2（材料不全）. Empty: the step below;"
            " 结束: the end."
        ),
    )

    class Meta(NoticeLine.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.name


class GuideFee(NoticeLine):
    """A fee that the procedure costs: one of a published fee list, or typed in.

    Item and standard stand as they were signed; `fee_notice`, `item` and `sub_item`
    find the line of today, whose key changes when its list is corrected.
    """

    line = models.ForeignKey(
        FeeLine,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("line of a fee list"),
        help_text=_("Item, standard and basis are taken from it."),
    )
    fee_notice = models.ForeignKey(
        Notice,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("fee list"),
    )
    item = models.CharField(_("fee"), max_length=100, blank=True)
    sub_item = models.CharField(_("sub-item"), max_length=100, blank=True)
    standard = models.CharField(_("standard"), max_length=300, blank=True)
    bases = models.TextField(_("legal basis"), blank=True)

    class Meta(NoticeLine.Meta):
        verbose_name = _("fee of a procedure")
        verbose_name_plural = _("fees of a procedure")

    def __str__(self) -> str:
        return f"{self.item} {self.sub_item}".strip()
