"""A checklist as JSON, as the engine reads it, and compared with another."""

from __future__ import annotations

from decimal import Decimal

import orjson
import pytest
from hypothesis import given, strategies as st

from supervision.checklist_comparison import State, compare, marks
from supervision.checklist_document import base_points, engine, from_json, to_json
from supervision.checklist_sums import misfits
from supervision.checklist_tree import (
    KNOWN,
    TreeUnfit,
    branch_to_json,
    branches_from_json,
    walk,
)
from supervision.scoring import score
from supervision.scoring_fitting import check
from supervision.scoring_problems import UnreadableChecklist
from supervision.scoring_rules import Mark
from tests.factories.supervision_checklists import BRANCHES, branches, document

TEXT = st.text("甲乙丙丁abc12 。", max_size=12)


@st.composite
def trees(draw, depth=3):
    below = st.just([]) if depth == 0 else st.lists(trees(depth=depth - 1), max_size=3)
    told = {
        "title": draw(TEXT.filter(str.strip)),
        "rule": draw(TEXT),
        "points": draw(st.none() | st.decimals(0, 999, places=4).map(str)),
        "department": draw(TEXT),
        "methods": draw(st.lists(st.sampled_from(["hear", "ask"]), unique=True)),
        "is_unverified": draw(st.booleans()),
        "children": draw(below),
    }
    return {name: value for name, value in told.items() if value is not None}


@given(st.lists(trees(), max_size=3))
def test_a_tree_written_and_read_again_is_the_same(given):
    read = branches_from_json(given)
    written = [branch_to_json(branch) for branch in read]

    assert branches_from_json(orjson.loads(orjson.dumps(written))) == read


def test_a_document_written_and_read_again_is_the_same():
    whole = document()

    assert from_json(orjson.loads(orjson.dumps(to_json(whole)))) == whole


def test_the_engine_scores_by_the_document():
    checklist = engine(document())
    check(checklist)

    marks_given = {
        **{"1.1": Mark(value=Decimal(8)), "1.2": Mark(value=Decimal(3))},
        **{"2.1": Mark(value=Decimal(90)), "3": Mark(value=Decimal(2))},
    }

    # 8 + (30 - 6) + 60 × 90 % + 2
    assert score(checklist, marks_given).total == Decimal("88.00")


BAD = [
    ("1", {"title": ""}, "title"),
    ("1", {"points": "2.00005"}, "points"),
    ("1", {"points": -1}, "points"),
    ("1", {"points": True}, "points"),
    ("1", {"methods": ["guess"]}, "methods"),
    ("1", {"strange": 1}, "strange"),
    ("1", {"children": {}}, "children"),
    ("1", {"proposal": {"kind": 3}}, "proposal"),
    ("1", {"title": "甲" * 301}, "title"),
    ("1", {"is_unverified": "yes"}, "is_unverified"),
]


@pytest.mark.parametrize(("place", "changes", "fault"), BAD)
def test_what_does_not_fit_is_told_by_its_place(place, changes, fault):
    with pytest.raises(TreeUnfit) as told:
        branches_from_json([{"title": "组织领导", **changes}])

    assert (told.value.place, told.value.fault) == (place, fault)


def test_a_fault_deep_in_the_tree_is_told_by_the_way_to_it():
    deep = [{"title": "甲", "children": [{"title": "乙"}, {"title": ""}]}]

    with pytest.raises(TreeUnfit) as told:
        branches_from_json(deep)

    assert told.value.place == "1.2"


