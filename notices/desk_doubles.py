"""The warning that a notice may exist already. It never stands in anybody's way: annual
notices rightly bear the same title each year."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User

from .drafting import similar_to
from .models import Notice


def doubles_of(notice: Notice, user: User) -> list[Notice]:
    """Notices with the same title in the unit or the same document number, as far as
    the person may see them; two queries, one where there is none."""
    keys = [double.pk for double in similar_to(notice)]
    if not keys:
        return []
    seen = Notice.objects.visible_to(user).filter(pk__in=keys)
    return list(seen.select_related("agency"))


def doubles_warning(doubles: Sequence[Notice]) -> SafeString:
    """One sentence with a link to each."""
    rows = [
        (reverse("desk-notice", args=[double.pk]), double.title, double.agency)
        for double in doubles
    ]
    listed = format_html_join("；", '<a href="{}">{}</a>（{}）', rows)
    words = _("Perhaps this exists already (same title or document number):")
    return format_html("{} {}", words, listed)
