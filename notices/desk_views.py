"""The desk: what waits for me, a notice with its buttons, internal notices."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from directories.models import Role
from directories.permissions import INSIDERS, branches, has_role, seats
from disclosure_portal.foundation.keyset import BadCursor, page_of
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.personal_reads import note_read
from disclosure_portal.foundation.rich_text import clean_with_report
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)

from .desk_deed import Deed
from .desk_deeds import DEEDS, form_for
from .desk_mail import mode_of
from .desk_pages import desk_notice_page
from .erasures import is_to_be_erased
from .forms.decisions import DeedForm
from .forms.desk_mail import DeskMailForm
from .forms.word_start import WordStartForm
from .health_page import is_overseer, warnings_of
from .internal_search import internal_found
from .leak_check import PersonalDataFound
from .models import Notice, NoticeStatus, SubsidyFacts
from .presence import appear
from .recipient_lists import DESK
from .slot_messages import tell_of_slots
from .subsidy_pages import desk_page, place_in
from .waiting import on_desk, waiting_for
from .word_report import messages_about

PASTE_MAX_BYTES = 5 * 1024 * 1024
INTERNAL_PAGE = 50
MOST_WORDS = 100


def _me(request: HttpRequest) -> User:
    """Who is signed in; the views below let nobody else in."""
    assert isinstance(request.user, User)
    return request.user


@require_safe
@login_required
def desk_home(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    context = {
        "desk_section": "home",
        "desk": waiting_for(me),
        "warnings": warnings_of(me),
        "is_overseer": is_overseer(me),
        "has_seat": bool(seats(me)),
        "mail_form": DeskMailForm(initial={"mode": mode_of(me)}),
    }
    return render(request, "notices/desk/home.html", context)


@require_safe
@login_required
def internal_list(request: HttpRequest) -> HttpResponse:
    """Released internal notices that the reader's units may read; with words, those
    that have them."""
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    notices = internal_found(_me(request), words).defer("body")
    try:
        page = page_of(notices, request.GET.get("page", ""), INTERNAL_PAGE)
    except BadCursor:
        raise Http404 from None
    context = {"desk_section": "internal", "page": page, "words": words}
    return render(request, "notices/desk/internal_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def from_word(request: HttpRequest) -> HttpResponse:
    """A draft made of a Word document, or the form with what was refused."""
    if not branches(_me(request), Role.EDITOR):
        raise PermissionDenied
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = WordStartForm(*given, by=_me(request))
    started = form.start()
    if started is None:
        context = {"desk_section": "from-word", "form": form}
        status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
        return render(request, "notices/desk/from_word.html", context, status=status)
    for message in messages_about(started, _me(request)):
        messages.add_message(request, message.level, message.text)
    return redirect("admin:notices_notice_change", started.notice.pk)


@require_safe
@login_required
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """The masked recipient list, for those who write, check and sign the notice."""
    found = _found(request, pk)
    payment = SubsidyFacts.objects.filter(notice=found, line_set__isnull=False)
    row = payment.select_related("notice", "programme", "line_set").first()
    if row is None or not has_role(_me(request), found.agency, *INSIDERS):
        raise Http404
    page = desk_page(row, DESK, place_in(request.GET.get("after", "")))
    return render(request, "notices/desk/recipients.html", page)


@require_safe
@login_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice as its readers will see it, with what this person may do. A correction
    that was taken in leads to what it corrected."""
    found = on_desk(_me(request)).filter(pk=pk).first()
    if found is None:
        merged = get_object_or_404(Notice, pk=pk, status=NoticeStatus.MERGED)
        return redirect("desk-notice", merged.corrects_id)
    if is_to_be_erased(found):
        note_read(found, by=_me(request))
    return _render_notice(request, found)


@login_required
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One button was pressed. What the deed refuses is said in place."""
    wanted = DEEDS.get(name)
    if wanted is None:
        raise Http404
    if request.method != "POST":  # came back from signing in
        return redirect("desk-notice", pk=pk)
    form = form_for(wanted, _found(request, pk), request.POST)
    given, refused = _try(request, wanted, form)
    if refused is not None:
        # The page as it stands now, the form as it was typed.
        now = _found(request, pk)
        return _render_notice(request, now, tried=form, deed=wanted, status=refused)
    _say(request, wanted, form.notice)
    if wanted.gives_draft and isinstance(given, Notice):
        return redirect("admin:notices_notice_change", given.pk)
    return redirect("desk-home") if wanted.goes_home else redirect("desk-notice", pk=pk)


def _say(request: HttpRequest, wanted: Deed, done: Notice) -> None:
    """What was done; of a publication what it fills in the ledger, too."""
    messages.success(request, str(wanted.done) % done)
    if wanted.goes_home and done.is_released:
        tell_of_slots(request, done)


def _try(
    request: HttpRequest, wanted: Deed, form: DeedForm
) -> tuple[object, int | None]:
    """Do the deed: what it gives, or the status of the answer where it is refused."""
    if not form.is_valid():
        return None, HTTPStatus.BAD_REQUEST
    try:
        return wanted.do(form, by=_me(request)), None
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None, _status_of(refusal)


def _status_of(refusal: DomainError) -> int:
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    if isinstance(refusal, TransitionError | PersonalDataFound):
        return HTTPStatus.CONFLICT
    return HTTPStatus.BAD_REQUEST


def _found(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(on_desk(_me(request)), pk=pk)


def _render_notice(
    request: HttpRequest, found: Notice, *, status: int = HTTPStatus.OK, **tried: Any
) -> HttpResponse:
    template, context = desk_notice_page(found, _me(request), **tried)
    return render(request, template, context, status=status)


@require_POST
def presence(request: HttpRequest, pk: int) -> JsonResponse:
    """The editor says each half minute that it is open; who else has the draft open,
    and whether the text on the screen is still the newest."""
    if not request.user.is_authenticated:
        return _denied(_("You are signed out. Sign in again in another window."), 401)
    found = _found(request, pk)
    if not has_role(_me(request), found.agency, Role.EDITOR):
        return _denied(_("Only editors of the unit write its drafts."), 403)
    others = appear(found, by=_me(request))
    is_newest = str(found.content_version) == request.POST.get("content_version")
    is_draft = found.status == NoticeStatus.DRAFT
    return JsonResponse({"others": others, "is_newest": is_newest and is_draft})


@require_POST
def clean(request: HttpRequest) -> JsonResponse:
    """Pasted HTML comes back cleaned, with what was left out of it."""
    if not request.user.is_authenticated:
        return _denied(_("You are signed out. Sign in again in another window."), 401)
    if not branches(_me(request), Role.EDITOR):
        return _denied(_("Only editors paste texts."), 403)
    if int(request.headers.get("Content-Length") or 0) > PASTE_MAX_BYTES:
        return _denied(_("That is too much to paste: attach it as a file."), 413)
    try:
        pasted = request.body.decode()
    except UnicodeDecodeError:
        return _denied(_("The pasted text is not in UTF-8."), 400)
    cleaned = clean_with_report(pasted)
    return JsonResponse({"html": cleaned.html, "dropped": dict(cleaned.dropped)})


def _denied(detail: str, status: int) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status)
