"""Letters at the desk. Every door starts at what the person may see."""

from __future__ import annotations

import csv
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directories.permissions import branches
from disclosure_portal.foundation.desk_doors import door_from
from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.personal_reads import note_read
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
)

from .answering import keep_reply
from .attention import (
    attention_chart,
    attention_rows,
    hot_matters,
    month_of,
    risen,
)
from .bulk import Bulk, pass_on_all
from .contacts import read_contact
from .desk_inbox import PRIMARY_KEY, has_inbox, inbox_context
from .desk_letter_deeds import BY_NAME
from .desk_letter_offers import Hands
from .desk_letter_page import desk_letter_context, may_read_contact
from .forms.desk import ReplyForm
from .forms.writing import clean_words
from .helping import contribute, note_opening, renew_code
from .letter_hands import OFFICE
from .models import Letter, LetterCategory, LetterFile, LetterHandler
from .receipt_page import receipt_context
from .registering import Registering
from .results import begin_result_of_month, may_begin
from .routing_page import may_see_rules, routing_page
from .slip_page import slip_context

PAGE = "feedback/desk/letter.html"
TYPED = ("text", "remedies", "version", "finding")


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _letter(request: HttpRequest, pk: int) -> Letter:
    seen = Letter.objects.visible_to(_me(request))
    beside = ("agency", "intake", "group", "mailbox", "category", "notice", "place")
    more = ("about_agency", "work_order__system")
    return get_object_or_404(seen.select_related(*beside, *more), pk=pk)


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    if not has_inbox(_me(request)):
        raise PermissionDenied
    context = inbox_context(_me(request), request.GET.dict())
    return render(request, "feedback/desk/inbox.html", context)


@require_safe
@login_required
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = _letter(request, pk)
    note_opening(found, by=_me(request))
    return _page(request, found, with_similar="alike" in request.GET)


@login_required
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One button was pressed; what is refused is said in place."""
    found = _letter(request, pk)
    if name not in BY_NAME:
        raise Http404
    if request.method != "POST":  # came back from signing in
        return redirect("desk-letter", pk)
    pressed = BY_NAME[name]
    form = pressed.form(request.POST, letter=found, auto_id=f"{name}-%s")
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        try:
            pressed.act(found, form.cleaned_data, _me(request))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = _status(refusal)
        else:
            messages.success(request, str(pressed.said))
            return _back(request, pk)
    return _page(request, _letter(request, pk), status=status, tried=(name, form))


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """To the letter, or to the inbox where it is not this person's any more."""
    if Letter.objects.visible_to(_me(request)).filter(pk=pk).exists():
        return redirect("desk-letter", pk)
    return redirect("desk-letters")


@login_required
@require_POST
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft of an answer, or fill it in from a template."""
    found = _letter(request, pk)
    if request.POST.get("go") == "fill":
        return _page(request, found, reply_form=_filled(request, found))
    form = ReplyForm(request.POST, letter=found)
    status = HTTPStatus.BAD_REQUEST
    if form.is_valid():
        given = form.cleaned_data
        try:
            keep_reply(
                found,
                given["text"],
                given["remedies"],
                version=given["version"] or 0,
                by=_me(request),
                finding=given.get("finding", ""),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            status = _status(refusal)
        else:
            messages.success(request, _("The answer is kept as a draft."))
            return redirect("desk-letter", pk)
    return _page(request, found, status=status, reply_form=form)


def _filled(request: HttpRequest, found: Letter) -> ReplyForm:
    """Nothing that was typed is lost: the template's words come below it."""
    form = ReplyForm(request.POST, letter=found)
    form.is_valid()
    template = form.cleaned_data.get("template")
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in TYPED}
    if template is not None:
        typed["text"] = "\n\n".join(filter(None, (typed["text"], template.text)))
        typed["remedies"] = typed["remedies"] or template.remedies
    return ReplyForm(initial=typed, letter=found)


@login_required
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """How the writer is reached: each reading is a line of the trail."""
    found = _letter(request, pk)
    if not may_read_contact(found, Hands.of(found, _me(request))):
        raise PermissionDenied
    read = read_contact(found, by=_me(request), why="contact")
    return _page(request, found, contact=read)


@require_safe
@login_required
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """What happened and what was answered, on paper, for a writer without mail and
    telephone."""
    context = slip_context(_letter(request, pk))
    return render(request, "feedback/desk/slip.html", context)


