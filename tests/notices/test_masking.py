from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from notices.masking import is_organisation, masked_name, recipient_name

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("张三", "张*"),
        ("张 三", "张*"),
        ("张　三", "张*"),
        ("欧阳明日", "欧阳**"),
        ("欧阳修", "欧阳*"),
        ("司马相如", "司马**"),
        # Two characters: the family name is 欧.
        ("欧阳", "欧*"),
        ("买买提·吐尔逊", "买**·***"),
        ("John Smith", "J********"),
        ("张三、李四光", "张*、李**"),
        ("李小学", "李**"),
        ("张三（曾用名李四）", "张*"),
        ("张三(330122", "张*"),
        ("张**", "张**"),
        ("张", "张"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_person_keeps_the_family_name_only(name, masked):
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    "name",
    [
        "霁川县大屋场粮油专业合作社",
        "霁川云坪茶业有限公司",
        "柳渡镇向阳饭店",
        "石盘镇老陈五金店",
        "青砚镇卫生院",
        "柳渡镇人民政府",
    ],
)
def test_an_organisation_keeps_its_name(name):
    assert masked_name(name) == name


@given(st.text(HAN, min_size=2, max_size=4))
def test_no_given_name_is_left_in_a_masked_name(name):
    masked = masked_name(name)

    assert is_organisation(name) or masked.endswith("*")


@given(st.text(max_size=30))
def test_masking_a_masked_name_changes_nothing(name):
    masked = masked_name(name)

    assert masked_name(masked) == masked


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("好再来饭店(经营者：李小明)", "好再来饭店"),
        ("三丰商店（张三）", "三丰商店"),
        ("张三（三丰商店）", "张*"),
    ],
)
def test_a_remark_that_names_the_owner_is_left_out(name, public):
    assert masked_name(name) == public


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("钟厚朴", "钟**"),
        ("青石县丰禾农机专业合作社", "青石县丰禾农机专业合作社"),
        ("青石县禾木种植家庭农场", "青石县禾木种植家庭农场"),
        ("青石县厚朴农场(个体工商户)", "青******"),
        ("青石县厚朴农场（个人独资）", "青******"),
    ],
)
def test_of_recipients_only_a_legal_persons_name_stays_whole(name, public):
    assert recipient_name(name) == public
