"""What comes close where nothing has all of what is asked."""

from __future__ import annotations

from .finding import Finder, Hit

# So much of a short question stands in what is shown for it, if nothing has all of it;
# and so much of a whole sentence.
CLOSE, NEAR = 0.5, 0.2


def best_or_closest(finder: Finder) -> tuple[Finder, list[Hit]]:
    """The best hits, and the finder that found them."""
    hits = finder.best(0.0 if finder.search.question.is_word else NEAR)
    if not hits and finder.search.question.can_be_loose:
        finder = finder.loosened()
        hits = finder.best(CLOSE)
    return finder, hits
