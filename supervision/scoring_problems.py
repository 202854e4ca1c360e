"""What is wrong with a checklist or with marks, and where. Pure.

A problem is a code with particulars; the words for it are the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    # Reading
    NOT_AN_OBJECT = "not_an_object"
    NOT_A_LIST = "not_a_list"
    NOT_A_TEXT = "not_a_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_WHOLE_NUMBER = "not_a_whole_number"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_A_CHOICE = "not_a_choice"
    OUT_OF_BOUNDS = "out_of_bounds"  # 15 digits and 4 decimals at most
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    # The checklist
    NO_INDICATORS = "no_indicators"
    NO_CODE = "no_code"
    CODE_TWICE = "code_twice"
    UNKNOWN_PARENT = "unknown_parent"
    UNKNOWN_PART = "unknown_part"
    UNKNOWN_CODE = "unknown_code"
    CYCLE = "cycle"
    LEAF_WITH_CHILDREN = "leaf_with_children"
    BRANCH_WITHOUT_CHILDREN = "branch_without_children"
    SUM_DIFFERS = "sum_differs"
    NEGATIVE = "negative"
    OUT_OF_RANGE = "out_of_range"
    CAP_NOT_ABOVE = "cap_not_above"
    CAP_OUTSIDE_MEAN = "cap_outside_mean"
    BESIDE_IN_MEAN = "beside_in_mean"
    MOVES_INSIDE = "moves_inside"
    NOBODY_TO_RECEIVE = "nobody_to_receive"
    NO_TIERS = "no_tiers"
    TIERS_OUT_OF_ORDER = "tiers_out_of_order"
    ABOVE_THE_POINTS = "above_the_points"
    NO_SLOPE = "no_slope"
    NO_TARGET = "no_target"
    POINTS_BESIDE = "points_beside"
    CAP_WITHOUT_FIGURE = "cap_without_figure"
    PART_IN_TWO_TERMS = "part_in_two_terms"
    PART_IN_NO_TERM = "part_in_no_term"
    NOT_A_BASE_PART = "not_a_base_part"
    NOT_A_BONUS = "not_a_bonus"
    BANDS_OUT_OF_ORDER = "bands_out_of_order"
    QUOTA_WITHOUT_SIZE = "quota_without_size"
    BANDS_AND_QUOTAS = "bands_and_quotas"
    # Marks
    UNKNOWN_GROUP = "unknown_group"
    MARK_MISSING = "mark_missing"
    MARK_WITHOUT_VALUE = "mark_without_value"
    MARK_ON_BRANCH = "mark_on_branch"
    MARK_ABOVE_MAXIMUM = "mark_above_maximum"
    MARK_NEGATIVE = "mark_negative"
    NOT_WHOLE = "not_whole"
    ALWAYS_APPLICABLE = "always_applicable"
    NO_EXPLANATION_CREDIT = "no_explanation_credit"
    NOTHING_APPLICABLE = "nothing_applicable"
    # Rounds
    NO_ROUNDS = "no_rounds"
    WEIGHTS_DIFFER = "weights_differ"


@dataclass(frozen=True)
class Problem:
    """Where: a place in the JSON, or the code of an indicator, part or group."""

    code: ProblemCode
    where: str
    particulars: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        told = ", ".join(f"{key} {value}" for key, value in self.particulars.items())
        return f"{self.where}: {self.code}" + (f" ({told})" if told else "")


class Refused(Exception):
    """Scoring cannot go on; every problem found is told."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class UnreadableChecklist(Refused):
    """The JSON does not say what a checklist must say."""


class UnfitChecklist(Refused):
    """The checklist contradicts itself."""


class UnfitMarks(Refused):
    """Marks do not fit the checklist."""


class NothingApplicable(UnfitMarks):
    """No indicator applies to the unit, or none is left to take points that move."""


class UnfitRounds(Refused):
    """Rounds cannot be mixed."""
