"""A guide belongs to the item that a clerk chose, whatever its code says."""

from __future__ import annotations

from datetime import date

import pytest

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.correcting import open_correction
from notices.guide_items import (
    choose_item,
    guides_for,
    item_of,
    items_for,
    without_guide,
)
from notices.metrics import services_without_guide_measure
from notices.models import GuideItem
from notices.publication import withdraw
from tests.factories import agency, member, published_notice
from tests.factories.health import office
from tests.factories.service_lists import service_item, service_point
from tests.factories.structures import guide_draft, publish

pytestmark = pytest.mark.django_db

CODE = "000709001000"


@pytest.fixture
def unit():
    return agency("县民政局", code="990000-mzj")


@pytest.fixture
def clerk(unit):
    return member(Role.EDITOR, unit)


def guide_of(unit, code="", **fields):
    return publish(guide_draft(unit=unit, facts={"code": code}, **fields))


def desk(guide):
    return f"/desk/notices/{guide.pk}/item/"


# --- What the choice does -----------------------------------------------------------


def test_a_guide_without_a_code_stands_on_the_page_of_the_item_that_was_chosen(
    client, unit, clerk
):
    item = service_item(unit=unit)
    service_point("社会组织窗口", unit=unit, items=(item,))
    guide = guide_of(unit)

    choose_item(guide, item, by=clerk)

    page = client.get(guide.get_absolute_url()).text
    assert item.get_absolute_url() in page
    assert "社会组织窗口" in page
    (shown,) = client.get(item.get_absolute_url()).context["guides"]
    assert shown["url"] == guide.get_absolute_url()
    whole = client.get(f"/api/v1/service-items/{item.pk}/").json()
    assert [each["id"] for each in whole["guides"]] == [guide.pk]


def test_a_choice_goes_before_the_code(unit, clerk):
    by_code, chosen = service_item(unit=unit, code=CODE), service_item(unit=unit)
    guide = guide_of(unit, CODE)

    choose_item(guide, chosen, by=clerk)

    assert item_of(guide, CODE) == chosen
    assert not guides_for(by_code).exists()
    assert list(guides_for(chosen)) == [guide]


def test_a_choice_that_is_taken_back_leaves_the_guide_to_its_code(unit, clerk):
    by_code, chosen = service_item(unit=unit, code=CODE), service_item(unit=unit)
    guide = guide_of(unit, CODE)
    choose_item(guide, chosen, by=clerk)
    row = GuideItem.objects.get()

    choose_item(guide, None, by=clerk)

    assert item_of(guide, CODE) == by_code
    assert list(guides_for(by_code)) == [guide]
    line = AuditEntry.objects.get(action="deleted")
    assert (line.target_type, line.target_id) == ("notices.guideitem", row.pk)


def test_a_chosen_item_that_is_taken_off_the_list_leaves_the_guide_to_its_code(
    unit, clerk
):
    by_code, chosen = service_item(unit=unit, code=CODE), service_item(unit=unit)
    guide = guide_of(unit, CODE)
    choose_item(guide, chosen, by=clerk)

    chosen.removed_on = date(2026, 1, 5)
    chosen.save()

    assert item_of(guide, CODE) == by_code
    assert list(guides_for(by_code)) == [guide]


def test_another_choice_replaces_the_first(unit, clerk):
    first, second = service_item(unit=unit), service_item(unit=unit)
    guide = guide_of(unit)
    choose_item(guide, first, by=clerk)

    choose_item(guide, second, by=clerk)

    assert GuideItem.objects.get().item == second
    assert not guides_for(first).exists()


def test_a_correction_has_the_item_of_what_it_corrects(unit, clerk):
    item = service_item(unit=unit)
    guide = guide_of(unit)
    choose_item(guide, item, by=clerk)

    correction = open_correction(guide, by=clerk)

    assert item_of(correction, "") == item


def test_a_station_may_choose_an_item_of_its_bureau_and_no_other(unit):
    station = agency("民政所", parent=unit)
    below, elsewhere = agency("敬老院", parent=station), agency("县教育局")
    own, above = service_item(unit=station), service_item(unit=unit)
    for stranger in (below, elsewhere):
        service_item(unit=stranger)
    service_item(unit=station, removed_on=date(2026, 1, 5))

    assert list(items_for(station)) == [own, above]


# --- Who may ------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EDITOR])
def test_only_editors_of_the_guides_unit_choose(unit, role):
    guide, item = guide_of(unit), service_item(unit=unit)

    with pytest.raises(NotAllowed):
        choose_item(guide, item, by=member(role, unit))


def test_editors_of_another_unit_do_not_choose(unit):
    guide, item = guide_of(unit), service_item(unit=unit)

    with pytest.raises(NotAllowed):
        choose_item(guide, item, by=member(Role.EDITOR, agency("县教育局")))


def test_an_item_of_another_unit_is_refused(client, unit, clerk):
    guide, stranger = guide_of(unit), service_item(unit=agency("县教育局"))
    client.force_login(clerk)

    with pytest.raises(TransitionError):
        choose_item(guide, stranger, by=clerk)
    answer = client.post(desk(guide), {"item": stranger.pk})

    assert answer.status_code == 400
    assert not GuideItem.objects.exists()


