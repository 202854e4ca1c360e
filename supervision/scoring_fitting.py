"""Whether parts, terms, gates, grades and groups fit the indicators. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal

from .scoring_checking import (
    indicator_problems,
    is_holder,
    veto_problems,
    weighted_sum,
)
from .scoring_checklists import Checklist, Grading, Multiplier, Part, Register, Term
from .scoring_numbers import compared
from .scoring_problems import Problem, ProblemCode, UnfitChecklist
from .scoring_rules import ONE, ZERO, Indicator, Kind, Mean
from .scoring_tree import Tree, tree_of

MOST_PLACES = 4


def check(checklist: Checklist) -> Tree:
    """The tree of a checklist that fits; refuses (`UnfitChecklist`) any other."""
    tree = tree_of(checklist)
    problems = [
        *indicator_problems(tree),
        *_parts(checklist, tree),
        *_terms(checklist),
        *_gates(checklist, tree),
        *_outcome(checklist),
    ]
    # Maxima are only told where what they are made of can be trusted.
    if not problems:
        problems = list(_groups(checklist, tree))
    if problems:
        raise UnfitChecklist(problems)
    return tree


def base_parts(checklist: Checklist) -> tuple[Part, ...]:
    return tuple(each for each in checklist.parts if each.register is Register.BASE)


def bonus_parts(checklist: Checklist) -> tuple[Part, ...]:
    return tuple(each for each in checklist.parts if each.register is Register.BONUS)


def terms_of(checklist: Checklist) -> tuple[Term, ...]:
    every = tuple(part.code for part in base_parts(checklist))
    return checklist.terms or (Term(parts=every),)


def _parts(checklist: Checklist, tree: Tree) -> Iterator[Problem]:
    if not base_parts(checklist):
        yield Problem(ProblemCode.NOT_A_BASE_PART, "checklist")
    for part in checklist.parts:
        for name, figure in (("points", part.points), ("weight", part.weight)):
            if figure < 0:
                told = {"field": name, "value": str(figure)}
                yield Problem(ProblemCode.NEGATIVE, part.code, told)
        if part.register is Register.BASE:
            full = weighted_sum(tree.roots_of(part.code))
            if full != part.points:
                particulars = {"points": str(part.points), "sum": str(full)}
                yield Problem(ProblemCode.SUM_DIFFERS, part.code, particulars)


def _terms(checklist: Checklist) -> Iterator[Problem]:
    base = {part.code for part in base_parts(checklist)}
    seen: set[str] = set()
    for place, term in enumerate(terms_of(checklist)):
        where = f"terms[{place}]"
        for code in term.parts:
            if code not in base:
                yield Problem(ProblemCode.NOT_A_BASE_PART, where, {"part": code})
            elif code in seen:
                yield Problem(ProblemCode.PART_IN_TWO_TERMS, where, {"part": code})
            seen.add(code)
        yield from _term_figures(checklist, term, where)
    for code in sorted(base - seen):
        yield Problem(ProblemCode.PART_IN_NO_TERM, code)


def _term_figures(checklist: Checklist, term: Term, where: str) -> Iterator[Problem]:
    multiplier = term.multiplier or Multiplier(by=ONE)
    if term.weight < 0 or multiplier.by < 0:
        told = {"field": "weight", "value": str(min(term.weight, multiplier.by))}
        yield Problem(ProblemCode.NEGATIVE, where, told)
    if multiplier.per <= 0:
        told = {"field": "per", "value": str(multiplier.per)}
        yield Problem(ProblemCode.OUT_OF_RANGE, where, told)
    if term.normalised_to is not None and term.normalised_to <= 0:
        told = {"field": "normalised_to", "value": str(term.normalised_to)}
        yield Problem(ProblemCode.OUT_OF_RANGE, where, told)
    codes = {each.code for each in checklist.indicators}
    if multiplier.when_absent and multiplier.when_absent not in codes:
        told = {"code": multiplier.when_absent}
        yield Problem(ProblemCode.UNKNOWN_CODE, where, told)


def _gates(checklist: Checklist, tree: Tree) -> Iterator[Problem]:
    base = {part.code for part in base_parts(checklist)}
    items = {each.code for each in tree.order if each.rule.kind is Kind.BONUS}
    bonus = items | {part.code for part in bonus_parts(checklist)}
    for place, gate in enumerate(checklist.bonus_gates):
        where = f"bonus_gates[{place}]"
        yield from _unknown(where, gate.parts, base, ProblemCode.NOT_A_BASE_PART)
        yield from _unknown(where, gate.of, bonus, ProblemCode.NOT_A_BONUS)
    for place, line in enumerate(checklist.fail_lines):
        where = f"fail_lines[{place}]"
        yield from _unknown(where, line.parts, base, ProblemCode.NOT_A_BASE_PART)


def _unknown(
    where: str, codes: Collection[str], known: Collection[str], problem: ProblemCode
) -> Iterator[Problem]:
    for code in codes:
        if code not in known:
            yield Problem(problem, where, {"code": code})


def _outcome(checklist: Checklist) -> Iterator[Problem]:
    veto = checklist.veto
    yield from veto_problems("veto", veto.effect, veto.cap)
    yield from _grading(checklist.grading)
    if not 0 <= checklist.places <= MOST_PLACES:
        told = {"field": "places", "value": str(checklist.places)}
        yield Problem(ProblemCode.OUT_OF_RANGE, "checklist", told)
    if not ZERO <= checklist.pass_share <= ONE:
        told = {"field": "pass_share", "value": str(checklist.pass_share)}
        yield Problem(ProblemCode.OUT_OF_RANGE, "checklist", told)


def _grading(grading: Grading) -> Iterator[Problem]:
    if grading.bands and grading.quotas:
        yield Problem(ProblemCode.BANDS_AND_QUOTAS, "grading")
    for above, band in zip(grading.bands, grading.bands[1:], strict=False):
        if above.lowest <= band.lowest:
            yield Problem(
                ProblemCode.BANDS_OUT_OF_ORDER, "grading", {"band": band.grade}
            )
    for quota in grading.quotas:
        if (quota.share is None) == (quota.number is None):
            told = {"grade": quota.grade}
            yield Problem(ProblemCode.QUOTA_WITHOUT_SIZE, "grading", told)
        elif not ZERO <= (quota.share or ZERO) <= ONE or (quota.number or 0) < 0:
            told = {"field": "quota", "value": str(quota.share or quota.number)}
            yield Problem(ProblemCode.OUT_OF_RANGE, "grading", told)


def _groups(checklist: Checklist, tree: Tree) -> Iterator[Problem]:
    if checklist.maximum is not None:
        full = maximum_of(checklist, tree, ())
        yield from _maximum("checklist", checklist.maximum, full)
    seen: set[str] = set()
    for group in checklist.groups:
        if not group.code or group.code in seen:
            what = ProblemCode.CODE_TWICE if group.code else ProblemCode.NO_CODE
            yield Problem(what, group.code or "groups")
        seen.add(group.code)
        unknown = [code for code in group.leaves_out if code not in tree.by_code]
        for code in unknown:
            yield Problem(ProblemCode.UNKNOWN_CODE, group.code, {"code": code})
        if not unknown and group.maximum is not None:
            told = maximum_of(checklist, tree, group.leaves_out)
            yield from _maximum(group.code, group.maximum, told)


def _maximum(where: str, said: Decimal, told: Decimal) -> Iterator[Problem]:
    if compared(said) != compared(told):
        particulars = {"points": str(said), "sum": format(told, "f")}
        yield Problem(ProblemCode.SUM_DIFFERS, where, particulars)


def maximum_of(
    checklist: Checklist, tree: Tree, leaves_out: Collection[str]
) -> Decimal:
    """The highest base of a unit to which all applies that is not left out."""
    out = {under.code for code in leaves_out for under in tree.below(code)}
    points = _points(tree, out)
    highest = ZERO
    for term in terms_of(checklist):
        told = _weighted(
            points, tuple(root for part in term.parts for root in tree.roots_of(part))
        )
        if term.normalised_to is not None and told:
            told = term.normalised_to
        multiplier = term.multiplier
        if multiplier and (not multiplier.when_absent or multiplier.when_absent in out):
            told = told * multiplier.by / multiplier.per
        highest += told * term.weight
    return highest


def _points(tree: Tree, out: Collection[str]) -> dict[str, Decimal]:
    """What each indicator can give, from the leaves up."""
    points: dict[str, Decimal] = {}
    for each in reversed(tree.order):
        told = each.points
        children = tree.children[each.code]
        if each.code in out:
            told = ZERO
        elif children:
            told = _weighted(points, children)
            if isinstance(each.rule, Mean):
                told = each.points if told else ZERO
            elif is_holder(each):
                told = min(each.points, told)
        points[each.code] = told
    return points


def _weighted(points: dict[str, Decimal], those: tuple[Indicator, ...]) -> Decimal:
    return sum((points[each.code] * each.weight for each in those), ZERO)
