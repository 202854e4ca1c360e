"""Writing a checklist: begun, taken in, its rows added, changed, moved, removed.

Only drafts are written; each deed says which content it was made upon, so that two who
write at once don't overwrite each other unseen. Everybody who wrote is remembered: none
of them publishes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import AuditEntry, User
from disclosure_portal.foundation.workflow import (
    DomainError,
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)

from .checklist_document import Document, check_words
from .checklist_tree import Branch, TreeUnfit, walk
from .checklist_words import problem_words, unfit_words
from .models import EDITS, Checklist, ChecklistStatus, Indicator
from .scoring_problems import UnreadableChecklist
from .scoring_rules import BRANCHES
from .stored_trees import DOCUMENT, branches_of, document_of, store_branches


class ChecklistUnfit(DomainError):
    """It can't go on as it is; the text says what to mend, and where."""

    code = "checklist_unfit"


def require_editor(by: User) -> None:
    """Raises NotAllowed."""
    if not by.has_perm(EDITS):
        raise NotAllowed(_("Only who answers for the county writes checklists."))


def require_own(checklist: Checklist) -> None:
    """Raises TransitionError for an example."""
    if checklist.is_example:
        raise TransitionError(
            _("An example stays as it is: make a checklist of your own from it.")
        )


@transaction.atomic
def take_in(
    document: Document,
    *,
    by: User,
    copied_from: Checklist | None = None,
    action: str = "created",
    facts: Mapping[str, Any] | None = None,
) -> Checklist:
    """A new draft, the next version of its code and year. Raises NotAllowed,
    ChecklistUnfit, ValidationError."""
    require_editor(by)
    return store(
        document, by=by, copied_from=copied_from, action=action, facts=facts or {}
    )


@transaction.atomic
def store(
    document: Document,
    *,
    by: User | None,
    copied_from: Checklist | None,
    action: str,
    facts: Mapping[str, Any],
) -> Checklist:
    """The row with its tree; for nobody's hand where an example is loaded."""
    _check(document)
    values = {name: getattr(document, name) for name in DOCUMENT}
    same = Checklist.objects.filter(code=document.code, year=document.year)
    last = same.aggregate(last=Max("number"))["last"] or 0
    checklist = Checklist(
        **values,
        number=last + 1,
        choices=dict(document.choices),
        copied_from=copied_from,
    )
    checklist.full_clean()
    try:
        with transaction.atomic():
            checklist.save()
    except IntegrityError as error:
        raise changed_meanwhile(checklist) from error
    if by is not None:
        checklist.writers.add(by)
    keys = store_branches(checklist, document.branches)
    AuditEntry.objects.record_rows(Indicator, keys, by=by)
    told = {"indicators": len(keys), **facts}
    AuditEntry.objects.record(action, checklist, by=by, facts=told)
    return checklist


def _check(document: Document) -> None:
    """Raises ChecklistUnfit."""
    for name in ("code", "key"):
        seen: set[str] = set()
        for _above, branch in walk(document.branches):
            value = getattr(branch, name)
            if not value or value in seen:
                raise ChecklistUnfit(unfit_words(TreeUnfit(value or "?", "twice")))
            seen.add(value)
    _check_words(document)


def _check_words(document: Document) -> None:
    try:
        check_words(document)
    except UnreadableChecklist as found:
        words = "；".join(problem_words(each) for each in found.problems[:10])
        raise ChecklistUnfit(words) from found


# --- Particulars and choices --------------------------------------------------------


def _hold(checklist: Checklist, *, by: User, version: int | None) -> None:
    """First in each deed: nobody else writes until it commits. Raises NotAllowed,
    TransitionError, StaleStatusError."""
    require_editor(by)
    require_own(checklist)
    draft = Checklist.objects.filter(pk=checklist.pk, status=ChecklistStatus.DRAFT)
    same = draft if version is None else draft.filter(content_version=version)
    if not same.update(content_version=F("content_version") + 1):
        checklist.refresh_from_db()
        if checklist.is_draft:
            raise changed_meanwhile(checklist)
        raise TransitionError(
            _("“%s” is published and stays as it is: change a copy of it.") % checklist
        )
    checklist.refresh_from_db()
    checklist.writers.add(by)


PARTICULARS = ("title", "unit_kind", "source", "notes")


