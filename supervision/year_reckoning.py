"""A year is reckoned: published ratings mixed by their shares, with the registers.

What comes out are rows that are not stored: the desk looks at them, and publication
stores the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from directories.models import Agency
from disclosure_portal.foundation import clock

from .models import (
    LineKind,
    LineStatus,
    RegisterLine,
    UnitRating,
    YearAssessment,
    YearResult,
    YearShare,
)
from .rating_rows import placed, told_lines
from .round_preparing import group_titles
from .scoring import Scoring
from .scoring_grades import Placing
from .scoring_numbers import in_words
from .scoring_problems import Refused
from .scoring_results import Result, line_to_json
from .scoring_rounds import RoundMix, RoundShare, checklist_of, marks_of
from .scoring_rules import HUNDRED, ONE, ZERO, Bonus, Indicator, Mark, Penalty
from .year_preparing import NAMED, YearUnfit, told_of
from .year_rules import LoneUnits, rules_of

RULES: Mapping[str, type[Bonus | Penalty]] = {
    LineKind.BONUS: Bonus,
    LineKind.CRITICISM: Penalty,
}
LETTERS: Mapping[str, str] = {LineKind.BONUS: "B", LineKind.CRITICISM: "C"}


@dataclass
class Reckoning:
    """`left_out` are units that lack a round, where the rules leave them out."""

    results: list[YearResult] = field(default_factory=list)
    left_out: list[Agency] = field(default_factory=list)


@dataclass
class _Unit:
    agency: Agency
    ratings: dict[str, UnitRating] = field(default_factory=dict)
    register: dict[str, RegisterLine] = field(default_factory=dict)
    result: Result | None = None


def reckon(assessment: YearAssessment) -> Reckoning:
    """Best first in each group; three queries. Raises YearUnfit."""
    rules = rules_of(assessment.choices)
    shares = _shares(assessment)
    units = _units(shares)
    _put_lines(assessment, units)
    lone = [unit for unit in units.values() if len(unit.ratings) < len(shares)]
    if lone and rules.lone_units is LoneUnits.REFUSED:
        raise YearUnfit("\n".join(_lacking(unit, shares) for unit in lone[:NAMED]))
    for unit in lone:
        del units[unit.agency.pk]
    if not units:
        raise YearUnfit(_("No unit has a rating in every round."))
    mix = replace(rules.mix, shares=tuple(_mixed(shares, units.values())))
    results = list(_results(assessment, mix, shares, units))
    return Reckoning(results, [unit.agency for unit in lone])


def _shares(assessment: YearAssessment) -> dict[str, YearShare]:
    """By their codes R1, R2 …, in the order in which the rounds ended."""
    rows = assessment.shares.select_related("round__checklist")
    ordered = rows.order_by("round__last_day", "round_id")
    found = {f"R{number}": row for number, row in enumerate(ordered, start=1)}
    if not found:
        raise YearUnfit(_("No round is chosen yet."))
    if sum((share.percent for share in found.values()), ZERO) != HUNDRED:
        raise YearUnfit(_("The shares do not make 100 %."))
    return found


def _units(shares: Mapping[str, YearShare]) -> dict[int, _Unit]:
    codes = {share.round_id: code for code, share in shares.items()}
    rows = UnitRating.objects.filter(unit__round__in=codes)
    ratings = rows.defer("lines", "scores", "parts").select_related("unit__agency")
    units: dict[int, _Unit] = {}
    for rating in ratings.order_by("unit__agency__path", "pk"):
        agency = rating.unit.agency
        unit = units.setdefault(agency.pk, _Unit(agency))
        unit.ratings[codes[rating.unit.round_id]] = rating
    return units


def _put_lines(assessment: YearAssessment, units: Mapping[int, _Unit]) -> None:
    """Confirmed ones. Raises YearUnfit for a unit that no round knows."""
    rows = assessment.register.filter(status=LineStatus.CONFIRMED)
    for line in rows.select_related("agency").order_by("on", "pk"):
        if line.agency_id not in units:
            raise YearUnfit(
                _("%s stands in a register, and in none of the rounds.") % line.agency
            )
        register = units[line.agency_id].register
        letter = LETTERS[line.kind]
        number = 1 + sum(code.startswith(letter) for code in register)
        register[f"{letter}{number}"] = line


def _lacking(unit: _Unit, shares: Mapping[str, YearShare]) -> str:
    names = [
        str(share.round) for code, share in shares.items() if code not in unit.ratings
    ]
    return _("%(unit)s has no rating in: %(rounds)s") % {
        "unit": unit.agency,
        "rounds": "、".join(names),
    }


def _mixed(
    shares: Mapping[str, YearShare], units: Iterable[_Unit]
) -> Iterator[RoundShare]:
    """A bonus may have lifted a total above what counts as 100."""
    for code, share in shares.items():
        totals = [unit.ratings[code].total or ZERO for unit in units]
        yield RoundShare(
            code=code,
            title=str(share.round),
            weight=share.percent / HUNDRED,
            maximum=max(share.full, *totals),
            full=share.full,
        )


# --- Results ------------------------------------------------------------------------


def _results(
    assessment: YearAssessment,
    mix: RoundMix,
    shares: Mapping[str, YearShare],
    units: Mapping[int, _Unit],
) -> Iterator[YearResult]:
    """Units are ranked in the groups of the round that ended last."""
    last = list(shares)[-1]
    titles = group_titles(shares[last].round.checklist)
    groups: dict[str, dict[int, _Unit]] = defaultdict(dict)
    bare = _scoring(mix, ())
    for pk, unit in units.items():
        unit.result = _scored(mix, unit, bare)
        groups[unit.ratings[last].unit.group][pk] = unit
    for group, members in groups.items():
        known = {pk: unit.result for pk, unit in members.items() if unit.result}
        places = placed(bare, known)
        for pk, placing in places.items():
            row = _row(assessment, members[pk], placing, shares)
            row.group, row.group_title = group, titles[group] if group else ""
            yield row


def _scoring(mix: RoundMix, register: Sequence[Indicator]) -> Scoring:
    try:
        return Scoring(checklist_of(replace(mix, register=tuple(register))))
    except Refused as refused:
        raise YearUnfit(told_of(refused)) from refused


def _scored(mix: RoundMix, unit: _Unit, bare: Scoring) -> Result:
    """Each unit has a register of its own: its lines are indicators."""
    first = mix.shares[0].code
    lines = [
        Indicator(
            code=code,
            title=line.ground,
            part=first,
            rule=RULES[line.kind](each=line.points),
        )
        for code, line in unit.register.items()
    ]
    scoring = _scoring(mix, lines) if lines else bare
    marks = marks_of(
        mix, unit.ratings, {code: Mark(value=ONE) for code in unit.register}
    )
    try:
        return scoring.score(marks)
    except Refused as refused:
        raise YearUnfit(f"{unit.agency}：{told_of(refused)}") from refused


def _row(
    assessment: YearAssessment,
    unit: _Unit,
    placing: Placing,
    shares: Mapping[str, YearShare],
) -> YearResult:
    result = unit.result
    assert result is not None
    return YearResult(
        assessment=assessment,
        agency=unit.agency,
        total=result.total,
        unrounded=result.unrounded,
        base=result.base,
        bonus=result.bonus,
        penalty=result.penalty,
        grade=placing.grade,
        rank=placing.rank,
        is_vetoed=result.is_vetoed,
        is_failed=result.is_failed,
        shares=[_share(c, s, unit.ratings[c], result) for c, s in shares.items()],
        register=[_line(code, line) for code, line in unit.register.items()],
        lines=told_lines(map(line_to_json, result.lines), result.total, placing),
        scored_at=clock.now(),
    )


def _share(
    code: str, share: YearShare, rating: UnitRating, result: Result
) -> list[str]:
    gave: Decimal = sum(
        (line.after - line.before for line in result.lines if line.what == code), ZERO
    )
    total = "" if rating.total is None else in_words(rating.total)
    figures = in_words(share.percent), in_words(share.full), total, in_words(gave)
    return [code, str(share.round), *figures]


def _line(code: str, line: RegisterLine) -> list[Any]:
    figures = in_words(line.points), line.on.isoformat()
    return [code, line.kind, line.ground, *figures, line.document, line.notice_id]
