"""When duties come due: one row for each rule that any duty has."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import (
    gettext,
    gettext_lazy as _,
    ngettext,
    pgettext_lazy,
)

from disclosure_portal.foundation.models import AuditEntry

from ..cadences import (
    AdHoc,
    Cadence,
    FixedDay,
    LimitUnit,
    Periodic,
    Phased,
    Stage,
    Standing,
    Within,
)
from ..periods import MONTHS, Span


class CadenceKind(models.TextChoices):
    STANDING = "standing", _("Kept up to date")
    PERIODIC = "periodic", _("For each period")
    PHASED = "phased", _("With the stages of a matter")
    AD_HOC = "ad_hoc", _("When something happens")


class SpanChoice(models.TextChoices):
    MONTH = Span.MONTH.value, pgettext_lazy("period", "Month")
    QUARTER = Span.QUARTER.value, pgettext_lazy("period", "Quarter")
    HALF_YEAR = Span.HALF_YEAR.value, pgettext_lazy("period", "Half-year")
    YEAR = Span.YEAR.value, pgettext_lazy("period", "Year")


class UnitChoice(models.TextChoices):
    WORKING_DAYS = LimitUnit.WORKING_DAYS.value, _("working days")
    DAYS = LimitUnit.DAYS.value, _("calendar days")
    MONTHS = LimitUnit.MONTHS.value, _("months")


class DutyRuleQuerySet(models.QuerySet["DutyRule"]):
    def of(self, cadence: Cadence) -> DutyRule:
        """The row of a cadence, made where there is none yet."""
        rule, is_new = self.get_or_create(**columns_of(cadence))
        if is_new:
            AuditEntry.objects.record_rows(DutyRule, [rule.pk], by=None)
        return rule


class DutyRule(models.Model):
    """One cadence (cadences.py) as columns; never changed, for slots refer to it.

    `number` and `unit` are the time after an event, a change or a period's end; a
    `day` above 0 is the day that the rule names, `months_after` the period's last
    month: of what is kept up to date, the day by which it is looked through.
    """

    IMPRINTED = True

    cadence = models.CharField(_("comes due"), max_length=20, choices=CadenceKind)
    span = models.CharField(
        _("period"), max_length=20, choices=SpanChoice, blank=True, default=""
    )
    number = models.PositiveSmallIntegerField(_("within"), default=20)
    unit = models.CharField(
        _("unit of time"),
        max_length=20,
        choices=UnitChoice,
        default=UnitChoice.WORKING_DAYS,
    )
    months_after = models.SmallIntegerField(
        _("months after the period's last month"), default=0
    )
    day = models.PositiveSmallIntegerField(_("by day"), default=0)

    objects = DutyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a duty")
        verbose_name_plural = _("rules of duties")
        constraints = [
            models.UniqueConstraint(
                fields=["cadence", "span", "number", "unit", "months_after", "day"],
                name="duty_rule_once",
            ),
            models.CheckConstraint(
                name="duty_rule_is_whole",
                condition=Q(
                    cadence__in=CadenceKind.values,
                    unit__in=UnitChoice.values,
                    day__range=(0, 31),
                    months_after__range=(-11, 12),
                )
                & (
                    Q(cadence__in=["standing", "periodic"], span__in=SpanChoice.values)
                    | Q(
                        cadence__in=["phased", "ad_hoc"],
                        span="",
                        day=0,
                        months_after=0,
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        """As an official would say it: 每季度结束后15个工作日内."""
        if self.cadence == CadenceKind.PERIODIC:
            return self._periodic()
        if self.cadence == CadenceKind.STANDING:
            review = self._in_periods(gettext("looked through each %(span)s"))
            return gettext("%(within)s of a change; %(review)s") % {
                "within": self._within(),
                "review": review,
            }
        if self.cadence == CadenceKind.PHASED:
            return gettext("%(within)s of each stage") % {"within": self._within()}
        return gettext("%(within)s of the event") % {"within": self._within()}

    def as_cadence(self, stages: tuple[Stage, ...] = ()) -> Cadence:
        within = Within(self.number, LimitUnit(self.unit))
        if self.cadence == CadenceKind.PHASED:
            return Phased(stages, within)
        if self.cadence == CadenceKind.AD_HOC:
            return AdHoc(within)
        span = Span(self.span)
        named = FixedDay(self.months_after, self.day) if self.day else None
        if self.cadence == CadenceKind.PERIODIC:
            return Periodic(span, named or within)
        return Standing(span, named, within) if named else Standing(span, within=within)

    def _within(self) -> str:
        count = self.number
        words = {
            UnitChoice.WORKING_DAYS: ngettext(
                "within %(count)d working day", "within %(count)d working days", count
            ),
            UnitChoice.DAYS: ngettext(
                "within %(count)d day", "within %(count)d days", count
            ),
            UnitChoice.MONTHS: ngettext(
                "within %(count)d month", "within %(count)d months", count
            ),
        }
        return words[UnitChoice(self.unit)] % {"count": count}

    def _periodic(self) -> str:
        if self.day:
            return self._in_periods(gettext("each %(span)s"))
        return gettext("%(within)s of the end of each %(span)s") % {
            "within": self._within(),
            "span": SpanChoice(self.span).label,
        }

    def _in_periods(self, words: str) -> str:
        said = words % {"span": SpanChoice(self.span).label}
        return f"{said}，{self._named_day()}" if self.day else said

    def _named_day(self) -> str:
        """The day in words; of a year by its month."""
        is_last = self.day == 31
        if SpanChoice(self.span) == SpanChoice.YEAR:
            next_year, month = divmod(11 + self.months_after, 12)
            words = gettext("by %(day)s.%(month)s. of the next year")
            if not next_year:
                words = gettext("by %(day)s.%(month)s.")
            return words % {"month": month + 1, "day": self.day}
        if is_last and not self.months_after:
            return gettext("by its last day")
        words = ngettext(
            "by day %(day)s of month %(count)d after it",
            "by day %(day)s of month %(count)d after it",
            self.months_after,
        )
        if not self.months_after:
            words = gettext("by day %(day)s of its last month")
        elif self.months_after < 0:
            return gettext("by day %(day)s of its month %(month)s") % {
                "month": MONTHS[Span(self.span)] + self.months_after,
                "day": self.day,
            }
        return words % {"day": self.day, "count": self.months_after}


def columns_of(cadence: Cadence) -> dict[str, Any]:
    """A cadence in the columns of its row. Raises ValueError for a review that is due
    some time after its period instead of by a day."""
    plain: dict[str, Any] = {
        "span": "",
        **_time(Within(20)),
        "months_after": 0,
        "day": 0,
    }
    match cadence:
        case Periodic(span, FixedDay(months_after, day)):
            named = {"months_after": months_after, "day": day}
            own: dict[str, Any]
            own = {"cadence": CadenceKind.PERIODIC, "span": span.value, **named}
        case Periodic(span, Within() as within):
            own = {"cadence": CadenceKind.PERIODIC, "span": span.value, **_time(within)}
        case Standing(span, FixedDay(months_after, day), within):
            named = {"months_after": months_after, "day": day, **_time(within)}
            own = {"cadence": CadenceKind.STANDING, "span": span.value, **named}
        case Phased(_stages, within):
            own = {"cadence": CadenceKind.PHASED, **_time(within)}
        case AdHoc(within):
            own = {"cadence": CadenceKind.AD_HOC, **_time(within)}
        case _:
            raise ValueError("What is kept up to date is looked through by a day")
    return {**plain, **own}


def _time(within: Within) -> dict[str, Any]:
    return {"number": within.count, "unit": within.unit.value}
