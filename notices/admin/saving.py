"""What follows when a draft has been saved: its files, the warning about doubles, and
the button that was pressed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from ..attaching import attach
from ..desk_pages import doubles_of, doubles_warning
from ..leak_check import PersonalDataFound
from ..leak_deeds import mask_leaks, override_leaks
from ..models import Notice
from ..presence import leave
from ..review import submit
from ..slot_messages import tell_of_slots

REFUSED = "refused_files"
SAVED = "saved_drafts"


def unsaved_key(user: Any, notice: Notice | None) -> str:
    """Under which the person's browser keeps what is not saved yet."""
    return f"notice:{user.pk}:{notice.pk if notice else 'new'}"


def saved_keys(request: HttpRequest) -> str:
    """The copies that the browser may throw away; told once, on the next form."""
    return " ".join(request.session.pop(SAVED, []))


def after_saving(request: Any, notice: Notice, *, is_new: bool) -> HttpResponse:
    """The draft is stored; nothing that fails from here on loses any of it."""
    key = unsaved_key(request.user, None if is_new else notice)
    request.session[SAVED] = [*request.session.get(SAVED, []), key][-20:]
    refused = take_files(notice, request.FILES.getlist("new_files"), by=request.user)
    tell_of_slots(request, notice)
    goes_on = {"_preview", *BUTTONS} & set(request.POST) and not refused
    # The page that follows those buttons says it by itself.
    if not goes_on and (doubles := doubles_of(notice, request.user)):
        messages.warning(request, doubles_warning(doubles))
    edit = reverse("admin:notices_notice_change", args=[notice.pk])
    if refused:
        request.session[REFUSED] = {str(notice.pk): refused}
        messages.error(
            request, _("The draft is saved, but some files were not taken: see below.")
        )
        return HttpResponseRedirect(f"{edit}#attachments")
    for name, press in BUTTONS.items():
        if name in request.POST:
            return press(request, notice, edit)
    messages.success(request, _("The draft “%s” is saved.") % notice)
    if "_preview" in request.POST:
        return HttpResponseRedirect(reverse("desk-notice", args=[notice.pk]))
    return HttpResponseRedirect(edit)


def take_files(
    notice: Notice, files: Iterable[Any], *, by: User
) -> list[tuple[str, str]]:
    """Attach each file; the names and reasons of those that were refused."""
    refused = []
    for file in files:
        try:
            attach(notice, file_name=file.name, chunks=file.chunks(), by=by)
        except DomainError as refusal:
            refused.append((str(file.name)[:200], str(refusal)))
    return refused


def refused_files(request: HttpRequest, notice: Notice) -> list[tuple[str, str]]:
    """Told once, at the field, on the page that follows."""
    told: dict[str, list[tuple[str, str]]] = request.session.pop(REFUSED, {})
    return told.get(str(notice.pk), [])


def _submit(request: Any, notice: Notice, edit: str) -> HttpResponse:
    try:
        submit(notice, by=request.user)
    except PersonalDataFound as refusal:
        messages.error(
            request, _("The draft is saved but was not submitted. %s") % refusal
        )
        return HttpResponseRedirect(f"{edit}#leaks")
    except DomainError as refusal:
        messages.error(
            request,
            _("The draft is saved but was not submitted. %s") % refusal,
        )
        return HttpResponseRedirect(edit)
    leave(notice, by=request.user)
    messages.success(request, _("“%s” is submitted for review.") % notice)
    return HttpResponseRedirect(reverse("desk-notice", args=[notice.pk]))


def _mask(request: Any, notice: Notice, edit: str) -> HttpResponse:
    try:
        count = mask_leaks(notice, by=request.user, number=request.POST["_mask"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext(
            "The draft is saved; %d number is masked.",
            "The draft is saved; %d numbers are masked.",
            count,
        )
        messages.success(request, words % count)
    return HttpResponseRedirect(f"{edit}#leaks")


def _keep(request: Any, notice: Notice, edit: str) -> HttpResponse:
    reason = request.POST.get("leak_reason", "")
    try:
        override_leaks(notice, by=request.user, reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is saved; the reason is on record."))
    return HttpResponseRedirect(f"{edit}#leaks")


# The buttons that do something with the draft once it is saved.
BUTTONS = {"_submit": _submit, "_mask": _mask, "_keep": _keep}
