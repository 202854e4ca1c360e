"""A checklist laid out once for many units: places, factors and maxima. Pure.

Indicators become numbered places, parents before children. Factors are the weights
along the way multiplied; inside a mean they start anew, because a mean takes shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, localcontext

from .scoring_checking import MOVING, is_beside, is_holder, receivers_of
from .scoring_checklists import Checklist, Register, UnitGroup
from .scoring_fitting import check
from .scoring_numbers import CONTEXT
from .scoring_problems import NothingApplicable, Problem, ProblemCode, UnfitMarks
from .scoring_rules import ONE, ZERO, AbsenceKind, Indicator, Kind, Mean, Rule, Sum
from .scoring_tree import Tree

NOWHERE = -1


@dataclass(slots=True)
class Place:
    """An indicator where scoring finds it, with all that no mark changes."""

    number: int
    code: str
    indicator: Indicator
    rule: Rule
    kind: Kind
    points: Decimal  # before its factor
    factor: Decimal
    part: str
    is_bonus: bool  # in a part that comes on top of the base
    is_beside: bool
    is_leaf: bool
    has_own_cap: bool
    pass_share: Decimal
    parent: int
    holder: int  # the branch that is moved as one, itself or above; or nowhere
    told: dict[str, Decimal | str]  # the rule's figures, for the explanation
    children: tuple[int, ...] = ()  # that add to it
    mean_weight: Decimal = ONE
    is_cap_place: bool = False
    is_capped: bool = False  # a sum of no more than its own points

    @property
    def way_of_points(self) -> tuple[str, str]:
        absence = self.indicator.absence
        is_named = absence.kind is AbsenceKind.TO_GROUP
        return self.part, absence.to if is_named else ""

    @property
    def worth(self) -> Decimal:
        return self.points * self.factor


@dataclass(slots=True)
class Plan:
    """What scoring knows of a checklist for one group of units."""

    checklist: Checklist
    group: UnitGroup | None
    tree: Tree
    places: tuple[Place, ...]
    by_code: Mapping[str, int]
    left_out: frozenset[str]
    base: tuple[Place, ...] = ()
    bonus: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()
    branches: tuple[Place, ...] = ()  # children before parents
    # By part: its first level; by part and name ("" for all): who takes points.
    roots: dict[str, list[int]] = field(default_factory=dict)
    receivers: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)

    def below(self, number: int) -> list[int]:
        """The places from this one down: they follow each other."""
        code = self.places[number].code
        return [
            self.by_code[each.code]
            for each in self.tree.below(code)
            if each.code in self.by_code
        ]

    def receivers_for(self, place: Place) -> tuple[int, ...]:
        return self.receivers[place.way_of_points]


def plan_of(checklist: Checklist, group: str = "") -> Plan:
    """Refuses a checklist that does not fit, and a group that it does not know."""
    with localcontext(CONTEXT):
        tree = check(checklist)
        chosen = _group(checklist, group)
        out = _left_out(tree, chosen)
        plan = _placed(checklist, tree, chosen, out)
        _joined(plan)
        if not any(place.points for place in plan.base):
            raise NothingApplicable([Problem(ProblemCode.NOTHING_APPLICABLE, group)])
        return plan


def _group(checklist: Checklist, code: str) -> UnitGroup | None:
    if not code:
        return None
    for group in checklist.groups:
        if group.code == code:
            return group
    raise UnfitMarks([Problem(ProblemCode.UNKNOWN_GROUP, code)])


def _left_out(tree: Tree, group: UnitGroup | None) -> frozenset[str]:
    """Codes not meant for the group, with branches of which nothing remains."""
    codes = group.leaves_out if group else ()
    out = {under.code for code in codes for under in tree.below(code)}
    for each in reversed(tree.order):
        children = tree.children[each.code]
        if children and all(child.code in out for child in children):
            out.add(each.code)
    return frozenset(out)


def _placed(
    checklist: Checklist, tree: Tree, group: UnitGroup | None, out: frozenset[str]
) -> Plan:
    by_code: dict[str, int] = {}
    places: list[Place] = []
    for indicator in tree.order:
        if indicator.code not in out:
            by_code[indicator.code] = len(places)
            places.append(_place(checklist, tree, indicator, by_code, places))
    return Plan(checklist, group, tree, tuple(places), by_code, out)


def _place(
    checklist: Checklist,
    tree: Tree,
    indicator: Indicator,
    by_code: Mapping[str, int],
    places: list[Place],
) -> Place:
    above = places[by_code[indicator.parent]] if indicator.parent else None
    is_in_mean = above is not None and isinstance(above.rule, Mean)
    holder = above.holder if above else NOWHERE
    number = by_code[indicator.code]
    if holder == NOWHERE and is_holder(indicator):
        holder = number
    part = tree.parts[tree.part_of[indicator.code]]
    share = indicator.pass_share
    return Place(
        number=number,
        code=indicator.code,
        indicator=indicator,
        rule=indicator.rule,
        kind=indicator.rule.kind,
        points=indicator.points,
        factor=_factor(indicator, above, is_in_mean=is_in_mean),
        part=part.code,
        is_bonus=part.register is Register.BONUS,
        is_beside=is_beside(indicator),
        is_leaf=not tree.children[indicator.code],
        has_own_cap=tree.cap_place(indicator) == indicator.code,
        pass_share=checklist.pass_share if share is None else share,
        parent=above.number if above else NOWHERE,
        holder=holder,
        told=_told(indicator.rule),
        mean_weight=indicator.weight,
        is_capped=isinstance(indicator.rule, Sum) and indicator.rule.is_capped,
    )


def _factor(indicator: Indicator, above: Place | None, *, is_in_mean: bool) -> Decimal:
    if is_in_mean:
        return ONE if indicator.weight else ZERO
    return indicator.weight * (above.factor if above else ONE)


def _told(rule: Rule) -> dict[str, Decimal | str]:
    """Figures of the rule that the explanation repeats, so that it stands alone."""
    values = {each.name: getattr(rule, each.name) for each in fields(rule)}
    return {name: value for name, value in values.items() if isinstance(value, Decimal)}


def _joined(plan: Plan) -> None:
    """Places find their children, caps, and who takes their points."""
    children: dict[int, list[int]] = {}
    for place in plan.places:
        if place.parent != NOWHERE and not place.is_beside:
            children.setdefault(place.parent, []).append(place.number)
        cap = plan.tree.cap_place(place.indicator)
        if not place.has_own_cap and not place.is_beside:
            plan.places[plan.by_code[cap]].is_cap_place = True
    for number, under in children.items():
        plan.places[number].children = tuple(under)
    counted = [place for place in plan.places if not place.is_beside]
    plan.base = tuple(place for place in counted if not place.is_bonus)
    plan.bonus = tuple(place for place in counted if place.is_bonus)
    plan.beside = tuple(place for place in plan.places if place.is_beside)
    plan.branches = tuple(place for place in reversed(counted) if not place.is_leaf)
    for place in counted:
        if place.parent == NOWHERE:
            plan.roots.setdefault(place.part, []).append(place.number)
        if place.indicator.absence.kind in MOVING:
            way = place.way_of_points
            if way not in plan.receivers:
                plan.receivers[way] = _receivers(plan, *way)


def _receivers(plan: Plan, part: str, to: str) -> tuple[int, ...]:
    """Leaves and branches moved as one that take the points of a part, or those of
    them that are named. Whether they apply is the marks' matter; so an absent branch
    takes nothing of its own."""
    named = receivers_of(plan.tree, part, to) if to else None
    return tuple(
        place.number
        for place in plan.places
        if place.part == part
        and not place.is_beside
        and is_moved_as_one(place)
        and (named is None or place.code in named)
    )


def is_moved_as_one(place: Place) -> bool:
    if place.holder != NOWHERE:
        return place.holder == place.number
    return place.is_leaf