@login_required
@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new query code, after a check that is written down."""
    found = _letter(request, pk)
    try:
        renewed = renew_code(found, request.POST.get("how", ""), by=_me(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk-letter", pk)
    return _page(request, found, code=f"{renewed[:4]} {renewed[4:]}")


@login_required
@require_POST
def part(request: HttpRequest, pk: int, handler: int) -> HttpResponse:
    """A unit that joins in has done its part."""
    found = _letter(request, pk)
    row = get_object_or_404(LetterHandler, pk=handler, letter=found)
    try:
        contribute(row, request.POST.get("text", ""), by=_me(request))
        messages.success(request, _("Your part is with the unit in the lead."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk-letter", pk)


@require_safe
@login_required
def file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A file of a letter; reading it stands in the trail."""
    found = _letter(request, pk)
    row = get_object_or_404(LetterFile, pk=file, letter=found)
    note_read(found, by=_me(request), what="file")
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """What somebody said on the telephone, at the counter, or wrote on paper."""
    if not branches(_me(request), *OFFICE):
        raise PermissionDenied
    template = "feedback/desk/register.html"
    if request.method != "POST":
        return render(request, template, Registering().context())
    page = Registering(request.POST.dict())
    page.take(request.FILES.getlist("upload"))
    if not page.is_right():
        return render(request, template, page.context(), status=400)
    try:
        receipt = page.register(by=_me(request))
    except NotAllowed as refusal:
        page.refused = [str(refusal)]
        return render(request, template, page.context(), status=403)
    context = {**receipt_context(receipt), "desk_section": "letters"}
    return render(request, "feedback/desk/registered.html", context)


@login_required
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Several letters at once; those that this person never opened are left."""
    seen = Letter.objects.visible_to(_me(request))
    given = request.POST.getlist("letter")
    keys = [int(key) for key in given if PRIMARY_KEY.fullmatch(key)]
    asked = Bulk(
        list(seen.filter(pk__in=keys[:200])),
        request.POST.get("do", ""),
        request.POST.get("unit", ""),
    )
    for level, said in pass_on_all(asked, by=_me(request)):
        messages.add_message(request, level, said)
    return redirect(f"{request.path.removesuffix('bulk/')}?tab=new")


@login_required
def routing(request: HttpRequest) -> HttpResponse:
    """The rules in their order, and which would win for some words: those are read
    from the body, and kept nowhere."""
    if not may_see_rules(_me(request)):
        raise PermissionDenied
    posted = request.POST.dict() if request.method == "POST" else None
    context = routing_page(_me(request), posted)
    status = 400 if context["form"].errors else 200
    return render(request, "feedback/desk/routing.html", context, status=status)


@require_safe
@login_required
def attention(request: HttpRequest) -> HttpResponse:
    """What rises this month, of what this person may read."""
    if not has_inbox(_me(request)):
        raise PermissionDenied
    month = month_of(request.GET.get("month", ""))
    rows = risen(_me(request), month)
    context = {
        "desk_section": "letters",
        "month": f"{month:%Y-%m}",
        "chart": attention_chart(rows),
        "hot": hot_matters(rows) if may_begin(_me(request)) else [],
    }
    return render(request, "feedback/desk/attention.html", context)


@login_required
@require_POST
def attention_result(request: HttpRequest) -> HttpResponse:
    """A draft of the notice that tells what came of it."""
    if not has_inbox(_me(request)):
        raise PermissionDenied
    month = month_of(request.POST.get("month", ""))
    code = clean_words(request.POST.get("category", ""))[:20]
    category = get_object_or_404(LetterCategory, code=code)
    try:
        begun = begin_result_of_month(category, month, by=_me(request))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('desk-letters-attention')}?month={month:%Y-%m}")
    messages.success(request, _("A draft is begun; it goes the way of every notice."))
    return redirect("desk-notice", begun.pk)


@require_safe
@login_required
def attention_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file; who fetched it stands in the trail."""
    if not has_inbox(_me(request)):
        raise PermissionDenied
    month = month_of(request.GET.get("month", ""))
    rows = attention_rows(risen(_me(request), month))
    AuditEntry.objects.record("exported", None, by=_me(request), note=request.path)
    response = HttpResponse("\ufeff", "text/csv; charset=utf-8")
    name = f"attention-{month:%Y-%m}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(rows)
    return response


def _status(refusal: DomainError) -> HTTPStatus:
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    is_conflict = isinstance(refusal, TransitionError)
    return HTTPStatus.CONFLICT if is_conflict else HTTPStatus.BAD_REQUEST


def _page(
    request: HttpRequest,
    found: Letter,
    *,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    context = desk_letter_context(found, _me(request), **more)
    context["made_of_it"] = door_from("letter", _me(request), found)
    return render(request, PAGE, context, status=status)
