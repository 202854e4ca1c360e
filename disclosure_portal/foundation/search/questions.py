"""What somebody asks, in two characters or in a whole sentence, and what of it is
looked for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ..document_numbers import display, normalise
from .folding import fold
from .terms import HAN, LONGEST, is_han, number_term, pairs, runs, times

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
# Who asks so wants to have something done, and to be told how, where and for how much.
HOW = re.compile(
    "怎么|怎样|如何|咋|办理|补办|手续|流程|(?:什么|哪些|啥|要|交)(?:材料|证件|条件)"
    "|(?:在|去|到|上)?(?:哪里|哪儿|哪|什么地方)(?:可以|能)?(?:去)?(?:办|领|交|申请|报名)"
    "|多少钱|怎么收费|收费吗|要钱吗"
)
# Characters of grammar: a pair with one of them is in every other text.
GRAMMAR = frozenset(
    "的了吗呢吧啊呀么嘛和与及或在是有为被把对从到于以之其这那哪谁几多少什怎样请问"
    "我你他她它们就都也还又很最可能会要想需应该得着过个些"
)


# What must stand there just so, and words that must not.
EXACT = re.compile(r'"([^"]+)"')
# Chinese keyboards have these; within a question they only set off a word.
CURLY = re.compile(r"(?:(?<=\s)|^)“([^“”]+)”(?=\s|$)")
NOT = re.compile(r"(?:(?<=\s)|^)-(?=[^\W\d])(\S+)")


# A number without brackets round its year, as it is typed in haste.
APART = re.compile(rf"([{HAN}]+) ?((?:19|20)[0-9]{{2}})[ -]第?([0-9]{{1,6}})号")

# Folded words, and what else is said for each.
Synonyms = Mapping[str, Sequence[str]]


class Term(NamedTuple):
    """What a text must hold; a prefix stands for all terms that begin with it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Question:
    """`variants` are its wordings: as it was typed, and with other words for the same
    thing, which `others` holds. Each of `phrases` must stand in what is found, none of
    `without`."""

    variants: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    # The term of the document number that it is as a whole.
    number: str = ""
    # Nothing has all of it: what comes closest is looked for, as of a sentence.
    is_loose: bool = False

    @property
    def folded(self) -> str:
        return self.variants[0]

    @cached_property
    def bare(self) -> str:
        """Without spaces and punctuation."""
        return "".join(runs(self.folded))

    @property
    def is_word(self) -> bool:
        """Must all of it stand in what is found?"""
        if self.is_loose:
            return False
        is_one_run = self.bare.isascii() and self.folded.strip() == self.bare
        return bool(self.phrases) or is_one_run or len(self.bare) <= WORD_LENGTH

    @property
    def can_be_loose(self) -> bool:
        """Is it a word that may be several, or a short question?"""
        return self.is_word and not self.phrases and len(self.wanted(self.folded)) > 1

    @cached_property
    def asks_how(self) -> bool:
        return HOW.search(self.folded) is not None

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

    def coverage(self, text: str) -> float:
        """How much of what it is about stands in a folded text, 0 to 1, in characters
        of words: of “没有这样的词” nothing, if a text only has 没有."""
        return max(_coverage(ASKING.sub(" ", each), text) for each in self.variants)

    @cached_property
    def without_terms(self) -> list[str]:
        """The unwanted words that are a term, which the index can leave out."""
        return [word for word in self.without if _is_a_term(word)]

    @property
    def is_checked(self) -> bool:
        """Does only the text itself tell whether a record answers? The index knows no
        places."""
        return bool(self._to_hold or self._not_to_hold)

    def allows(self, title: str, body: str, *, is_title_only: bool = False) -> bool:
        """Does a text, both parts folded, hold the phrases and nothing unwanted?"""
        whole = f"{title}\n{body}"
        held = title if is_title_only else whole
        return all(phrase in held for phrase in self._to_hold) and not any(
            word in whole for word in self._not_to_hold
        )

    @cached_property
    def _to_hold(self) -> list[str]:
        return [phrase for phrase in self.phrases if len(_terms_of(phrase)) > 1]

    @cached_property
    def _not_to_hold(self) -> list[str]:
        return [word for word in self.without if not _is_a_term(word)]

    def widened(self, table: Synonyms) -> Question:
        """With other words for the same thing as further wordings."""
        found = list(_named(self.folded, table))
        others = {
            self.folded[:start] + other + self.folded[end:]: other
            for start, end in found
            for other in table[self.folded[start:end]]
        }
        if self.phrases or not others:
            return self
        variants = tuple(dict.fromkeys((*self.variants, *others)))[:MAX_VARIANTS]
        used = dict.fromkeys(others[each] for each in variants if each in others)
        return replace(self, variants=variants, others=tuple(used))

    @cached_property
    def singles(self) -> list[str]:
        """Its single characters, which weigh little and break ties."""
        characters = dict.fromkeys(self.folded)
        return [each for each in characters if is_han(each) and each not in GRAMMAR]


