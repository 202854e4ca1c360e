"""What the browser tests rely on notices what it should."""

from __future__ import annotations

import pytest

from .conftest import note_complaints

pytestmark = pytest.mark.django_db(transaction=True)

NEXT_TURN = "await new Promise(resolve => setTimeout(resolve));"


@pytest.fixture
def watched(browser, live_server):
    page = browser.new_page()
    complaints: list[str] = []
    note_complaints(page, live_server.url, complaints)
    page.goto(live_server.url + "/help/")
    yield page, complaints
    page.close()


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        pytest.param("console.error('a refusal')", "a refusal", id="console"),
        pytest.param("setTimeout(() => broken());", "broken", id="script"),
        pytest.param(
            "await fetch('http://elsewhere.example/').catch(() => 0)",
            "elsewhere.example",
            id="host",
        ),
        pytest.param(
            "document.body.setAttribute('style', 'top: 0')", "style", id="policy"
        ),
    ],
)
def test_what_a_page_should_not_do_is_noticed(watched, script, complaint):
    page, complaints = watched

    page.evaluate(f"async () => {{ {script}; {NEXT_TURN} }}")

    assert complaint in " ".join(complaints)


def test_axe_sees_a_picture_without_words(watched, axe):
    page, _complaints = watched

    page.evaluate("document.querySelector('main').append(new Image())")

    assert [line.split(":")[0] for line in axe(page)] == ["image-alt"]
