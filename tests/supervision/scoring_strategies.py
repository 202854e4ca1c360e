"""Checklists and marks for properties: any tree that fits, any marks that fit it.

Hypothesis gives the seed; a tree of thirty indicators drawn figure by figure would take
it longer than to score a county.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from supervision.scoring_checklists import (
    Band,
    BonusGate,
    Checklist,
    FailLine,
    Grading,
    Multiplier,
    Part,
    Register,
    Term,
    VetoRule,
)
from supervision.scoring_rules import (
    ONE,
    ZERO,
    Absence,
    AbsenceKind,
    Bonus,
    Cap,
    CapScope,
    Credit,
    Deduction,
    GivenIn,
    Indicator,
    Kind,
    Mark,
    Mean,
    PassFail,
    Penalty,
    PerOccurrence,
    Rate,
    Rule,
    Sum,
    Tier,
    Tiers,
    Veto,
    VetoEffect,
)

D = Decimal
PARTS = ("a", "b")
Case = tuple[Checklist, dict[str, Mark]]
COUNTED = {Kind.PER_OCCURRENCE, Kind.DEDUCTION, Kind.BONUS, Kind.PENALTY}
BESIDE = {Kind.BONUS, Kind.PENALTY, Kind.VETO}
WEIGHTS = (ONE, ONE, ONE, D("0.5"), D("1.25"), ZERO)
SCOPES = (CapScope.OWN, CapScope.PARENT, CapScope.TOP)
MOVING = (AbsenceKind.LEAVES, AbsenceKind.TO_ALL)
REGISTERS: tuple[Rule, ...] = (Veto(), Bonus(each=D("1.5")), Penalty(each=D(3)))
TERMS = (
    (),
    (Term(parts=PARTS, normalised_to=D(100)),),
    (
        Term(parts=("a",), normalised_to=D(100), weight=D("0.7")),
        Term(parts=("b",), multiplier=Multiplier(by=D(4), per=D(3)), weight=D("0.3")),
    ),
)
VETOES = (
    VetoRule(),
    VetoRule(effect=VetoEffect.CAP, cap=D("12.5")),
    VetoRule(effect=VetoEffect.NO_SCORE),
)


def cases(*, absences: bool = True) -> st.SearchStrategy[Case]:
    return st.integers(0, 2**32).map(lambda seed: case_of(Random(seed), absences))


def case_of(chance: Random, absences: bool) -> Case:
    listed = checklist_by(chance)
    return listed, marks_by(chance, listed, absences)


def number(chance: Random, least: int, most: int) -> Decimal:
    """Of four decimals, as marks and points may have; often of none."""
    if chance.random() < 0.5:
        return D(chance.randint(least, most))
    return D(chance.randint(least * 10_000, most * 10_000)) / 10_000


def half(points: Decimal) -> Decimal:
    return (points / 2).quantize(D("0.0001"), rounding="ROUND_FLOOR")


def rule_by(chance: Random, points: Decimal) -> Rule:
    each = number(chance, 0, 5)
    most = chance.choice([None, number(chance, 0, 30)])
    low, high = Tier(bound=D(1), points=half(points)), Tier(bound=D(5), points=points)
    fast, slow = Tier(bound=D(1), points=points), Tier(bound=D(5), points=half(points))
    rate = Rate(
        target=number(chance, 1, 100),
        slope=chance.choice([None, each]),
        floor=chance.choice([None, number(chance, 0, 50)]),
    )
    rules: tuple[Rule, ...] = (
        Credit(given_in=chance.choice(list(GivenIn))),
        PerOccurrence(each=each, most=most),
        Deduction(each=each, most=most),
        Deduction(each=each),
        Tiers(tiers=(low, high)),
        Tiers(tiers=(fast, slow), is_less_better=True),
        rate,
        PassFail(),
    )
    return chance.choice(rules)


def leaf_by(chance: Random, code: str, parent: str, *, in_mean: bool) -> Indicator:
    # Two decimals, so that points times weights have no more than four.
    points = D(chance.randint(100 if in_mean else 0, 4000)) / 100
    return Indicator(
        code=code,
        title=code,
        parent=parent,
        points=points,
        rule=rule_by(chance, points),
        weight=chance.choice(WEIGHTS),
        cap=Cap(scope=CapScope.OWN if in_mean else chance.choice(SCOPES)),
        absence=Absence(kind=MOVING[0] if in_mean else chance.choice(MOVING)),
        explanation_credit=chance.choice([None, D("0.8"), D("0.6")]),
    )


def branch_by(chance: Random, code: str, parent: str, depth: int) -> list[Indicator]:
    """A branch with all below it. Its points are made to fit its children's."""
    is_mean = chance.random() < 0.2
    children: list[Indicator] = []
    below: list[Indicator] = []
    for place in range(chance.randint(1, 3)):
        name = f"{code}.{place}"
        if depth and not is_mean and chance.random() < 0.5:
            inner = branch_by(chance, name, code, depth - 1)
        else:
            inner = [leaf_by(chance, name, code, in_mean=is_mean)]
        children.append(inner[0])
        below += inner
    if is_mean:
        below[0] = replace(below[0], weight=ONE)
        return [_branch(code, parent, number(chance, 0, 40), Mean()), *below]
    full = sum((each.points * each.weight for each in children), ZERO)
    if full == full.quantize(D("0.0001")) and chance.random() < 0.2:
        # What is inside a capped branch moves with it, not by itself.
        below = [replace(each, absence=Absence()) for each in below]
        return [_branch(code, parent, half(full), Sum(is_capped=True)), *below]
    return [_branch(code, parent, full, Sum()), *below]


