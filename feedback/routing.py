"""The unit that the rules name for a letter, shown to the clerk who passes it on: a
suggestion with its reasons, never a unit that the letter accuses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from directories.models import Agency
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.search.folding import fold

from .letter_hands import require_office
from .models import Letter, LetterCategory, LetterKind, RoutingRule
from .routing_rules import LetterFacts, Routed, Rule, Way, route

_BETWEEN_WORDS = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True)
class UnitSuggestion:
    """`unit` is None where only the supervision group may have the letter, or where the
    unit that is left takes none."""

    unit: Agency | None
    routed: Routed

    @property
    def needs_group(self) -> bool:
        return self.routed.way == Way.GROUP


def suggest_unit(letter: Letter, *, by: User) -> UnitSuggestion:
    """Four queries beside those of permission, however many rules there are; the
    letter's own units are better read with it. Raises NotAllowed for who may not pass
    it on."""
    require_office(letter, by=by)
    routed = route(open_rules(), facts_of(letter))
    unit = Agency.objects.filter(path=routed.unit, closed_on=None).first()
    return UnitSuggestion(unit, routed)


def open_rules() -> list[Rule]:
    """Those in use whose unit takes letters."""
    rows = RoutingRule.objects.filter(
        is_open=True, goes_to__closed_on=None, goes_to__parent__isnull=False
    ).select_related("category", "place", "about_agency", "goes_to")
    return [_rule(row) for row in rows]


def _rule(row: RoutingRule) -> Rule:
    return Rule(
        id=row.pk,
        order=row.position,
        name=row.name,
        kind=row.kind,
        category=row.category.code if row.category else "",
        place=row.place.path if row.place else "",
        about=row.about_agency.path if row.about_agency else "",
        words=tuple(filter(None, _BETWEEN_WORDS.split(row.words))),
        goes_to=row.goes_to.path,
    )


def try_out(
    words: str, *, kind: str, category: LetterCategory | None, intake: Agency
) -> Routed:
    """Which rule would win for a letter with these words. Three queries."""
    above: list[LetterCategory] = []
    while category is not None:
        above.append(category)
        category = category.parent
    facts = LetterFacts(
        intake=intake.path,
        kind=kind,
        categories=frozenset(each.code for each in above),
        folded=fold(words),
        is_accusation=kind == LetterKind.REPORT,
    )
    return route(open_rules(), facts)


def facts_of(letter: Letter) -> LetterFacts:
    """What the rules ask of a letter."""
    above = LetterCategory.objects.filter(letters=letter).values_list(
        "code", "parent__code", "parent__parent__code"
    )
    return LetterFacts(
        intake=letter.intake.path,
        kind=letter.kind,
        categories=frozenset(code for codes in above for code in codes if code),
        place=letter.place.path if letter.place else "",
        about=letter.about_agency.path if letter.about_agency else "",
        folded=fold(f"{letter.title}\n{letter.text}\n{letter.place_words}"),
        is_accusation=letter.is_accusation,
        accused=tuple(letter.accusations.values_list("agency__path", flat=True)),
    )
