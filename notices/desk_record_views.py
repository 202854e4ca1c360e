"""Activities and reading points at the desk: editors write, approvers sign."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from directories.models import Agency, Role
from directories.permissions import INSIDERS, branches, has_role, in_branches
from disclosure_portal.foundation.downloads import answer_with_file
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError, NotAllowed

from .activities import add_file, take_out_file
from .activity_pages import activity_page
from .forms.elsewhere import TakeOutForm
from .forms.two_hands import (
    ActivityFileForm,
    ActivityForm,
    HideForm,
    ReadingPointForm,
    RecordForm,
    SignForm,
    VersionForm,
    VisitorCountForm,
)
from .models import Activity, ActivityFile, ReadingPoint, SignedWords, VisitorCount
from .reading_point_pages import count_row, point_row
from .reading_points import count_visitors, strike_count
from .two_hands import (
    as_proposed,
    hide_former,
    label_of,
    may_sign,
    sign,
    waiting_first,
    waits_for_signature,
    write,
)

SHOWN = 100
COUNTS_SHOWN = 40


class Sort(NamedTuple):
    """What differs between the sorts of records."""

    model: type[Any]
    form: type[RecordForm]
    title: str | Promise
    write: str | Promise
    one: str
    page: Callable[[Any], dict[str, Any]]


def _of_activity(activity: Activity) -> dict[str, Any]:
    return activity_page(activity, unsigned=True)


def _of_point(point: ReadingPoint) -> dict[str, Any]:
    counts = point.visitor_counts.order_by("-first_day", "-pk")[:COUNTS_SHOWN]
    return {"point": point_row(point), "counts": [count_row(each) for each in counts]}


SORTS = {
    "activities": Sort(
        model=Activity,
        form=ActivityForm,
        title=gettext_lazy("Activity days"),
        write=gettext_lazy("Write down an activity"),
        one="notices/desk/activity.html",
        page=_of_activity,
    ),
    "reading-points": Sort(
        model=ReadingPoint,
        form=ReadingPointForm,
        title=gettext_lazy("Reading points"),
        write=gettext_lazy("Add a reading point"),
        one="notices/desk/reading_point.html",
        page=_of_point,
    ),
}


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _found(request: HttpRequest, sort: str, pk: int) -> Any:
    """Of the branches in which the person works; nothing else is there."""
    inside = in_branches(branches(_me(request), *INSIDERS))
    rows = SORTS[sort].model.objects.filter(inside).select_related("agency")
    return get_object_or_404(rows, pk=pk)


@require_safe
@login_required
def records(request: HttpRequest, sort: str) -> HttpResponse:
    """What waits for signature first; then all others of one's branches."""
    user, one = _me(request), SORTS[sort]
    paths = branches(user, *INSIDERS)
    if not paths:
        raise PermissionDenied
    rows = one.model.objects.filter(in_branches(paths)).select_related("agency")
    context = {
        "desk_section": sort,
        "sort": one,
        "rows": waiting_first(rows)[:SHOWN],
        "new_name": f"desk-{sort}-new",
        "may_write": bool(branches(user, Role.EDITOR)),
    }
    return render(request, "notices/desk/records.html", context)


