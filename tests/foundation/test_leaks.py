"""What the leak guard's masks look like, and whose telephones it lets pass."""

from __future__ import annotations

import pytest

from disclosure_portal.foundation.leaks import Kind, find_leaks, mask

from .leak_corpus import ALLOWED, samples
from .made_numbers import Maker

pytestmark = pytest.mark.once

MASKED = {
    Kind.MOBILE: ("电话13812341234。", "电话138****1234。"),
    Kind.LANDLINE: ("电话0311-85129876。", "电话0311-8512****。"),
    Kind.CARD: ("卡号6228480402564890018。", "卡号***************0018。"),
    Kind.EMAIL: ("邮箱zhangsan@163.com。", "邮箱z*******@163.com。"),
}


def leaks_in(text: str) -> list[tuple[str, str]]:
    found = find_leaks({"text": text}, ALLOWED)
    return [(hit.kind.value, hit.text) for hit in found]


# --- What is shown ------------------------------------------------------------------


@pytest.mark.parametrize("kind", MASKED)
def test_a_mask_hides_the_middle_and_leaves_what_offices_leave(kind):
    text, masked = MASKED[kind]

    hits = find_leaks({"text": text}, [])

    assert [hit.kind for hit in hits] == [kind]
    assert mask(text, hits) == masked


def test_an_identity_number_keeps_its_first_two_and_its_last_three():
    number = Maker("identity").identity()
    text = f"身份证号{number}。"

    masked = mask(text, find_leaks({"text": text}, []))

    assert masked == f"身份证号{number[:2]}{'*' * 13}{number[-3:]}。"


def test_a_mailbox_of_one_letter_is_hidden_whole():
    text = "邮箱z@163.com"

    assert mask(text, find_leaks({"text": text}, [])) == "邮箱*@163.com"


def test_a_hit_names_its_place_and_where_it_stands():
    texts = {"title": "关于公示的通知", "lines[3].remark": "电话13812341234"}

    [hit] = find_leaks(texts, [])

    assert (hit.place, hit.start, hit.end) == ("lines[3].remark", 2, 13)
    assert (hit.text, hit.masked) == ("13812341234", "138****1234")


def test_a_hit_that_no_longer_stands_there_changes_nothing():
    hits = find_leaks({"text": "电话13812341234"}, [])

    assert mask("电话改为13812341234", hits) == "电话改为13812341234"


@pytest.mark.parametrize(
    "text",
    ["1" * 10**6, "a@" * 10**5, "(+" * 10**5, "138 " * 10**4, "www." * 10**5],
    ids=lambda text: text[:4],
)
def test_texts_made_to_tire_a_search_do_not(text):
    assert find_leaks({"text": text + "。手机13812341234"}, [])


def test_a_long_text_with_many_numbers_is_read_whole():
    text = "\n".join(sample.text for sample in samples("tuned"))
    once = len(find_leaks({"text": text}, ALLOWED))

    assert len(find_leaks({"text": "\n".join([text] * 20)}, ALLOWED)) == 20 * once


# --- Telephones of units ------------------------------------------------------------


@pytest.mark.parametrize(
    "shown",
    [
        "0311-85121200",
        "(0311) 8512 1200",
        "031185121200",
        "８５１２１２００",
        "+86-311-85121200",
    ],
)
@pytest.mark.parametrize("typed", ["0311-85121200", "（0311）85121200", "85121200"])
def test_the_telephone_of_a_unit_is_no_leak_however_it_is_written(typed, shown):
    assert not find_leaks({"text": f"电话：{shown}"}, [typed])


def test_the_same_number_in_another_town_is_a_leak():
    hits = find_leaks({"text": "电话：0312-85121200"}, ["0311-85121200"])

    assert [hit.text for hit in hits] == ["0312-85121200"]


def test_several_telephones_of_a_unit_may_stand_in_one_field():
    own = ["0311-85121200、85121201 13931100110"]
    text = "电话85121201，手机139-3110-0110，0311-85121200转801"

    assert not find_leaks({"text": text}, own)


def test_a_fixture_string_is_read_as_its_writer_meant():
    assert leaks_in("联系人：张某，13812341234") == [("mobile", "13812341234")]
    assert leaks_in("订单号：13812341234") == []
