"""How well categories are suggested: `python -m bench.letter_categories DATA`.

Tenfold cross-validation over the labelled letters, the same folds for each variant:
what is asked is in no fold that taught. Two variants that were not kept are here only.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

from feedback import category_model, category_tree
from feedback.category_model import Model, learn, weighed

from .databases import say

SAMPLE = "letters_teddy2020_labelled_sample.csv"
TREE = "letters_teddy2020_category_tree.csv"
FOLDS = 10
SURE = (0.5, 0.7, 0.9)
MANY = 10_000
WORST = 8

Shares = Mapping[str, float]
Names = Mapping[tuple[str, ...], str]
Asker = Callable[[str, str], Shares]


class Labelled(NamedTuple):
    title: str
    text: str
    label: str


class Answer(NamedTuple):
    label: str
    shares: Shares

    def best(self, most: int) -> list[str]:
        return sorted(self.shares, key=lambda each: (-self.shares[each], each))[:most]


def main(folder: str = "../shared/data") -> None:
    letters = list(_letters(Path(folder) / SAMPLE))
    tree = category_tree.read_columns(Path(folder) / TREE)
    names = {path: path[-1] for path in tree.paths()}
    labels = Counter(each.label for each in letters)
    majority = labels.most_common(1)[0][1] / len(letters)
    say(f"{len(letters)} letters, {len(labels)} labels, majority {majority:.3f}")
    variants: dict[str, Callable[[Sequence[Labelled]], Asker]] = {
        "multinomial naive Bayes": _multinomial,
        "centroids, tf-idf": _centroids,
        "complement naive Bayes": lambda known: _complement(known, {}),
        "the same with the tree's names": lambda known: _complement(known, names),
    }
    answers: list[Answer] = []
    for name, make in variants.items():
        began = perf_counter()
        answers = list(_crossed(letters, make))
        _say_accuracy(name, answers, perf_counter() - began)
    only_names = _complement([], names)
    untaught = [
        Answer(each.label, only_names(each.title, each.text)) for each in letters
    ]
    _say_accuracy("the names alone, no letter", untaught, 0)
    _say_details(answers)
    _say_cost(letters, names)


def _crossed(
    letters: list[Labelled], make: Callable[[Sequence[Labelled]], Asker]
) -> Iterator[Answer]:
    folds = _folds(letters)
    for fold in range(FOLDS):
        ask = make(
            [one for one, own in zip(letters, folds, strict=True) if own != fold]
        )
        for letter, own in zip(letters, folds, strict=True):
            if own == fold:
                yield Answer(letter.label, ask(letter.title, letter.text))


def _folds(letters: list[Labelled]) -> list[int]:
    """Each label spread evenly over the folds."""
    by_label: dict[str, list[int]] = defaultdict(list)
    for place, letter in enumerate(letters):
        by_label[letter.label].append(place)
    folds, random, number = [0] * len(letters), Random(1), 0
    for label in sorted(by_label):
        random.shuffle(by_label[label])
        for place in by_label[label]:
            folds[place] = number % FOLDS
            number += 1
    return folds


def _complement(known: Sequence[Labelled], names: Names) -> Asker:
    model = learn([(each.title, each.text, (each.label,)) for each in known], names)
    return lambda title, text: {
        path[0]: share for path, share in model.shares((), weighed(title, text)).items()
    }


def _multinomial(known: Sequence[Labelled]) -> Asker:
    counts = _counts(known)
    terms = {term for counted in counts.values() for term in counted}
    sizes = {label: sum(counts[label].values()) + len(terms) for label in counts}

    def ask(title: str, text: str) -> Shares:
        asked = weighed(title, text)
        return {
            label: sum(
                n * math.log((counted[term] + 1) / sizes[label])
                for term, n in asked.items()
                if term in terms
            )
            for label, counted in counts.items()
        }

    return ask


def _centroids(known: Sequence[Labelled]) -> Asker:
    counts = _counts(known)
    held = Counter(term for each in known for term in weighed(each.title, each.text))
    rarity = {term: math.log(len(known) / times) for term, times in held.items()}
    lengths = {
        label: math.sqrt(sum((n * rarity[term]) ** 2 for term, n in counted.items()))
        for label, counted in counts.items()
    }

    def ask(title: str, text: str) -> Shares:
        asked = weighed(title, text)
        return {
            label: sum(
                n * counted[term] * rarity[term] ** 2
                for term, n in asked.items()
                if term in counted
            )
            / lengths[label]
            for label, counted in counts.items()
        }

    return ask


def _counts(known: Sequence[Labelled]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for each in known:
        counts[each.label].update(weighed(each.title, each.text))
    return counts


def _say_accuracy(name: str, answers: list[Answer], took: float) -> None:
    first = sum(each.label in each.best(1) for each in answers) / len(answers)
    three = sum(each.label in each.best(3) for each in answers) / len(answers)
    say(f"{name:32} first {first:.3f}  among three {three:.3f}  {took:.1f} s")


def _say_details(answers: list[Answer]) -> None:
    """Of the variant that is kept: what is taken for what, and what a share means."""
    wrong = Counter(
        (each.label, each.best(1)[0])
        for each in answers
        if each.label not in each.best(1)
    )
    for (label, said), times in wrong.most_common(WORST):
        say(f"  {label} taken for {said}: {times}")
    for sure in SURE:
        met = [each for each in answers if max(each.shares.values()) >= sure]
        right = sum(each.label in each.best(1) for each in met)
        say(
            f"  share of {sure} or more: {len(met)} letters,"
            f" {right / len(met):.3f} right"
        )


def _say_cost(letters: list[Labelled], names: Names) -> None:
    many = (letters * (MANY // len(letters) + 1))[:MANY]
    began = perf_counter()
    model = learn([(each.title, each.text, (each.label,)) for each in many], names)
    took = perf_counter() - began
    size = len(str(model.to_json()).encode())
    say(f"{MANY:,} letters learned in {took:.1f} s, {size / 1e6:.1f} MB as JSON")
    _say_asking(category_model.from_json(model.to_json()), letters)


def _say_asking(model: Model, letters: list[Labelled]) -> None:
    began = perf_counter()
    for each in letters:
        model.suggest(each.title, each.text)
    took = (perf_counter() - began) / len(letters)
    say(f"one letter asked in {took * 1000:.1f} ms")


def _letters(path: Path) -> Iterator[Labelled]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield Labelled(row["留言主题"], row["留言详情"], row["一级分类"])


if __name__ == "__main__":
    main(*sys.argv[1:])