@transaction.atomic
def change_particulars(
    checklist: Checklist, values: Mapping[str, Any], *, version: int, by: User
) -> None:
    """Raises NotAllowed, TransitionError, StaleStatusError, ValidationError."""
    _hold(checklist, by=by, version=version)
    for name in PARTICULARS:
        setattr(checklist, name, values[name])
    checklist.full_clean()
    checklist.save(update_fields=PARTICULARS)
    AuditEntry.objects.record("edited", checklist, by=by)


@transaction.atomic
def set_choices(
    checklist: Checklist, choices: Mapping[str, Any], *, version: int, by: User
) -> None:
    """Raises NotAllowed, TransitionError, StaleStatusError, ChecklistUnfit."""
    _hold(checklist, by=by, version=version)
    _check_words(replace(document_of(checklist), choices=choices))
    checklist.choices = dict(choices)
    checklist.save(update_fields=["choices"])
    facts = {"choices": sorted(choices)}
    AuditEntry.objects.record("edited", checklist, by=by, facts=facts)


# --- Rows of the tree ---------------------------------------------------------------


@transaction.atomic
def add_indicator(
    checklist: Checklist,
    values: Mapping[str, Any],
    *,
    under: Indicator | None,
    version: int,
    by: User,
) -> Indicator:
    """The last one under another, or of the first level. Raises as above."""
    _hold(checklist, by=by, version=version)
    if under is not None:
        _belongs(checklist, under)
    siblings = Indicator.objects.filter(checklist=checklist, parent=under)
    last = siblings.aggregate(last=Max("position"))["last"] or 0
    row = Indicator(checklist=checklist, parent=under, position=last + 1)
    row.code = values.get("code") or _free_code(checklist, under)
    row.key = _free_key(checklist, row.code)
    return _keep(checklist, row, {**values, "code": row.code}, by=by)


@transaction.atomic
def change_indicator(
    row: Indicator, values: Mapping[str, Any], *, version: int, by: User
) -> Indicator:
    """Raises as above. What is set by hand answers the proposal."""
    _hold(row.checklist, by=by, version=version)
    return _keep(row.checklist, row, values, by=by)


def _keep(
    checklist: Checklist, row: Indicator, values: Mapping[str, Any], *, by: User
) -> Indicator:
    is_new = row.pk is None
    for name, value in values.items():
        setattr(row, name, value)
    if row.kind:
        row.proposal = {}
    row.full_clean()
    row.save()
    if is_new:
        _settle_kinds(checklist, by=by)
    _check_words(document_of(checklist))
    action = "indicator_added" if is_new else "indicator_changed"
    _record(checklist, action, row, by=by)
    return row


def _settle_kinds(checklist: Checklist, *, by: User) -> None:
    """What holds others is a sum or a mean of them, what holds none is neither."""
    strange = []
    for _above, branch in walk(branches_of(checklist)):
        is_of_branches = branch.kind in BRANCHES
        misplaced = bool(branch.kind) and is_of_branches != bool(branch.children)
        if misplaced or (branch.children and branch.proposal):
            strange.append(branch.pk)
    rows = Indicator.objects.filter(pk__in=strange)
    rows.update(kind="", parameters={}, proposal={})
    AuditEntry.objects.record_rows(Indicator, strange, by=by)


def _record(checklist: Checklist, action: str, row: Indicator, *, by: User) -> None:
    AuditEntry.objects.record(action, row, by=by, note=str(checklist))


def _belongs(checklist: Checklist, row: Indicator) -> None:
    if row.checklist_id != checklist.pk:
        raise ValidationError(_("It stands in another checklist."))


def _free_code(checklist: Checklist, under: Indicator | None) -> str:
    taken = set(checklist.indicators.values_list("code", flat=True))
    start = f"{under.code}." if under else ""
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def _free_key(checklist: Checklist, code: str) -> str:
    """Never one that this checklist, or one before it, gave another row."""
    kin = Indicator.objects.filter(checklist__code=checklist.code)
    taken = set(kin.values_list("key", flat=True))
    key, number = code, 1
    while key in taken:
        number += 1
        key = f"{code[:34]}~{number}"
    return key


@transaction.atomic
def remove_indicator(row: Indicator, *, version: int, by: User) -> int:
    """With all below it; gives how many. Raises as above."""
    checklist = row.checklist
    _hold(checklist, by=by, version=version)
    root = next(b for _a, b in walk(branches_of(checklist)) if b.pk == row.pk)
    keys = [branch.pk for _above, branch in walk([root])]
    facts = {"indicators": len(keys)}
    AuditEntry.objects.record("deleted", row, by=by, note=str(checklist), facts=facts)
    Indicator.objects.filter(pk__in=keys).delete()
    AuditEntry.objects.record_rows(Indicator, keys, by=by)
    _settle_kinds(checklist, by=by)
    return len(keys)


