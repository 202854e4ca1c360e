"""A unit's disclosure guide: written by one, published by another, kept in versions."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.disclosure_guides import (
    GuideUnfit,
    hand_in_guide,
    open_guide,
    publish_guide,
    send_back_guide,
    write_guide,
)
from directories.merging import recode
from directories.models import DisclosureGuide, GuideStatus, Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.guides import WHOLE, guide_in, published_guide, written_guide

pytestmark = pytest.mark.django_db

S = GuideStatus


def page_of(unit, *version):
    name = "guide-version" if version else "guide"
    return reverse(name, args=[unit.slug, *version])


def test_a_first_draft_is_filled_from_the_units_own_columns():
    unit = agency(
        "清源县民政局",
        address="人民路1号",
        office_hours="工作日",
        telephone="0999-1",
        email="mz@example.gov.cn",
    )

    guide = open_guide(unit, by=member(Role.EDITOR, unit))

    assert guide.office_name == "清源县民政局"
    assert (guide.office_address, guide.telephone) == ("人民路1号", "0999-1")
    assert guide.online == "mz@example.gov.cn"
    assert guide.missing() == ["政府信息的分类", "编排体系", "获取方式", "传真号码"]


def test_the_next_draft_begins_with_what_is_in_force():
    guide = published_guide()

    draft = open_guide(guide.agency, by=member(Role.EDITOR, guide.agency))

    assert draft.pk != guide.pk
    assert draft.access == WHOLE["access"]
    assert open_guide(guide.agency, by=draft.compiled_by) == draft


@pytest.mark.parametrize("element", [name for name in WHOLE if name != "has_no_fax"])
def test_a_missing_element_is_named_and_nothing_moves(element):
    unit = agency()
    clerk = member(Role.EDITOR, unit)
    guide = written_guide(unit, by=clerk, **{element: " "})

    with pytest.raises(GuideUnfit):
        hand_in_guide(guide, by=clerk)

    assert len(guide.missing()) == 1
    assert DisclosureGuide.objects.get(pk=guide.pk).status == S.DRAFT


def test_a_unit_without_fax_says_so_and_lacks_nothing():
    unit = agency()
    clerk = member(Role.EDITOR, unit)
    guide = written_guide(unit, by=clerk, fax="", has_no_fax=True)

    hand_in_guide(guide, by=clerk)

    assert guide.said("fax") == "无"


DEEDS = {
    "write": (lambda g, by: write_guide(g, by=by, fax="1"), S.DRAFT, "compile"),
    "hand in": (lambda g, by: hand_in_guide(g, by=by), S.DRAFT, "compile"),
    "send back": (
        lambda g, by: send_back_guide(g, by=by, reason="请补充。"),
        S.WAITING,
        "publish",
    ),
    "publish": (lambda g, by: publish_guide(g, by=by), S.WAITING, "publish"),
}
MAY = {
    "compile": {Role.EDITOR, Role.APPROVER, Role.OVERSEER},
    "publish": {Role.APPROVER, Role.OVERSEER},
}


@pytest.mark.parametrize("status", S.values)
@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("name", DEEDS)
def test_each_deed_is_for_its_role_and_its_state(name, role, status):
    deed, before, right = DEEDS[name]
    unit = agency()
    guide = guide_in(status, unit)
    person = member(role, unit)
    lines = AuditEntry.objects.count()

    if role in MAY[right] and status == before:
        deed(guide, person)
        assert AuditEntry.objects.filter(actor=person).exists()
    else:
        with pytest.raises((NotAllowed, GuideUnfit, TransitionError)):
            deed(guide, person)
        assert DisclosureGuide.objects.get(pk=guide.pk).status == status
        assert AuditEntry.objects.count() == lines


def test_nobody_publishes_what_they_wrote_or_handed_in():
    unit = agency()
    writer, second = member(Role.APPROVER, unit), member(Role.APPROVER, unit)
    guide = written_guide(unit, by=writer)
    hand_in_guide(guide, by=second)

    for person in (writer, second):
        with pytest.raises(NotAllowed):
            publish_guide(guide, by=person)


def test_a_draft_that_was_handed_in_meanwhile_is_not_written_over():
    unit = agency()
    clerk = member(Role.EDITOR, unit)
    guide = written_guide(unit, by=clerk)
    seen_before = DisclosureGuide.objects.get(pk=guide.pk)
    hand_in_guide(guide, by=clerk)

    with pytest.raises(StaleStatusError):
        write_guide(seen_before, by=clerk, fax="1")


def test_versions_are_numbered_and_one_is_in_force():
    first = published_guide()
    second = published_guide(first.agency, telephone="0999-2")

    first.refresh_from_db()
    assert (first.version, first.status) == (1, S.SUPERSEDED)
    assert (second.version, second.status) == (2, S.PUBLISHED)


# --- The public page ----------------------------------------------------------------


def test_the_page_shows_the_nine_elements_and_no_draft(client):
    guide = published_guide()
    written_guide(guide.agency, by=member(Role.EDITOR, guide.agency), access="草稿")

    page = client.get(page_of(guide.agency))

    for name, text in WHOLE.items():
        if name != "has_no_fax":
            assert text in page.text
    assert "草稿" not in page.text
    assert "第1版" in page.text


def test_a_unit_without_a_published_guide_has_no_page(client):
    unit = agency()
    guide_in(S.WAITING, unit)

    assert client.get(page_of(unit)).status_code == 404


def test_each_version_has_its_page_with_what_it_changed(client):
    first = published_guide()
    second = published_guide(first.agency, telephone="0999-2222222")

    new, old = client.get(page_of(first.agency)), client.get(page_of(first.agency, 1))

    (change,) = new.context["changes"]
    assert change == {
        "name": "联系电话",
        "before": WHOLE["telephone"],
        "after": second.telephone,
    }
    assert old.context["changes"] == []
    assert "已有新版" in old.text
    assert second.telephone not in old.text
    assert client.get(page_of(first.agency, 3)).status_code == 404


def test_an_address_of_before_leads_to_the_page_of_now(client):
    guide = published_guide()
    before = page_of(guide.agency)
    recode(guide.agency, code="99-NEW", by=member(Role.OVERSEER, county()))

    answer = client.get(before)

    assert answer.status_code == 301
    assert answer.url == page_of(guide.agency)


def test_publication_shows_on_the_next_request(client):
    guide = published_guide()
    address = page_of(guide.agency)
    tag = client.get(address)["ETag"]

    published_guide(guide.agency, telephone="0999-3333333")

    answer = client.get(address, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "0999-3333333" in answer.text


def test_the_page_costs_the_same_for_many_versions(client, django_assert_num_queries):
    guide = published_guide()
    published_guide(guide.agency)
    address = page_of(guide.agency)
    client.get(address)

    for _each in range(2):
        published_guide(guide.agency)
        with django_assert_num_queries(3):
            client.get(address)


# --- The administration -------------------------------------------------------------


def at(page, *args):
    return reverse(f"admin:directories_disclosureguide_{page}", args=args)


def test_the_guide_goes_from_clerk_to_approver_by_the_pages(client):
    unit = agency()
    clerk = member(Role.EDITOR, unit, is_staff=True)
    approver = member(Role.APPROVER, unit, is_staff=True)
    client.force_login(clerk)
    begun = client.post(at("add"), {"agency": unit.pk})
    guide = DisclosureGuide.objects.get(agency=unit)
    assert begun.url == at("change", guide.pk)

    refused = client.post(at("deed", guide.pk, "hand-in"))
    assert "缺少：政府信息的分类" in refused.text
    client.post(at("change", guide.pk), WHOLE)
    client.post(at("deed", guide.pk, "hand-in"))
    client.force_login(approver)
    draft = client.get(at("change", guide.pk))
    assert at("deed", guide.pk, "publish") in draft.text
    assert "在站点上查看" not in draft.text
    client.post(at("deed", guide.pk, "publish"))

    guide.refresh_from_db()
    assert (guide.status, guide.version) == (S.PUBLISHED, 1)
    assert guide.published_by == approver


def test_a_fax_number_and_no_fax_at_once_are_refused_and_nothing_is_lost(client):
    unit = agency()
    clerk = member(Role.EDITOR, unit, is_staff=True)
    guide = open_guide(unit, by=clerk)
    client.force_login(clerk)

    page = client.post(at("change", guide.pk), {**WHOLE, "has_no_fax": "on"})

    assert page.status_code == 200
    assert "请填写传真号码，或者注明没有传真。" in page.text
    assert WHOLE["access"] in page.text


def test_what_was_handed_in_is_read_only(client):
    unit = agency()
    guide = guide_in(S.WAITING, unit)
    client.force_login(member(Role.EDITOR, unit, is_staff=True))

    client.post(at("change", guide.pk), {**WHOLE, "access": "改写"})

    assert DisclosureGuide.objects.get(pk=guide.pk).access == WHOLE["access"]


def test_a_clerk_of_another_unit_finds_no_guide(client):
    guide = guide_in(S.DRAFT, agency())
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))

    assert client.get(at("change", guide.pk)).status_code == 404
    assert client.post(at("deed", guide.pk, "hand-in")).status_code == 404
