"""The desk's doors for tables filled from spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directories.models import Role
from directories.permissions import has_role
from disclosure_portal.foundation import lazy
from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .line_pages import lines_page
from .line_sheets import (
    ReadSheet,
    choose_sheet,
    drop_sheet,
    keep_sheet,
    kept_sheet,
    read_or_drop,
    remember_matches,
    take_sheet,
)
from .line_splitting import split_sheet
from .models import Notice, NoticeStatus
from .sheet_targets import SheetTarget, target_of
from .waiting import on_desk

if TYPE_CHECKING:
    from disclosure_portal.foundation.spreadsheets import template as sheets
else:
    sheets = lazy.Module("disclosure_portal.foundation.spreadsheets.template")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def lines(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The table as it stands, and the sheet that was uploaded for it."""
    notice, target = _found(request, pk, code)
    return _render(request, notice, target)


@require_POST
@login_required
def act(request: HttpRequest, pk: int, code: str, name: str) -> HttpResponse:
    """One button of the page. What is refused is said in place; nothing is stored."""
    notice, target = _found(request, pk, code)
    deed = ACTS.get(name)
    if deed is None:
        raise Http404
    try:
        went = deed(request, notice, target)
    except DomainError as refusal:
        notice, target = _found(request, pk, code)
        return _render(request, notice, target, error=refusal)
    return went or redirect("desk-lines", pk=pk, code=code)


@require_safe
@login_required
def template(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """An empty sheet with the headings, an example and what each column means."""
    _notice, target = _found(request, pk, code)
    content = sheets.write_template(target.columns, title=str(target.title))
    return _workbook(content, _("%s (template)") % target.title)


@require_safe
@login_required
def download(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The lines that stand there now, as a sheet that can be uploaded again; that they
    were taken away is a line of the trail."""
    notice, target = _found(request, pk, code)
    if target.read is None:
        raise Http404
    content = BytesIO()
    sheets.write_rows(target.columns, target.read(notice), content)
    AuditEntry.objects.record("exported", notice, by=_me(request), note=code)
    return _workbook(content.getvalue(), f"{notice.title} {target.title}")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    disposition = content_disposition_header(True, f"{name}.xlsx")
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response


def _found(request: HttpRequest, pk: int, code: str) -> tuple[Notice, SheetTarget]:
    """A draft of a unit that this person writes for, and one of its tables."""
    user = request.user
    assert isinstance(user, User)
    notice = get_object_or_404(on_desk(user), pk=pk, status=NoticeStatus.DRAFT)
    target = target_of(notice.kind, code)
    if target is None or not has_role(user, notice.agency, Role.EDITOR):
        raise Http404
    return notice, target


def _render(
    request: HttpRequest,
    notice: Notice,
    target: SheetTarget,
    *,
    error: DomainError | None = None,
    sheet: ReadSheet | None = None,
) -> HttpResponse:
    status = HTTPStatus.OK
    if error is not None:
        is_denied = isinstance(error, NotAllowed)
        status = HTTPStatus.FORBIDDEN if is_denied else HTTPStatus.BAD_REQUEST
    context = lines_page(notice, target, error=str(error or ""), sheet=sheet)
    return render(request, "notices/desk/lines.html", context, status=status)


# --- The buttons --------------------------------------------------------------------


def _upload(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    file = request.FILES.get("sheet")
    if file is None:
        messages.error(request, _("Choose a file first."))
        return None
    upload = keep_sheet(
        notice,
        target,
        file_name=file.name or "",
        chunks=file.chunks(),
        by=_me(request),
    )
    # Shown at once: a long sheet takes seconds to read, and is read once.
    sheet = read_or_drop(upload, target)
    return _render(request, notice, target, sheet=sheet)


def _match(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    """Headings stand in the form beside the column chosen for each."""
    posted = request.POST
    matches = {
        posted.get(f"heading-{name[7:]}", ""): str(column)
        for name, column in posted.items()
        if name.startswith("column-")
    }
    matches.pop("", None)
    remember_matches(notice, target, matches, by=_me(request))
    return None


def _choose(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    upload = kept_sheet(notice, target)
    if upload is not None:
        choose_sheet(upload, request.POST.get("name", ""))
    return None


def _take(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    token = request.POST.get("token", "")
    count = take_sheet(notice, target, by=_me(request), token=token)
    messages.success(request, _("%s lines are taken.") % count)
    return redirect("admin:notices_notice_change", notice.pk)


def _split(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    column = request.POST.get("column", "")
    if column not in {place.code for place in target.split_columns}:
        raise Http404
    token = request.POST.get("token", "")
    drafts = split_sheet(notice, target, column=column, by=_me(request), token=token)
    messages.success(request, _("%s drafts were made.") % len(drafts))
    return redirect("desk-home")


def _discard(
    request: HttpRequest, notice: Notice, target: SheetTarget
) -> HttpResponse | None:
    drop_sheet(notice, target)
    return None


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


Act = Callable[[HttpRequest, Notice, SheetTarget], HttpResponse | None]
ACTS: dict[str, Act] = {
    "upload": _upload,
    "match": _match,
    "sheet": _choose,
    "take": _take,
    "split": _split,
    "discard": _discard,
}
