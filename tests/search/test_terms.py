"""How texts and questions are cut into terms."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from disclosure_portal.foundation.search.folding import fold, places
from disclosure_portal.foundation.search.questions import MAX_CHARACTERS, ask
from disclosure_portal.foundation.search.terms import number_term, terms

TEXTS = st.text(
    st.sampled_from(
        "低保最低生活保障身份證〇ＡａB1２〔〕[]（） ，。ﬁ㈱\u0301\U00020000é"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("低保", {"低保", "保"}),
        ("低保 申请", {"低保", "保", "申请", "请"}),
        ("低", {"低"}),
        ("5G基站", {"5g", "基站", "站"}),
        ("２０２６年", {"2026", "年"}),
        ("", set()),
        ("，。！😀", set()),
    ],
)
def test_a_text_is_cut_into_pairs_and_words(text, found):
    assert terms(text) == found


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("學區劃分", "学区划分"),
        ("ＡＢＣ１２", "abc12"),
        ("㈱", "(株)"),
        ("〔2026〕", "〔2026〕"),
    ],
)
def test_what_is_written_otherwise_is_folded_alike(text, folded):
    assert fold(text) == folded


@given(TEXTS)
def test_each_folded_character_is_found_again_in_the_text(text):
    folded, where = fold(text), places(text)

    assert len(where) == len(folded) + 1
    assert where == sorted(where)
    assert where[-1] == len(text)
    for place, character in enumerate(folded):
        assert character in fold(text[where[place]])


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS, TEXTS, TEXTS)
def test_whatever_stands_in_a_text_is_found_by_it(before, word, after):
    wanted = ask(word).wanted(ask(word).folded)
    found = terms(before + word + after)

    for term in wanted:
        if term.is_prefix:
            assert any(each.startswith(term.text) for each in found)
        elif not term.text.isascii():
            assert term.text in found


@pytest.mark.parametrize(
    "number",
    [
        "国办发〔2017〕47号",
        "国办发[2017]47号",
        "国办发（2017）47 号",
        "国办发【２０１７】第47号",
        "國辦發〔2017〕047号",
    ],
)
def test_a_document_number_is_one_term_however_it_is_written(number):
    assert number_term(number) == "国办发201747号"
    assert number_term(number) in terms(f"根据{number}文件")


@given(st.text(max_size=300))
def test_any_question_is_understood(text):
    question = ask(text)

    assert len(question.folded) <= MAX_CHARACTERS
    for variant in question.variants:
        question.wanted(variant)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("低保", ["低保"]),
        ("怎么申请低保", ["怎么", "么申", "申请", "请低", "低保"]),
        ("怎么才能申请公租房", ["公租", "租房"]),
        ("新生儿上户口需要什么材料", ["新生", "生儿", "儿上", "上户", "户口", "材料"]),
        ("请问什么时候可以", ["请问", "问什", "什么", "么时", "时候", "候可", "可以"]),
    ],
)
def test_of_a_sentence_that_is_looked_for_what_it_is_about(text, wanted):
    question = ask(text)

    assert [term.text for term in question.wanted(question.folded)] == wanted


def test_other_words_for_the_same_thing_are_asked_too():
    question = ask("低保标准").widened({"低保": ["最低生活保障"]})

    assert question.variants == ("低保标准", "最低生活保障标准")
