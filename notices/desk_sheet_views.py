"""The approval sheet on paper: printed, signed with a pen, brought in as a photograph;
and how a person wants to hear of what waits."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from disclosure_portal.foundation.downloads import answer_with_file, picture_type
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.personal_reads import note_read
from disclosure_portal.foundation.workflow import DomainError

from .chain_panel import is_inside
from .chains import current_step
from .desk_mail import choose_mail
from .forms.decisions import SheetForm
from .forms.desk_mail import DeskMailForm
from .models import Notice, NoticeStatus, SheetPhoto
from .paper.approval_sheets import approval_sheet
from .signed_sheets import confirm_on_paper
from .waiting import on_desk


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the views below let nobody else in
    return request.user


def _in_review(request: HttpRequest, pk: int) -> Notice:
    found = get_object_or_404(
        on_desk(_me(request)), pk=pk, status=NoticeStatus.IN_REVIEW
    )
    if not is_inside(found, _me(request)):
        raise Http404
    return found


@require_safe
@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a notice in review, to print; that it was is in the trail."""
    notice = _in_review(request, pk)
    response = HttpResponse(approval_sheet(notice), content_type="application/pdf")
    AuditEntry.objects.record("exported", notice, by=_me(request), note="sheet.pdf")
    name = _("Approval sheet %s") % notice.title
    disposition = content_disposition_header(False, f"{name}.pdf")
    response.headers["Content-Disposition"] = disposition or "inline"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def signed_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a sheet that was signed, and the deed."""
    notice = _in_review(request, pk)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetForm(*given, notice=notice)
    if form.is_valid() and _confirm(request, form):
        messages.success(request, _("The signed sheet of “%s” is taken in.") % notice)
        return redirect("desk-home")
    context = {
        "desk_section": "notices",
        "form": form,
        "row": notice,
        "step": current_step(notice),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "notices/desk/signed_sheet.html", context, status=status)


def _confirm(request: HttpRequest, form: SheetForm) -> bool:
    words = form.cleaned_data
    photo = words["photo"]
    try:
        confirm_on_paper(
            form.as_read(),
            by=_me(request),
            signer=words["signer"].strip(),
            photo=photo.chunks(),
            file_name=photo.name,
            ticks=words.get("ticks", ()),
            opinion=words["opinion"],
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@require_safe
@login_required
def sheet_photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photograph of a signed sheet, for those who work on the notice."""
    photo = get_object_or_404(
        SheetPhoto.objects.select_related("decision"), decision=pk
    )
    notice = get_object_or_404(on_desk(_me(request)), pk=photo.decision.notice_id)
    if not is_inside(notice, _me(request)):
        raise Http404
    note_read(notice, by=_me(request), what=_("signed sheet"))
    return answer_with_file(
        request,
        digest=photo.digest,
        media_type=picture_type(photo.digest),
    )


@require_POST
@login_required
def desk_mail(request: HttpRequest) -> HttpResponse:
    """How the person wants to hear of what waits."""
    form = DeskMailForm(request.POST)
    if form.is_valid():
        choose_mail(_me(request), form.cleaned_data["mode"])
        messages.success(request, _("Your choice of mail is kept."))
    return redirect("desk-home")