def test_more_than_eight_levels_are_refused():
    tree: dict[str, object] = {"title": "末级"}
    for _level in range(8):
        tree = {"title": "上级", "children": [tree]}

    with pytest.raises(TreeUnfit) as told:
        branches_from_json([tree])

    assert told.value.fault == "too_deep"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "guess"},
        {"kind": "deduction"},
        {"kind": "deduction", "parameters": {"each": 0.5}},
        {"kind": "credit", "parameters": {"each": "1"}},
        {"scoring": {"cap": {"scope": "nowhere"}}},
        {"scoring": {"points": "100"}},
        {"proposal": {"kind": "rate", "parameters": {"target": "much"}}},
    ],
)
def test_rules_that_the_engine_does_not_know_are_refused(changes):
    given = to_json(document(indicators=[{"title": "甲", "code": "1", **changes}]))

    with pytest.raises(UnreadableChecklist):
        from_json(given)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": "other"}, "format"),
        ({"year": 1900}, "year"),
        ({"year": True}, "year"),
        ({"code": "Über"}, "code"),
        ({"title": " "}, "title"),
        ({"strange": 1}, "strange"),
        ({"choices": []}, "choices"),
    ],
)
def test_a_document_that_is_none_is_refused(changes, fault):
    with pytest.raises(TreeUnfit) as told:
        from_json({**to_json(document()), **changes})

    assert told.value.fault == fault


def test_bonus_parts_are_no_points_of_the_base():
    parts = [
        {"code": "1", "title": "组织领导", "points": "40"},
        {"code": "2", "title": "政务公开", "points": "60", "register": "bonus"},
        {"code": "3", "title": "加分", "points": "0"},
    ]

    assert base_points(document(choices={"parts": parts})) == 40


def test_weights_count_in_the_sums():
    rows = [
        {
            **{"title": "甲", "code": "1", "points": "10"},
            "children": [
                {"title": "乙", "code": "1.1", "points": "10", "weight": "0.6"},
                {"title": "丙", "code": "1.2", "points": "8", "weight": "0.5"},
            ],
        }
    ]

    assert list(misfits(branches(rows))) == []


# --- Side by side -------------------------------------------------------------------


def key_of(line):
    branch = line.new or line.old
    assert branch is not None
    return branch.key


def compared(change):
    old, new = branches(), branches()
    change(new)
    return {
        key_of(line): (line.state, line.changed)
        for line in compare(old, new)
        if line.state is not State.SAME
    }


def test_the_same_trees_differ_in_nothing():
    assert {line.state for line in compare(branches(), branches())} == {State.SAME}


def test_a_changed_row_names_its_columns():
    def change(new):
        new[0].children[0].points = Decimal(12)
        new[0].children[0].code = "1.9"

    assert compared(change) == {"1.1": (State.CHANGED, ("code", "points"))}


def test_new_moved_and_left_out_rows_are_told():
    def change(new):
        moved = new[0].children.pop(0)
        new[1].children.append(moved)
        del new[2]
        new[0].children.append(branches([{"key": "9", "title": "新增"}])[0])

    assert compared(change) == {
        **{"1.1": (State.MOVED, ()), "3": (State.REMOVED, ())},
        "9": (State.ADDED, ()),
    }


def test_what_was_left_out_stands_where_it_was():
    new = branches()
    del new[0].children[1]

    lines = compare(branches(), new)

    assert [key_of(line) for line in lines] == ["1", "1.1", "1.2", "2", "2.1", "3"]
    assert lines[2].state is State.REMOVED


def test_marks_of_a_copy_are_by_key():
    new = branches()
    new[1].title = "政务公开工作"

    assert marks(branches(), new) == {"2": State.CHANGED}


def test_every_column_of_a_row_is_compared():
    told = {"children", "proposal", "key", "number"}
    (line,) = [each for each in compare(branches(), _all_changed()) if each.changed]

    assert {*line.changed} == KNOWN - told


def _all_changed():
    new = branches()
    (row,) = [b for _a, b in walk(new) if b.key == "1.1"]
    other = branches(
        [
            {
                **{"key": "1.1", "code": "x", "title": "另", "points": "3"},
                **{"weight": "2", "kind": "tiers", "rule": "另", "remark": "另"},
                **{"methods": ["ask"], "department": "另", "evidence": "另"},
                "measure": "late",
                **{"is_unverified": True, "scoring": {"group": "g"}},
                "parameters": {"tiers": []},
            }
        ]
    )[0]
    new[0].children[new[0].children.index(row)] = other
    return new


def test_the_shipped_tree_of_the_tests_fits():
    assert list(misfits(branches(BRANCHES))) == []
