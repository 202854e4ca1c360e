"""Whether a checklist's indicators fit together: sums, caps, absences, rules. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .scoring_problems import Problem, ProblemCode
from .scoring_rules import (
    BESIDE_THE_BASE,
    ONE,
    ZERO,
    AbsenceKind,
    CapScope,
    Indicator,
    Mean,
    Rate,
    Sum,
    Tiers,
    Veto,
    VetoEffect,
)
from .scoring_tree import Tree

MOVING = frozenset({AbsenceKind.TO_ALL, AbsenceKind.TO_GROUP})


def indicator_problems(tree: Tree) -> Iterator[Problem]:
    for each in tree.order:
        yield from _figures(each)
        yield from _rule(each)
        yield from _sum(tree, each)
        yield from _cap(tree, each)
        yield from _mean(tree, each)
        yield from _absence(tree, each)
    yield from _receiving(tree)


def is_beside(indicator: Indicator) -> bool:
    return indicator.rule.kind in BESIDE_THE_BASE


def is_holder(indicator: Indicator) -> bool:
    """A branch whose points are its own, whatever its children's: moved as one."""
    rule = indicator.rule
    return isinstance(rule, Mean) or (isinstance(rule, Sum) and rule.is_capped)


def _figures(each: Indicator) -> Iterator[Problem]:
    most = getattr(each.rule, "most", None)
    figures = {
        "points": each.points,
        "weight": each.weight,
        "each": getattr(each.rule, "each", ZERO),
        "most": most if most is not None else ZERO,
        "threshold": getattr(each.rule, "threshold", ZERO),
    }
    for name, figure in figures.items():
        if figure < 0:
            told = {"field": name, "value": str(figure)}
            yield Problem(ProblemCode.NEGATIVE, each.code, told)
    shares = {
        "explanation_credit": each.explanation_credit,
        "pass_share": each.pass_share,
    }
    for name, share in shares.items():
        if share is not None and not ZERO <= share <= ONE:
            told = {"field": name, "value": str(share)}
            yield Problem(ProblemCode.OUT_OF_RANGE, each.code, told)
    if is_beside(each) and each.points:
        told = {"points": str(each.points)}
        yield Problem(ProblemCode.POINTS_BESIDE, each.code, told)


def _rule(each: Indicator) -> Iterator[Problem]:
    rule = each.rule
    if isinstance(rule, Tiers):
        yield from _tiers(each, rule)
    elif isinstance(rule, Rate):
        if rule.is_less_better and rule.slope is None:
            yield Problem(ProblemCode.NO_SLOPE, each.code)
        if rule.slope is None and rule.target <= 0:
            yield Problem(ProblemCode.NO_TARGET, each.code)
        figures = (rule.target, rule.slope or ZERO, rule.floor or ZERO)
        if min(figures) < 0:
            told = {"field": "rate", "value": str(min(figures))}
            yield Problem(ProblemCode.NEGATIVE, each.code, told)
    elif isinstance(rule, Veto):
        if not rule.threshold and not rule.is_strict:
            told = {"field": "threshold", "value": "0"}
            yield Problem(ProblemCode.OUT_OF_RANGE, each.code, told)
        yield from veto_problems(each.code, rule.effect, rule.cap)


def veto_problems(
    where: str, effect: VetoEffect | None, cap: Decimal | None
) -> Iterator[Problem]:
    if effect is VetoEffect.CAP and cap is None:
        yield Problem(ProblemCode.CAP_WITHOUT_FIGURE, where)
    if cap is not None and cap < 0:
        told = {"field": "cap", "value": str(cap)}
        yield Problem(ProblemCode.NEGATIVE, where, told)


