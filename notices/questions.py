"""Questions and answers as a clerk types them: 问：… 答：…, in turn."""

from __future__ import annotations

import re
from typing import NamedTuple

MARK = re.compile(r"\s*(问|答)\s*[:：]\s*")
ASKED, ANSWERED = "问", "答"
SHOWN = 20  # of a line that is not understood


class Question(NamedTuple):
    question: str
    answer: str


class QuestionsUnclear(ValueError):
    """A line that is neither a question nor an answer where it stands."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(line, text)
        self.line = line
        self.text = text[:SHOWN]


def questions_in(text: str) -> list[Question]:
    """The pairs of a text; lines without a mark go on with what stands before.

    Raises QuestionsUnclear at the first line that is out of turn, and at the last one
    where the last question has no answer.
    """
    parts: list[list[str]] = []
    number, line = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        mark = MARK.match(line)
        if mark is None:
            if not parts:
                raise QuestionsUnclear(number, line.strip())
            parts[-1].append(line.strip())
            continue
        expected = ASKED if len(parts) % 2 == 0 else ANSWERED
        words = line[mark.end() :].strip()
        if mark[1] != expected or not words:
            raise QuestionsUnclear(number, line.strip())
        parts.append([words])
    if len(parts) % 2:
        raise QuestionsUnclear(number, line.strip())
    said = ["\n".join(part) for part in parts]
    return [Question(*pair) for pair in zip(said[::2], said[1::2], strict=True)]
