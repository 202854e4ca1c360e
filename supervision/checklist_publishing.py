"""A checklist is published by another than those who wrote it, and is frozen then; it
is retired when the next version takes its place; copies begin the next year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.canonical import digest
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    TransitionError,
    changed_meanwhile,
)
from notices.leak_check import require_clean

from .checklist_document import Document, engine, to_json
from .checklist_drafting import ChecklistUnfit, require_editor, require_own, take_in
from .checklist_sums import misfits
from .checklist_tree import ASIDE, walk
from .checklist_words import fault_words, problem_words
from .models import Checklist, ChecklistStatus, Indicator
from .scoring_fitting import check
from .scoring_problems import Refused
from .sheet_rows import ERRORS
from .stored_trees import document_of

NAMED = 12


def faults_of(document: Document) -> list[str]:
    """What is to be mended before it is published; by the codes of the rows."""
    if not document.branches:
        return [_("There is no indicator in it yet.")]
    return [*_of_sums(document), *_of_rows(document)] or list(_of_engine(document))


def _of_sums(document: Document) -> Iterator[str]:
    for misfit in misfits(document.branches):
        if misfit.told in ERRORS:
            words = fault_words(misfit.told, misfit.facts)
            code = misfit.branch.code if misfit.branch else ""
            yield f"{code} {words}".strip()


def _of_rows(document: Document) -> Iterator[str]:
    for _above, branch in walk(document.branches):
        if branch.proposal and not branch.kind:
            yield _("%(code)s “%(title)s”: say whether the proposed kind is meant.") % {
                "code": branch.code,
                "title": branch.title,
            }
        if branch.kind in ASIDE and branch.children:
            yield _("%(code)s “%(title)s” holds others and can't be %(kind)s.") % {
                "code": branch.code,
                "title": branch.title,
                "kind": branch.kind,
            }


def _of_engine(document: Document) -> Iterator[str]:
    try:
        check(engine(document))
    except Refused as refused:
        for problem in refused.problems:
            yield problem_words(problem)


def warnings_of(document: Document) -> list[str]:
    """What is to be looked at, and hinders nothing."""
    told = [
        f"{misfit.branch.code if misfit.branch else ''} "
        + fault_words(misfit.told, misfit.facts)
        for misfit in misfits(document.branches)
        if misfit.told not in ERRORS
    ]
    unverified = sum(b.is_unverified for _above, b in walk(document.branches))
    if unverified:
        told.append(_("%d rows have points that no source confirms.") % unverified)
    return told


@transaction.atomic
def publish(checklist: Checklist, *, version: int, by: User) -> None:
    """Frozen from now on. Raises NotAllowed, ChecklistUnfit, TransitionError,
    StaleStatusError, PersonalDataInWords."""
    SiteState.objects.hold()
    require_editor(by)
    if checklist.writers.filter(pk=by.pk).exists():
        raise NotAllowed(_("Someone else must publish it: you wrote in it."))
    document = document_of(checklist)
    if checklist.is_draft:
        _require_fit(checklist, document)
    try:
        with transaction.atomic():
            checklist.move(
                ChecklistStatus.PUBLISHED,
                by=by,
                expect={"content_version": version},
                published_by=by,
                published_at=clock.now(),
                digest=digest(to_json(document)),
            )
    except IntegrityError as error:
        raise _another(checklist) from error
    SiteState.objects.bump()


def _require_fit(checklist: Checklist, document: Document) -> None:
    require_own(checklist)
    if faults := faults_of(document):
        more = len(faults) - NAMED
        told = [*faults[:NAMED], *([_("and %d more") % more] if more > 0 else [])]
        raise ChecklistUnfit("；".join(told))
    same = Checklist.objects.filter(
        code=checklist.code, year=checklist.year, status=ChecklistStatus.PUBLISHED
    )
    if same.exists():
        raise _another(checklist)
    for _above, branch in walk(document.branches):
        words = (branch.title, branch.rule, branch.evidence, branch.remark)
        require_clean("\n".join(words), f"{branch.code} {branch.title}")
    words = (document.title, document.notes, document.source, document.unit_kind)
    require_clean("\n".join(words), document.title)


def _another(checklist: Checklist) -> TransitionError:
    there = Checklist.objects.filter(
        code=checklist.code, year=checklist.year, status=ChecklistStatus.PUBLISHED
    ).first()
    return TransitionError(
        _(
            "“%(title)s” (%(code)s, %(year)s) is published and frozen: retire it first,"
            " or give this one another year."
        )
        % {
            "title": there.title if there else checklist.title,
            "code": checklist.code,
            "year": checklist.year,
        }
    )


@transaction.atomic
def retire(checklist: Checklist, *, by: User) -> None:
    """It stays readable; units are scored by it no more. Raises NotAllowed,
    TransitionError."""
    SiteState.objects.hold()
    require_editor(by)
    checklist.move(ChecklistStatus.RETIRED, by=by, retired_at=clock.now())
    SiteState.objects.bump()


def copy_of(
    checklist: Checklist, *, year: int, by: User, code: str = "", title: str = ""
) -> Checklist:
    """A draft with the same rows, for the next year, or the next version of the same
    one, or from an example under a code of its own. Raises as take_in."""
    document = document_of(checklist)
    if checklist.is_example and not code:
        raise ChecklistUnfit(_("Give it a code of its own: an example stays one."))
    code = code or document.code
    title = title or document.title.replace(str(document.year), str(year))
    begun = replace(document, year=year, code=code, title=title, is_example=False)
    return take_in(begun, by=by, copied_from=checklist, facts={"copied": checklist.pk})


@transaction.atomic
def discard(checklist: Checklist, *, version: int, by: User) -> None:
    """A draft that nobody wants. Raises NotAllowed, TransitionError,
    StaleStatusError."""
    require_editor(by)
    require_own(checklist)
    if not checklist.is_draft:
        raise TransitionError(_("Only drafts are thrown away."))
    if checklist.copies.exists():
        raise TransitionError(_("Copies of it are there: throw them away first."))
    draft = Checklist.objects.filter(
        pk=checklist.pk, status=ChecklistStatus.DRAFT, content_version=version
    )
    held = draft.select_for_update().first()
    if held is None:
        raise changed_meanwhile(checklist)
    AuditEntry.objects.record("deleted", checklist, by=by)
    keys = list(checklist.indicators.values_list("pk", flat=True))
    checklist.indicators.all().delete()
    AuditEntry.objects.record_rows(Indicator, keys, by=by)
    held.delete()