def _branch(code: str, parent: str, points: Decimal, rule: Rule) -> Indicator:
    return Indicator(code=code, title=code, parent=parent, points=points, rule=rule)


def checklist_by(chance: Random) -> Checklist:
    indicators: list[Indicator] = []
    parts: list[Part] = []
    for name in PARTS:
        points = ZERO
        for place in (1, 2):
            root, *below = branch_by(chance, f"{name}{place}", "", 3 - place)
            indicators += [replace(root, part=name), *below]
            points += root.points
        parts.append(Part(code=name, title=name, points=points))
    root, *below = branch_by(chance, "x1", "", 1)
    indicators += [replace(root, part="x"), *below]
    indicators += [
        Indicator(code=f"z{place}", title="", part=PARTS[0], rule=rule)
        for place, rule in enumerate(REGISTERS, start=1)
    ]
    most = number(chance, 0, 40)
    parts.append(Part(code="x", title="x", points=most, register=Register.BONUS))
    return Checklist(
        indicators=tuple(indicators),
        parts=tuple(parts),
        terms=chance.choice(TERMS),
        bonus_gates=chance.choice([(), (BonusGate(threshold=D(20)),)]),
        fail_lines=(FailLine(threshold=D(10)),),
        veto=chance.choice(VETOES),
        grading=Grading(
            bands=(Band(grade="好", lowest=D(30)), Band(grade="差", lowest=ZERO))
        ),
    )


def marks_by(chance: Random, listed: Checklist, absences: bool) -> dict[str, Mark]:
    parents = {each.parent for each in listed.indicators}
    marks = {}
    for each in listed.indicators:
        if each.code in parents:
            continue
        if absences and each.rule.kind not in BESIDE and chance.random() < 0.15:
            marks[each.code] = Mark(is_applicable=False)
            continue
        marks[each.code] = Mark(
            value=value_by(chance, each),
            is_explained=bool(each.explanation_credit) and chance.random() < 0.3,
            lacks_prerequisite=chance.random() < 0.15,
        )
    return marks


def value_by(chance: Random, each: Indicator) -> Decimal:
    rule = each.rule
    if isinstance(rule, Veto | PassFail):
        return chance.choice([ZERO, ONE])
    if rule.kind in COUNTED:
        return D(chance.choice([0, 1, 2, 3, 9, 60]))
    if isinstance(rule, Credit):
        most = ONE if rule.given_in is GivenIn.SHARE else each.points
        return D(chance.randint(0, int(most * 10_000))) / 10_000
    return number(chance, 0, 120)
