"""Common questions at the desk: written, handed in, published by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from directories.permissions import branches
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import DomainError

from .answering_questions import (
    REVIEWERS,
    WRITERS,
    begun_from,
    hand_in_question,
    keep_question,
    publish_question,
    return_question,
    rewrite_question,
    withdraw_question,
)
from .desk_inbox import PRIMARY_KEY
from .forms.questions import QuestionForm, units_of
from .models import Letter, Question, QuestionStatus

SHOWN = 100


class Deed(NamedTuple):
    title: Any
    statuses: tuple[str, ...]
    act: Callable[..., None]
    needs_reason: bool = False


DEEDS = {
    "hand-in": Deed(_("Hand it in"), (QuestionStatus.DRAFT,), hand_in_question),
    "publish": Deed(_("Publish"), (QuestionStatus.WAITING,), publish_question),
    "return": Deed(_("Send back"), (QuestionStatus.WAITING,), return_question, True),
    "rewrite": Deed(
        _("Write it anew"),
        (QuestionStatus.PUBLISHED, QuestionStatus.WITHDRAWN),
        rewrite_question,
    ),
    "withdraw": Deed(
        _("Take down"), (QuestionStatus.PUBLISHED,), withdraw_question, True
    ),
}


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    paths = branches(request.user, *WRITERS, *REVIEWERS)
    if not paths:
        raise PermissionDenied
    return request.user


def _mine(user: User) -> QuerySet[Question]:
    seen = Question.objects.visible_to(user, branches(user, *WRITERS, *REVIEWERS))
    return seen.select_related("agency", "guide", "policy", "letter")


@require_safe
@login_required
def questions(request: HttpRequest) -> HttpResponse:
    """What must be checked first, then what waits, then the newest."""
    rows = _mine(_me(request)).order_by("-flagged_at", "status", "-pk")[:SHOWN]
    context = {"desk_section": "letters", "rows": rows}
    return render(request, "feedback/desk/questions.html", context)


@login_required
def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A draft, a new one, or one begun from a letter (`?letter=`)."""
    user = _me(request)
    question = _begun(request, user) if pk is None else _found(user, pk)
    units = units_of(user, branches(user, *WRITERS))
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(data, instance=question, units=units)
    if data is not None and form.is_valid():
        try:
            kept = keep_question(form.kept(), by=user)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, str(_("The question is kept as a draft.")))
            return redirect("desk-question", kept.pk)
    return _page(request, question, form, status=400 if data is not None else 200)


def _begun(request: HttpRequest, user: User) -> Question:
    number = request.GET.get("letter", "")
    if not PRIMARY_KEY.fullmatch(number):
        return Question()
    letter = get_object_or_404(Letter.objects.visible_to(user), pk=int(number))
    try:
        return begun_from(letter)
    except DomainError:
        raise Http404 from None


def _found(user: User, pk: int) -> Question:
    return get_object_or_404(_mine(user), pk=pk)


def _page(
    request: HttpRequest, question: Question, form: QuestionForm, status: int
) -> HttpResponse:
    offered = [
        {"name": name, "deed": deed}
        for name, deed in DEEDS.items()
        if question.pk and question.status in deed.statuses
    ]
    context = {
        "desk_section": "letters",
        "question": question,
        "form": form,
        "offered": offered,
        "may_write": question.status == QuestionStatus.DRAFT,
    }
    return render(request, "feedback/desk/question.html", context, status=status)


@login_required
@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    user = _me(request)
    question, pressed = _found(user, pk), DEEDS.get(name)
    if pressed is None:
        raise Http404
    more = (request.POST.get("reason", ""),) if pressed.needs_reason else ()
    try:
        pressed.act(question, *more, by=user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_("It is done.")))
    return redirect("desk-question", pk)
