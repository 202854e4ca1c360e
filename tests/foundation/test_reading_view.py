"""What the cookie `view` says, and what a press on a link makes of it."""

from __future__ import annotations

from itertools import product

import pytest

from disclosure_portal.foundation.reading_view import (
    TONES,
    USUAL,
    ZOOMS,
    ReadingView,
)


def test_every_view_is_read_as_it_was_written():
    switches = (False, True)
    views = [
        ReadingView(*choices)
        for choices in product(switches, switches, switches, ZOOMS, ("", *TONES))
    ]

    read = [ReadingView.read(view.written()) for view in views]

    assert read == views
    assert len({view.written() for view in views}) == len(views)


@pytest.mark.parametrize(
    "cookie",
    ["", "LARGE", "zoom-110", "tone-red", "bar-on", "x" * 5000, "..", "large;"],
)
def test_words_that_nobody_wrote_change_nothing(cookie):
    assert ReadingView.read(cookie) == USUAL


def test_known_words_among_unknown_ones_make_the_same_view():
    view = ReadingView.read("tone-yellow-black.evil.large.zoom-9999.large")

    assert view.written() == "large.tone-yellow-black"


@pytest.mark.parametrize(
    ("before", "asked", "after"),
    [
        ("", {"size": "large"}, "large"),
        ("large.zoom-125", {"size": "normal"}, "zoom-125"),
        ("", {"zoom": "150"}, "zoom-150"),
        ("zoom-150", {"zoom": "100"}, ""),
        ("zoom-150", {"zoom": "1000"}, "zoom-150"),
        ("bar", {"tone": "yellow-blue"}, "bar.tone-yellow-blue"),
        ("bar.tone-yellow-blue", {"tone": "none"}, "bar"),
        ("bar.tone-yellow-blue", {"tone": "pink"}, "bar.tone-yellow-blue"),
        ("bar", {"pointer": "on"}, "bar.pointer"),
        ("bar.pointer", {"pointer": "off"}, "bar"),
        ("large", {"bar": "on"}, "large.bar"),
        ("large.bar.pointer.zoom-200", {"reset": "1"}, "bar"),
        ("large.bar.pointer.zoom-200.tone-black-white", {"bar": "off"}, "large"),
    ],
)
def test_a_press_changes_what_it_names(before, asked, after):
    view = ReadingView.read(before)

    assert view.changed(asked).written() == after


def test_one_key_leads_through_all_colours_and_back():
    view = USUAL
    seen = []
    for _press in range(len(TONES) + 1):
        view = view.changed({"tone": view.next_tone})
        seen.append(view.tone)

    assert seen == [*TONES, ""]


def test_the_type_grows_to_twice_its_size_and_no_further():
    view = USUAL
    for _press in range(10):
        view = view.changed({"zoom": str(view.bigger)})

    assert view.zoom == view.bigger == 200


@pytest.mark.parametrize(
    ("cookie", "classes"),
    [
        ("", ""),
        ("large", "view-large"),
        ("zoom-125", "zoom-125"),
        ("zoom-150", "zoom-150 one-column"),
        ("large.zoom-125", "view-large zoom-125 one-column"),
        ("bar.pointer.tone-yellow-black", "big-pointer tone tone-yellow-black"),
    ],
)
def test_the_page_wears_its_view_as_classes(cookie, classes):
    assert ReadingView.read(cookie).classes == classes
