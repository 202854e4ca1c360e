"""What a notice of a result begins with: counts, days and the subject as the office
named it. No word of any letter stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import official_date

from .models import Letter, LetterCategory


class Draft(NamedTuple):
    title: str
    body: str


def draft_of(subject: LetterCategory | None, letters: Sequence[Letter]) -> Draft:
    """In the language of the public, whoever begins it."""
    with translation.override(settings.LANGUAGE_CODE):
        name = subject.name if subject else _("one matter")
        days = sorted(letter.received_on for letter in letters)
        answered = sum(letter.answered_at is not None for letter in letters)
        received = _(
            "From %(first)s to %(last)s %(count)s letters about “%(subject)s” were"
            " received; %(answered)s of them have been answered."
        ) % {
            "first": official_date(days[0]),
            "last": official_date(days[-1]),
            "count": len(letters),
            "subject": name,
            "answered": answered,
        }
        return Draft(
            _("What came of letters about “%s”") % name,
            format_html(
                "<p>{}</p><h2>{}</h2><p>{}</p><p>{}</p>",
                received,
                _("What was done"),
                _("(Write here what was found, what was done, and by when.)"),
                _("Whoever wrote finds this notice on the page of their letter, too."),
            ),
        )
