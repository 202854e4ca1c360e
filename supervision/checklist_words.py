"""What is told of a checklist, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from .checklist_tree import TreeUnfit
from .scoring_problems import Problem as ScoringProblem, ProblemCode
from .sheet_rows import Problem, Told

WORDS: Mapping[Told, str | Promise] = {
    Told.NO_HEADER: gettext_lazy(
        "No header was found. Write 一级指标 (or 考核项目), 评分标准 and 分值 over the"
        " columns."
    ),
    Told.NO_TITLE: gettext_lazy(
        "The row has no item, and no row above has one: %(text)s"
    ),
    Told.NO_NUMBER: gettext_lazy(
        "“%(text)s” are no points: write a number of four decimals at most."
    ),
    Told.NO_VALUE: gettext_lazy(
        "The cell holds a formula without a value: type it in."
    ),
    Told.TOO_LONG: gettext_lazy("Longer than %(most)s characters: %(text)s…"),
    Told.TOO_MANY: gettext_lazy("More rows or levels than a checklist may have."),
    Told.HIDDEN_ROW: gettext_lazy(
        "The row is hidden: show it or delete it. It says: %(text)s"
    ),
    Told.HIDDEN_COLUMN: gettext_lazy(
        "The column “%(text)s” is hidden: show it or delete it."
    ),
    Told.SUM_OF_GROUP: gettext_lazy(
        "“%(title)s” says %(stated)s points, what it holds makes %(found)s, which is"
        " %(difference)s apart: change its points or those of a row below it."
    ),
    Told.SUM_OF_ALL: gettext_lazy(
        "The total says %(stated)s points, the dimensions make %(found)s, which is"
        " %(difference)s apart: change the total or the points of a dimension."
    ),
    Told.NO_POINTS: gettext_lazy(
        "“%(title)s” has no points: give it some, or say that it is a veto, a bonus or"
        " a deduction."
    ),
    Told.SUM_OF_PARTS: gettext_lazy(
        "“%(title)s” has %(stated)s points, the parts named in its rule make %(found)s:"
        " see which is meant."
    ),
    Told.MORE_BESIDE: gettext_lazy(
        "“%(title)s” has %(points)s points, its rule gives or takes up to %(most)s at"
        " once: see which is meant."
    ),
    Told.NOT_IN_TOTAL: gettext_lazy(
        "“%(title)s” (%(points)s) stands beside the total and is not in its sum."
    ),
    Told.SAME_RULE: gettext_lazy(
        "“%(title)s” has the same rule as the row above it: see whether it was filled"
        " down by mistake."
    ),
    Told.NAMED_BY_RULE: gettext_lazy(
        "The row has no name; its rule gave it one: %(title)s"
    ),
    Told.SUBTOTAL: gettext_lazy("A row of sums; passed over: %(text)s"),
    Told.LONE_TEXT: gettext_lazy("A title or note, no item; left out: %(text)s"),
    Told.HEADER_AGAIN: gettext_lazy("The header again; passed over."),
    Told.RESULT_COLUMN: gettext_lazy(
        "“%(text)s” is filled in for each unit and is no part of the checklist."
    ),
    Told.OTHER_COLUMN: gettext_lazy(
        "The column “%(text)s” is not known; its cells are kept as remarks."
    ),
    Told.PERCENT: gettext_lazy("%(text)s was taken as points of a hundred."),
}
FIELDS: Mapping[str, str | Promise] = {
    "format": gettext_lazy("this is no file of a checklist"),
    "title": gettext_lazy("the title is missing or too long"),
    "year": gettext_lazy("the year is missing or not one of 2000 to 2100"),
    "points": gettext_lazy(
        "the points are no number of four decimals at most, 0 or more"
    ),
    "methods": gettext_lazy("a method is not known"),
    "children": gettext_lazy("indicators stand in a list, each an object"),
    "too_deep": gettext_lazy("there are more than eight levels"),
    "too_many": gettext_lazy("there are more than 3,000 indicators"),
    "code": gettext_lazy(
        "the code is missing, or is not of lower-case letters and digits"
    ),
    "twice": gettext_lazy("the code stands there twice"),
}
PROBLEMS: Mapping[ProblemCode, str | Promise] = {
    ProblemCode.NOT_A_NUMBER: gettext_lazy("a number is expected"),
    ProblemCode.NOT_A_CHOICE: gettext_lazy("“%(value)s” is not among the choices"),
    ProblemCode.OUT_OF_BOUNDS: gettext_lazy(
        "a number has four decimals and 15 digits at most"
    ),
    ProblemCode.POINTS_BESIDE: gettext_lazy(
        "what stands beside the total has no points"
    ),
    ProblemCode.NO_TARGET: gettext_lazy("a rate needs a target above 0"),
    ProblemCode.NO_SLOPE: gettext_lazy(
        "where less is better, say what each per cent costs"
    ),
    ProblemCode.UNKNOWN_FIELD: gettext_lazy("“%(field)s” is not known here"),
    ProblemCode.MISSING_FIELD: gettext_lazy("“%(field)s” is missing"),
    ProblemCode.NO_INDICATORS: gettext_lazy("there is no indicator"),
    ProblemCode.CODE_TWICE: gettext_lazy("the code stands there twice"),
    ProblemCode.UNKNOWN_PART: gettext_lazy("the part “%(part)s” is not there"),
    ProblemCode.UNKNOWN_CODE: gettext_lazy("“%(code)s” is not there"),
    ProblemCode.LEAF_WITH_CHILDREN: gettext_lazy(
        "it holds others, so its kind can only be their sum or mean"
    ),
    ProblemCode.BRANCH_WITHOUT_CHILDREN: gettext_lazy(
        "it holds no others to sum or average"
    ),
    ProblemCode.SUM_DIFFERS: gettext_lazy(
        "it says %(points)s points, what it holds makes %(sum)s: change its points or"
        " those of a row below it"
    ),
    ProblemCode.NEGATIVE: gettext_lazy("%(value)s is below 0"),
    ProblemCode.OUT_OF_RANGE: gettext_lazy("%(value)s is out of range"),
    ProblemCode.NO_TIERS: gettext_lazy("it has no tiers"),
    ProblemCode.TIERS_OUT_OF_ORDER: gettext_lazy(
        "the tiers are out of order: the lowest quantity first, and more never gives"
        " less"
    ),
    ProblemCode.ABOVE_THE_POINTS: gettext_lazy(
        "a tier gives more than the indicator's points"
    ),
    ProblemCode.CAP_NOT_ABOVE: gettext_lazy("“%(at)s” does not stand above it"),
    ProblemCode.NOBODY_TO_RECEIVE: gettext_lazy("nothing is there to take its points"),
    ProblemCode.CAP_WITHOUT_FIGURE: gettext_lazy("a cap needs its figure"),
    ProblemCode.NOT_A_BASE_PART: gettext_lazy("it must name a part of the total"),
    ProblemCode.NOT_A_BONUS: gettext_lazy("it must name a bonus"),
    ProblemCode.BANDS_OUT_OF_ORDER: gettext_lazy(
        "the best grade comes first: %(band)s"
    ),
    ProblemCode.QUOTA_WITHOUT_SIZE: gettext_lazy("say a share or a number: %(grade)s"),
    ProblemCode.BANDS_AND_QUOTAS: gettext_lazy(
        "grades go by bands or by quotas, not by both"
    ),
    # Files
    ProblemCode.NOT_AN_OBJECT: gettext_lazy("an object is expected"),
    ProblemCode.NOT_A_LIST: gettext_lazy("a list is expected"),
    ProblemCode.NOT_A_TEXT: gettext_lazy("a text is expected"),
    ProblemCode.NOT_A_WHOLE_NUMBER: gettext_lazy("a whole number is expected"),
    ProblemCode.NOT_YES_OR_NO: gettext_lazy("true or false is expected"),
    # The tree
    ProblemCode.NO_CODE: gettext_lazy("the code is missing"),
    ProblemCode.UNKNOWN_PARENT: gettext_lazy("“%(parent)s” above it is not there"),
    ProblemCode.CYCLE: gettext_lazy("it stands below itself: %(path)s"),
    ProblemCode.CAP_OUTSIDE_MEAN: gettext_lazy(
        "it is part of a mean, so its cap “%(at)s” can't stand above the mean"
    ),
    ProblemCode.BESIDE_IN_MEAN: gettext_lazy(
        "what stands beside the total can't be part of the mean “%(mean)s”"
    ),
    ProblemCode.MOVES_INSIDE: gettext_lazy(
        "its points can't move: it is part of “%(branch)s”, which is moved as one"
    ),
    ProblemCode.PART_IN_TWO_TERMS: gettext_lazy("the part “%(part)s” is counted twice"),
    ProblemCode.PART_IN_NO_TERM: gettext_lazy("the part is counted nowhere"),
    # Marks
    ProblemCode.UNKNOWN_GROUP: gettext_lazy("this group of units is not there"),
    ProblemCode.MARK_MISSING: gettext_lazy("there is no mark"),
    ProblemCode.MARK_WITHOUT_VALUE: gettext_lazy("the mark says nothing"),
    ProblemCode.MARK_ON_BRANCH: gettext_lazy(
        "it is marked by what is below it, not by itself"
    ),
    ProblemCode.MARK_ABOVE_MAXIMUM: gettext_lazy(
        "the mark %(value)s is above the maximum: put %(maximum)s or less"
    ),
    ProblemCode.MARK_NEGATIVE: gettext_lazy("the mark %(value)s is below 0"),
    ProblemCode.NOT_WHOLE: gettext_lazy("%(value)s is no whole number"),
    ProblemCode.ALWAYS_APPLICABLE: gettext_lazy("it applies to every unit"),
    ProblemCode.NO_EXPLANATION_CREDIT: gettext_lazy(
        "an explanation gives no credit here"
    ),
    ProblemCode.NOTHING_APPLICABLE: gettext_lazy(
        "nothing applies to the unit, or nothing is left to take these points: mark at"
        " least one indicator of it as applying"
    ),
    # Rounds of a year
    ProblemCode.NO_ROUNDS: gettext_lazy("there is no round"),
    ProblemCode.WEIGHTS_DIFFER: gettext_lazy("the weights do not add up to 1"),
}


def in_words(problem: Problem) -> str:
    return str(WORDS[problem.told]) % {"text": "", "title": "", **problem.facts}


def fault_words(told: Told, facts: Mapping[str, str]) -> str:
    return str(WORDS[told]) % {"text": "", "title": "", **facts}


def unfit_words(unfit: TreeUnfit) -> str:
    fault = FIELDS.get(unfit.fault)
    words = str(fault) if fault else _("“%s” does not fit") % unfit.fault
    return f"{unfit.place}: {words}" if unfit.place else words


def problem_words(problem: ScoringProblem) -> str:
    words = str(PROBLEMS[problem.code]) % dict(problem.particulars)
    return f"{problem.where}: {words}"
