"""What search knows of published letters and common questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from directories.search import branch_tokens
from disclosure_portal.foundation.search.finding import Finder, Hit, Search
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.sources import Source
from disclosure_portal.foundation.search.writing import Record, forget, put

from .models import LetterPublication, Question

LETTER, QUESTION = "letter", "question"
IS_LETTER, IS_QUESTION = "@letter", "@question"
BATCH = 200
# So much of a whole question has to be answered by a letter.
ENOUGH = 0.5


def put_letter(publication: LetterPublication) -> None:
    """In the transaction that publishes it."""
    put(_of_letter(publication))


def forget_letter(publication: LetterPublication) -> None:
    forget(LETTER, publication.pk)


def put_question(question: Question) -> None:
    put(_of_question(question))


def forget_question(question: Question) -> None:
    forget(QUESTION, question.pk)


class Found(NamedTuple):
    letters: list[LetterPublication]
    questions: list[Question]


def found_letters(words: str, most: int) -> Found:
    """The published letters and common questions that fit the words, the best first;
    letters not of the same kind are no answer to one another, so both stand apart."""
    question = ask(words)
    if not question:
        return Found([], [])
    finder = Finder(Search(question, [[IS_LETTER, IS_QUESTION]]))
    if question.can_be_loose and not finder.newest(1):
        finder = finder.loosened()
    return _found(finder.best(), most)


def letters_among(finder: Finder, most: int) -> Found:
    """Of a search over the whole site: letters and questions that answer at least half
    of what is asked; three queries, and one for each kind found."""
    finder = finder.within([[IS_LETTER, IS_QUESTION]])
    return _found([h for h in finder.best() if finder.share(h) >= ENOUGH], most)


def _found(hits: list[Hit], most: int) -> Found:
    letters = [hit.object_id for hit in hits if hit.kind == LETTER][:most]
    questions = [hit.object_id for hit in hits if hit.kind == QUESTION][:most]
    known = LetterPublication.objects.public().select_related("letter", "agency")
    by_letter = known.in_bulk(letters) if letters else {}
    told = Question.objects.public().select_related("agency")
    by_question = told.in_bulk(questions) if questions else {}
    return Found(
        [by_letter[pk] for pk in letters if pk in by_letter],
        [by_question[pk] for pk in questions if pk in by_question],
    )


def _letters(after: int) -> Iterator[Record]:
    rows = LetterPublication.objects.public().select_related("agency")
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from map(_of_letter, found)
        after = found[-1].pk


def _questions(after: int) -> Iterator[Record]:
    rows = Question.objects.public().select_related("agency")
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from map(_of_question, found)
        after = found[-1].pk


LETTERS = Source(LETTER, _letters, lambda: LetterPublication.objects.public().count())
QUESTIONS = Source(QUESTION, _questions, lambda: Question.objects.public().count())


def _of_letter(row: LetterPublication) -> Record:
    assert row.published_at is not None  # only public ones are put in
    return Record(
        kind=LETTER,
        object_id=row.pk,
        title=row.title,
        sections=_own(row.text, row.answer),
        facets=[IS_LETTER, f"@a{row.agency_id}", *branch_tokens(row.agency.path)],
        published_at=row.published_at,
    )


def _of_question(row: Question) -> Record:
    assert row.published_at is not None  # only public ones are put in
    return Record(
        kind=QUESTION,
        object_id=row.pk,
        title=row.title,
        sections=_own(row.answer),
        facets=[IS_QUESTION, f"@a{row.agency_id}", *branch_tokens(row.agency.path)],
        published_at=row.published_at,
    )


def _own(*texts: str) -> list[tuple[str, str]]:
    told: Iterable[str] = filter(None, texts)
    return [("", "\n".join(told))]
