"""The choices and rules of a checklist in a reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .checklist_tree import Branch, written
from .models import IndicatorKind, Method
from .scoring_checklists import Figure, Register, ShareRounding

PERCENT = "percent"


def kind_words(branch: Branch) -> str:
    """The kind with its figures: 按次扣分：每次 2，最多 4."""
    kind = branch.kind or ("sum" if branch.children else "credit")
    figures = list(_figures(branch.parameters))
    label = str(IndicatorKind(kind).label)
    return f"{label}：{'，'.join(figures)}" if figures else label


def proposal_words(branch: Branch) -> str:
    if branch.proposal is None:
        return ""
    label = str(IndicatorKind(branch.proposal.kind).label)
    figures = "，".join(_figures(branch.proposal.parameters))
    return f"{label}：{figures}" if figures else label


def _figures(told: Mapping[str, Any]) -> Iterator[str]:
    words = {
        "each": _("each %s"),
        "most": _("at most %s"),
        "target": _("target %s %%"),
        "slope": _("%s lost for each per cent"),
        "floor": _("none below %s %%"),
        "threshold": _("from %s on"),
        "cap": _("the total is at most %s"),
    }
    for name, each in words.items():
        if told.get(name) is not None:
            yield each % told[name]
    for tier in told.get("tiers", []):
        yield _("from %(bound)s: %(points)s") % tier


def method_words(branch: Branch) -> str:
    return "、".join(str(Method(each).label) for each in branch.methods)


def points_words(branch: Branch) -> str:
    text = written(branch.points) or ""
    if branch.weight != 1:
        text = f"{text} × {written(branch.weight)}"
    return text


def choice_lines(choices: Mapping[str, Any], parts: Mapping[str, str]) -> list[str]:
    """One sentence for each choice that changes a figure."""
    return [
        *_term_lines(choices, parts),
        *_bonus_part_lines(choices),
        *_gate_lines(choices, parts),
        *_pass_lines(choices),
        *_veto_lines(choices.get("veto", {})),
        *_grade_lines(choices.get("grading", {})),
        *_group_lines(choices),
        _("Totals are rounded half up to %s decimals.") % choices.get("places", 2),
        _("After a tie ranks go on as %s.")
        % ("1、2、2、3" if choices.get("ties") == "1223" else "1、2、2、4"),
    ]


def _term_lines(choices: Mapping[str, Any], parts: Mapping[str, str]) -> Iterator[str]:
    for term in choices.get("terms", []):
        names = _named(term.get("parts", []), parts)
        told = [_("Added up: %s") % names]
        if term.get("normalised_to"):
            told.append(_("÷ the maximum that applies × %s") % term["normalised_to"])
        if multiplier := term.get("multiplier"):
            told.append(f"× {multiplier['by']} ÷ {multiplier.get('per', 1)}")
            if code := multiplier.get("when_absent"):
                told.append(_("only where %s does not apply") % code)
        if term.get("weight"):
            told.append(_("weight %s") % term["weight"])
        yield "，".join(told)


def _bonus_part_lines(choices: Mapping[str, Any]) -> Iterator[str]:
    for part in choices.get("parts", []):
        if part.get("register") == Register.BONUS:
            times = f" × {part['weight']}" if part.get("weight") else ""
            yield _("Comes on top: %(part)s%(times)s, at most %(points)s") % {
                "part": part["title"],
                "times": times,
                "points": part["points"],
            }


def _pass_lines(choices: Mapping[str, Any]) -> Iterator[str]:
    if choices.get("pass_share"):
        share = written(Decimal(choices["pass_share"]) * 100)
        yield _("While a prerequisite is missing: %s per cent at most") % share


def _gate_lines(choices: Mapping[str, Any], parts: Mapping[str, str]) -> Iterator[str]:
    for gate in choices.get("bonus_gates", []):
        what = _named(gate.get("parts", []), parts) or _("the base")
        sign = ">" if gate.get("is_strict") else "≥"
        behind = _named(gate.get("of", []), parts)
        words = _("Bonus counts where %(what)s %(sign)s %(figure)s.")
        if behind:
            words = _("%(behind)s counts where %(what)s %(sign)s %(figure)s.")
        yield words % {
            "behind": behind,
            "what": what,
            "sign": sign,
            "figure": _measured(gate),
        }
    for line in choices.get("fail_lines", []):
        what = _named(line.get("parts", []), parts) or _("the base")
        sign = "≤" if line.get("is_inclusive") else "<"
        yield _("A unit fails where %(what)s %(sign)s %(figure)s.") % {
            "what": what,
            "sign": sign,
            "figure": _measured(line),
        }


def _measured(gate: Mapping[str, Any]) -> str:
    unit = " %" if gate.get("measured_in") == PERCENT else ""
    return f"{gate['threshold']}{unit}"


def _veto_lines(veto: Mapping[str, Any]) -> Iterator[str]:
    effect = veto.get("effect", "zero")
    if effect == "cap":
        yield _("A veto caps the total at %s.") % veto.get("cap")
    elif effect == "no_score":
        yield _("A veto leaves no score.")
    else:
        yield _("A veto makes the total 0.")


def _grade_lines(grading: Mapping[str, Any]) -> Iterator[str]:
    bands = [f"{each['grade']} ≥ {each['lowest']}" for each in grading.get("bands", [])]
    quotas = [f"{each['grade']} {_size(each)}" for each in grading.get("quotas", [])]
    if bands or quotas:
        lowest = [grading["lowest"]] if grading.get("lowest") else []
        yield _("Grades: %s") % "；".join([*bands, *quotas, *lowest])
    if bands and grading.get("measured_in") == PERCENT:
        yield _("Grades go by per cents of the maximum that applies.")
    if grading.get("figure") == Figure.UNROUNDED:
        yield _("Grades go by the total before it is rounded.")
    if quotas:
        yield from _quota_lines(grading)


def _quota_lines(grading: Mapping[str, Any]) -> Iterator[str]:
    rounding = {
        ShareRounding.DOWN: _("A share of the units is rounded down."),
        ShareRounding.UP: _("A share of the units is rounded up."),
    }
    usual = _("A share of the units is rounded half up.")
    yield rounding.get(grading.get("share_rounding", ""), usual)
    if grading.get("with_ties", True):
        yield _("Units level with the last of a quota are in it, too.")
    else:
        yield _("Units level with the last of a quota are all left out.")


def _group_lines(choices: Mapping[str, Any]) -> Iterator[str]:
    for group in choices.get("groups", []):
        told = [_("Ranked by itself: %s") % group["title"]]
        if group.get("leaves_out"):
            told.append(_("without %s") % "、".join(group["leaves_out"]))
        if group.get("maximum"):
            told.append(_("%s points in all") % group["maximum"])
        yield "，".join(told)


def _size(quota: Mapping[str, Any]) -> str:
    """20% of the units of a group, or 3 of them."""
    if quota.get("share") is not None:
        return f"{written(Decimal(quota['share']) * 100)}%"
    return str(quota.get("number", ""))


def _named(codes: list[str], parts: Mapping[str, str]) -> str:
    return " + ".join(parts.get(code, code) for code in codes)
