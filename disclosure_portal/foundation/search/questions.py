"""What somebody asks, in two characters or in a whole sentence, and what of it is
looked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .folding import fold
from .terms import LONGEST, is_han, number_term, pairs, runs

# More is cut off: nobody asks longer, and each character costs.
MAX_CHARACTERS = 100
# Up to here every character counts; longer ones are sentences.
WORD_LENGTH = 6
# Up to here a question may stand in a text as it was typed.
PHRASE_LENGTH = 12
MAX_VARIANTS = 4

# What makes a sentence a question, and says nothing of what is asked for.
_ASKING = (
    "什么时候",
    "什么样",
    "什么",
    "怎么样",
    "怎么办",
    "怎么",
    "怎样",
    "如何",
    "哪些",
    "哪里",
    "哪个",
    "哪儿",
    "哪",
    "多少",
    "多久",
    "几",
    "是否",
    "能否",
    "可否",
    "请问",
    "为什么",
    "为何",
    "吗",
    "呢",
    "是谁",
    "谁",
    "是不是",
    "有没有",
    "能不能",
    "可不可以",
    "需要",
    "应当",
    "应该",
    "想问",
    "想知道",
    "咨询一下",
    "你好",
    "您好",
)
ASKING = re.compile("|".join(sorted(map(re.escape, _ASKING), key=len, reverse=True)))
# Characters of grammar: a pair with one of them is in every other text.
GRAMMAR = frozenset(
    "的了吗呢吧啊呀么嘛和与及或在是有为被把对从到于以之其这那哪谁几多少什怎样请问"
    "我你他她它们就都也还又很最可能会要想需应该得着过个些"
)


class Term(NamedTuple):
    """What a text must hold; a prefix stands for all terms that begin with it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Question:
    """`variants` are its wordings: as it was typed, and with other words for the same
    thing."""

    variants: tuple[str, ...]

    @property
    def folded(self) -> str:
        return self.variants[0]

    @cached_property
    def bare(self) -> str:
        """Without spaces and punctuation."""
        return "".join(runs(self.folded))

    @property
    def is_word(self) -> bool:
        return len(self.bare) <= WORD_LENGTH

    @property
    def is_phrase(self) -> bool:
        return len(self.bare) <= PHRASE_LENGTH

    def __bool__(self) -> bool:
        return bool(self.bare)

    def wanted(self, variant: str) -> list[Term]:
        """The terms of a wording: all of a word; of a sentence those that say what it
        is about."""
        every = _terms_of(variant)
        if self.is_word:
            return every
        telling = [
            term
            for term in _terms_of(ASKING.sub(" ", variant))
            if not term.is_prefix and not _is_grammar(term.text)
        ]
        return telling or [term for term in every if not term.is_prefix] or every

    @cached_property
    def singles(self) -> list[str]:
        """Its single characters, which weigh little and break ties."""
        characters = dict.fromkeys("".join(self.variants))
        return [each for each in characters if is_han(each) and each not in GRAMMAR]


def ask(text: str, synonyms: Mapping[str, Sequence[str]] | None = None) -> Question:
    """The question that a text is; `synonyms` are folded words and what else is said
    for them."""
    folded = fold(text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
    variants = [folded]
    for word, others in (synonyms or {}).items():
        if word in folded:
            variants += [folded.replace(word, other) for other in others]
    return Question(tuple(dict.fromkeys(variants))[:MAX_VARIANTS])


def number_asked(text: str) -> str:
    """The term of the document number that a text is as a whole; "" if it is none."""
    term = number_term(text[:MAX_CHARACTERS])
    is_number = re.search(r"[0-9]号$", term) and (
        "令" in term or re.search(r"(?:19|20)[0-9]{2}", term)
    )
    return term if is_number else ""


def _terms_of(folded: str) -> list[Term]:
    return list(dict.fromkeys(_each_term(runs(folded))))


def _each_term(found: Iterable[str]) -> Iterable[Term]:
    for run in found:
        if not is_han(run):
            yield Term(run[:LONGEST])
        elif len(run) == 1:
            yield Term(run, is_prefix=True)
        else:
            yield from map(Term, pairs(run))


def _is_grammar(term: str) -> bool:
    return is_han(term) and not GRAMMAR.isdisjoint(term)
