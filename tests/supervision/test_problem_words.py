"""What scoring refuses is told in words, with its figures."""

from __future__ import annotations

import pytest

from supervision.checklist_words import PROBLEMS, problem_words
from supervision.scoring import Scoring, score
from supervision.scoring_json import from_json
from supervision.scoring_problems import Problem, ProblemCode, Refused
from tests.supervision.checklists import marked
from tests.supervision.test_scoring_json import FAULTS, changed
from tests.supervision.test_scoring_problems import FITTING, MARKS, MISFITS, UNFIT

pytestmark = pytest.mark.once


def test_every_problem_has_words():
    assert set(PROBLEMS) == set(ProblemCode)


@pytest.mark.parametrize("listed", [case[0] for case in UNFIT.values()], ids=UNFIT)
def test_the_words_for_a_checklist_fit_what_is_told_of_it(listed):
    with pytest.raises(Refused) as refused:
        Scoring(listed)

    assert_told_in_words(refused.value)


@pytest.mark.parametrize("change", [case[0] for case in MISFITS.values()], ids=MISFITS)
def test_the_words_for_marks_fit_what_is_told_of_them(change):
    values = {**FITTING, **change}
    marks = {code: value for code, value in values.items() if value is not None}

    with pytest.raises(Refused) as refused:
        score(MARKS, marked(**marks))

    assert_told_in_words(refused.value)


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
def test_the_words_for_a_file_fit_what_is_told_of_it(case):
    way, becomes, _told = case

    with pytest.raises(Refused) as refused:
        from_json(changed(way, becomes))

    assert_told_in_words(refused.value)


def assert_told_in_words(refused: Refused) -> None:
    for problem in refused.problems:
        words = problem_words(problem)
        assert words.startswith(f"{problem.where}: ")
        assert problem.code.value not in words
        assert "%(" not in words


def test_a_mark_above_its_maximum_is_told_with_both_figures():
    told = {"value": "10.5", "maximum": "10"}
    problem = Problem(ProblemCode.MARK_ABOVE_MAXIMUM, "2.1", told)

    assert problem_words(problem) == "2.1: 评分 10.5 超过满分，请填 10 以内"
