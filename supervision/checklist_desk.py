"""What is done with checklists at the desk: a form is read, a deed tried, and it is
said where to go on, or what hinders it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import (
    DomainError,
)

from .attempts import Attempt, status_of, tried
from .checklist_document import Document
from .checklist_drafting import (
    add_indicator,
    answer_proposal,
    change_indicator,
    change_particulars,
    confirm_proposals,
    move_indicator,
    remove_indicator,
    set_choices,
    take_in,
)
from .checklist_import import (
    Particulars,
    keep_upload,
    read_upload,
    take_upload,
)
from .checklist_pages import look_page
from .checklist_publishing import copy_of, discard, publish, retire
from .choice_words import proposal_words
from .forms.checklists import CopyForm, NewForm, ParticularsForm, UploadForm
from .forms.choices import ChoicesForm
from .forms.indicators import IndicatorForm
from .models import Checklist, ChecklistUpload, Indicator
from .stored_trees import branch_of, document_of

COMPARED_WITH = "with"
SHOWN = 200
WAYS = ("up", "down", "in", "out")


def list_page(user: User) -> dict[str, Any]:
    rows = Checklist.objects.visible_to(user).newest()[:SHOWN]
    return {
        "rows": [row for row in rows if not row.is_example],
        "examples": [row for row in rows if row.is_example],
    }


def begun(data: Any, *, by: User) -> Attempt:
    form = NewForm(data)

    def act() -> tuple[str, str]:
        checklist = take_in(Document(branches=[], **form.cleaned_data), by=by)
        return tree_address(checklist), _("The checklist is begun.")

    titled = Attempt({"heading": _("Begin a checklist"), "button": _("Begin")})
    return tried(titled, form, act)


def kept_upload(data: Any, *, by: User) -> Attempt:
    form = UploadForm(*(data or ()))

    def act() -> tuple[str, str]:
        file = form.cleaned_data["file"]
        upload = keep_upload(
            form.particulars(),
            file_name=file.name,
            chunks=file.chunks(),
            sheet=form.cleaned_data["sheet"],
            by=by,
        )
        return reverse("desk-checklist-look", args=[upload.token]), ""

    context = {
        "heading": _("Take in a checklist from a file"),
        "button": _("Look at it first"),
        "has_file": True,
    }
    return tried(Attempt(context), form, act)


def taken_upload(upload: ChecklistUpload, given: Any, *, by: User) -> Attempt:
    attempt = Attempt()
    try:
        with_misfits = bool(given.get("with_misfits"))
        taken = take_upload(upload, with_misfits=with_misfits, by=by)
    except ValidationError as refusal:
        attempt.refused, attempt.status = "；".join(refusal.messages), 400
    except DomainError as refusal:
        attempt.refused, attempt.status = str(refusal), status_of(refusal)
    else:
        return Attempt(address=tree_address(taken), said=_("It is taken as a draft."))
    found = look_page(read_upload(upload), Particulars(**upload.particulars))
    attempt.context = {"upload": upload, "refused": attempt.refused, **found}
    return attempt


# --- The whole checklist ------------------------------------------------------------


def tree_address(checklist: Checklist, row: int = 0) -> str:
    address = reverse("desk-checklist", args=[checklist.pk])
    return f"{address}#row-{row}" if row else address


def do_deed(checklist: Checklist, given: Mapping[str, Any], *, by: User) -> Attempt:
    """publish, retire, discard, confirm, copy."""
    version, name = _number(given.get("version")), given.get("do", "")
    here = tree_address(checklist)
    try:
        if name == "publish":
            publish(checklist, version=version, by=by)
            return Attempt(address=here, said=_("It is published and frozen."))
        if name == "retire":
            retire(checklist, by=by)
            return Attempt(address=here, said=_("It is retired."))
        if name == "confirm":
            count = confirm_proposals(checklist, version=version, by=by)
            return Attempt(address=here, said=_("Kinds confirmed: %d") % count)
        if name == "discard":
            discard(checklist, version=version, by=by)
            gone = _("The draft is thrown away.")
            return Attempt(address=reverse("desk-checklists"), said=gone)
        return _copied(checklist, given, by=by)
    except DomainError as refusal:
        return Attempt(address=here, refused=str(refusal))


def _copied(checklist: Checklist, given: Mapping[str, Any], *, by: User) -> Attempt:
    form = CopyForm(given, is_example=checklist.is_example)
    if not form.is_valid():
        told = [str(each) for errors in form.errors.values() for each in errors]
        return Attempt(address=tree_address(checklist), refused="；".join(told))
    try:
        copy = copy_of(checklist, by=by, **form.cleaned_data)
    except ValidationError as refusal:
        words = "；".join(refusal.messages)
        return Attempt(address=tree_address(checklist), refused=words)
    return Attempt(address=tree_address(copy), said=_("This is the copy."))


def changed_particulars(checklist: Checklist, data: Any, *, by: User) -> Attempt:
    form = ParticularsForm(
        data,
        instance=checklist if data is None else _again(checklist),
        initial={"version": checklist.content_version},
    )

    def act() -> tuple[str, str]:
        given = form.cleaned_data
        change_particulars(checklist, given, version=given["version"], by=by)
        return tree_address(checklist), _("It is kept.")

    context = {
        "heading": _("Title, units and source"),
        "button": _("Keep"),
        "checklist": checklist,
    }
    return tried(Attempt(context), form, act)


def _again(checklist: Checklist) -> Checklist:
    """One that the form may write to: what it refuses is not the row's."""
    return Checklist.objects.get(pk=checklist.pk)