def ask(text: str) -> Question:
    """The question that a text is: "just so" in quotation marks, -unwanted words."""
    folded = fold(text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
    if number := number_asked(folded):
        shown = fold(display(_bracketed(folded)))[:MAX_CHARACTERS]
        return Question((shown,), number=number)
    straight = CURLY.sub(r'"\1"', folded)
    wanted = NOT.sub(" ", straight)
    plain = " ".join(EXACT.sub(r" \1 ", wanted).split())
    if plain == folded or not runs(plain):
        return Question((folded,))
    phrases = (phrase.strip() for phrase in EXACT.findall(wanted))
    return Question(
        (plain,),
        phrases=tuple(filter(runs, phrases)),
        without=tuple(filter(runs, NOT.findall(folded))),
    )


def _named(folded: str, table: Synonyms) -> Iterator[tuple[int, int]]:
    """Where words of the table stand, of two that overlap the longer one."""
    longest = max(map(len, table), default=0)
    start = 0
    while start < len(folded):
        ends = range(min(start + longest, len(folded)), start + 1, -1)
        end = next((end for end in ends if folded[start:end] in table), start + 1)
        if folded[start:end] in table:
            yield start, end
        start = end


def number_asked(text: str) -> str:
    """The term of the document number that a text is as a whole; "" if it is none."""
    term = number_term(_bracketed(fold(text[:MAX_CHARACTERS])))
    is_number = re.search(r"[0-9]号$", term) and (
        "令" in term or re.search(r"(?:19|20)[0-9]{2}", term)
    )
    return term if is_number else ""


def keys_asked(text: str) -> set[str]:
    """The keys of the document number that a text is as a whole."""
    if not number_asked(text):
        return set()
    return {normalise(text), normalise(_bracketed(fold(text)))}


def _bracketed(folded: str) -> str:
    apart = APART.fullmatch(folded)
    return "{}〔{}〕{}号".format(*apart.groups()) if apart else folded


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


def _coverage(variant: str, text: str) -> float:
    telling, found = 0, 0
    for run in runs(variant):
        if is_han(run) and len(run) > 1:
            held: set[int] = set()
            for place, pair in enumerate(pairs(run)):
                if not _is_grammar(pair) and pair in text:
                    held |= {place, place + 1}
            telling += sum(each not in GRAMMAR for each in run)
            found += len(held)
        elif not _is_grammar(run):
            telling += len(run)
            found += len(run) * bool(times(run[:LONGEST], text))
    return found / telling if telling else 0.0


def _is_a_term(word: str) -> bool:
    """Is it one that stands in the index as it is?"""
    terms = _terms_of(word)
    return len(terms) == 1 and not terms[0].is_prefix and terms[0].text == word


def _is_grammar(term: str) -> bool:
    return is_han(term) and not GRAMMAR.isdisjoint(term)
