"""Other words for the same thing, and answers that the office puts first: data that a
process keeps until they change."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

from django.db.models import F

from .. import kept_objects
from ..models import AuditEntry, SearchState, SiteState, SynonymGroup
from .folding import fold
from .questions import Synonyms

START_SET = Path(__file__).with_name("synonyms.txt")


def synonyms(version: int) -> Synonyms:
    """Of this version of the words; one query when it is new."""
    return kept_objects.kept("synonyms", version, _load)


def synonyms_now() -> Synonyms:
    """As they are now; one query more."""
    rows = SearchState.objects.filter(pk=SearchState.ONLY)
    version = rows.values_list("words_version", flat=True).first()
    return synonyms(version or 0)


def table_of(groups: Iterable[str]) -> Synonyms:
    """Each word of a group with the others, folded."""
    table: dict[str, list[str]] = {}
    for group in groups:
        words = dict.fromkeys(fold(word) for word in group.split())
        for word, other in permutations((each for each in words if len(each) > 1), 2):
            if other not in table.setdefault(word, []):
                table[word].append(other)
    return table


def words_changed() -> None:
    """Let every process read the words anew, and every page say what follows."""
    SiteState.objects.bump()
    state, _is_new = SearchState.objects.get_or_create(pk=SearchState.ONLY)
    rows = SearchState.objects.filter(pk=state.pk)
    rows.update(words_version=F("words_version") + 1)


def load_start_set() -> int:
    """The words that every portal begins with, unless it has some already."""
    if SynonymGroup.objects.exists():
        return 0
    lines = START_SET.read_text(encoding="utf-8").splitlines()
    groups = ["\n".join(line.split()) for line in lines if line[:1] not in ("", "#")]
    rows = SynonymGroup.objects.bulk_create(
        [SynonymGroup(words=each) for each in groups]
    )
    AuditEntry.objects.record_rows(SynonymGroup, [row.pk for row in rows], by=None)
    words_changed()
    return len(groups)


def _load() -> Synonyms:
    groups = SynonymGroup.objects.order_by("pk").values_list("words", flat=True)
    return table_of(groups)
