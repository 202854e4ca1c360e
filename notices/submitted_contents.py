"""What was handed in with each round: who reads the next one sees what has changed."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Exists, OuterRef

from disclosure_portal.foundation.canonical import canonical

from .models import UNRELEASED, Notice, SubmittedContent
from .public_content import public_content


def keep_submitted(notice: Notice) -> None:
    """Keep what is handed in with this round, as a revision would say it."""
    SubmittedContent.objects.create(
        notice=notice,
        round=notice.round,
        content=canonical(public_content(notice)).decode(),
    )


def last_two(notice: Notice) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The records of the round before and of this one; None where one was not kept.
    One query."""
    rounds = SubmittedContent.objects.filter(
        notice=notice, round__in=(notice.round - 1, notice.round)
    )
    texts = rounds.order_by("round").values_list("content", flat=True)
    records = [json.loads(text)["record"] for text in texts]
    return (records[0], records[1]) if len(records) == 2 else None


def forget_submitted() -> str:
    """Drop what notices said in rounds that are over: of what is public the revisions
    tell. Wired to tick."""
    open_one = Notice.objects.filter(pk=OuterRef("notice"), status__in=UNRELEASED)
    over = SubmittedContent.objects.filter(~Exists(open_one))
    return f"{over.delete()[0]} submitted contents removed"
