"""What search knows of published letters and common questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from directories.permissions import in_branches
from directories.search import branch_tokens
from disclosure_portal.foundation.search.finding import Finder, Hit, Search
from disclosure_portal.foundation.search.forgetting import forget_words
from disclosure_portal.foundation.search.purging import purge_soon
from disclosure_portal.foundation.search.questions import ask
from disclosure_portal.foundation.search.sources import Source
from disclosure_portal.foundation.search.writing import Record, forget, put

from .models import LetterPublication, Question

LETTER, QUESTION = "letter", "question"
IS_LETTER, IS_QUESTION = "@letter", "@question"
BATCH = 200
# So much of a whole question has to be answered by a letter.
ENOUGH = 0.5
EVERY = Q()


def put_letter(publication: LetterPublication) -> None:
    """In the transaction that publishes it."""
    put(_of_letter(publication))


def forget_letter(publication: LetterPublication) -> None:
    """In the transaction that takes it down, which may be for somebody's sake: what
    only this letter said is suggested and counted no more, and leaves the files."""
    forget(LETTER, publication.pk)
    forget_words([publication.title, publication.text, publication.answer])
    purge_soon()


def put_question(question: Question) -> None:
    put(_of_question(question))


def forget_question(question: Question) -> None:
    """As forget_letter does."""
    forget(QUESTION, question.pk)
    forget_words([question.title, question.answer])
    purge_soon()


Answered = tuple[Hit, LetterPublication | Question]


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
    return _found(letter_hits(finder), most)


def letter_hits(finder: Finder) -> list[Hit]:
    """Letters and questions that answer at least half of what is asked, the best first;
    three queries."""
    finder = finder.among(IS_LETTER, IS_QUESTION)
    return [hit for hit in finder.best() if finder.share(hit) >= ENOUGH]


def read_hits(
    hits: Sequence[Hit],
) -> Iterator[tuple[Hit, LetterPublication | Question]]:
    """The letters and questions of hits, in their order, without what is public no
    more; a query for each kind among them."""
    letters = [hit.object_id for hit in hits if hit.kind == LETTER]
    questions = [hit.object_id for hit in hits if hit.kind == QUESTION]
    by_letter = _public_letters().in_bulk(letters) if letters else {}
    by_question = _public_questions().in_bulk(questions) if questions else {}
    for hit in hits:
        rows = by_letter if hit.kind == LETTER else by_question
        if row := rows.get(hit.object_id):
            yield hit, row


def _found(hits: Sequence[Hit], most: int) -> Found:
    letters = [hit for hit in hits if hit.kind == LETTER][:most]
    questions = [hit for hit in hits if hit.kind == QUESTION][:most]
    found = Found([], [])
    for _hit, row in read_hits([*letters, *questions]):
        if isinstance(row, LetterPublication):
            found.letters.append(row)
        else:
            found.questions.append(row)
    return found


def _public_letters() -> QuerySet[LetterPublication]:
    return LetterPublication.objects.public().select_related("letter", "agency")


def _public_questions() -> QuerySet[Question]:
    return Question.objects.public().select_related("agency")


def _letters(after: int, of: Q = EVERY) -> Iterator[Record]:
    rows = LetterPublication.objects.public().filter(of).select_related("agency")
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from map(_of_letter, found)
        after = found[-1].pk


def _questions(after: int, of: Q = EVERY) -> Iterator[Record]:
    rows = Question.objects.public().filter(of).select_related("agency")
    while found := list(rows.filter(pk__gt=after).order_by("pk")[:BATCH]):
        yield from map(_of_question, found)
        after = found[-1].pk


LETTERS = Source(
    LETTER,
    _letters,
    lambda: LetterPublication.objects.public().count(),
    lambda path, after: _letters(after, in_branches([path])),
)
QUESTIONS = Source(
    QUESTION,
    _questions,
    lambda: Question.objects.public().count(),
    lambda path, after: _questions(after, in_branches([path])),
)


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
