"""Standard catalogues (基层政务公开标准目录); units' own catalogues draw from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..time_limits import Cadence, Period, Span, Trigger
from .legal_bases import LegalBasis

CADENCES = {
    Cadence.WITHIN.value: _("Some time after an event"),
    Cadence.AT_ONCE.value: _("At once"),
    Cadence.PERIODIC.value: _("By the calendar"),
    Cadence.STANDING.value: _("Always there"),
    Cadence.POSTED.value: _("Only posted for some time"),
}
TRIGGERS = {
    Trigger.FORMED.value: _("Formed"),
    Trigger.CHANGED.value: _("Changed in content"),
    Trigger.OBTAINED.value: _("Obtained"),
    Trigger.DECIDED.value: _("Decided"),
    Trigger.ENDED.value: _("Ended"),
    Trigger.OTHER.value: _("Another event"),
}
SPANS = {
    Span.WORKING_DAYS.value: _("working days"),
    Span.DAYS.value: _("calendar days"),
    Span.HOURS.value: _("hours"),
    Span.MONTHS.value: _("months"),
}
PERIODS = {
    Period.YEAR.value: _("Year"),
    Period.HALF_YEAR.value: _("Half-year"),
    Period.QUARTER.value: _("Quarter"),
    Period.MONTH.value: _("Month"),
    Period.WEEK.value: _("Week"),
}


class IssueLevel(models.TextChoices):
    """Who gave a catalogue out."""

    NATIONAL = "national", _("National")
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")


class Channel(models.TextChoices):
    """公开渠道和载体: the thirteen boxes of 国办发〔2019〕54号."""

    WEBSITE = "website", _("Government website")
    GAZETTE = "gazette", _("Government gazette")
    NEW_MEDIA = "new_media", _("New media")
    CONFERENCE = "conference", _("Press conference or hearing")
    BROADCAST = "broadcast", _("Radio and television")
    PRINT = "print", _("Print media")
    READING_POINT = "reading_point", _("Reading point")
    SERVICE_HALL = "service_hall", _("Government service centre")
    SERVICE_STATION = "service_station", _("Convenience service station")
    ON_SITE = "on_site", _("At the door or on site")
    NOTICE_BOARD = "notice_board", _("Notice board of community or village")
    TARGETED = "targeted", _("Sent to whom it concerns")
    OTHER = "other", _("Other channel")


class DisclosureStage(models.TextChoices):
    """五公开."""

    DECISION = "decision", _("Decisions")
    EXECUTION = "execution", _("Execution")
    MANAGEMENT = "management", _("Management")
    SERVICE = "service", _("Services")
    RESULT = "result", _("Results")


class DisclosureForm(models.TextChoices):
    TEXT = "text", _("Text form")
    PICTURE = "picture", _("Picture form")
    VIDEO = "video", _("Video form")
    OTHER = "other", _("Other form")


class LimitState(models.TextChoices):
    """Whether the rules beside a time limit's text are its own."""

    UNDERSTOOD = "understood", _("Rule read")
    SETTLED = "settled", _("Settled by hand")
    UNREAD = "unread", _("Not understood")
    NOT_STATED = "not_stated", _("Not stated")


