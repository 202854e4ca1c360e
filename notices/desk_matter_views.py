"""Matters at the desk: what waits for signature, and how a matter will read."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from directories.models import Role
from directories.permissions import INSIDERS, branches, has_role, in_branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .forms.elsewhere import StrikeForm
from .forms.matters import HideMatterForm, MatterDeedForm, ReopenForm, SignMatterForm
from .matter_pages import matter_page
from .matters import finish_matter, reopen_matter, sign_matter, strike_meeting
from .models import Matter, MatterMeeting, MatterQuerySet, MatterStatus
from .two_hands import (
    as_proposed,
    hide_former,
    label_of,
    may_sign,
    waiting_first,
    waits_for_signature,
)

SHOWN = 100
HIDE = "hide"


class Deed(NamedTuple):
    button: str | Promise
    done: str | Promise
    form: type[MatterDeedForm]
    act: Callable[..., None]
    is_offered: Callable[[Matter, User], bool]


def _signs(matter: Matter, user: User) -> bool:
    return has_role(user, matter.agency, Role.APPROVER)


DEEDS = {
    "sign": Deed(
        button=_("Sign and publish"),
        done=_("“%s” is signed."),
        form=SignMatterForm,
        act=sign_matter,
        is_offered=may_sign,
    ),
    "finish": Deed(
        button=_("Say that it is finished"),
        done=_("“%s” is finished."),
        form=MatterDeedForm,
        act=finish_matter,
        is_offered=lambda matter, user: (
            matter.status == MatterStatus.OPEN
            and bool(matter.result)
            and _signs(matter, user)
            and not waits_for_signature(matter)
        ),
    ),
    "reopen": Deed(
        button=_("Take it up again"),
        done=_("“%s” is under way again."),
        form=ReopenForm,
        act=reopen_matter,
        is_offered=lambda matter, user: (
            matter.status == MatterStatus.CLOSED and _signs(matter, user)
        ),
    ),
    HIDE: Deed(
        button=_("Hide the former words"),
        done=_("The former words of “%s” are hidden."),
        form=HideMatterForm,
        act=hide_former,
        is_offered=lambda matter, user: matter.is_public and _signs(matter, user),
    ),
}


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _mine(user: User) -> MatterQuerySet:
    """Matters of the branches in which the person works."""
    paths = branches(user, *INSIDERS)
    return Matter.objects.filter(in_branches(paths)).select_related("agency")


@require_safe
@login_required
def matters(request: HttpRequest) -> HttpResponse:
    """What waits for signature first; then all others of one's branches."""
    user = _me(request)
    if not branches(user, *INSIDERS):
        raise PermissionDenied
    context = {
        "desk_section": "matters",
        "rows": waiting_first(_mine(user))[:SHOWN],
        "may_write": bool(branches(user, Role.EDITOR)),
    }
    return render(request, "notices/desk/matters.html", context)


@require_safe
@login_required
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """As its readers will see it, with what this person may do."""
    return _rendered(request, get_object_or_404(_mine(_me(request)), pk=pk))


@login_required
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    wanted = DEEDS.get(name)
    found = get_object_or_404(_mine(_me(request)), pk=pk)
    if wanted is None:
        raise Http404
    if request.method != "POST":  # came back from signing in
        return redirect("desk-matter", pk=pk)
    form = wanted.form(request.POST, matter=found)
    refused = _try(request, wanted, form, found)
    if refused is not None:
        now = get_object_or_404(_mine(_me(request)), pk=pk)
        return _rendered(request, now, tried={name: form}, status=refused)
    messages.success(request, str(wanted.done) % found)
    return redirect("desk-matter", pk=pk)


def _try(
    request: HttpRequest, wanted: Deed, form: MatterDeedForm, found: Matter
) -> int | None:
    if not form.is_valid():
        return HTTPStatus.BAD_REQUEST
    words = dict(form.cleaned_data)
    found.version = words.pop("version")
    try:
        wanted.act(found, by=_me(request), **words)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return (
            HTTPStatus.FORBIDDEN
            if isinstance(refusal, NotAllowed)
            else HTTPStatus.CONFLICT
        )
    return None


@require_POST
@login_required
def strike(request: HttpRequest, pk: int, meeting: int) -> HttpResponse:
    """Take a signed meeting out; what is refused is said above the page."""
    signed = MatterMeeting.objects.filter(signed_at__isnull=False)
    inside = signed.filter(matter__in=_mine(_me(request)), matter=pk)
    row = get_object_or_404(inside.select_related("matter__agency"), pk=meeting)
    form = StrikeForm(request.POST)
    try:
        if form.is_valid():
            strike_meeting(row, by=_me(request), **form.cleaned_data)
            messages.success(request, _("Struck out."))
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect("desk-matter", pk=pk)


def _rendered(
    request: HttpRequest,
    found: Matter,
    *,
    tried: dict[str, MatterDeedForm] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    user, tried = _me(request), tried or {}
    names = [name for name, each in DEEDS.items() if each.is_offered(found, user)]
    names += [name for name in tried if name not in names]
    may_hide = HIDE in names
    hide_form = tried.get(HIDE) or HideMatterForm(matter=found)
    context: dict[str, Any] = {
        **matter_page(as_proposed(found), unsigned=True),
        "desk_section": "matters",
        "row": found,
        "matter_id": found.pk,
        "may_strike": _signs(found, user),
        "strike": StrikeForm(auto_id=False),
        "waits": waits_for_signature(found),
        "changed": [label_of(Matter, name) for name in found.proposed],
        "may_write": has_role(user, found.agency, Role.EDITOR),
        "buttons": [
            {
                "name": name,
                "label": DEEDS[name].button,
                "form": tried.get(name) or DEEDS[name].form(matter=found),
            }
            for name in names
            if name != HIDE
        ],
        "hide_form": hide_form if may_hide else None,
        "hide_url": reverse("desk-matter-deed", args=[found.pk, HIDE]),
    }
    return render(request, "notices/desk/matter_detail.html", context, status=status)
