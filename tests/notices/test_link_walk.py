"""Dead links of the site, found by walking through its own pages."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import LimitCounter
from disclosure_portal.foundation.own_pages import OwnPages, links_of, own_address
from notices.link_walk import SECONDS, SOURCES, walk_links
from notices.metrics import dead_links_measure
from notices.models import DeadLink, LinkWalk
from notices.publication import withdraw
from tests import factories as make
from tests.factories.health import whole_walk

pytestmark = pytest.mark.django_db

NOWHERE = "/notices/999999/"
LATER = timedelta(days=1, minutes=1)


def linking(*targets, **fields):
    links = "".join(f'<p><a href="{target}">见此</a></p>' for target in targets)
    return make.published_notice(body=links, **fields)


def found():
    return list(DeadLink.objects.open().values_list("page", "target", "status"))


def test_a_link_in_a_text_that_leads_nowhere_is_found_with_its_page():
    notice = linking(NOWHERE)

    whole_walk()

    assert found() == [(notice.get_absolute_url(), NOWHERE, 404)]


def test_a_link_to_what_was_withdrawn_is_dead():
    gone = make.withdrawn_notice()
    notice = linking(gone.get_absolute_url())

    whole_walk()

    assert found() == [(notice.get_absolute_url(), gone.get_absolute_url(), 410)]


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/notices/?q=水利",
        "/boards/?x=1#part",
        "https://example.org/nowhere/",
        "//example.org/nowhere/",
        "tel:0000-5550106",
        "/desk/notices/999999/",
        "/admin/nowhere/",
        "/api/v1/nowhere/",
    ],
)
def test_what_lives_or_is_not_ours_is_no_dead_link(target):
    linking(target)

    whole_walk()

    assert found() == []


def test_a_link_with_the_whole_address_of_the_site_is_ours(settings):
    notice = linking(f"{settings.SITE_URL}{NOWHERE}")

    whole_walk()

    assert found() == [(notice.get_absolute_url(), NOWHERE, 404)]


def test_a_link_without_its_slash_is_followed_to_where_it_leads():
    notice = linking("/notices/999999", "/boards")

    whole_walk()

    assert found() == [(notice.get_absolute_url(), "/notices/999999", 404)]


def test_the_pages_of_a_whole_site_have_no_dead_links_of_their_own():
    place, unit = make.board(is_on_home=True), make.agency()
    for _number in range(3):
        make.published_notice(board=place, unit=unit)
    make.withdrawn_notice(board=place, unit=unit)

    whole_walk()

    assert found() == []
    assert LinkWalk.objects.get().pages > 20


def test_internal_texts_and_drafts_are_not_walked():
    linking(NOWHERE, audience="staff")
    make.draft_notice(body=f'<p><a href="{NOWHERE}">见此</a></p>')

    whole_walk()

    assert found() == []


def test_a_mended_link_is_closed_and_one_that_dies_again_is_open_again():
    living = make.published_notice().get_absolute_url()
    notice = linking(NOWHERE)
    with clock.frozen_at(clock.now() + LATER):
        whole_walk()
    make.corrected_notice(notice, body=f'<p><a href="{living}">改</a></p>')

    with clock.frozen_at(clock.now() + 3 * LATER):
        whole_walk()
    mended = DeadLink.objects.get()
    make.corrected_notice(notice, body=f'<p><a href="{NOWHERE}">又改</a></p>')
    with clock.frozen_at(clock.now() + 6 * LATER):
        whole_walk()

    again = DeadLink.objects.get(target=NOWHERE)
    assert mended.mended_at is not None
    assert again.mended_at is None
    assert again.first_seen_at == mended.first_seen_at < again.last_seen_at


def test_a_link_is_mended_by_taking_down_the_page_that_has_it():
    notice = linking(NOWHERE)
    whole_walk()
    approver = make.member(Role.APPROVER, notice.agency)
    withdraw(notice, by=approver, ground="wrong", reason="有误。")

    with clock.frozen_at(clock.now() + LATER):
        whole_walk()

    assert found() == []


def test_a_round_that_has_no_more_time_goes_on_where_it_stood():
    linking(NOWHERE)
    steps = 0

    while not LinkWalk.objects.filter(finished_at__isnull=False).exists():
        walk_links(seconds=0)
        steps += 1

    assert steps > len(SOURCES)
    assert len(found()) == 1


def test_a_round_begins_once_a_day():
    whole_walk()
    linking(NOWHERE)

    said = walk_links(SECONDS)
    before = found()
    with clock.frozen_at(clock.now() + LATER):
        whole_walk()

    assert (said, before, len(found())) == ("no round is due", [], 1)


def test_nobody_is_counted_and_nothing_is_logged(settings, caplog):
    settings.VISIT_SECONDS = 10
    notes: list[object] = []
    linking(NOWHERE)

    with caplog.at_level(logging.INFO), pytest.MonkeyPatch.context() as patch:
        for name in ("note_view", "note_robot", "note_lost", "note_asked"):
            patch.setattr(
                f"disclosure_portal.foundation.visit_middleware.{name}", notes.append
            )
        whole_walk()

    assert len(found()) == 1
    assert notes == []
    assert [record for record in caplog.records if "django" in record.name] == []
    assert not LimitCounter.objects.exists()


def test_a_dead_link_is_measured_with_its_proof():
    linking(NOWHERE)
    before = dead_links_measure().value

    whole_walk()

    measure = dead_links_measure()
    assert (before, measure.value) == (None, 1)
    assert [row.target for row in measure.proof] == [NOWHERE]


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/notices/5/", "/notices/5/"),
        ("../6/?a=b#c", "/notices/6/?a=b"),
        ("/boards/通知/", "/boards/%E9%80%9A%E7%9F%A5/"),
        ("#top", "/notices/5/"),
        ("http://[broken", ""),
        ("https://example.org/", ""),
        ("javascript:alert(1)", ""),
        ("http://127.0.0.1:9/", ""),
    ],
)
def test_links_are_read_as_a_browser_reads_them(link, address):
    assert own_address(link, "/notices/5/") == address


def test_each_link_of_a_page_is_named_once():
    html = '<a href="/a/">1</a><img src="/b.png"><a href="/a/">2</a><a>3</a>'

    assert links_of(html, "/") == ["/a/", "/b.png"]


def test_own_pages_are_those_that_readers_get(client):
    make.published_notice()

    status, html = OwnPages().html("/boards/")

    assert (status, "<main" in html) == (200, True)
