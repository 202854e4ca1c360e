"""Figures and their charts in a real browser: on a phone, in large type, in two
colours, without JavaScript."""

from __future__ import annotations

import pytest

from notices.models import Kind
from tests import factories as make

from .pages import Stop, faults_of, follow

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
LEAST = 14
# The smallest letters of all drawings, in pixels of the screen.
LETTERS = """() => Math.min(...[...document.querySelectorAll("svg.chart__drawing")]
  .map(e => 14 * e.getBoundingClientRect().width / e.viewBox.baseVal.width))"""


@pytest.fixture
def figures():
    unit = make.agency("清源县教育局清源县财政局清源县人力资源和社会保障局招生办公室")
    for kind in Kind.values[:3]:
        make.published_notice(unit=unit, kind=kind)
    return Stop("figures", "/statistics/")


@pytest.mark.parametrize(
    ("viewport", "view"),
    [
        pytest.param(PHONE, "", id="phone"),
        pytest.param(DESKTOP, "", id="desktop"),
        pytest.param(PHONE, "large", id="large type"),
        pytest.param(PHONE, "bar.tone-yellow-black.zoom-150", id="two colours"),
    ],
)
def test_the_figures_are_sound_and_their_letters_can_be_read(
    open_page, live_server, figures, viewport, view
):
    page = open_page(viewport=viewport)
    if view:
        cookie = {"name": "view", "value": view, "url": live_server.url}
        page.context.add_cookies([cookie])

    assert faults_of(page, figures) == []

    assert page.locator("svg.chart__drawing").count() == 3
    assert page.evaluate(LETTERS) >= LEAST


def test_the_figures_are_chosen_without_javascript(page_without_js, figures):
    page_without_js.goto(figures.address)
    page_without_js.select_option("#pick-kind", Kind.values[0])

    follow(page_without_js, ".picks button")

    assert f"kind={Kind.values[0]}" in page_without_js.url
    assert page_without_js.locator(".chart-total strong").inner_text() == "1"


def test_every_sort_of_chart_is_sound_on_a_phone(open_page, live_server, settings):
    settings.DEBUG = True
    page = open_page(viewport=PHONE)

    page.goto("/styleguide/")

    drawings = page.locator("svg.chart__drawing")
    assert drawings.count() == 5
    assert page.evaluate(LETTERS) >= LEAST
    room = page.locator(".chart__picture").first.bounding_box()["width"]
    assert all(each.bounding_box()["width"] <= room for each in drawings.all())
