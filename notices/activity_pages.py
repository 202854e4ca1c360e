"""Activity days (政务公开日) as their list and their pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.days import official_date
from disclosure_portal.foundation.models import SiteState

from .listing import number
from .models import Activity, ActivityFile, ActivityFileSort, ActivityQuerySet
from .models.activities import ActivitySort
from .simple_lists import Filter, SimpleList, simple_list


def activity_list_page(given: Mapping[str, str], state: SiteState) -> dict[str, Any]:
    """Two queries: how many there are, and a page of them."""
    here = reverse("activity-list")
    sorts = {sort.value: str(sort.label) for sort in ActivitySort}
    filters = (Filter("sort", _("Sort"), sorts),)
    asked = simple_list(given, state, here=here, filters=filters)
    found = asked.cut(_filtered(asked).select_related("agency").newest_first())
    return asked.context() | {
        "breadcrumbs": [{"title": _("Activity days"), "url": ""}],
        "rows": [particulars(each) | {"asked": len(each.answered())} for each in found],
    }


def _filtered(asked: SimpleList) -> ActivityQuerySet:
    rows = Activity.objects.public()
    if asked.branch is not None:
        rows = rows.in_branch(asked.branch.path)
    if asked.chosen["sort"]:
        rows = rows.filter(sort=asked.chosen["sort"])
    return rows


def activity_page(activity: Activity, *, unsigned: bool = False) -> dict[str, Any]:
    """One activity with its files; one query. `unsigned` shows the files that wait,
    too, from addresses at the desk, for those who sign."""
    files = activity.files.all()
    if not unsigned:
        files = files.filter(signed_at__isnull=False)
    rows = [_file(each, at_desk=unsigned) for each in files]
    return {
        "section": "notices",
        "breadcrumbs": [
            {"title": _("Activity days"), "url": reverse("activity-list")},
            {"title": activity.title, "url": ""},
        ],
        "description": activity.summary,
        "activity": particulars(activity),
        "questions": [each._asdict() for each in activity.answered()],
        "materials": [row for row in rows if not row["is_photograph"]],
        "photographs": [row for row in rows if row["is_photograph"]],
    }


def particulars(activity: Activity) -> dict[str, Any]:
    present = activity.present or 0
    words = ngettext("%(count)s person came", "%(count)s people came", present)
    return {
        "title": activity.title,
        "url": activity.get_absolute_url(),
        "sort": activity.get_sort_display(),
        "day": official_date(activity.held_on),
        "day_iso": activity.held_on.isoformat(),
        "is_ahead": activity.is_ahead,
        "place": activity.place,
        "summary": activity.summary,
        "present": words % {"count": number(present)} if present else "",
        "agency": {
            "title": activity.agency.name,
            "url": activity.agency.get_absolute_url(),
        },
    }


def _file(file: ActivityFile, *, at_desk: bool) -> dict[str, Any]:
    name = "desk-activity-file" if at_desk else "activity-file"
    return {
        "id": file.pk,
        "title": file.title,
        "url": reverse(name, args=[file.activity_id, file.pk]),
        "extension": file.file_name.rpartition(".")[2].upper(),
        "size": filesizeformat(file.size),
        "is_photograph": file.sort == ActivityFileSort.PHOTOGRAPH,
        "is_unsigned": file.signed_at is None,
    }