class StandardCatalogue(models.Model):
    """One catalogue of one domain (领域), as it was given out; known by its name."""

    IMPRINTED = True

    # Of those that come with the portal.
    code = models.SlugField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("domain"), max_length=50)
    issue_level = models.CharField(
        _("level of issue"),
        max_length=20,
        choices=IssueLevel,
        default=IssueLevel.COUNTY,
    )
    number = models.CharField(_("document number"), max_length=80, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=100, blank=True)
    imported_at = models.DateTimeField(_("taken in"), null=True, editable=False)

    class Meta:
        verbose_name = _("standard catalogue")
        verbose_name_plural = _("standard catalogues")
        ordering = ["domain", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="standard_catalogue_name_once",
                violation_error_message=_("There is a catalogue of this name."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="standard_catalogue_code_once",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(domain=""),
                name="standard_catalogue_is_named",
            ),
            models.CheckConstraint(
                condition=Q(issue_level__in=IssueLevel.values),
                name="standard_catalogue_level_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StandardItem(models.Model):
    """One item (公开事项): what is to be disclosed, by whom, when, where and to whom.

    An item that a later edition leaves out stays, marked: units' own items go back to
    it. `key` is what it is known again by (standard_sheet.SheetItem).
    """

    IMPRINTED = True
    BESIDE = ("limits", "bases")

    catalogue = models.ForeignKey(
        StandardCatalogue,
        models.PROTECT,
        related_name="items",
        verbose_name=_("standard catalogue"),
    )
    position = models.PositiveIntegerField(_("order"))
    number = models.CharField(_("serial number"), max_length=20, blank=True)
    code = models.CharField(_("item code"), max_length=50, blank=True)
    key = models.CharField(max_length=640, editable=False)
    level_1 = models.CharField(_("item, first level"), max_length=200)
    level_2 = models.CharField(_("item, second level"), max_length=200, blank=True)
    level_3 = models.CharField(_("item, third level"), max_length=200, blank=True)
    content = models.TextField(_("content to be disclosed"), blank=True)
    basis_text = models.TextField(_("basis as written"), blank=True)
    bases = models.ManyToManyField(
        LegalBasis,
        blank=True,
        related_name="standard_items",
        verbose_name=_("legal bases of the register"),
    )
    limit_text = models.TextField(_("time limit as written"), blank=True)
    limit_state = models.CharField(
        _("time limit"), max_length=20, choices=LimitState, db_index=True
    )
    limit_remark = models.TextField(_("reserved to other law"), blank=True)
    subject_text = models.TextField(_("who discloses"), blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    other_channels = models.TextField(_("other channels"), blank=True)
    for_all = models.BooleanField(_("for everybody"), default=False)
    for_specific = models.BooleanField(_("for a specific group"), default=False)
    specific_audience = models.TextField(_("which group"), blank=True)
    is_proactive = models.BooleanField(_("proactively"), default=False)
    is_on_request = models.BooleanField(_("on request"), default=False)
    at_city = models.BooleanField(_("city level"), default=False)
    at_county = models.BooleanField(_("county level"), default=False)
    at_township = models.BooleanField(_("township level"), default=False)
    at_village = models.BooleanField(_("village level"), default=False)
    stages = models.JSONField(_("stages disclosed"), default=list, blank=True)
    forms = models.JSONField(_("forms of disclosure"), default=list, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    left_out_at = models.DateTimeField(_("left out since"), null=True, editable=False)

    class Meta:
        verbose_name = _("standard item")
        verbose_name_plural = _("standard items")
        ordering = ["catalogue", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["catalogue", "key"], name="standard_item_key_once"
            ),
            models.UniqueConstraint(
                fields=["catalogue", "code"],
                condition=~Q(code=""),
                name="standard_item_code_once",
            ),
            models.CheckConstraint(
                condition=~Q(level_1="") & ~Q(key=""), name="standard_item_is_named"
            ),
            models.CheckConstraint(
                condition=Q(limit_state__in=LimitState.values),
                name="standard_item_limit_state_known",
            ),
            models.CheckConstraint(
                condition=Q(limit_state=LimitState.SETTLED)
                | Q(limit_text="", limit_state=LimitState.NOT_STATED)
                | (
                    ~Q(limit_text="")
                    & Q(limit_state__in=[LimitState.UNDERSTOOD, LimitState.UNREAD])
                ),
                name="standard_item_limit_stated",
            ),
            models.CheckConstraint(
                condition=Q(for_specific=True) | Q(specific_audience=""),
                name="standard_item_group_is_specific",
            ),
        ]

    def __str__(self) -> str:
        names = [self.level_1, self.level_2, self.level_3]
        return " / ".join(dict.fromkeys(filter(None, names)))


class StandardLimit(models.Model):
    """One rule of an item's time limit; its meaning is that of LimitRule."""

    item = models.ForeignKey(StandardItem, models.CASCADE, related_name="limits")
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    about = models.CharField(_("what it is for"), max_length=30, blank=True)
    cadence = models.CharField(
        _("comes due"), max_length=20, choices=list(CADENCES.items())
    )
    triggers = models.JSONField(_("counted from"), default=list, blank=True)
    number = models.PositiveSmallIntegerField(
        _("within how many"), null=True, blank=True
    )
    span = models.CharField(
        _("unit of time"), max_length=20, choices=list(SPANS.items()), blank=True
    )
    period = models.CharField(
        _("each period"), max_length=20, choices=list(PERIODS.items()), blank=True
    )
    month = models.PositiveSmallIntegerField(_("by month"), null=True, blank=True)
    day = models.PositiveSmallIntegerField(_("by day"), null=True, blank=True)
    posting = models.PositiveSmallIntegerField(_("posted for"), null=True, blank=True)
    posting_span = models.CharField(
        _("unit of posting"), max_length=20, choices=list(SPANS.items()), blank=True
    )

    class Meta:
        verbose_name = _("rule of a time limit")
        verbose_name_plural = _("rules of time limits")
        ordering = ["item", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "position"], name="standard_limit_position_once"
            ),
            models.CheckConstraint(
                condition=Q(cadence__in=list(CADENCES)),
                name="standard_limit_cadence_known",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True, span="")
                | Q(number__isnull=False, span__in=list(SPANS)),
                name="standard_limit_number_with_unit",
                violation_error_message=_("A number and its unit go together."),
            ),
            models.CheckConstraint(
                condition=Q(posting__isnull=True, posting_span="")
                | Q(
                    posting__isnull=False,
                    posting__gte=1,
                    posting_span__in=list(SPANS),
                ),
                name="standard_limit_posting_with_unit",
                violation_error_message=_("A posting has a length and its unit."),
            ),
            models.CheckConstraint(
                condition=~Q(cadence=Cadence.WITHIN.value) | Q(number__isnull=False),
                name="standard_limit_within_something",
                violation_error_message=_("Say within how long."),
            ),
            models.CheckConstraint(
                condition=Q(cadence=Cadence.PERIODIC.value, period__in=list(PERIODS))
                | (~Q(cadence=Cadence.PERIODIC.value) & Q(period="", day__isnull=True)),
                name="standard_limit_period_by_calendar",
                violation_error_message=_(
                    "A period, and a day, belong to what comes due by the calendar."
                ),
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True, month__isnull=True)
                | (
                    Q(day__isnull=False, day__range=(1, 31))
                    & (Q(month__isnull=True) | Q(month__range=(1, 12)))
                ),
                name="standard_limit_day_of_calendar",
                violation_error_message=_("There is no such day."),
            ),
            models.CheckConstraint(
                condition=~Q(cadence=Cadence.POSTED.value) | Q(posting__isnull=False),
                name="standard_limit_posted_for_something",
                violation_error_message=_("Say for how long it is posted."),
            ),
        ]

    def __str__(self) -> str:
        return str(CADENCES.get(self.cadence, self.cadence))


class StandardUpload(models.Model):
    """A sheet that was looked at and is not taken yet; forgotten after a day."""

    token = models.CharField(max_length=32, unique=True, editable=False)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    sheet = models.CharField(max_length=100, blank=True)
    # The catalogue's own particulars as they were typed (standard_import.Particulars).
    particulars = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("catalogue sheet to be looked at")
        verbose_name_plural = _("catalogue sheets to be looked at")

    def __str__(self) -> str:
        return self.file_name
