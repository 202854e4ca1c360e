"""Questions and answers as a clerk types them."""

from __future__ import annotations

import pytest

from notices.questions import QuestionsUnclear, questions_in


def test_questions_and_answers_are_told_by_their_marks():
    text = (
        "问：周末能办吗？\n答：能。\n周六上午有值班窗口。\n\n 问: 收费吗？\n答: 不收。"
    )

    assert questions_in(text) == [
        ("周末能办吗？", "能。\n周六上午有值班窗口。"),
        ("收费吗？", "不收。"),
    ]


def test_nothing_typed_is_no_question():
    assert questions_in("") == questions_in(" \n ") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("周末能办吗？", 1),
        ("答：能。", 1),
        ("问：甲？\n问：乙？", 2),
        ("问：甲？\n答：一。\n答：二。", 3),
        ("问：甲？", 1),
        ("问：\n答：能。", 1),
    ],
    ids=["no mark", "answer first", "two questions", "two answers", "open", "empty"],
)
def test_a_line_out_of_turn_is_named(text, line):
    with pytest.raises(QuestionsUnclear) as refused:
        questions_in(text)

    assert refused.value.line == line
