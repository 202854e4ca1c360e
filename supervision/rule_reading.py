"""What the words of a rule seem to mean: sub-points, and a kind to propose. Pure.

Only clear words are read; what is proposed names the words that it was read from, and
the office confirms it. The rule's text itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from .checklist_tree import Proposal, written

NUMBER = r"(\d+(?:\.\d+)?)"
PIECE = re.compile(
    r"(?:^|(?<=[。；;，,！\s]))\s*"
    r"(?:\d{1,2}[.、．](?!\d)|[(（]\d{1,2}[)）]|[①②③④⑤⑥⑦⑧⑨⑩])"
)
IN_BRACKETS = re.compile(rf"【\s*{NUMBER}\s*分\s*】|[(（\[]\s*{NUMBER}\s*分\s*[)）\]]")
GAINED = re.compile(rf"(?:得|计|记|给|赋|占){NUMBER}\s*分")
UNITS = "次|处|例|个|项|条|篇|件|起|天|日|期|人|份|家|月|季度|宗|户"
EACH = (
    r"(?:每[^，。；;,]{0,14}?|(?:出现|发现|发生|有|被|少|缺|漏)[^，。；;,]{0,8}?[一1])"
    rf"(?:{UNITS})[^，。；;]{{0,18}}?[，,]?"
)
DEDUCTS = re.compile(rf"{EACH}(?:倒?扣|减){NUMBER}\s*分")
GAINS = re.compile(rf"{EACH}(?:加|得|计|奖|奖励){NUMBER}\s*分")
CAP = re.compile(
    rf"(?:最多|最高|至多|累计|总计)?(?:不超过|不高于|最多|最高|至多)"
    rf"[^\d，。；;]{{0,6}}{NUMBER}\s*分"
)
TO_ZERO = re.compile(r"扣完为止|扣完(?:该项|本项)?(?:分值)?(?:为)?止|直至扣完")
RATE = re.compile(
    r"按[^，。；;]{0,20}?(?:比例|百分比|完成率|公开率|办结率|覆盖率|完成情况)"
    r"[^，。；;\d：:]{0,6}?(?:得分|计分|扣分|给分|赋分|折算)"
    r"|得分\s*=[^，。；;]{0,40}率\s*[×xX*][^，。；;]{0,12}"
)
TIER = re.compile(
    rf"{NUMBER}\s*(?:{UNITS})(?:及|\(含\)|（含）)?以?上?[^，。；;\d]{{0,8}}?"
    rf"(?:得|计|记){NUMBER}\s*分"
)
VETO = re.compile(r"一票否决|单项否决|实行否决|直接(?:评定|确定|定)为不合格")
BESIDE = re.compile(rf"(?:奖励?|加|扣|减){NUMBER}(?:[、,，]{NUMBER})*\s*分")
ALL_OR_NOTHING = re.compile(
    r"(?:否则|未[^，。；;]{1,20}|没有[^，。；;]{0,20}|无[^，。；;]{1,12})(?:不得分|不计分)"
)
BONUS = re.compile(r"加分|奖分|奖励分")
PENALTY = re.compile(r"减分项|扣分项|倒扣|惩罚")
BOTH = re.compile(r"奖扣|奖惩|加减分|加扣分|奖罚")


class SubPoint(NamedTuple):
    """A numbered part of a rule with its points, if it says any."""

    text: str
    points: Decimal | None


def sub_points(rule: str) -> list[SubPoint]:
    """The parts of a rule that carry points of their own; none where it has none."""
    starts = [found.start() for found in PIECE.finditer(rule)]
    if starts:
        pieces = [*starts, len(rule)]
        texts = [
            rule[start:end].strip()
            for start, end in zip(pieces, pieces[1:], strict=False)
        ]
        found = [SubPoint(text, _own_points(text)) for text in texts if text]
        return found if any(each.points is not None for each in found) else []
    return list(_bracketed(rule))


def _own_points(text: str) -> Decimal | None:
    """What a numbered part gives: the sum of its brackets, else the first 得…分."""
    brackets = [_number(found) for found in IN_BRACKETS.finditer(text)]
    if brackets:
        return sum(brackets, Decimal(0))
    gained = GAINED.search(text)
    # 每条得1分 is a rate, not what the part is worth.
    if gained is None or GAINS.search(text):
        return None
    return Decimal(gained[1])


def _bracketed(rule: str) -> Iterator[SubPoint]:
    """…【2分】…【3分】, or one 得4分 alone; several of those are alternatives."""
    start = 0
    for found in IN_BRACKETS.finditer(rule):
        yield SubPoint(rule[start : found.end()].strip(), _number(found))
        start = found.end()
    gained = GAINED.findall(rule)
    if not start and len(gained) == 1 and not GAINS.search(rule):
        yield SubPoint(rule, Decimal(gained[0]))


def most_beside(rule: str) -> Decimal | None:
    """The most that words give or take at once: 20 of 分别奖20、10分."""
    figures = [
        Decimal(number)
        for found in BESIDE.finditer(rule)
        for number in re.findall(NUMBER, found[0])
    ]
    return max(figures, default=None)


def _number(found: re.Match[str]) -> Decimal:
    return Decimal(next(filter(None, found.groups())))


# --- Kinds --------------------------------------------------------------------------


def propose(title: str, rule: str, points: Decimal | None) -> Proposal | None:
    """The kind that the words clearly mean; None where they leave it open, as do
    several parts with points of their own."""
    worth = [part for part in sub_points(rule) if part.points is not None]
    for reading in READINGS[:2] if len(worth) > 1 else READINGS:
        if proposal := reading(title, rule, points):
            return proposal
    return None


def _veto(title: str, rule: str, _points: Decimal | None) -> Proposal | None:
    found = VETO.search(title) or VETO.search(rule)
    return Proposal("veto", {}, found[0]) if found else None


def _beside(title: str, _rule: str, points: Decimal | None) -> Proposal | None:
    """加分项 and 减分项 stand outside the total."""
    if found := BOTH.search(title) or BONUS.search(title):
        most = {"most": written(points)} if points else {}
        return Proposal("bonus", {"each": "1", **most}, found[0])
    if found := PENALTY.search(title):
        return Proposal("penalty", {"each": "1"}, found[0])
    return None


def _deduction(_title: str, rule: str, points: Decimal | None) -> Proposal | None:
    found = DEDUCTS.search(rule)
    if found is None:
        return None
    stop, cap = TO_ZERO.search(rule), CAP.search(rule)
    parameters: dict[str, Any] = {"each": found[1]}
    if cap:
        parameters["most"] = cap[1]
    elif points is not None:
        parameters["most"] = written(points)
    words = [found[0], (cap or stop or [""])[0]]
    return Proposal("deduction", parameters, "，".join(filter(None, words)))


def _tiers(_title: str, rule: str, _points: Decimal | None) -> Proposal | None:
    steps = TIER.findall(rule)
    if len(steps) < 2 or len({quantity for quantity, _gain in steps}) < len(steps):
        return None
    ordered = sorted(steps, key=lambda step: Decimal(step[0]))
    because = "；".join(found[0] for found in TIER.finditer(rule))
    tiers = [{"bound": bound, "points": gain} for bound, gain in ordered]
    return Proposal("tiers", {"tiers": tiers}, because)


def _occurrence(_title: str, rule: str, points: Decimal | None) -> Proposal | None:
    found = GAINS.search(rule)
    if found is None:
        return None
    cap = CAP.search(rule)
    most = cap[1] if cap else written(points)
    words = [found[0], cap[0] if cap else ""]
    parameters = {"each": found[1]} | ({"most": most} if most else {})
    return Proposal("per_occurrence", parameters, "，".join(filter(None, words)))


def _rate(_title: str, rule: str, _points: Decimal | None) -> Proposal | None:
    found = RATE.search(rule)
    return Proposal("rate", {"target": "100"}, found[0]) if found else None


def _pass_fail(_title: str, rule: str, _points: Decimal | None) -> Proposal | None:
    found = ALL_OR_NOTHING.search(rule)
    has_steps = len(GAINED.findall(rule)) > 1 or DEDUCTS.search(rule)
    return Proposal("pass_fail", {}, found[0]) if found and not has_steps else None


READINGS: tuple[Callable[[str, str, Decimal | None], Proposal | None], ...] = (
    *(_veto, _beside, _deduction, _tiers, _occurrence, _rate, _pass_fail),
)