@transaction.atomic
def move_indicator(row: Indicator, way: str, *, version: int, by: User) -> None:
    """`up`, `down` among its own, `out` behind the one above, `in` under the one
    before it. Raises as above, ChecklistUnfit where there is no such place."""
    checklist = row.checklist
    _hold(checklist, by=by, version=version)
    roots = branches_of(checklist)
    place = next((a, b) for a, b in walk(roots) if b.pk == row.pk)
    parent = moved(roots, *place, way)
    touched = _reorder(parent.children if parent else roots, parent)
    if way in ("in", "out"):
        above = place[0][-1] if place[0] else None
        touched += _reorder(above.children if above else roots, above)
    AuditEntry.objects.record_rows(Indicator, sorted({*touched, row.pk}), by=by)
    _settle_kinds(checklist, by=by)
    AuditEntry.objects.record(
        "indicator_moved", row, by=by, note=str(checklist), facts={"way": way}
    )


def moved(
    roots: list[Branch], above: Sequence[Branch], branch: Branch, way: str
) -> Branch | None:
    """Moves it in the tree; gives what it stands under now."""
    siblings = above[-1].children if above else roots
    index = siblings.index(branch)
    if way in ("up", "down"):
        other = index + (1 if way == "down" else -1)
        if not 0 <= other < len(siblings):
            raise ChecklistUnfit(_("It can't be moved further that way."))
        siblings[index], siblings[other] = siblings[other], siblings[index]
        return above[-1] if above else None
    if (way == "out" and not above) or (way == "in" and index == 0):
        raise ChecklistUnfit(_("It can't be moved further that way."))
    if way == "in":
        parent: Branch | None = siblings[index - 1]
        assert parent is not None
        parent.children.append(siblings.pop(index))
        return parent
    parent = above[-2] if len(above) > 1 else None
    outer = parent.children if parent else roots
    outer.insert(outer.index(above[-1]) + 1, siblings.pop(index))
    return parent


def _reorder(children: Sequence[Branch], parent: Branch | None) -> list[int]:
    """Stores where each stands; gives those that were written."""
    rows = Indicator.objects.in_bulk([branch.pk for branch in children])
    written = []
    for position, branch in enumerate(children, start=1):
        row, above = rows[branch.pk], parent.pk if parent else None
        if (row.parent_id, row.position) != (above, position):
            row.parent_id, row.position = above, position
            written.append(row)
    Indicator.objects.bulk_update(written, ["parent", "position"], batch_size=100)
    return [row.pk for row in written]


# --- Proposals ----------------------------------------------------------------------


@transaction.atomic
def answer_proposal(row: Indicator, *, is_meant: bool, version: int, by: User) -> None:
    """The kind that the words seem to mean is meant, or is plain credit instead.
    Raises as above."""
    _hold(row.checklist, by=by, version=version)
    _answer(row, is_meant=is_meant)
    row.save(update_fields=["kind", "parameters", "scoring", "proposal"])
    _check_words(document_of(row.checklist))
    _record(row.checklist, "indicator_changed", row, by=by)


@transaction.atomic
def confirm_proposals(checklist: Checklist, *, version: int, by: User) -> int:
    """All that are left; gives how many. Raises as above."""
    _hold(checklist, by=by, version=version)
    rows = [row for row in checklist.indicators.all() if row.proposal]
    for row in rows:
        _answer(row, is_meant=True)
    columns = ["kind", "parameters", "scoring", "proposal"]
    Indicator.objects.bulk_update(rows, columns, batch_size=100)
    _check_words(document_of(checklist))
    AuditEntry.objects.record_rows(Indicator, [row.pk for row in rows], by=by)
    facts = {"confirmed": len(rows)}
    AuditEntry.objects.record("edited", checklist, by=by, facts=facts)
    return len(rows)


def _answer(row: Indicator, *, is_meant: bool) -> None:
    if not row.proposal:
        raise ChecklistUnfit(_("Nothing is proposed for “%s”.") % row)
    if is_meant:
        row.kind, row.parameters = row.proposal["kind"], row.proposal["parameters"]
        if row.kind == "deduction" and row.points is None and row.parent_id:
            # Without points of its own it takes from those beside it.
            row.scoring = {**row.scoring, "cap": {"scope": "parent"}}
    else:
        row.kind, row.parameters = "credit", {}
    row.proposal = {}
