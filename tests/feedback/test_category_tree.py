"""The shipped tree is sound, and a file that is not says what is wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from feedback.category_tree import UnsoundTree, read_columns, read_tree, shipped


def test_the_shipped_tree_has_three_levels():
    levels = Counter(category.level for category in shipped().categories)

    assert (levels[1], levels[2], levels[3]) == (14, 82, 266)


def test_no_category_of_the_upper_levels_is_without_one_below():
    tree = shipped()
    above = {category.parent for category in tree.categories}

    assert {each.code for each in tree.categories if each.level < 3} == above - {""}


def test_no_name_of_the_shipped_tree_stands_twice():
    names = Counter(category.name for category in shipped().categories)

    assert [name for name, times in names.items() if times > 1] == []


def test_a_path_is_made_of_names_from_the_top_down():
    assert shipped().path("010202") == ("城乡建设", "市政设施", "路灯照明")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("01,甲\n01,乙\n", "01 stands there twice"),
        ("01,甲\n0201,乙\n", "0201 has nothing above it"),
        ("01,甲\n011,乙\n", "011 has not two, four or six digits"),
        ("01,甲\n01010101,乙\n", "01010101 has not two, four or six digits"),
        ("0a,甲\n", "0a is no number"),
        ("01,\n", "01 needs a short name"),
        ("01,甲\n02,甲\n", "02 has the name of its sister"),
        ("", "no category"),
    ],
)
def test_an_unsound_tree_is_refused_with_what_is_wrong(tmp_path, rows, fault):
    path = tmp_path / "tree.csv"
    path.write_text(f"code,name\n{rows}", encoding="utf-8")

    with pytest.raises(UnsoundTree) as refused:
        read_tree(path)

    assert fault in refused.value.faults


def test_a_tree_in_columns_is_numbered_in_its_order(tmp_path):
    path = tmp_path / "tree.csv"
    head = "一级分类,二级分类,三级分类"
    path.write_text(f"{head}\n甲,乙,丙\n甲,乙,丁\n甲,戊,\n", encoding="utf-8-sig")

    found = {each.code: each.name for each in read_columns(path).categories}

    assert found == {
        "01": "甲",
        "0101": "乙",
        "010101": "丙",
        "010102": "丁",
        "0102": "戊",
    }


def test_a_line_that_skips_a_level_is_named(tmp_path):
    path = tmp_path / "tree.csv"
    path.write_text("一级分类,二级分类,三级分类\n甲,,丙\n", encoding="utf-8")

    with pytest.raises(UnsoundTree, match="line 2"):
        read_columns(path)