@require_safe
@login_required
def record(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """As its readers will see it, with what this person may do."""
    return _rendered(request, sort, _found(request, sort, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write_new(request: HttpRequest, sort: str) -> HttpResponse:
    if not branches(_me(request), Role.EDITOR):
        raise PermissionDenied
    return _written(request, sort, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    found = _found(request, sort, pk)
    if not has_role(_me(request), found.agency, Role.EDITOR):
        raise PermissionDenied
    return _written(request, sort, found)


def _written(request: HttpRequest, sort: str, row: SignedWords | None) -> HttpResponse:
    """The form; what is refused comes back with every word that was typed."""
    one, user = SORTS[sort], _me(request)
    units = Agency.objects.open().filter(
        in_branches(branches(user, Role.EDITOR), "path")
    )
    given = request.POST if request.method == "POST" else None
    form = one.form(given, instance=row, units=units.in_order())
    status = HTTPStatus.OK
    if given is not None and form.is_valid():
        try:
            write(form.instance, by=user, read=form.cleaned_data["read_version"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. An approver signs it now."))
            return redirect(f"desk-{sort}-one", pk=form.instance.pk)
    if given is not None:
        status = HTTPStatus.BAD_REQUEST
    context = {"desk_section": sort, "sort": one, "form": form, "row": row}
    context["back_name"] = f"desk-{sort}"
    return render(request, "notices/desk/record_form.html", context, status=status)


@require_POST
@login_required
def sign_record(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    found = _found(request, sort, pk)
    form = SignForm(request.POST)
    hides = False
    if form.is_valid():
        found.version = form.cleaned_data["version"]
        hides = form.cleaned_data["hides_former"]
    refused = _try(form, lambda: sign(found, by=_me(request), hides_former=hides))
    if refused:
        now = _found(request, sort, pk)
        return _rendered(request, sort, now, status=refused, sign_form=form)
    messages.success(request, _("“%s” is signed.") % found)
    return redirect(f"desk-{sort}-one", pk=pk)


@require_POST
@login_required
def hide_words(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """What the record said before is told nowhere any more."""
    found = _found(request, sort, pk)
    form = HideForm(request.POST)
    if form.is_valid():
        found.version = form.cleaned_data["version"]
    refused = _try(
        form,
        lambda: hide_former(found, by=_me(request), reason=form.cleaned_data["reason"]),
    )
    if refused:
        now = _found(request, sort, pk)
        return _rendered(request, sort, now, status=refused, hide_form=form)
    messages.success(request, _("The former words of “%s” are hidden.") % found)
    return redirect(f"desk-{sort}-one", pk=pk)


@require_POST
@login_required
def add_activity_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "activities", pk)
    if not has_role(_me(request), found.agency, Role.EDITOR):
        raise PermissionDenied  # before anything of theirs is stored
    form = ActivityFileForm(request.POST, request.FILES)
    refused = _try(
        form, lambda: add_file(found, form.cleaned_data["row"], by=_me(request))
    )
    if refused:
        now = _found(request, "activities", pk)
        return _rendered(request, "activities", now, status=refused, form=form)
    messages.success(request, _("Added. An approver signs it now."))
    return redirect("desk-activities-one", pk=pk)


@require_safe
@login_required
def activity_file(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    row = get_object_or_404(_found(request, "activities", pk).files, pk=file)
    return answer_with_file(
        request,
        digest=row.public_digest,
        media_type=row.media_type,
        file_name=row.file_name,
    )


@require_POST
@login_required
def take_out(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    _found(request, "activities", pk)
    rows = ActivityFile.objects.select_related("activity__agency")
    row = get_object_or_404(rows, pk=file, activity=pk)
    form = TakeOutForm(request.POST)
    refused = _try(
        form,
        lambda: take_out_file(row, by=_me(request), reason=form.cleaned_data["reason"]),
    )
    return _told(request, form, refused, redirect("desk-activities-one", pk=pk))


@require_POST
@login_required
def visitors(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, "reading-points", pk)
    form = VisitorCountForm(request.POST)
    refused = _try(form, lambda: count_visitors(form.count_of(found), by=_me(request)))
    if refused:
        return _rendered(request, "reading-points", found, status=refused, form=form)
    messages.success(request, _("Counted."))
    return redirect("desk-reading-points-one", pk=pk)


@require_POST
@login_required
def strike_visitors(request: HttpRequest, pk: int, count: int) -> HttpResponse:
    _found(request, "reading-points", pk)
    rows = VisitorCount.objects.select_related("point__agency")
    row = get_object_or_404(rows, pk=count, point=pk)
    form = VersionForm({"version": 1})
    refused = _try(form, lambda: strike_count(row, by=_me(request)))
    return _told(request, form, refused, redirect("desk-reading-points-one", pk=pk))


def _try(form: Any, act: Callable[[], Any]) -> int | None:
    """The status of a refusal, whose words stand in the form; None when it was done."""
    if not form.is_valid():
        return HTTPStatus.BAD_REQUEST
    try:
        act()
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        is_denied = isinstance(refusal, NotAllowed)
        return HTTPStatus.FORBIDDEN if is_denied else HTTPStatus.CONFLICT
    return None


def _told(
    request: HttpRequest, form: Any, refused: int | None, back: HttpResponse
) -> HttpResponse:
    """For deeds of one button, whose refusal stands above the page."""
    if refused:
        words = [error for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(words))
    else:
        messages.success(request, _("Struck out."))
    return back


def _rendered(
    request: HttpRequest,
    sort: str,
    found: Any,
    *,
    status: int = HTTPStatus.OK,
    form: Any = None,
    sign_form: SignForm | None = None,
    hide_form: HideForm | None = None,
) -> HttpResponse:
    user, one = _me(request), SORTS[sort]
    may_write = has_role(user, found.agency, Role.EDITOR)
    may_approve = has_role(user, found.agency, Role.APPROVER)
    may_hide = may_approve and found.is_public
    read = {"version": found.version}
    empty = ActivityFileForm if sort == "activities" else VisitorCountForm
    context = {
        **one.page(as_proposed(found)),
        "desk_section": sort,
        "sort": one,
        "row": found,
        "waits": waits_for_signature(found),
        "changed": [label_of(one.model, name) for name in found.proposed],
        "may_write": may_write,
        "may_approve": may_approve,
        "may_sign": may_sign(found, user),
        "sign_form": sign_form or SignForm(read),
        "hide_form": (hide_form or HideForm(initial=read)) if may_hide else None,
        "hide_url": reverse(f"desk-{sort}-hide", args=[found.pk]),
        "sign_url_name": f"desk-{sort}-sign",
        "edit_url_name": f"desk-{sort}-edit",
        "list_url_name": f"desk-{sort}",
        "form": form or empty(),
        "strike": TakeOutForm(auto_id=False),
    }
    return render(request, one.one, context, status=status)
