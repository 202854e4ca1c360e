"""What one button of the desk is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from disclosure_portal.foundation.models import User

from .forms.decisions import READ, DeedForm
from .models import Notice

Words = str | Promise


@dataclass(frozen=True)
class Deed:
    """One button: `act` is called with the words of its form."""

    name: str
    title: Words
    button: Words
    done: Words
    form_class: type[DeedForm]
    act: Callable[..., object]
    is_offered: Callable[[Notice, User], bool]
    goes_home: bool = False
    is_grave: bool = False
    # It stands beside the numbers of persons, where some hold the notice up.
    is_about_leaks: bool = False
    # It gives a draft, whose form is opened next.
    gives_draft: bool = False

    def do(self, form: DeedForm, *, by: User) -> object:
        """What the deed gives. Raises what it raises."""
        words = {
            name: value for name, value in form.cleaned_data.items() if name not in READ
        }
        return self.act(form.as_read(), by=by, **words)
