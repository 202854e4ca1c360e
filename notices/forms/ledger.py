"""What is said and chosen at the desk of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from directories.models import Agency, CatalogueItem
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day

from ..models import Notice
from ..slot_states import SlotState
from ..slot_words import STATE_WORDS
from .widgets import DayInput
from .words import WordsField

OWED = (SlotState.OVERDUE, SlotState.DUE_SOON, SlotState.PENDING)
STATES = (*OWED, SlotState.EXPLAINED, SlotState.LATE, SlotState.IN_TIME)
LONGEST_SEARCH = 100


class LedgerFilter(forms.Form):
    """Unit, domain and state; what is not among the choices is not chosen."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self, *args: Any, units: Iterable[Agency], domains: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("unit", _("All units"), [(unit.slug, unit.label) for unit in units])
        self._offer("domain", _("All domains"), [(each, each) for each in domains])
        states = [(state.value, STATE_WORDS[state]) for state in STATES]
        self._offer("state", _("All that is owed"), states)

    def _offer(self, name: str, none: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", none), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ExplainForm(forms.Form):
    statement = WordsField(
        label=_("Why there is nothing to disclose"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Readers see it, with its date."),
        error_messages={"required": _("Say why: the reason is kept and shown.")},
    )


class LinkForm(forms.Form):
    """Of public notices of the unit, one."""

    notice = forms.ModelChoiceField(
        Notice.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": _("It is not public, or fills this slot already."),
            "required": _("Choose a notice."),
        },
    )

    def __init__(self, *args: Any, notices: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["notice"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = notices


class EventForm(forms.Form):
    """Something happened that a duty calls to disclose."""

    item = forms.ModelChoiceField(CatalogueItem.objects.none(), label=_("Duty"))
    on = forms.DateField(label=_("Day"), widget=DayInput)
    about = WordsField(
        label=_("What happened"),
        max_length=200,
        help_text=_("Say it in a few words: readers of the ledger see it."),
    )

    def __init__(
        self, *args: Any, items: QuerySet[CatalogueItem], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"on": local_day(clock.now())})
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = items
