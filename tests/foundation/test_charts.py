"""Charts: what is drawn is what the table says, inside the picture, safe to show."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings, strategies as st

from disclosure_portal.foundation.chart_axes import top_of
from disclosure_portal.foundation.chart_canvas import (
    BLUE,
    INK_SOFT,
    LINE_STRONG,
    VERMILION,
)
from disclosure_portal.foundation.charts import (
    NARROW,
    WIDE,
    Bars,
    HeatClass,
    HeatTable,
    Look,
    Series,
    Table,
    bars,
    columns,
    figure,
    heat_map,
    lines,
)
from disclosure_portal.foundation.text_widths import fitted, text_width

from .test_look import tokens

pytestmark = pytest.mark.once

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = ("1月", "2月", "3月")
CLASSES = (
    HeatClass("late", "逾期", "△", Look.STRIPES),
    HeatClass("missing", "未公开", "■", Look.ALERT),
)


def table(*series, labels=MONTHS, **more):
    made = [
        Series(f"系列{place}", tuple(values)) for place, values in enumerate(series)
    ]
    return Table("题", "月份", tuple(labels), tuple(made), **more)


def heat(cells, columns=MONTHS):
    rows = tuple(f"事项{place}" for place in range(len(cells)))
    cells = tuple(tuple(row) for row in cells)
    return HeatTable("图", "事项", rows, columns, cells, CLASSES)


def drawn(svg):
    return ElementTree.fromstring(svg)


def boxes(svg, look=Look.SOLID):
    """Filled rectangles: x, y, width and height, with the edge that they have."""
    return [
        [float(box.get(name)) for name in ("x", "y", "width", "height")]
        for box in drawn(svg).iter(f"{SVG}rect")
        if f"chart__{look.value}" in box.get("class", "").split()
    ]


def texts(svg):
    return [text.text for text in drawn(svg).iter(f"{SVG}text")]


# --- Pictures of tables ---------------------------------------------------------------


@pytest.mark.parametrize("draw", [bars, columns, lines])
def test_a_chart_says_what_it_shows_and_holds_no_style_and_no_script(draw):
    svg = draw(table([1, 2, 3], summary="三月最多。"), key="a-1")

    root = drawn(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "a-1-title a-1-text"
    assert root.find(f"{SVG}title[@id='a-1-title']").text == "题"
    assert root.find(f"{SVG}desc[@id='a-1-text']").text == "三月最多。"
    assert not re.search(r"\sstyle=|<script|<style|href", svg)


@pytest.mark.parametrize("key", ["", "1a", "a b", 'a"', "题"])
def test_a_key_is_a_plain_id(key):
    with pytest.raises(ValueError, match="key"):
        bars(table([1, 2, 3]), key=key)


def test_bars_are_as_long_as_their_figures():
    svg = bars(table([10, 5, 0]), key="a")

    long, half = (width for _x, _y, width, _height in boxes(svg))
    assert long == pytest.approx(2 * half, abs=1)
    assert texts(svg) == ["1月", "10", "2月", "5", "3月", "0"]


def test_columns_stand_on_the_ground_and_as_high_as_their_figures():
    found = boxes(columns(table([10, 5, 0]), key="a"))

    high, half = found
    assert high[3] == pytest.approx(2 * half[3], abs=1)
    assert high[1] + high[3] == pytest.approx(half[1] + half[3])


def test_parts_of_a_bar_lie_end_to_end():
    svg = bars(table([2, 1, 4], [3, 1, 0]), key="a", kind=Bars.STACKED)

    _sample, first, *_rest = boxes(svg)
    _sample, second, *_rest = boxes(svg, Look.STRIPES)
    assert first[0] + first[2] + 1 == pytest.approx(second[0], abs=0.1)
    assert [text for text in texts(svg) if text.isdigit()] == ["5", "2", "4"]


def test_shares_fill_the_bar_and_tell_the_first_in_per_cent():
    svg = bars(table([2, 1, 0], [6, 0, 0]), key="a", kind=Bars.SHARES)

    _sample, quarter, whole = boxes(svg)
    assert whole[2] + 1 == pytest.approx(4 * (quarter[2] + 1), abs=0.1)
    assert [text for text in texts(svg) if "%" in text] == ["25.0%", "100.0%"]
    assert "—" in texts(svg)


def test_what_is_not_known_is_no_nought():
    svg = lines(table([1, None, 3]), key="a")

    points = drawn(svg).find(f"{SVG}polyline").get("points").split()
    assert len(points) == 2
    assert "—" in texts(bars(table([1, None, 3]), key="a"))


def test_lines_are_told_apart_without_colour():
    svg = lines(table([1, 2, 3], [3, 2, 1], [2, 2, 2]), key="a")

    ways = [way.get("stroke-dasharray") for way in drawn(svg).iter(f"{SVG}polyline")]
    legend = list(drawn(svg).iter(f"{SVG}polygon"))[:3]
    corners = [len(mark.get("points").split()) for mark in legend]
    assert len(set(ways)) == 3
    assert corners == [4, 4, 3]


def test_a_heat_map_tells_each_class_by_sign_and_word():
    svg = heat_map(heat([["late", "", "missing"]]), key="a")

    # One in the legend, one in the cell.
    assert texts(svg).count("△") == texts(svg).count("■") == 2
    assert {"逾期", "未公开", "事项0"} <= set(texts(svg))


def test_columns_of_a_long_heat_map_are_named_again():
    svg = heat_map(heat([["late"] * 3] * 9), key="a")

    assert texts(svg).count("1月") == 2


def test_labels_that_find_no_room_are_left_out_not_printed_over_one_another():
    svg = columns(table([100] * 31, labels=map(str, range(1, 32))), key="a")

    named = [text for text in texts(svg) if text in {"1", "2", "31"}]
    assert "1" in named
    assert "2" not in named


def test_a_phone_has_labels_above_their_bars_and_paper_beside_them():
    narrow, wide = (
        drawn(bars(table([1, 2, 3]), key="a", width=width)) for width in (NARROW, WIDE)
    )

    assert narrow.get("viewBox").split()[2] == "312"
    assert float(narrow.get("height")) > float(wide.get("height"))


def test_nothing_makes_an_empty_picture_not_a_fault():
    empty = table([0, None, 0])

    assert empty.is_empty
    assert boxes(bars(empty, key="a")) == boxes(columns(empty, key="a")) == []
    assert lines(empty, key="a")
    assert bars(table([], labels=()), key="a")


# --- Tables ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "series",
    [
        [],
        [[1, 2]],
        [[1, 2, -3]],
        [[1, 2, float("nan")]],
        [[1, 2, float("inf")]],
        [[1, 2, Decimal("NaN")]],
        [[1, 2, 3]] * 6,
    ],
    ids=["none", "short", "negative", "nan", "infinite", "no decimal", "six"],
)
def test_what_cannot_be_drawn_is_refused(series):
    with pytest.raises(ValueError, match=r"[a-z]"):
        table(*series)


def test_no_two_series_may_look_alike():
    alike = (Series("甲", (1,), Look.DOTS), Series("乙", (1,), Look.DOTS))

    with pytest.raises(ValueError, match="alike"):
        Table("题", "月份", ("1月",), alike)


@pytest.mark.parametrize("cells", [[["gone", "", ""]], [["late"]]])
def test_a_heat_map_of_unknown_or_missing_cells_is_refused(cells):
    with pytest.raises(ValueError, match=r"[a-z]"):
        heat(cells)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (2716, "2,716"), (2.0, "2"), (Decimal("3.25"), "3.2"), (None, "—")],
)
def test_figures_are_written_as_in_tables(value, told):
    assert figure(value) == told


def test_the_colours_are_those_of_the_house():
    house = tokens(":root")

    drawn_with = {
        "blue": BLUE,
        "ink-soft": INK_SOFT,
        "line-strong": LINE_STRONG,
        "vermilion": VERMILION,
    }
    assert {name: f"#{house[name]}" for name in drawn_with} == drawn_with


# --- Whatever the table says ----------------------------------------------------------

NAMES = st.text(max_size=40)
FIGURES = st.one_of(st.none(), st.integers(0, 10**12), st.floats(0, 1e9))


@st.composite
def tables(draw):
    labels = tuple(draw(st.lists(NAMES, min_size=1, max_size=40)))
    count = draw(st.integers(1, 5))
    values = st.lists(FIGURES, min_size=len(labels), max_size=len(labels))
    made = [Series(draw(NAMES), tuple(draw(values))) for _each in range(count)]
    return Table(draw(NAMES), draw(NAMES), labels, tuple(made), unit=draw(NAMES))


def outside(svg):
    """What reaches over the edge of the picture."""
    root = drawn(svg)
    width, height = (float(root.get(name)) for name in ("width", "height"))
    for box in root.iter(f"{SVG}rect"):
        if "x" in box.attrib:
            x, y = float(box.get("x")), float(box.get("y"))
            right, low = x + float(box.get("width")), y + float(box.get("height"))
            if x < -0.01 or y < -0.01 or right > width + 0.01 or low > height + 0.01:
                yield box.attrib
    for text in root.iter(f"{SVG}text"):
        long = text_width(text.text or "") * float(text.get("font-size", 14))
        left = {"start": 0, "middle": long / 2, "end": long}
        x = float(text.get("x")) - left[text.get("text-anchor", "start")]
        if x < -1 or x + long > width + 1 or not 0 <= float(text.get("y")) <= height:
            yield text.text
    for each in (*root.iter(f"{SVG}polyline"), *root.iter(f"{SVG}polygon")):
        for point in each.get("points").split():
            x, y = map(float, point.split(","))
            if not (-6 <= x <= width + 6 and 0 <= y <= height):
                yield point


DRAWINGS = [
    *(lambda t, w, k=kind: bars(t, key="a", kind=k, width=w) for kind in Bars),
    lambda t, w: columns(t, key="a", width=w),
    lambda t, w: lines(t, key="a", width=w),
]


@given(tables(), st.sampled_from(DRAWINGS), st.sampled_from([NARROW, WIDE]))
@settings(max_examples=250)
def test_no_table_leaves_the_picture(made, draw, width):
    assert list(outside(draw(made, width))) == []


@given(tables())
@settings(max_examples=100)
def test_lengths_of_parts_add_up_to_the_bar(made):
    svg = bars(made, key="a", kind=Bars.STACKED)

    rows: dict[float, float] = {}
    for box in drawn(svg).iter(f"{SVG}rect"):
        # The samples of the legend are square.
        if "x" in box.attrib and box.find(f"{SVG}title") is not None:
            y = round(float(box.get("y")) - float(box.get("stroke-width")) / 2, 1)
            edge = float(box.get("stroke-width"))
            rows[y] = rows.get(y, 0) + float(box.get("width")) + edge
    lengths = sorted(rows.values())
    totals = sorted(total for total in made.totals if total)
    if lengths and totals:
        scale = max(lengths) / max(totals)
        assert len(lengths) <= len(totals)
        assert sum(lengths) == pytest.approx(sum(totals) * scale, abs=1 + len(totals))


@given(st.lists(st.lists(st.sampled_from(["", "late", "missing"]), min_size=12,
                         max_size=12), min_size=1, max_size=20),
       st.sampled_from([NARROW, WIDE]))  # fmt: skip
@settings(max_examples=50)
def test_every_cell_of_a_heat_map_is_drawn_inside_it(cells, width):
    months = tuple(f"{month}月" for month in range(1, 13))

    svg = heat_map(heat(cells, months), key="a", width=width)

    told = sum(bool(code) for row in cells for code in row)
    signs = [text for text in texts(svg) if text in {"△", "■"}]
    assert len(signs) == told + len(CLASSES)
    assert list(outside(svg)) == []


@given(st.text(), st.text())
def test_no_text_becomes_markup(title, label):
    made = Table(title, "x", (label,), (Series(label, (1,)),), summary=title)

    svg = bars(made, key="a")

    tags = {each.tag for each in drawn(svg).iter()}
    assert tags == {f"{SVG}{name}" for name in ("svg", "title", "desc", "text", "rect")}


@given(st.floats(0, 1e15))
def test_an_axis_ends_at_or_just_above_the_highest(highest):
    top = top_of(highest)

    assert top >= highest
    assert top <= max(2 * highest, 1)


@given(st.text(), st.floats(2, 40))
def test_a_text_is_cut_to_its_room(text, room):
    assert text_width(fitted(text, room)) <= room + 0.01
