"""Objections to a posting (公示异议): counted in its result, closed with it.

Accusations among them go their own way: the unit that posted would learn of them by a
number, or by a result that it may not give.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure_portal.foundation.models import User
from notices.models import Notice, PostingResult
from notices.posting_objections import Objections

from .models import (
    OPEN_LETTERS,
    Finding,
    Letter,
    LetterKind,
    LetterStatus,
    Reply,
    ReplyState,
)
from .settling import settle

UPHELD = (Finding.UPHELD, Finding.PARTLY)


def objections_of(notice: Notice) -> QuerySet[Letter]:
    return Letter.objects.filter(
        notice=notice, kind=LetterKind.OBJECTION, is_accusation=False
    ).order_by("pk")


def count_objections(notice: Notice) -> Objections:
    """One query. What was joined to another letter stands as that one does, and was
    answered with it: each writer counts."""
    answers = Reply.objects.filter(letter=OuterRef("lead"), state=ReplyState.SENT)
    rows = objections_of(notice).annotate(
        lead=Coalesce("merged_into", "pk"),
        stands=Coalesce(F("merged_into__status"), F("status")),
        finding=Subquery(answers.order_by("-round").values("finding")[:1]),
    )
    found = list(rows.values_list("stands", "finding"))
    return Objections(
        received=len(found),
        waiting=sum(stands in OPEN_LETTERS for stands, _finding in found),
        upheld=sum(finding in UPHELD for _stands, finding in found),
        refused=sum(stands == LetterStatus.REFUSED for stands, _finding in found),
    )


def close_objections(
    notice: Notice, result: str, note: str, by: User, **_more: Any
) -> None:
    """A receiver, in the transaction of the result: answered objections are settled,
    and their writers read how the posting ended."""
    with translation.override(settings.LANGUAGE_CODE):
        said = _("The posting has ended: %(result)s. %(note)s") % {
            "result": PostingResult(result).label,
            "note": note,
        }
    for letter in objections_of(notice).filter(status=LetterStatus.ANSWERED):
        settle(letter, by=by, message=said.strip())
