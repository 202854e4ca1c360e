"""How well letters on one incident are found: `python -m bench.letter_duplicates DATA`.

Three measures. Our own fixture: sixty incidents, each told twice, and told of another
place, time or firm. The real letters with replies: pairs that got one long answer are
on one incident; two letters taken at random are not. And what finding costs, as the
number of letters grows.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from pathlib import Path
from random import Random
from time import perf_counter

from feedback.near_duplicates import (
    LIKELY,
    Candidates,
    Profile,
    Rarity,
    likeness,
    profile,
    rarity_of,
)

from .databases import say

REAL = "letters_teddy2020_with_replies.csv.gz"
FIXTURE = Path("tests/fixtures/letters_on_one_incident.tsv")
THRESHOLDS = (0.10, 0.15, 0.20, 0.25, 0.30, 0.40)
RANDOM_PAIRS = 50_000
# An answer shorter than this is a form letter: 留言已收悉.
LONG_ANSWER = 150
SIZES = (5_000, 50_000)
ASKED = 200

Pair = tuple[Profile, Profile]


def main(folder: str = "../shared/data") -> None:
    rows = list(_rows(Path(folder) / REAL))
    began = perf_counter()
    real = [profile(row["留言主题"], row["留言详情"]) for row in rows]
    took = perf_counter() - began
    say(f"{len(real):,} letters read in {took:.2f} s")
    rarity = rarity_of(real)
    _fixture(rarity)
    same = [(real[one], real[other]) for one, other in _answered_alike(rows)]
    random = Random(1)
    others = [
        (random.choice(real), random.choice(real)) for _each in range(RANDOM_PAIRS)
    ]
    _shares("real letters with one long answer", same, rarity)
    _shares("real letters at random", others, rarity)
    _found(real, same, rarity)
    for size in SIZES:
        _cost(real, size)


def _fixture(rarity: Rarity) -> None:
    with FIXTURE.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream, delimiter="\t"))[1:]
    told = [tuple(profile("", text) for text in line) for line in lines]
    same = [(one, again) for one, again, _other in told]
    hard = [
        pair for one, again, other in told for pair in ((one, other), (again, other))
    ]
    say("\nour own sixty incidents, each with a paraphrase and a hard negative")
    say("threshold  recall  hard negatives passed  precision on both")
    likes = [likeness(*pair, rarity).share for pair in same]
    unlike = [likeness(*pair, rarity).share for pair in hard]
    for threshold in THRESHOLDS:
        met = sum(share >= threshold for share in likes)
        false = sum(share >= threshold for share in unlike)
        near = sum(share >= threshold for share in unlike[::2])
        precision = met / max(met + false, 1)
        say(
            f"{threshold:9.2f}  {met / len(same):6.3f}  {near:3} + {false - near:3} of"
            f" {len(same)} each  {precision:6.3f}"
        )


def _shares(name: str, pairs: list[Pair], rarity: Rarity) -> None:
    shares = [likeness(*pair, rarity).share for pair in pairs if pair[0] is not pair[1]]
    say(f"\n{name}: {len(shares):,} pairs")
    for threshold in THRESHOLDS:
        met = sum(share >= threshold for share in shares)
        say(f"{threshold:9.2f}  {met:6,}  {met / len(shares):.5f}")


def _found(real: list[Profile], same: list[Pair], rarity: Rarity) -> None:
    """Of real pairs, how many the generator of candidates brings together."""
    known = {id(each): place for place, each in enumerate(real)}
    candidates = _filled(real, rarity)
    met = sum(known[id(other)] in candidates.of(one) for one, other in same)
    say(f"\ncandidates hold the other letter for {met} of {len(same)} real pairs")
    likely: set[tuple[int, int]] = set()
    compared = 0
    for place, each in enumerate(real):
        for other in candidates.of(each):
            if other < place:
                compared += 1
                if likeness(each, real[other], rarity).is_likely:
                    likely.add((other, place))
    say(f"all letters: {compared:,} compared, {len(likely)} pairs at {LIKELY} or more")


def _cost(real: list[Profile], size: int) -> None:
    """Many letters are made of the real ones: half of the terms of one, half of
    another, so that rare terms stay rare."""
    random = Random(2)
    many = [_mixed(real, random) for _each in range(size)]
    rarity = rarity_of(many)
    began = perf_counter()
    candidates = _filled(many, rarity)
    filled = perf_counter() - began
    began = perf_counter()
    held = 0
    for each in islice(many, ASKED):
        found = candidates.of(each)
        held += len(found)
        for other in found:
            likeness(each, many[other], rarity)
    asked = (perf_counter() - began) / ASKED
    say(
        f"{size:,} letters: filled in {filled:.1f} s;"
        f" one asked in {asked * 1000:.1f} ms"
        f" over {held / ASKED:.0f} candidates"
    )


def _filled(profiles: Iterable[Profile], rarity: Rarity) -> Candidates[int]:
    candidates: Candidates[int] = Candidates(rarity)
    for place, each in enumerate(profiles):
        candidates.add(place, each)
    return candidates


def _mixed(real: list[Profile], random: Random) -> Profile:
    one, other = random.choice(real), random.choice(real)
    terms = sorted(one.terms)[::2] + sorted(other.terms)[1::2]
    return Profile(one.words, frozenset(terms), one.places, one.days)


def _answered_alike(rows: list[dict[str, str]]) -> Iterator[tuple[int, int]]:
    by_answer: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        plain = re.sub(r"[\W\dA-Za-z]+", "", row["答复意见"])
        if len(plain) >= LONG_ANSWER:
            by_answer[plain].append(place)
    for places in by_answer.values():
        yield from combinations(places, 2)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
