"""What the page of a notice says of its line in the log (存证)."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from disclosure_portal.foundation.models import Receipt

from .models import Notice, NoticeQuerySet
from .receipting import NOTICE


def with_line(notices: NoticeQuerySet) -> NoticeQuerySet:
    """Adds `line`: the number of the newest line about each notice, None where there
    is none yet. No query of its own."""
    lines = Receipt.objects.filter(subject_type=NOTICE, subject_id=OuterRef("pk"))
    return notices.annotate(line=Subquery(lines.order_by("-seq").values("seq")[:1]))


def receipt_of(notice: Notice) -> dict[str, Any] | None:
    """For a notice that with_line() gave; no query."""
    seq = getattr(notice, "line", None)
    if seq is None:
        return None
    return {"seq": seq, "url": f"{reverse('log-verify')}?n={seq}"}
