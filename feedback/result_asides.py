"""What the page of a notice says of the letters that it answers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from notices.page_asides import Aside

from .results import letters_answered


def asides() -> dict[int, Aside]:
    """One query; by the keys of notices."""
    title, url = _("Letters of citizens"), reverse("letter-list")
    return {
        notice: Aside(title, _said(count), url)
        for notice, count in letters_answered().items()
    }


def _said(count: int) -> str:
    said = ngettext(
        "This notice tells the result of %(count)s letter.",
        "This notice tells the result of %(count)s letters.",
        count,
    )
    return said % {"count": count}
