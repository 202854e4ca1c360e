"""Common questions for everybody: by category, by words, one with its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.days import local_day, official_date
from disclosure_portal.foundation.models import SiteState
from notices.simple_lists import simple_list

from .models import Question
from .search import found_letters

FOUND = 60


def question_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Two queries; with words, those of the search."""
    here = reverse("question-list")
    asked = simple_list(given, state, here=here, filters=(), words=_("Words"))
    words = asked.chosen["q"]
    if words:
        rows = found_letters(words, FOUND).questions
        asked.count = len(rows)
    else:
        public = Question.objects.public().select_related("agency")
        if asked.branch is not None:
            public = public.in_branch(asked.branch.path)
        rows = asked.cut(public.order_by("-published_at", "-pk"))
    return asked.context() | {
        "section": "letters",
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Common questions"), "url": ""},
        ],
        "q": words,
        "rows": [row_of(row) for row in rows],
    }


def row_of(row: Question) -> dict[str, Any]:
    assert row.published_at is not None  # only public ones are shown
    day = local_day(row.published_at)
    return {
        "url": row.get_absolute_url(),
        "title": row.title,
        "unit": row.agency.label,
        "day": official_date(day),
        "day_iso": day.isoformat(),
        "is_flagged": row.flagged_at is not None,
    }


def question_page(row: Question) -> dict[str, Any]:
    """One question; a guide or policy that is public no more is not linked."""
    links = [(_("Guide"), row.guide), (_("Policy"), row.policy)]
    return {
        "section": "letters",
        "title": row.title,
        "breadcrumbs": [
            {"title": _("Letters"), "url": reverse("letter-list")},
            {"title": _("Common questions"), "url": reverse("question-list")},
            {"title": row.title, "url": ""},
        ],
        "row": row_of(row),
        "unit_url": row.agency.get_absolute_url(),
        "answer": row.answer,
        "links": [
            {"name": name, "title": notice.title, "url": notice.get_absolute_url()}
            for name, notice in links
            if notice is not None and notice.is_released
        ],
    }
