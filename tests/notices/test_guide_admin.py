"""The clerk's form of a service guide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from notices.models import (
    FeeLine,
    GuideFee,
    GuideMaterial,
    GuideStep,
    Kind,
    Notice,
    ProcedureGuide,
)
from notices.structures.registry import missing_of
from tests import factories as make
from tests.factories.structures import FEE, GUIDE, fee_draft, guide_draft, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.agency("县残联")


@pytest.fixture
def desk(client, unit):
    client.force_login(make.member(Role.EDITOR, unit, is_staff=True))
    return client


def form_of(page):
    """Everything that the form would send as it stands."""
    forms = [page.context["adminform"].form]
    for each in page.context["inline_admin_formsets"]:
        forms += [each.formset.management_form, *each.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return data


def edit(desk, notice, **changes):
    address = reverse("admin:notices_notice_change", args=[notice.pk])
    data = form_of(desk.get(address)) | changes | {"_continue": "1"}
    return desk.post(address, data)


def test_a_new_draft_of_the_kind_opens_with_its_parts(desk):
    page = desk.get(f"{reverse('admin:notices_notice_add')}?kind=procedure")

    shown = [each.opts.model for each in page.context["inline_admin_formsets"]]
    assert shown[:4] == [ProcedureGuide, GuideMaterial, GuideStep, GuideFee]


def test_a_whole_guide_can_be_typed_in(desk, unit):
    notice = make.draft_notice(kind=Kind.PROCEDURE, unit=unit)
    facts = {k: ("on" if v is True else v) for k, v in GUIDE.items()}

    answer = edit(
        desk,
        notice,
        **{f"procedureguide-0-{k}": v for k, v in facts.items()},
        **{"procedureguide-0-events": ["health", "hardship"]},
        **{"guidematerial-0-name": "居民身份证"},
        **{"guidestep-0-name": "现场办理"},
    )

    assert answer.status_code == 302, answer.context["errors"]
    assert missing_of(Notice.objects.get()) == []
    guide = ProcedureGuide.objects.get()
    assert set(guide.events.values_list("event", flat=True)) == {"health", "hardship"}


def test_saving_the_form_untouched_changes_nothing(desk, unit):
    notice = guide_draft(unit=unit, events=["birth"])
    before = list(GuideStep.objects.values_list("name", "next", "position"))

    answer = edit(desk, notice)

    assert answer.status_code == 302
    assert list(GuideStep.objects.values_list("name", "next", "position")) == before
    assert [row.event for row in ProcedureGuide.objects.get().events.all()] == ["birth"]


def test_life_events_can_be_changed(desk, unit):
    notice = guide_draft(unit=unit, events=["birth"])

    edit(desk, notice, **{"procedureguide-0-events": ["death"]})

    assert [row.event for row in ProcedureGuide.objects.get().events.all()] == ["death"]


def test_a_promise_longer_than_the_law_is_said_at_the_form(desk, unit):
    notice = guide_draft(unit=unit)

    page = edit(desk, notice, **{"procedureguide-0-promised_days": "99"})

    assert page.status_code == 200
    assert page.context["errors"]
    assert ProcedureGuide.objects.get().promised_days == GUIDE["promised_days"]


def test_forms_are_chosen_among_the_files_of_the_draft(desk, unit):
    notice = guide_draft(unit=unit)
    own = make.attachment(notice, name="申请表.txt")
    other = make.attachment(make.draft_notice(unit=unit), name="别的.txt")
    field = "guidematerial-0-blank_form"

    refused = edit(desk, notice, **{field: other.pk})
    taken = edit(desk, notice, **{field: own.pk})

    assert (refused.status_code, taken.status_code) == (200, 302)
    assert GuideMaterial.objects.order_by("position")[0].blank_form == own


def test_a_chosen_fee_is_copied_from_its_list(desk, unit):
    fees = publish(fee_draft())
    notice = guide_draft(unit=unit, facts={"is_free": False})

    edit(desk, notice, **{"guidefee-0-line": FeeLine.objects.get().pk})

    fee = GuideFee.objects.get()
    assert (fee.item, fee.standard) == (FEE["item"], FEE["standard"])
    assert fee.fee_notice == fees


def test_fees_of_drafts_are_not_offered(desk, unit):
    fee_draft()
    notice = guide_draft(unit=unit)
    address = reverse("admin:notices_notice_change", args=[notice.pk])

    page = desk.get(address)

    fees = next(
        each
        for each in page.context["inline_admin_formsets"]
        if each.opts.model is GuideFee
    )
    assert list(fees.formset.forms[0].fields["line"].queryset) == []


def test_others_see_no_form_of_the_guide(client, unit):
    notice = guide_draft(unit=unit)
    stranger = make.member(Role.EDITOR, make.agency(), is_staff=True)
    client.force_login(stranger)

    answer = client.get(reverse("admin:notices_notice_change", args=[notice.pk]))

    assert answer.status_code in (302, 403, 404)


def test_whoever_begins_a_notice_is_offered_the_kinds_with_a_form(client):
    client.force_login(make.member(Role.EDITOR, make.agency(), is_staff=True))

    page = client.get(reverse("admin:notices_notice_add"), {"kind": "fee"})

    assert 'href="?kind=procedure"' in page.text
    assert 'href="?kind=fee" aria-current="page"' in page.text
