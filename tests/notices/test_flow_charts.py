from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings, strategies as st

from disclosure_portal.foundation.text_widths import text_width
from notices.guide_steps import Edge, Way, graph_of, ways_of
from notices.kind_pages.flow_chart import (
    Chart,
    Step,
    backward,
    column,
    lay_out,
    wrapped,
)
from notices.kind_pages.flow_chart_svg import svg

pytestmark = pytest.mark.once

TEXT = st.text(alphabet="申请受理材料不全abcXYZ 0189（）；&<>\"'", max_size=40)


@st.composite
def graphs(draw):
    count = draw(st.integers(1, 25))
    place = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(place, place, TEXT), max_size=60))
    edges = tuple(dict.fromkeys(Edge(*pair) for pair in pairs))
    steps = [Step(draw(TEXT), draw(TEXT), draw(st.booleans())) for _ in range(count)]
    return steps, edges


# --- What clerks type ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("", []),
        ("3", [Way("3")]),
        ("3；2（材料不全）", [Way("3"), Way("2", "材料不全")]),
        ("３、2(材料不全，需补正)", [Way("3"), Way("2", "材料不全，需补正")]),
        ("结束", [Way("")]),
        ("4；结束（不予受理）", [Way("4"), Way("", "不予受理")]),
        ("（不予受理）", [Way("", "不予受理")]),
        ("3；3", [Way("3")]),
        ("2-1\n2-2", [Way("2-1"), Way("2-2")]),
        ("；；", []),
    ],
)
def test_ways_are_read_as_they_are_typed(text, ways):
    assert ways_of(text) == ways


def test_a_table_without_ways_is_a_straight_line():
    graph = graph_of([("", "")] * 3)

    assert graph.edges == (Edge(0, 1), Edge(1, 2))
    assert graph.ends == {2}
    assert graph.numbers == ("1", "2", "3")


def test_what_names_no_step_and_what_nothing_names_are_found():
    graph = graph_of([("1", "3"), ("2", "9"), ("3", "1")])

    assert graph.unknown == (("2", "9"),)
    assert graph.unreachable == ["2"]
    assert graph.ends == frozenset()


@given(st.lists(st.tuples(TEXT, TEXT), max_size=12))
def test_any_table_makes_a_graph(steps):
    graph = graph_of(steps)

    places = range(len(steps))
    assert all(edge.source in places and edge.target in places for edge in graph.edges)
    assert set(graph.unreachable) <= set(graph.numbers)


# --- Order --------------------------------------------------------------------------


def test_a_step_added_later_stands_where_it_belongs():
    edges = [Edge(0, 1), Edge(1, 3), Edge(3, 2)]

    assert column(4, edges) == [0, 1, 3, 2]


@given(graphs())
def test_all_but_loops_leads_down(graph):
    steps, edges = graph
    order = column(len(steps), edges)
    loops = backward(len(steps), edges)

    rank = {place: row for row, place in enumerate(order)}
    assert sorted(order) == list(range(len(steps)))
    for edge in edges:
        is_down = rank[edge.target] > rank[edge.source]
        assert is_down == (edge not in loops)


# --- Layout -------------------------------------------------------------------------


@given(graphs())
@settings(deadline=None)
def test_no_two_boxes_overlap_and_every_edge_is_drawn(graph):
    steps, edges = graph

    chart = lay_out(steps, edges)

    boxes = sorted(chart.boxes, key=lambda box: box.top)
    assert sorted(box.place for box in boxes) == list(range(len(steps)))
    assert all(a.bottom < b.top for a, b in zip(boxes, boxes[1:], strict=False))
    assert sorted(line.edge.source for line in chart.lines) == sorted(
        edge.source for edge in edges
    )
    assert {line.edge for line in chart.lines} == set(edges)
    _check_lines(chart)


def _check_lines(chart: Chart) -> None:
    """Each begins at its box, ends at its box, and lies within the picture."""
    boxes = {box.place: box for box in chart.boxes}
    for line in chart.lines:
        source, target = boxes[line.edge.source], boxes[line.edge.target]
        (start_x, start_y), (end_x, end_y) = line.points[0], line.points[-1]
        assert start_y == source.bottom
        assert source.left < start_x < source.right
        assert target.top <= end_y <= target.bottom
        assert target.left <= end_x <= target.right
        for x, y in line.points:
            assert 0 < x < chart.width
            assert 0 < y < chart.height
        _check_passes_beside(chart, line)


def _check_passes_beside(chart: Chart, line) -> None:
    """Upright stretches run through no box."""
    stretches = zip(line.points, line.points[1:], strict=False)
    for (x, from_y), (to_x, to_y) in stretches:
        if x != to_x:
            continue
        low, high = sorted((from_y, to_y))
        for box in chart.boxes:
            is_inside = box.left < x < box.right
            assert not (is_inside and low < box.bottom and high > box.top)


@given(graphs())
@settings(deadline=None)
def test_upright_stretches_of_one_lane_do_not_touch(graph):
    chart = lay_out(*graph)

    spans: dict[float, list[tuple[float, float]]] = {}
    for line in chart.lines:
        if len(line.points) == 2:
            continue
        (x, y), (_, entry) = line.points[2:4]
        spans.setdefault(x, []).append((min(y, entry), max(y, entry)))
    for lane in spans.values():
        ordered = sorted(lane)
        assert all(a[1] < b[0] for a, b in zip(ordered, ordered[1:], strict=False)), (
            lane
        )


@given(TEXT, st.integers(6, 15))
def test_wrapped_text_fits_and_loses_no_sign(text, width):
    lines = wrapped(text, width)

    assert "".join("".join(lines).split()) == "".join(text.split())
    # What may not begin a line hangs over its end.
    assert all(
        text_width(line.rstrip("，。；：、）》」？！")) <= width for line in lines
    )


@given(graphs())
@settings(deadline=None)
def test_the_drawing_is_well_formed_and_has_no_style(graph):
    steps, edges = graph

    drawn = svg(lay_out(steps, edges), title="<流程>", description="见列表")

    root = ElementTree.fromstring(drawn)
    names = [each.tag.rpartition("}")[2] for each in root.iter()]
    assert names.count("rect") == len(steps)
    assert names.count("polyline") == len(edges)
    assert names[1:3] == ["title", "desc"]
    assert "style" not in drawn
    assert not {"script", "style", "a"} & set(names)


def test_sixty_steps_are_laid_out_at_once():
    steps = [Step(f"{n} 步骤", "经办人 · 3个工作日") for n in range(60)]
    edges = [Edge(a, (a * 7 + b) % 60, "情形") for a in range(60) for b in range(3)]

    started = time.process_time()
    svg(lay_out(steps, tuple(edges)), title="流程", description="")

    assert time.process_time() - started < 1
