"""The front page is made once for each version of the site: nobody may notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from disclosure_portal.foundation import clock
from notices.publication import withdraw
from notices.release import settle_due
from tests.factories import approved_notice, board, member, published_notice
from tests.factories.structures import publish, warning_draft

pytestmark = pytest.mark.django_db

BANNER = 'class="warnings"'


@pytest.fixture(autouse=True)
def _at_its_own_address(settings):
    settings.SITE_URL = "http://testserver"


@pytest.fixture
def home(client):
    """The front page as it reads now; with a first call it is kept."""
    return lambda: client.get("/").text


def test_it_is_given_again_for_the_one_query_of_the_site_row(
    client, django_assert_num_queries
):
    published_notice(board=board(is_on_home=True))
    made = client.get("/")

    with django_assert_num_queries(1):
        kept = client.get("/")

    assert kept.content == made.content
    assert kept.headers == made.headers


def test_a_publication_and_a_withdrawal_show_on_the_next_request(home):
    home()

    notice = published_notice(title="秋季助学金公示")
    published = home()
    approver = member("approver", notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="有误")
    withdrawn = home()

    assert "秋季助学金公示" in published
    assert "秋季助学金公示" not in withdrawn


def test_each_timed_release_shows_when_it_comes_whether_or_not_tick_has_run(home):
    first = clock.now() + timedelta(minutes=5)
    second = first + timedelta(seconds=20)
    approved_notice(title="先到", release_at=first)
    approved_notice(title="后到", release_at=second)
    seen = [home()]

    for moment in (first, second):
        with clock.frozen_at(moment):
            seen.append(home())
    with clock.frozen_at(second + timedelta(minutes=1)):
        settle_due()
        seen.append(home())

    shown = [("先到" in page, "后到" in page) for page in seen]
    assert shown == [(False, False), (True, False), (True, True), (True, True)]


def test_a_warning_comes_and_goes_on_its_hour(home):
    now = clock.now()
    span = {"starts_at": now + timedelta(hours=2), "ends_at": now + timedelta(hours=9)}
    publish(warning_draft(facts=span))
    seen = [home()]

    for hours in (2, 9):
        with clock.frozen_at(now + timedelta(hours=hours)):
            seen.append(home())

    assert [BANNER in page for page in seen] == [False, True, False]


def test_midnight_makes_a_new_one(home):
    # Midnight of the office's clock is 16:00 UTC.
    with clock.frozen_at(datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)):
        before = home()
    with clock.frozen_at(datetime(2026, 3, 2, 16, 0, tzinfo=UTC)):
        after = home()

    assert "2026年3月2日" in before
    assert "2026年3月3日" in after


def test_readers_of_large_type_have_one_of_their_own(client, home):
    normal = home()
    client.cookies["view"] = "large"
    large = home()
    del client.cookies["view"]

    assert 'class="view-large"' in large
    assert home() == normal


def test_each_language_has_one_of_its_own(home):
    chinese = home()
    with translation.override("en"):
        english = home()

    assert '<html lang="en"' in english
    assert home() == chinese


def test_parameters_and_other_names_of_the_site_are_told_back_to_nobody_else(
    client, home
):
    plain = home()
    asked = client.get("/?from=forged").text
    elsewhere = client.get("/", headers={"host": "localhost"}).text

    assert "forged" in asked
    assert "http://localhost/" in elsewhere
    assert home() == plain


def test_whoever_works_on_the_templates_sees_them_at_once(client, settings):
    settings.DEBUG = True
    client.get("/")

    assert client.get("/").context["section"] == "home"
