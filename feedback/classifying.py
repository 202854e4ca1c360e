"""Categories of letters: suggested from what clerks decided before. The clerk
decides (helping.py).

Learned of the site's own letters, but of none that accuses somebody: their words stay
where the letters stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User

from .category_model import Learner, Model, Path, from_json, weighed
from .letter_hands import require_sight
from .models import CategoryModel, Letter, LetterCategory, LetterKind

# The newest ones: what people write about changes.
MOST_LETTERS = 10_000
# Every fifth is held back, to say how often the others would have been right.
HELD_BACK = 5
FEWEST_HELD_BACK = 20
MODELS_KEPT = 10
# Letters may be sorted anew and categories renamed, which no count shows.
RELEARNED_AFTER = timedelta(days=7)


class Sorted(NamedTuple):
    """A letter and the codes of its category from the top down."""

    title: str
    text: str
    path: Path


@dataclass(frozen=True)
class CategorySuggestion:
    """A category, its share among those of the first level, and the words of the letter
    that spoke for it."""

    category: LetterCategory
    share: float
    words: tuple[str, ...]


def suggest_categories(letter: Letter, *, by: User) -> list[CategorySuggestion]:
    """At most three; none before the first learning. Raises NotAllowed."""
    require_sight(letter, by=by)
    newest = CategoryModel.objects.values_list("pk", "made_at").first()
    if newest is None:
        return []
    found = _model(*newest).suggest(letter.title, letter.text)
    codes = {code for each in found for code in each.path}
    rows = {row.code: row for row in LetterCategory.objects.filter(code__in=codes)}
    suggestions = []
    for each in found:
        known = [
            rows[code] for code in each.path if code in rows and rows[code].is_open
        ]
        if known:
            suggestions.append(CategorySuggestion(known[-1], each.share, each.words))
    return suggestions


@lru_cache(maxsize=1)
def _model(pk: int, made_at: datetime) -> Model:
    """The rows never change: a worker reads each once. A database that was restored
    may give a number anew, with another time."""
    return from_json(CategoryModel.objects.values_list("content", flat=True).get(pk=pk))


def learn_daily() -> str:
    """Learn anew if letters were sorted since the last time. Wired to tick."""
    if not LetterCategory.objects.filter(is_open=True).exists():
        return "no categories"
    last = CategoryModel.objects.first()
    letters = min(_letters().count(), MOST_LETTERS)
    is_fresh = last and clock.now() - last.made_at < RELEARNED_AFTER
    if last and is_fresh and last.letters == letters < MOST_LETTERS:
        return "nothing new"
    return f"learned of {learn_categories().letters} letters"


def learn_categories() -> CategoryModel:
    """Make a new model, measured on letters that it had not seen, and keep the last
    ten. Ten thousand letters take some seconds (docs/feedback.md)."""
    paths = _paths()
    names = {path: name for path, name in paths.values()}
    everything, part = Learner(), Learner()
    for path, name in names.items():
        everything.read_name(path, name)
        part.read_name(path, name)
    held_back: list[Sorted] = []
    for number, letter in enumerate(_sorted(paths)):
        terms = weighed(letter.title, letter.text)
        everything.read(terms, letter.path)
        if number % HELD_BACK:
            part.read(terms, letter.path)
        else:
            held_back.append(letter)
    accuracy, majority = _measured(part.model(), held_back)
    return _kept(
        CategoryModel(
            made_at=clock.now(),
            letters=everything.letters,
            accuracy=accuracy,
            majority=majority,
            content=everything.model().to_json(),
        )
    )


def _kept(row: CategoryModel) -> CategoryModel:
    with transaction.atomic():
        row.save()
        kept = CategoryModel.objects.values_list("pk", flat=True)[:MODELS_KEPT]
        CategoryModel.objects.exclude(pk__in=list(kept)).delete()
    return row


def _paths() -> dict[int, tuple[Path, str]]:
    """The codes from the top down to each category in use, and its name. An office's
    own codes need not say their place."""
    rows = LetterCategory.objects.filter(is_open=True).values_list(
        "pk", "name", "code", "parent__code", "parent__parent__code"
    )
    return {
        pk: (tuple(code for code in reversed(codes) if code), name)
        for pk, name, *codes in rows
    }


def _letters() -> QuerySet[Letter]:
    """Those of which may be learned. Only a clerk gives a letter a category."""
    return Letter.objects.filter(
        category__is_open=True, is_accusation=False, group=None
    ).exclude(kind=LetterKind.REPORT)


def _sorted(paths: Mapping[int, tuple[Path, str]]) -> Iterator[Sorted]:
    newest = _letters().order_by("-pk").values_list("title", "text", "category_id")
    for title, text, category in newest[:MOST_LETTERS].iterator():
        yield Sorted(title, text, paths[category][0])


def _measured(
    model: Model, held_back: Sequence[Sorted]
) -> tuple[Decimal | None, Decimal | None]:
    """How many first suggestions were right on the first level, beside how many the
    commonest category would get; nothing is said of a handful."""
    if len(held_back) < FEWEST_HELD_BACK:
        return None, None
    right = 0
    for letter in held_back:
        shares = model.shares((), weighed(letter.title, letter.text))
        best = max(sorted(shares), key=lambda path: shares[path], default=())
        right += best == letter.path[:1]
    commonest = Counter(letter.path[0] for letter in held_back).most_common(1)[0][1]
    return _share(right, len(held_back)), _share(commonest, len(held_back))


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.0001"))
