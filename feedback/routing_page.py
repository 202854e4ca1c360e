"""The rules of routing at the desk: in their order, and tried out on words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from directories.models import Agency
from directories.permissions import branches
from disclosure_portal.foundation.models import User

from .desk_suggestions import told_route
from .forms.routing import TryForm
from .letter_hands import OFFICE
from .models import RoutingRule
from .routing import try_out

CHANGING = "feedback.change_routingrule"


def routing_page(user: User, posted: Mapping[str, str] | None) -> dict[str, Any]:
    """Six queries more where words were tried out."""
    form = TryForm(posted)
    is_tried = posted is not None and form.is_valid()
    may_change = user.is_staff and user.has_perm(CHANGING)
    rules = RoutingRule.objects.select_related(
        "category", "place", "about_agency", "goes_to"
    )
    return {
        "desk_section": "letters",
        "form": form,
        "rules": [_row(rule, may_change=may_change) for rule in rules],
        "found": _tried(form.cleaned_data, user) if is_tried else None,
        "add_url": reverse("admin:feedback_routingrule_add") if may_change else "",
    }


def may_see_rules(user: User) -> bool:
    """Those who pass letters on."""
    return bool(branches(user, *OFFICE))


def _tried(given: Mapping[str, Any], user: User) -> dict[str, Any]:
    """As if the letter came in at the first unit of this person."""
    own = sorted(branches(user, *OFFICE))
    routed = try_out(
        given["words"],
        kind=given["kind"],
        category=given["category"],
        intake=Agency.objects.get(path=own[0]),
    )
    unit = Agency.objects.filter(path=routed.unit, closed_on=None).first()
    return told_route(routed, unit)


def _row(rule: RoutingRule, *, may_change: bool) -> dict[str, Any]:
    at = reverse("admin:feedback_routingrule_change", args=[rule.pk])
    return {
        "rule": rule,
        "kind": rule.get_kind_display() if rule.kind else "",
        "url": at if may_change else "",
        "is_closed": not rule.is_open or rule.goes_to.closed_on is not None,
    }
