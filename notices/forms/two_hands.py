"""What an editor writes of a record that an approver signs (two_hands.py)."""

from __future__ import annotations

from calendar import monthrange
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directories.forms.units import unit_field
from disclosure_portal.foundation.refusals import RefusedFile

from ..activities import store_file
from ..models import (
    Activity,
    ActivityFile,
    ActivityFileSort,
    ReadingPoint,
    VisitorCount,
)
from ..two_hands import as_proposed, words_of
from .widgets import DayInput
from .words import WordsField


class WaitingWords(forms.ModelForm):
    """What waits for signature is what the editor goes on writing; `read_version` is
    what they had before them."""

    read_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs.get("instance")
        if row is not None and row.pk:
            waiting = words_of(as_proposed(row))
            given = kwargs.get("initial") or {}
            kwargs["initial"] = {"read_version": row.version, **waiting, **given}
        super().__init__(*args, **kwargs)


class RecordForm(WaitingWords):
    """At the desk; the unit is chosen once, among those for which the person writes."""

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["agency"]
            return
        self.fields["agency"] = unit_field(units, label=_("agency"))


class ActivityForm(RecordForm):
    class Meta:
        model = Activity
        fields = ("agency", *Activity.WORDS)
        widgets = {
            "held_on": DayInput,
            "summary": forms.Textarea(attrs={"rows": 5}),
            "questions": forms.Textarea(attrs={"rows": 12}),
        }


class ReadingPointForm(RecordForm):
    class Meta:
        model = ReadingPoint
        fields = ("agency", *ReadingPoint.WORDS)
        widgets = {
            "opened_on": DayInput,
            "closed_on": DayInput,
            "holdings": forms.Textarea(attrs={"rows": 4}),
        }


class FormerWordsField(forms.BooleanField):
    """What stood there named a person: it is told nowhere any more."""

    def __init__(self) -> None:
        super().__init__(
            required=False,
            label=_("The former words held personal data: hide them for good"),
            help_text=_(
                "The page shows the new words only; the trail then says that"
                " something was changed, not what stood there."
            ),
        )


def why_hidden_field() -> WordsField:
    return WordsField(
        label=_("Why the former words are hidden"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "The page stays as it is. The trail no longer tells what stood there"
            " before; it tells this reason, so name nobody in it."
        ),
        error_messages={"required": _("Say why: the reason is kept.")},
    )


class VersionForm(forms.Form):
    """Its button names the version that was read."""

    version = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class SignForm(VersionForm):
    hides_former = FormerWordsField()


class HideForm(VersionForm):
    """Former words are hidden by themselves."""

    reason = why_hidden_field()


class ActivityFileForm(forms.Form):
    sort = forms.ChoiceField(label=_("sort of file"), choices=ActivityFileSort.choices)
    title = WordsField(
        label=_("title"),
        max_length=100,
        help_text=ActivityFile._meta.get_field("title").help_text,
    )
    file = forms.FileField(
        label=_("file"), help_text=_("A photograph must be a JPEG or PNG picture.")
    )

    def clean(self) -> dict[str, Any] | None:
        """The file is stored here: no transaction is open yet."""
        given = self.cleaned_data
        if given.get("file") and given.get("sort") and given.get("title"):
            upload = given["file"]
            try:
                given["row"] = store_file(
                    upload.chunks(), file_name=upload.name, sort=given["sort"]
                )
            except RefusedFile as refusal:
                self.add_error("file", str(refusal))
            else:
                given["row"].title = given["title"]
        return given


class VisitorCountForm(forms.Form):
    """Of one day, or of the whole month in which the day lies."""

    DAY, MONTH = "day", "month"

    sort = forms.ChoiceField(
        label=_("Counted"),
        choices=[(DAY, _("on one day")), (MONTH, _("in a whole month"))],
    )
    day = forms.DateField(
        label=_("Day"),
        widget=DayInput,
        help_text=_("Of a month any day that lies in it."),
    )
    visitors = forms.IntegerField(
        label=_("number of visitors"), min_value=0, max_value=1_000_000
    )

    def count_of(self, point: ReadingPoint) -> VisitorCount:
        """The row that the form says, not saved."""
        given = self.cleaned_data
        first = last = given["day"]
        if given["sort"] == self.MONTH:
            days = monthrange(first.year, first.month)[1]
            first, last = first.replace(day=1), first.replace(day=days)
        return VisitorCount(
            point=point, first_day=first, last_day=last, visitors=given["visitors"]
        )