def test_what_is_no_public_guide_has_no_item(unit, clerk):
    item = service_item(unit=unit)
    draft = guide_draft(unit=unit)
    internal = publish(guide_draft(unit=unit, audience="staff"))
    gone = guide_of(unit)
    withdraw(gone, by=member(Role.APPROVER, unit), ground="wrong", reason="误")

    for notice in (draft, internal, gone, published_notice(unit=unit)):
        with pytest.raises(TransitionError):
            choose_item(notice, item, by=clerk)


# --- At the desk --------------------------------------------------------------------


def test_a_clerk_finds_the_item_by_words_or_by_code_and_chooses_it(client, unit, clerk):
    item = service_item("社会团体成立登记", unit=unit, code="A1")
    service_item("慈善组织认定", unit=unit, code="B1")
    guide = guide_of(unit)
    client.force_login(clerk)

    assert desk(guide) in client.get(f"/desk/notices/{guide.pk}/").text
    for words in ("团体 登记", "a1"):
        rows = client.get(desk(guide), {"q": words}).context["rows"]
        assert [row["name"] for row in rows] == ["社会团体成立登记"]
    answer = client.post(desk(guide), {"item": item.pk}, follow=True)

    assert GuideItem.objects.get().item == item
    assert answer.context["is_chosen"]
    assert "社会团体成立登记" in answer.text


@pytest.mark.parametrize("typed", ["没有的", "\x00", "%", "x" * 500])
def test_words_that_fit_nothing_are_answered(client, unit, clerk, typed):
    guide = guide_of(unit)
    service_item(unit=unit)
    client.force_login(clerk)

    answer = client.get(desk(guide), {"q": typed})

    assert answer.status_code == 200
    assert "没有符合的事项" in answer.text or answer.context["rows"]


@pytest.mark.parametrize("item", ["x", "999999", "9" * 30])
def test_an_item_that_is_not_there_is_refused_in_words(client, unit, clerk, item):
    guide = guide_of(unit)
    client.force_login(clerk)

    answer = client.post(desk(guide), {"item": item})

    assert answer.status_code == 400
    assert "清单中没有这个事项" in answer.text


def test_a_reviewer_sees_the_page_without_buttons_and_is_refused(client, unit):
    guide, item = guide_of(unit), service_item(unit=unit)
    client.force_login(member(Role.REVIEWER, unit))

    page = client.get(desk(guide))
    answer = client.post(desk(guide), {"item": item.pk})

    assert 'name="item"' not in page.text
    assert answer.status_code == 403


def test_strangers_and_other_kinds_of_notices_have_no_such_page(client, unit, clerk):
    guide = guide_of(unit)
    client.force_login(member(Role.EDITOR, agency("县教育局")))
    assert client.get(desk(guide)).status_code == 404

    client.force_login(clerk)
    assert client.get(desk(published_notice(unit=unit))).status_code == 404


# --- What has no guide --------------------------------------------------------------


def test_items_that_one_applies_for_and_nobody_tells_how_are_counted(
    client, unit, clerk
):
    station = agency("民政所", parent=unit)
    lacking = service_item("甲", unit=unit)
    by_code = service_item("乙", unit=unit, code=CODE)
    chosen = service_item("丙", unit=unit)
    basic = service_item("丁", unit=unit, basic_code="000111001000")
    service_item("戊", unit=unit, kind="penalty")
    service_item("己", unit=unit, removed_on=date(2026, 1, 5))
    guide_of(station, CODE)
    guide_of(unit, "000111001000")
    guide_of(agency("县教育局"), lacking.code)
    choose_item(guide_of(unit), chosen, by=clerk)

    assert list(without_guide()) == [lacking]
    measure = services_without_guide_measure()
    assert (measure.value, list(measure.proof)) == (1, [lacking])
    rows = client.get("/api/v1/service-items/", {"lacks_guide": "true"}).json()
    assert [row["id"] for row in rows["results"]] == [lacking.pk]
    others = client.get("/api/v1/service-items/", {"lacks_guide": "false"}).json()
    assert {by_code.pk, chosen.pk, basic.pk} < {row["id"] for row in others["results"]}


def test_a_guide_that_belongs_to_another_item_by_choice_does_not_count_for_its_code(
    unit, clerk
):
    by_code, chosen = service_item(unit=unit, code=CODE), service_item(unit=unit)

    choose_item(guide_of(unit, CODE), chosen, by=clerk)

    assert list(without_guide()) == [by_code]


def test_a_withdrawn_guide_leaves_its_item_without_one(unit, clerk):
    item = service_item(unit=unit)
    guide = guide_of(unit)
    choose_item(guide, item, by=clerk)

    withdraw(guide, by=member(Role.APPROVER, unit), ground="wrong", reason="误")

    assert list(without_guide()) == [item]


def test_the_office_sees_which_items_have_no_guide(client, unit):
    item = service_item("无指南的许可", unit=unit)
    client.force_login(office())

    page = client.get("/desk/health/")

    assert page.context["service_count"] == 1
    assert item.get_absolute_url() in page.text
