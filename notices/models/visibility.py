"""Who sees which notices, as a condition on their rows."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from directories import tree
from directories.permissions import INSIDERS, Reader, branches, in_branches
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.prepared import Given

from .statuses import UNRELEASED, Audience

Moment = datetime | Given


def seen_by(reader: Reader, statuses: tuple[str, ...], now: Moment | None = None) -> Q:
    """Those of these statuses that the reader may see at a moment, and the unreleased
    ones on which the reader works."""
    shown = Q(status__in=statuses, published_at__lte=now or clock.now())
    seen = shown & Q(audience=Audience.PUBLIC)
    if paths := branches(reader):
        internal = shown & Q(audience=Audience.STAFF)
        seen |= internal & (in_branches(paths) | _within_audience(paths))
    if paths := branches(reader, *INSIDERS):
        unreleased = Q(status__in=UNRELEASED)
        seen |= unreleased & in_branches(paths)
    return seen


def _within_audience(paths: list[str]) -> Q:
    """The reader's unit lies within the branch for which the notice is meant: the
    branch that it names, or else that of its own unit."""
    above = {place for path in paths for place in (*tree.ancestors(path), path)}
    return Q(audience_branch__path__in=above) | Q(
        audience_branch__isnull=True, agency__path__in=above
    )
