"""An entry of a unit's catalogue, its time limit asked as plain questions."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ..cadences import (
    LAST_DAY_OF_PERIOD,
    REGULATION,
    AdHoc,
    Cadence,
    FixedDay,
    LimitUnit,
    Periodic,
    Phased,
    Standing,
    Within,
)
from ..models import (
    CadenceKind,
    CatalogueEntry,
    Channel,
    DutyRule,
    SpanChoice,
    UnitChoice,
    columns_of,
)
from ..periods import MONTHS, Span

LONGEST = 366


def _months() -> list[tuple[str, Any]]:
    after = [(str(n), _("month %s after it") % n) for n in range(1, 13)]
    before = [(str(-n), _("month %s before its last one") % n) for n in range(1, 12)]
    return [("0", _("its last month")), *after, *before]


class RuleForm(forms.Form):
    """How often, for which period, and within what time or by which day."""

    cadence = forms.ChoiceField(
        label=_("How does it come due?"),
        choices=[("", _("Not settled yet")), *CadenceKind.choices],
        required=False,
        help_text=_("Without an answer the ledger counts nothing."),
    )
    span = forms.ChoiceField(
        label=_("For which period?"),
        choices=[("", "—"), *SpanChoice.choices],
        required=False,
        help_text=_(
            "Of what is kept up to date: how often it is looked through, even if"
            " nothing changed."
        ),
    )
    number = forms.IntegerField(
        label=_("Within how many?"),
        min_value=0,
        max_value=LONGEST,
        required=False,
        help_text=_("After the end of the period, the change, the stage or the event."),
    )
    unit = forms.ChoiceField(
        label=_("Days or months?"),
        choices=UnitChoice.choices,
        initial=UnitChoice.WORKING_DAYS,
        required=False,
    )
    day = forms.IntegerField(
        label=_("Or by which day?"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("31 is the last day of any month."),
    )
    months_after = forms.ChoiceField(
        label=_("The day is in"), choices=_months, required=False
    )

    # What the answers come to; None as long as nothing is settled.
    settled: Cadence | None = None

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            self.settled = self._settled(answers)
        return answers

    def rule(self) -> DutyRule | None:
        """Not stored: for the preview."""
        return DutyRule(**columns_of(self.settled)) if self.settled else None

    def _settled(self, answers: dict[str, Any]) -> Cadence | None:
        kind = answers["cadence"]
        if kind in (CadenceKind.PHASED, CadenceKind.AD_HOC):
            within = self._within(answers)
            return Phased((), within) if kind == CadenceKind.PHASED else AdHoc(within)
        if not kind:
            return None
        if not answers["span"]:
            self.add_error("span", _("Say for which period."))
            return None
        span = Span(answers["span"])
        named = self._named_day(answers, span)
        if kind == CadenceKind.STANDING:
            return Standing(span, named or LAST_DAY_OF_PERIOD, self._within(answers))
        return self._periodic(answers, span, named)

    def _periodic(
        self, answers: dict[str, Any], span: Span, named: FixedDay | None
    ) -> Periodic | None:
        if named and answers["number"] is not None:
            self.add_error("day", _("Say one of two: within a time, or by a day."))
            return None
        return Periodic(span, named or self._within(answers))

    def _named_day(self, answers: dict[str, Any], span: Span) -> FixedDay | None:
        if answers["day"] is None:
            return None
        months = int(answers["months_after"] or 0)
        if months <= -MONTHS[span]:
            self.add_error("months_after", _("The period has no such month."))
            return None
        return FixedDay(months, answers["day"])

    def _within(self, answers: dict[str, Any]) -> Within:
        """Where nothing is said, the law's 20 working days (art. 26)."""
        if answers["number"] is None:
            return REGULATION
        return Within(answers["number"], LimitUnit(answers["unit"] or "working_days"))


def answers_of(rule: DutyRule | None) -> dict[str, Any]:
    """The answers that gave a rule."""
    if rule is None:
        return {}
    by_day = bool(rule.day) and rule.cadence == CadenceKind.PERIODIC
    return {
        "cadence": rule.cadence,
        "span": rule.span,
        "number": None if by_day else rule.number,
        "unit": rule.unit,
        "day": rule.day or None,
        "months_after": rule.months_after,
    }


class EntryForm(RuleForm, forms.ModelForm):
    # The version that the form was opened with; without one it counts as outdated.
    content_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 2
    )
    channels = forms.MultipleChoiceField(
        label=_("channels"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = CatalogueEntry
        fields = (
            *("domain", "code", "level_1", "level_2", "level_3", "content"),
            *("basis_text", "section", "limit_text", "specific_audience"),
            *("is_on_request", "channels"),
        )
        widgets: ClassVar = {
            **{
                name: forms.TextInput(attrs={"class": "vTextField"})
                for name in (
                    "domain",
                    "level_1",
                    "level_2",
                    "level_3",
                    "section",
                    "specific_audience",
                )
            },
            **{
                name: forms.Textarea(attrs={"class": "vLargeTextField", "rows": rows})
                for name, rows in (("content", 3), ("basis_text", 3), ("limit_text", 2))
            },
        }

    field_order = (
        *("domain", "code", "level_1", "level_2", "level_3", "content"),
        *("basis_text", "section", "limit_text"),
        *RuleForm.base_fields,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        entry: CatalogueEntry = kwargs["instance"]
        version = {"content_version": entry.content_version}
        kwargs["initial"] = answers_of(entry.rule) | version
        super().__init__(*args, **kwargs)

    @property
    def version(self) -> int:
        return self.cleaned_data["content_version"] or 0

    def columns(self) -> dict[str, Any]:
        """For the deeds; the rule is stored here where it is new."""
        written = {name: self.cleaned_data[name] for name in self.Meta.fields}
        rule = DutyRule.objects.of(self.settled) if self.settled else None
        return {**written, "rule": rule}