def changed_choices(checklist: Checklist, data: Any, *, by: User) -> Attempt:
    version = checklist.content_version
    form = ChoicesForm(data, document=document_of(checklist), version=version)

    def act() -> tuple[str, str]:
        version = form.cleaned_data["version"]
        set_choices(checklist, form.choices(), version=version, by=by)
        return tree_address(checklist), _("It is kept.")

    return tried(Attempt({"checklist": checklist}), form, act)


# --- One row ------------------------------------------------------------------------


@dataclass
class RowPage:
    checklist: Checklist
    row: Indicator
    above: Indicator | None


def row_page(checklist: Checklist, row: Indicator, above: Indicator | None) -> RowPage:
    row.checklist = checklist
    return RowPage(checklist, row, above)


def kept_row(page: RowPage, data: Any, *, by: User) -> Attempt:
    checklist, row = page.checklist, page.row
    started = {"version": checklist.content_version}
    form = IndicatorForm(data, instance=row, initial=started)

    def act() -> tuple[str, str]:
        values, version = form.values(), form.cleaned_data["version"]
        if row.pk:
            stored = Indicator.objects.select_related("checklist").get(pk=row.pk)
            kept = change_indicator(stored, values, version=version, by=by)
        else:
            kept = add_indicator(
                checklist, values, under=page.above, version=version, by=by
            )
        return tree_address(checklist, kept.pk), _("It is kept.")

    context: dict[str, Any] = {
        "checklist": checklist,
        "row": row,
        "above": page.above,
    }
    if row.pk and row.proposal:
        branch = branch_of(row)
        context["proposed"] = proposal_words(branch)
        context["because"] = branch.proposal and branch.proposal.because
    return tried(Attempt(context), form, act)


def do_row_deed(checklist: Checklist, given: Mapping[str, Any], *, by: User) -> Attempt:
    """A button of the tree: up:12, remove:12, confirm:12 …"""
    name, _colon, key = str(given.get("do", "")).partition(":")
    version, pk = _number(given.get("version")), _number(key)
    rows = Indicator.objects.filter(checklist=checklist).select_related("checklist")
    row = rows.filter(pk=pk).first()
    here = tree_address(checklist, pk)
    if row is None:
        gone = _("That row is not there any more.")
        return Attempt(address=tree_address(checklist), refused=gone)
    try:
        if name in WAYS:
            move_indicator(row, name, version=version, by=by)
            return Attempt(address=here, said=_("“%s” is moved.") % row)
        if name == "remove":
            count = remove_indicator(row, version=version, by=by)
            said = _("“%(title)s” is removed; rows: %(count)d")
            told = said % {"title": row.title, "count": count}
            return Attempt(address=tree_address(checklist), said=told)
        is_meant = name == "confirm"
        answer_proposal(row, is_meant=is_meant, version=version, by=by)
        return Attempt(address=here, said=_("It is kept."))
    except DomainError as refusal:
        return Attempt(address=here, refused=str(refusal))


def _number(given: Any) -> int:
    text = str(given or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
