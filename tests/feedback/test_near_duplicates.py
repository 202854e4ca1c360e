"""Letters on one incident: sixty of our own, told twice and told of elsewhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from feedback.near_duplicates import (
    MOST_CANDIDATES,
    MOST_HOLDERS,
    RAREST,
    Candidates,
    likeness,
    profile,
    rarity_of,
)

FIXTURE = Path(__file__).parent.parent / "fixtures" / "letters_on_one_incident.tsv"
with FIXTURE.open(encoding="utf-8", newline="") as stream:
    TOLD = [
        tuple(profile("", text) for text in line)
        for line in list(csv.reader(stream, delimiter="\t"))[1:]
    ]
ALL = [each for line in TOLD for each in line]
RARITY = rarity_of(ALL)


def like(one: str, other: str):
    return likeness(profile("", one), profile("", other), RARITY)


def test_most_paraphrases_are_found_and_few_hard_negatives():
    met = sum(likeness(one, again, RARITY).is_likely for one, again, _other in TOLD)
    false = sum(likeness(one, other, RARITY).is_likely for one, _again, other in TOLD)

    assert len(TOLD) == 60
    assert met >= 30
    assert false <= 6


def test_the_same_letter_again_is_as_like_as_can_be():
    assert like("幸福路的路灯坏了", "幸福路的路灯坏了！").share == pytest.approx(1)


def test_letters_without_a_common_word_are_not_alike():
    assert like("幸福路的路灯坏了", "医保怎么报销").share == 0


def test_the_rare_words_of_both_are_named():
    found = like("香樟小区电梯停运十天", "香樟小区三栋的电梯一直停运")

    assert any("香樟" in word for word in found.words)
    assert found.places == ("香樟小区",)


def test_another_road_speaks_against_one_incident():
    found = like("幸福路的路灯坏了三盏", "解放路有三盏路灯坏了，请修")

    assert found.is_elsewhere
    assert not found.is_likely


def test_another_day_speaks_against_one_incident():
    assert like("3月5日北区停电", "北区4月12日又停电").is_another_day


def test_a_form_with_another_name_in_it_is_no_second_letter():
    found = like(
        "星光健身房突然关门，办的年卡余额不退。",
        "力健健身房突然关门，办的年卡余额不退。",
    )

    assert set(found.other_name) == {"星光", "力健"}


@pytest.mark.parametrize("words", ["这条路", "本村", "全镇", "马路"])
def test_words_for_any_place_are_no_names(words):
    assert profile("", f"请修{words}").places == frozenset()


def test_candidates_hold_the_letter_told_again():
    candidates: Candidates[int] = Candidates(RARITY)
    for number, each in enumerate(ALL):
        candidates.add(number, each)

    met = sum(3 * n + 1 in candidates.of(line[0]) for n, line in enumerate(TOLD))

    assert met >= 55


def test_however_many_letters_are_alike_few_are_compared():
    same = [profile("", f"幸福路的路灯坏了，第{number}次") for number in range(1000)]
    candidates: Candidates[int] = Candidates(rarity_of(same))
    for number, each in enumerate(same):
        candidates.add(number, each)

    assert max(map(len, candidates.holders.values())) <= MOST_HOLDERS
    assert len(candidates.of(same[0])) <= min(MOST_CANDIDATES, RAREST * MOST_HOLDERS)


@given(st.sampled_from(ALL), st.sampled_from(ALL))
def test_likeness_goes_both_ways_and_stays_between_0_and_1(one, other):
    found = likeness(one, other, RARITY)

    assert found == likeness(other, one, RARITY)
    assert 0 <= found.share <= 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_is_too_strange_to_compare(one, other):
    assert 0 <= like(one, other).share <= 1
