"""Public pages where scripts do not run: the same text, the same ways on."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from notices.models import Notice
from tests import factories as make

from .pages import ROWS_ON_A_PAGE, TITLE, build_county, follow

pytestmark = pytest.mark.django_db(transaction=True)

# What a page says and offers, but for the one button that needs a script.
CONTENT = """() => {
  const main = document.querySelector("main");
  main.querySelectorAll("[data-print-item]").forEach(e => e.remove());
  return {
    text: main.innerText.split("\\n").map(line => line.trim()).filter(Boolean),
    links: [...document.querySelectorAll("a[href]")].map(e => e.getAttribute("href")),
    forms: [...document.forms].map(e => [
      e.getAttribute("action"), e.method, [...e.elements].map(field => field.name),
      !!e.querySelector("button:not([type=button])"),
    ]),
  };
}"""


def contents(page, county):
    found = {}
    for stop in county.values():
        page.goto(stop.address)
        found[stop.name] = page.evaluate(CONTENT)
    return found


def test_every_page_says_and_offers_the_same(browser_page, page_without_js):
    county = build_county()

    with_scripts = contents(browser_page, county)
    without = contents(page_without_js, county)

    assert without == with_scripts
    forms = [form for page in without.values() for form in page["forms"]]
    links = {link for page in without.values() for link in page["links"]}
    assert [form for form in forms if not form[-1]] == []
    assert [link for link in links if link == "#" or link.startswith("java")] == []
    assert len(forms) >= len(county) - 1


def titles(page):
    return page.locator(".row__title").all_inner_texts()


def test_a_list_is_narrowed_and_widened_by_links(page_without_js):
    build_county()
    page = page_without_js
    page.goto(reverse("notice-list"))

    follow(page, ".facet__list a:has-text('政策文件')")
    narrowed = titles(page)
    follow(page, ".chip:not(.chip--clear)")

    assert TITLE in narrowed
    assert not [title for title in narrowed if title.startswith("动态")]
    assert [title for title in titles(page) if title.startswith("动态")]


def test_a_facet_opens_without_a_script(page_without_js):
    build_county()
    page = page_without_js
    page.goto(reverse("notice-list"))
    closed = page.locator("details.facet:not([open])").first
    title = closed.locator("h3").inner_text()

    closed.locator("summary").click()

    facet = page.locator("details.facet", has=page.locator(f"h3:text-is('{title}')"))
    expect(facet.locator("a").first).to_be_visible()


def test_the_drawer_of_a_phone_opens_and_closes_by_links(open_page):
    make.published_notice()
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(reverse("notice-list"))
    drawer = page.locator(".facets")

    expect(drawer).to_be_hidden()
    page.click(".list-bar__filter")
    expect(drawer).to_be_visible()
    page.click(".facets__close")
    expect(drawer).to_be_hidden()


def test_a_list_is_paged_there_and_back_by_links(page_without_js):
    build_county()
    page = page_without_js
    page.goto(reverse("board-detail", args=["news"]))
    first = titles(page)

    follow(page, ".pages [rel=next]")
    second = titles(page)
    follow(page, ".pages [rel=prev]")

    assert (len(first), len(second)) == (ROWS_ON_A_PAGE, 1)
    assert not set(first) & set(second)
    assert titles(page) == first


def test_a_search_is_sent_by_its_form(page_without_js):
    build_county()
    page = page_without_js
    page.goto(reverse("home"))

    page.fill("#front-search", "政策解读")
    follow(page, ".front__search button")

    assert titles(page) == [f"{TITLE}政策解读"]
    expect(page.locator("#site-search")).to_have_value("政策解读")


def test_large_type_comes_and_goes_by_links_on_the_same_page(page_without_js):
    page = page_without_js
    page.goto("/help/?a=1")
    normal = page.locator("h1").evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )

    follow(page, ".strip a")
    large = page.locator("h1").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    address = page.url
    follow(page, ".strip a")

    assert large > normal * 1.2
    assert address.endswith("/help/?a=1")
    expect(page.locator("html.view-large")).to_have_count(0)


def test_the_tree_opens_branch_by_branch(page_without_js):
    build_county()
    page = page_without_js
    page.goto(reverse("agency-tree"))

    follow(page, ".unit:has-text('清源县教育局') .unit__open")
    follow(page, "text=清源县实验小学")

    expect(page.locator("h1")).to_have_text("清源县实验小学")


def test_an_index_number_leads_to_its_notice(page_without_js):
    build_county()
    notice = Notice.objects.get(document_number="清政办发〔2026〕12号")
    page = page_without_js
    page.goto(reverse("index-lookup"))

    page.fill("#no", f" {notice.index_number} ")
    follow(page, ".lookup button")

    assert page.url.endswith(notice.get_absolute_url())


def test_a_wrong_index_number_is_answered_beside_its_field(page_without_js):
    page = page_without_js
    page.goto(reverse("index-lookup"))

    page.fill("#no", "<b>1</b>")
    follow(page, ".lookup button")

    expect(page.locator(".message--error")).to_be_visible()
    expect(page.locator("#no")).to_have_value("<b>1</b>")
    expect(page.locator("#no")).to_have_attribute("aria-invalid", "true")
