"""Until when a notice hangs on its board."""

from __future__ import annotations

from .models import Notice, PostingAfter, PostingPeriod


def hang_while_posted(notice: Notice) -> None:
    """Until its posting ends a notice hangs on its board, whatever day was typed;
    then it leaves the board if the posting says so."""
    period = PostingPeriod.objects.filter(notice=notice).first()
    if period is None:
        return
    if notice.posting_until or period.afterwards == PostingAfter.UNLISTED:
        typed = notice.posting_until or period.ends_on
        notice.posting_until = max(typed, period.ends_on)