def _tiers(each: Indicator, rule: Tiers) -> Iterator[Problem]:
    """Written with rising bounds; more (or, the other way, less) never gives less."""
    if not rule.tiers:
        yield Problem(ProblemCode.NO_TIERS, each.code)
    for before, after in zip(rule.tiers, rule.tiers[1:], strict=False):
        is_falling = after.points < before.points
        is_level = after.points == before.points
        if before.bound >= after.bound or is_falling != (
            rule.is_less_better and not is_level
        ):
            told = {"tier": str(after.bound)}
            yield Problem(ProblemCode.TIERS_OUT_OF_ORDER, each.code, told)
    for tier in rule.tiers:
        if not ZERO <= tier.points <= each.points:
            told = {"tier": str(tier.bound), "points": str(tier.points)}
            yield Problem(ProblemCode.ABOVE_THE_POINTS, each.code, told)


def weighted_sum(children: tuple[Indicator, ...]) -> Decimal:
    return sum(
        (each.points * each.weight for each in children if not is_beside(each)), ZERO
    )


def _sum(tree: Tree, each: Indicator) -> Iterator[Problem]:
    rule = each.rule
    if not isinstance(rule, Sum):
        return
    told = weighted_sum(tree.children[each.code])
    fits = told >= each.points if rule.is_capped else told == each.points
    if not fits:
        particulars = {"points": str(each.points), "sum": str(told)}
        yield Problem(ProblemCode.SUM_DIFFERS, each.code, particulars)


def _cap(tree: Tree, each: Indicator) -> Iterator[Problem]:
    above = {ancestor.code for ancestor in tree.ancestors(each.code)}
    cap = each.cap
    if cap.scope is CapScope.NAMED and cap.at not in above | {each.code}:
        yield Problem(ProblemCode.CAP_NOT_ABOVE, each.code, {"at": cap.at})
        return
    place = tree.cap_place(each)
    for ancestor in tree.ancestors(each.code):
        if place == each.code or ancestor.code == place:
            return
        if isinstance(ancestor.rule, Mean):
            yield Problem(ProblemCode.CAP_OUTSIDE_MEAN, each.code, {"at": place})


def _mean(tree: Tree, each: Indicator) -> Iterator[Problem]:
    """In a mean every child has a share, so it has points to have a share of."""
    if not isinstance(each.rule, Mean):
        return
    children = tree.children[each.code]
    for under in tree.below(each.code):
        if is_beside(under):
            yield Problem(ProblemCode.BESIDE_IN_MEAN, under.code, {"mean": each.code})
    for child in children:
        if child.weight and not child.points and not is_beside(child):
            told = {"field": "points", "value": "0"}
            yield Problem(ProblemCode.OUT_OF_RANGE, child.code, told)
    if not any(child.weight for child in children):
        told = {"field": "weight", "value": "0"}
        yield Problem(ProblemCode.OUT_OF_RANGE, each.code, told)


def _absence(tree: Tree, each: Indicator) -> Iterator[Problem]:
    absence = each.absence
    if absence.kind not in MOVING:
        return
    holders = [above for above in tree.ancestors(each.code) if is_holder(above)]
    if holders:
        told = {"branch": holders[0].code}
        yield Problem(ProblemCode.MOVES_INSIDE, each.code, told)


def _receiving(tree: Tree) -> Iterator[Problem]:
    """Points that move to a name find somebody there besides who gives them."""
    known: dict[tuple[str, str], set[str]] = {}
    for each in tree.order:
        to = each.absence.to
        if each.absence.kind is not AbsenceKind.TO_GROUP:
            continue
        way = tree.part_of[each.code], to
        if way not in known:
            known[way] = receivers_of(tree, *way) if to else set()
        own = {under.code for under in tree.below(each.code)}
        if known[way] <= own:
            yield Problem(ProblemCode.NOBODY_TO_RECEIVE, each.code, {"to": to})


def receivers_of(tree: Tree, part: str, to: str) -> set[str]:
    """Codes of the part in the named group or below the named indicator."""
    heads = [each.code for each in tree.order if to in (each.code, each.group)]
    below = {under.code for head in heads for under in tree.below(head)}
    return {code for code in below if tree.part_of[code] == part}
