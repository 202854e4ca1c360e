"""A round with all its marks, for bench.round_step: people and checklist by the verbs,
units and marks in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from allauth.mfa.models import Authenticator

from directories.models import Agency, AgencyKind, Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from supervision.checklist_document import Document
from supervision.checklist_drafting import take_in
from supervision.checklist_publishing import publish
from supervision.checklist_tree import Branch
from supervision.models import (
    Checklist,
    Indicator,
    InspectionRound,
    Mark,
    ScoreSheet,
    SheetKind,
    SheetStatus,
)
from supervision.round_preparing import Particulars, prepare, set_units
from supervision.round_running import open_round
from supervision.scoring_checklists import Checklist as Rules
from supervision.scoring_json import rule_to_json
from supervision.scoring_rules import Indicator as Rule

from . import bulk, scoring_speed

PEOPLE = 10
# Every so many marks have a comment; the first of each checklist are bound to facts.
COMMENTED = 10
FACTS = {"0.0.3": "coverage", "0.0.7": "corrections", "0.0.1": "letters_unanswered"}
COMMENT = "现场查看：公示栏材料已更新，缺第三季度内容，已当场指出。"
MARK = (
    "sheet_id", "indicator_id", "value", "is_applicable", "is_explained",
    "lacks_prerequisite", "comment", "override", "version", "put_by_id", "put_at",
)  # fmt: skip
Row = tuple[Any, ...]


def make(units: int) -> int:
    """All is marked and nothing handed in; gives how many marks."""
    root = Agency.objects.create(code="990000", name="县", kind=AgencyKind.COUNTY)
    office, other = (_person(f"office-{n}", root, Role.OVERSEER) for n in (1, 2))
    people = [_person(f"inspector-{n}", root, Role.INSPECTOR) for n in range(PEOPLE)]
    made = [
        Agency.objects.create(code=f"99{number:06}", name=f"单位{number}", parent=root)
        for number in range(1, units + 1)
    ]
    rules = scoring_speed.checklist()
    list_ = _published(rules, office, other)
    days = date(clock.now().year, 1, 1), clock.now().date()
    round_ = prepare(Particulars("年终考核", list_, *days), by=office)
    set_units(round_, {"": made}, by=office)
    _assign(round_, people)
    open_round(round_, by=office)
    _put_marks(rules, round_, people[0])
    return Mark.objects.count()


def _person(name: str, unit: Agency, role: str) -> User:
    user = User.objects.create_user(name, f"{name}@bench.example", "x" * 20)
    Membership.objects.create(user=user, agency=unit, role=role)
    # Overseers enter the desk with a second factor only.
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def _published(rules: Rules, office: User, other: User) -> Checklist:
    document = Document(
        code="bench",
        year=clock.now().year,
        title="考核指标",
        branches=list(_branches(rules)),
        choices={
            "parts": [{"code": "base", "title": "", "points": "100"}],
            "terms": [{"parts": ["base"], "normalised_to": "100"}],
            "grading": {
                "quotas": [{"grade": "优秀", "share": "0.3"}],
                "lowest": "合格",
            },
        },
    )
    made = take_in(document, by=office)
    publish(made, version=made.content_version, by=other)
    return made


def _branches(rules: Rules) -> Iterator[Branch]:
    """The engine's checklist as a tree; the first level."""
    known: dict[str, Branch] = {}
    for rule in rules.indicators:
        branch = known[rule.code] = _branch(rule)
        if rule.parent:
            known[rule.parent].children.append(branch)
        else:
            yield branch


def _branch(rule: Rule) -> Branch:
    parameters = rule_to_json(rule.rule)
    kind = parameters.pop("kind")
    scoring: dict[str, Any] = {} if rule.parent else {"part": "base"}
    if kind != "sum":
        scoring["absence"] = {"kind": rule.absence.kind.value}
    return Branch(
        title=rule.code,
        key=rule.code,
        code=rule.code,
        points=rule.points,
        kind=kind,
        parameters={name: value for name, value in parameters.items() if value},
        scoring=scoring,
        measure=FACTS.get(rule.code, ""),
        rule="按规定公开得分，每缺一项扣分，扣完为止。",
    )


def _assign(round_: InspectionRound, people: list[User]) -> None:
    sheets = ScoreSheet.objects.filter(unit__round=round_, kind=SheetKind.FIRST)
    through = ScoreSheet.inspectors.through
    through.objects.bulk_create(
        through(scoresheet_id=pk, user_id=people[number % PEOPLE].pk)
        for number, pk in enumerate(sheets.order_by("pk").values_list("pk", flat=True))
    )


def _put_marks(rules: Rules, round_: InspectionRound, by: User) -> None:
    keys = dict(round_.checklist.indicators.values_list("code", "pk"))
    sheets = ScoreSheet.objects.filter(unit__round=round_, kind=SheetKind.FIRST)
    with bulk.unchecked(Mark):
        rows = _marks(rules, keys, sheets.order_by("pk").values_list("pk", flat=True))
        bulk.load(Mark, MARK, [(*row, 1, by.pk, clock.now()) for row in rows])


def _marks(rules: Rules, keys: dict[str, int], sheets: Any) -> Iterator[Row]:
    chance = Random(1)
    for sheet in sheets:
        marks = scoring_speed.marks(rules, chance)
        for number, (code, mark) in enumerate(marks.items()):
            value = None if mark.value is None else str(mark.value)
            comment = "" if number % COMMENTED else COMMENT
            flags = mark.is_applicable, False, False
            yield sheet, keys[code], value, *flags, comment, ""


def hand_in_all(round_: InspectionRound) -> None:
    ScoreSheet.objects.filter(unit__round=round_, kind=SheetKind.FIRST).update(
        status=SheetStatus.HANDED_IN
    )


def last_indicator(round_: InspectionRound) -> Indicator:
    """One by shares of its points, of no fact."""
    rows = round_.checklist.indicators.filter(kind="credit", measure="")
    return rows.order_by("-pk")[0]
