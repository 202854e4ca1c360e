"""Letters that come by other doors than this site, written down by a clerk with the
same clocks (两簿一箱一线一室)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from directories.permissions import require_role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import LOCAL, local_day
from disclosure_portal.foundation.models import User

from . import letter_codes
from .forms.registering import DoorForm
from .forms.writing import StepForm
from .letter_files import of_signed, signed
from .letter_hands import OFFICE
from .submitting import Given, Receipt, submit
from .writing_pages import STEPS, Writing

TOKEN = "token"
# What a citizen is asked as “you” a clerk fills in for somebody.
ASKED_OF_CLERKS = {
    "kind": gettext_lazy("What the writer wants"),
    "name": gettext_lazy("Name of the writer"),
    "anonymity": gettext_lazy("Who may know the writer's name?"),
}


class Registering:
    """One form of all steps: the clerk has the whole letter before them."""

    def __init__(self, posted: Mapping[str, str] | None = None) -> None:
        self.posted = posted
        typed = dict(posted or {TOKEN: letter_codes.new_token()})
        self.writing = Writing(typed, of_signed(typed.get("files", "")))
        self.door = DoorForm(posted)
        self.refused: list[str] = []

    def take(self, uploads: Sequence[UploadedFile]) -> None:
        self.refused = self.writing.take(uploads, drop="")

    def is_right(self) -> bool:
        wrong = self.writing.first_wrong(upto="contact")
        return self.door.is_valid() and not wrong and not self.refused

    def forms(self) -> list[StepForm | DoorForm]:
        """As the page shows them, with what is wrong in each."""
        if self.posted is None:
            steps = [form(answers={}) for form in STEPS.values()]
        else:
            self.writing.first_wrong(upto="contact")
            steps = [self.writing.form(step) for step in STEPS]
        for form in steps:
            for name in ASKED_OF_CLERKS.keys() & form.fields.keys():
                form.fields[name].label = ASKED_OF_CLERKS[name]
        return [self.door, *steps]

    def given(self) -> Given:
        door = self.door.cleaned_data
        return replace(
            self.writing.given(),
            channel=door["channel"],
            supervisor=door["supervisor"],
            received_at=_moment(door["received_on"]),
        )

    def context(self) -> dict[str, Any]:
        return {
            "desk_section": "letters",
            "forms": self.forms(),
            "token": self.writing.typed.get(TOKEN, ""),
            "files": self.writing.files,
            "signed_files": signed(self.writing.files),
            "notes": self.refused,
            "title": _("Write down what came by another door"),
        }

    def register(self, *, by: User) -> Receipt:
        """Raises NotAllowed for all but those who take letters in at the mailbox."""
        given = self.given()
        require_role(by, given.mailbox.agency, *OFFICE)
        return submit(given, token=self.writing.typed[TOKEN], by=by)


def _moment(day: Any) -> datetime | None:
    """Today's came now; of an earlier one nobody knows the hour: noon."""
    if day == local_day(clock.now()):
        return None
    return datetime.combine(day, time(12), LOCAL)
