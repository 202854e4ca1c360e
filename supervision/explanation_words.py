"""Each step of an explanation in words: what was done, by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By step and rule; a rule that is not named here has the words of its step.
WORDS: Mapping[tuple[str, str], str | Promise] = {
    ("item", "credit"): _("Credit as marked"),
    ("item", "per_occurrence"): _("Points for each: %(each)s"),
    ("item", "deduction"): _("Off for each fault: %(each)s"),
    ("item", "tiers"): _("By the tier that was reached"),
    ("item", "rate"): _("By the rate, with the target %(target)s"),
    ("item", "pass_fail"): _("Passed, or not"),
    ("item", "no_mark"): _("Without a mark: nothing"),
    ("item", ""): _("Points of the indicator"),
    ("explanation", ""): _("Only explained: × %(credit)s"),
    ("own_cap", ""): _("No more than the cap of %(cap)s"),
    ("prerequisite", ""): _("A prerequisite is missing: no more than %(cap)s"),
    ("branch", "mean"): _("The mean of what is below"),
    ("branch", ""): _("No more than its points"),
    ("ancestor_cap", ""): _("No more is lost than the points above it"),
    ("moved", ""): _("With points that moved here"),
    ("not_applicable", "leaves"): _("Does not apply: leaves the maximum"),
    ("not_applicable", "to_group"): _("Does not apply: its points move to a group"),
    ("not_applicable", "to_all"): _("Does not apply: its points move to all others"),
    ("not_applicable", ""): _("Does not apply"),
    ("normalised", ""): _("Of what applies, made %(to)s"),
    ("multiplied", ""): _("Multiplied by %(by)s ÷ %(per)s"),
    ("mixed", ""): _("Weighted with %(weight)s"),
    ("fail_line", ""): _("Below the line of %(threshold)s: failed"),
    ("bonus", ""): _("Bonus"),
    ("bonus_gate", ""): _("Bonus needs %(threshold)s, and there are %(value)s"),
    ("penalty", ""): _("Penalty"),
    ("veto", "zero"): _("Vetoed: the total is 0"),
    ("veto", "cap"): _("Vetoed: the total is %(figure)s at most"),
    ("veto", "no_score"): _("Vetoed: no score"),
    ("veto", ""): _("Vetoed"),
    ("floor", ""): _("Not below 0"),
    ("rounded", ""): _("Rounded half up to %(places)s places"),
    ("grade", "quota"): _("Grade by the place in the group: %(grade)s"),
    ("grade", "band"): _("Grade from %(from)s on: %(grade)s"),
    ("grade", ""): _("Lowest grade: %(grade)s"),
}


class _Known(dict[str, Any]):
    """A figure that a line does not tell reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "-"


def line_words(line: Mapping[str, Any]) -> str:
    """`line` is scoring_results.line_to_json's."""
    step, rule = str(line["step"]), str(line["rule"])
    words = WORDS.get((step, rule)) or WORDS.get((step, "")) or _("Step")
    return str(words) % _Known(line["particulars"])
