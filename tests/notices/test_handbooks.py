"""The guides of a unit as one PDF."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock, store
from disclosure_portal.foundation.unneeded import remove_unneeded
from notices.models import Handbook, WithdrawalGround
from notices.paper.handbooks import guides_of, make_handbook
from notices.publication import withdraw
from tests.factories import agency, member, published_notice
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

NOBODY_WORKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def unit():
    return agency("清源县残疾人联合会")


@pytest.fixture
def guide(unit):
    fees = [{"item": "工本费", "standard": "#10元/件", "bases": "*依据*"}]
    return publish(
        guide_draft(unit=unit, fees=fees, facts={"faq": "问：$x$？", "is_free": False})
    )


def ask(client, unit):
    return client.get(reverse("handbook", args=[unit.slug]))


def content(answer):
    return b"".join(answer.streaming_content)


def test_whoever_asks_gets_the_book_once_the_job_has_made_it(client, unit, guide):
    answer = ask(client, unit)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert content(answer).startswith(b"%PDF")


def test_until_then_a_page_says_so_and_the_job_is_enqueued_once(
    client, unit, guide, settings
):
    settings.TASKS = NOBODY_WORKS

    first = ask(client, unit)
    asked_at = Handbook.objects.get().asked_at
    again = ask(client, unit)

    assert first.status_code == again.status_code == 202
    assert 'class="button" href=""' in again.text
    assert Handbook.objects.get().asked_at == asked_at


def test_a_guide_that_was_withdrawn_is_in_no_book(client, unit, guide, settings):
    other = publish(guide_draft(unit=unit))
    before = content(ask(client, unit))
    withdraw(
        other,
        by=member(Role.APPROVER, unit),
        ground=WithdrawalGround.WRONG,
        reason="内容有误。",
    )
    settings.TASKS = NOBODY_WORKS

    waiting = ask(client, unit)
    make_handbook.func(unit.pk)
    after = content(ask(client, unit))

    assert waiting.status_code == 202
    assert list(guides_of(unit)) == [guide]
    assert len(after) < len(before)


def test_a_book_that_a_newer_one_replaces_is_removed_from_the_store(
    client, unit, guide
):
    ask(client, unit)
    former = Handbook.objects.get().digest
    publish(guide_draft(unit=unit))

    ask(client, unit)
    book = Handbook.objects.get()
    at_once = remove_unneeded()
    kept_for_a_day = store.exists(former)
    with clock.frozen_at(clock.now() + timedelta(days=2)):
        later = remove_unneeded()

    assert book.digest != former
    assert at_once.startswith("0 ")
    assert kept_for_a_day
    assert later.startswith("1 ")
    assert not store.exists(former)
    assert store.exists(book.digest)


def test_a_unit_without_guides_has_none(client, unit):
    published_notice(unit=unit)

    assert ask(client, unit).status_code == 404
    assert "handbook.pdf" not in client.get(unit.get_absolute_url()).text


def test_the_page_of_the_unit_leads_to_it(client, unit, guide):
    page = client.get(unit.get_absolute_url()).text

    assert reverse("handbook", args=[unit.slug]) in page
