from __future__ import annotations

import re

import segno

from disclosure_portal.foundation.qr_codes import qr_png, qr_svg

ADDRESS = "https://portal.example/notices/1/"


def test_a_code_has_a_name_for_those_who_do_not_see_it():
    drawn = qr_svg(ADDRESS, "扫码<打开>")

    assert "<title>扫码&lt;打开&gt;</title>" in drawn
    assert 'role="img"' in drawn
    assert "style" not in drawn


def test_the_drawing_has_every_dark_module_and_no_other():
    rows = [list(row) for row in segno.make(ADDRESS, error="m", micro=False).matrix]
    dark = {
        (x, y) for y, row in enumerate(rows) for x, is_on in enumerate(row) if is_on
    }

    strokes = re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(ADDRESS, ""))

    quiet = 4
    assert dark == {
        (x - quiet, int(y) - quiet)
        for start, y, length in strokes
        for x in range(int(start), int(start) + int(length))
    }


def test_word_gets_a_picture():
    assert qr_png(ADDRESS).startswith(b"\x89PNG")
