"""Paths: a branch is a range, under every collation and on both databases."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from directories import tree
from directories.models import Agency
from tests.factories import agency, branch_of_agencies
from tests.factories.directories import county

numbers = st.integers(min_value=1, max_value=tree.LAST)
paths = st.lists(numbers, min_size=1, max_size=8).map(
    lambda steps: "".join(f"{step:04d}" for step in steps)
)


@st.composite
def relatives(draw):
    """Two paths that share a beginning more often than chance would have it."""
    shared = draw(st.lists(numbers, min_size=1, max_size=4))
    edges = st.sampled_from([1, 2, tree.LAST - 1, tree.LAST])
    ends = st.lists(edges, max_size=3)
    return tuple(
        "".join(f"{step:04d}" for step in [*shared, *draw(ends)]) for _side in range(2)
    )


@given(relatives())
def test_the_range_of_a_branch_holds_exactly_what_lies_in_it(pair):
    branch, path = pair

    in_range = branch <= path < tree.successor(branch)

    assert in_range == tree.contains(branch, path)


@given(paths)
def test_the_range_ends_right_after_the_branch(path):
    last = path + f"{tree.LAST:04d}" * 3

    assert path < last < tree.successor(path)


@given(paths)
def test_ancestors_are_those_that_contain_a_path(path):
    above = tree.ancestors(path)

    assert all(tree.contains(one, path) and one != path for one in above)
    assert len(above) == tree.depth(path)
    assert above == sorted(above, key=len)


@given(paths, paths, st.lists(numbers, max_size=3))
def test_a_moved_branch_keeps_its_shape(source, target, below):
    tail = "".join(f"{step:04d}" for step in below)

    assert tree.moved(source + tail, source, target) == target + tail


@given(paths, numbers)
def test_a_child_lies_one_level_below_its_parent(parent, number):
    child = tree.child_path(parent, number)

    assert tree.contains(parent, child)
    assert tree.depth(child) == tree.depth(parent) + 1
    assert tree.next_number(child) == number + 1


@pytest.mark.parametrize("number", [0, -1, tree.LAST + 1])
def test_a_path_numbers_9999_children(number):
    with pytest.raises(tree.TreeFull):
        tree.child_path("0001", number)


def test_the_first_child_has_number_one():
    assert tree.next_number(None) == 1


# --- In the database ----------------------------------------------------------------


@pytest.mark.django_db
def test_units_get_paths_in_the_order_of_their_making():
    first, second = agency(), agency()
    below = agency(parent=first)

    paths = [unit.path for unit in (county(), first, below, second)]

    assert paths == ["0001", "00010001", "000100010001", "00010002"]


@pytest.mark.django_db
def test_the_database_gives_the_branch_that_the_rule_gives():
    chain = branch_of_agencies(4)
    agency(parent=chain[0])
    edge = agency(parent=county())
    Agency.objects.filter(pk=edge.pk).update(path="00019999")
    agency(parent=Agency.objects.get(pk=edge.pk))

    for unit in Agency.objects.all():
        expected = {other for other in Agency.objects.all() if unit.contains(other)}
        assert set(Agency.objects.branch(unit.path)) == expected


@pytest.mark.django_db
def test_the_units_above_come_from_the_root_down():
    chain = branch_of_agencies(3)

    above = Agency.objects.above(chain[-1].path)

    assert list(above) == [county(), *chain[:-1]]
