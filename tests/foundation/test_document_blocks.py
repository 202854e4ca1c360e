from __future__ import annotations

from hypothesis import given, settings, strategies as st

from disclosure_portal.foundation.document_blocks import blocks_of, texts_of

TABLE = (
    '<table><thead><tr><th rowspan="2">单位</th><th colspan="2">金额</th></tr>'
    "<tr><th>甲</th><th>乙</th></tr></thead>"
    "<tbody><tr><td>县局</td><td>1</td><td>2</td></tr></tbody></table>"
)
SPANS = st.tuples(st.integers(1, 4), st.integers(1, 4))


def whole(href):
    return f"https://portal.example{href}"


def test_runs_keep_their_marks_and_links_their_whole_address():
    [block] = blocks_of(
        '<p>依<a href="/notices/1/"><strong>办法</strong></a></p>', whole
    )

    assert block["kind"] == "p"
    assert block["runs"] == [
        {"text": "依", "marks": [], "href": ""},
        {
            "text": "办法",
            "marks": ["strong"],
            "href": "https://portal.example/notices/1/",
        },
    ]


def test_cells_below_merged_ones_are_told_their_place():
    [table] = blocks_of(TABLE, whole)

    places = {
        "".join(texts_of(cell["blocks"])): (cell["x"], cell["y"])
        for cell in table["cells"]
    }
    assert places == {
        "单位": (0, 0),
        "金额": (1, 0),
        "甲": (1, 1),
        "乙": (2, 1),
        "县局": (0, 2),
        "1": (1, 2),
        "2": (2, 2),
    }
    assert table["header"] == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SPANS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_two_cells_overlap_and_none_leaves_the_table(rows):
    html = "".join(
        "<tr>"
        + "".join(f'<td colspan="{w}" rowspan="{h}">x</td>' for w, h in row)
        + "</tr>"
        for row in rows
    )

    [table] = blocks_of(f"<table><tbody>{html}</tbody></table>", whole)

    taken = [
        (cell["x"] + x, cell["y"] + y)
        for cell in table["cells"]
        for x in range(cell["colspan"])
        for y in range(cell["rowspan"])
    ]
    assert len(taken) == len(set(taken))
    assert all(x < len(table["widths"]) and y < table["rows"] for x, y in taken)
