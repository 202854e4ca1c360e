"""What somebody types who wants to hear of new results of a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..list_query import ListQuery
from ..models import AlertRhythm
from ..searched_words import followed


class AlertForm(forms.Form):
    """Address and rhythm; the search travels along in hidden fields under the names it
    has in addresses."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        help_text=_("It is used for this alert only, and deleted when the alert ends."),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is no e-mail address: name@example.com, for example."),
        },
    )
    rhythm = forms.ChoiceField(
        label=_("How often"), choices=AlertRhythm.choices, initial=AlertRhythm.WEEKLY
    )

    def __init__(self, query: ListQuery, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "alert-%s")
        super().__init__(*args, **kwargs)
        self.query = query

    def clean(self) -> dict[str, Any] | None:
        if not self.query.q or self.query.errors:
            self.add_error(None, _("Search for words first, then follow the search."))
        return super().clean()

    def hidden_fields_of_search(self) -> Iterator[tuple[str, str]]:
        yield from followed(self.query).items()
