"""Pages of structured kinds in a real browser: cards on a phone, a table with a head
that stays on a desktop, all columns on paper."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.structures import (
    COMPENSATION,
    EXPENDITURE,
    FEE,
    INCOME,
    STAGE,
    fee_draft,
    finance_draft,
    land_draft,
    project_draft,
    publish,
)

from .pages import SCROLLED, axe_faults, shape_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# Pixels between the margins of a sheet.
A4 = 657

LONG = "高标准农田和小型水利设施"
KINDS = {
    "fee": lambda: fee_draft({**FEE, "payer": LONG * 5}, FEE),
    "finance": lambda: finance_draft(INCOME, {**EXPENDITURE, "remark": LONG * 9}),
    "land": lambda: land_draft(
        *[{**COMPENSATION, "group": f"{n}组", "land_class": LONG} for n in range(60)]
    ),
    "project": lambda: project_draft(
        STAGE,
        {**STAGE, "done_on": date(2026, 4, 20), "result": LONG * 9},
        scale=LONG * 20,
    ),
}


@pytest.fixture
def shown(open_page):
    """Opens the page of a notice of a kind."""

    def shown(kind, **options):
        page = open_page(**options)
        if options.get("viewport", {}).get("width") == A4:
            page.emulate_media(media="print")
        page.goto(publish(KINDS[kind]()).get_absolute_url())
        return page

    return shown


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_kind_is_sound(shown, kind, viewport):
    page = shown(kind, viewport=viewport)

    assert axe_faults(page) + shape_faults(page) == []


def test_on_a_phone_each_line_is_a_card_that_says_its_headings(shown):
    page = shown("land", viewport=PHONE)
    cell = page.locator(".lines__table tbody tr").first.locator("td").nth(4)

    heading = cell.evaluate("e => getComputedStyle(e, '::before').content")

    assert "亩" in heading
    assert cell.bounding_box()["width"] > PHONE["width"] * 0.8


def test_on_a_desktop_the_head_of_a_long_table_stays_in_sight(shown):
    page = shown("land", viewport=DESKTOP)
    frame = page.locator(".lines__frame")
    frame.evaluate("e => { e.scrollTop = 900; }")

    head, top = (
        page.locator(it).bounding_box()["y"]
        for it in ("thead th >> nth=0", ".lines__frame")
    )

    assert abs(head - top) < 5


def test_a_long_table_is_moved_by_keyboard(shown):
    page = shown("land", viewport=DESKTOP)
    frame = page.locator(".lines__frame")

    frame.focus()
    page.keyboard.press("End")

    assert frame.evaluate(SCROLLED)


@pytest.mark.parametrize("kind", KINDS)
def test_on_paper_nothing_is_cut_off(shown, kind):
    page = shown(kind, viewport={"width": A4, "height": 900})

    assert shape_faults(page) == []
    for frame in page.locator(".lines__frame").all():
        cut = frame.evaluate(
            "e => e.scrollWidth - e.clientWidth + e.scrollHeight - e.clientHeight"
        )
        assert cut == 0
