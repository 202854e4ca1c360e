"""Attempts of people who sign in to see more than their role and branch allow."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, OutgoingMail
from notices.models import EditingPresence, Notice, Tick
from tests import factories as make
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

SECRET = "机密莫传"


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def stranger(client):
    """Signed in: an editor and approver of quite another unit."""
    other = make.agency("水利局")
    person = make.member(Role.EDITOR, other, is_staff=True)
    person.memberships.create(agency=other, role=Role.APPROVER)
    client.force_login(person)
    return person


def secret(make_it, unit, **fields):
    notice = make_it(
        unit=unit,
        title=f"{SECRET}标题",
        body=f"<p>{SECRET}</p>",
        document_number="密发〔2026〕9号",
        kind="policy",
        **fields,
    )
    return Notice.objects.get(pk=notice.pk)


STATES = [
    make.draft_notice,
    make.submitted_notice,
    make.approved_notice,
    make.withdrawn_notice,
]
STAFF_ADDRESSES = [
    "/desk/notices/{pk}/",
    "/desk/notices/{pk}/sign/",
    "/desk/notices/{pk}/presence/",
    "/desk/notices/{pk}/item/",
    "/desk/notices/{pk}/elsewhere/",
    "/admin/notices/notice/{pk}/change/",
    "/admin/notices/notice/{pk}/history/",
    "/admin/notices/notice/{pk}/delete/",
    "/admin/notices/notice/{pk}/",
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", STAFF_ADDRESSES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_a_notice_of_another_unit_is_at_no_address(
    client, stranger, unit, state, address, method
):
    notice = secret(state, unit)
    before = Notice.objects.filter(pk=notice.pk).values().get()

    answer = getattr(client, method)(address.format(pk=notice.pk), {"post": "yes"})
    if answer.status_code == 302:  # Django and the desk lead to the page itself
        answer = client.get(answer["Location"])

    assert answer.status_code in (404, 405)
    assert SECRET not in answer.content.decode()
    assert Notice.objects.filter(pk=notice.pk).values().get() == before
    assert not EditingPresence.objects.exists()


LISTS = [
    "/desk/",
    "/desk/internal/",
    "/desk/ledger/",
    "/desk/ledger/events/",
    "/desk/notices/from-word/",
    "/admin/",
    "/admin/notices/notice/",
    "/admin/notices/notice/?q=密发〔2026〕9号",
    "/admin/notices/notice/?q=莫传",
    "/admin/notices/notice/?title__startswith=机密",
    "/admin/notices/notice/?status__exact=draft",
    "/admin/notices/notice/?all=",
    "/admin/notices/notice/?o=1",
    "/admin/autocomplete/?app_label=notices&model_name=notice&field_name=interprets"
    "&term=莫传",
    "/admin/notices/board/",
    "/admin/directories/agency/",
    "/admin/directories/serviceitem/",
    "/admin/directories/serviceitem/import/",
    "/admin/directories/servicepoint/",
    "/admin/directories/servicepromise/",
    "/admin/directories/catalogue/",
    "/admin/directories/catalogue/adopt/",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_of_staff_tells_of_another_unit(client, stranger, unit, address):
    for state in STATES:
        secret(state, unit, audience="staff")

    answer = client.get(address)

    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize(
    "lookup",
    [
        "author__password__startswith=md5",
        "submitted_by__email__contains=a",
        "agency__notices__title__contains=莫传",
        "interprets__body__contains=x",
        "decisions__opinion__contains=x",
        "revisions__content__contains=x",
    ],
)
def test_no_filter_of_an_address_reaches_into_other_tables(client, stranger, lookup):
    make.draft_notice(unit=stranger.memberships.first().agency)

    answer = client.get(f"/admin/notices/notice/?{lookup}")

    assert answer.status_code in (302, 400)  # refused, not answered


@pytest.mark.parametrize("action", ["sign_selected", "submit_selected"])
def test_a_forged_selection_does_nothing_elsewhere(client, stranger, unit, action):
    make_it = make.submitted_notice if "sign" in action else make.draft_notice
    notice = secret(make_it, unit)
    address = reverse("admin:notices_notice_changelist")

    sent = {"action": action, "_selected_action": [notice.pk]}
    sent |= {"apply": "1", "ticks": Tick.values}
    client.post(address, sent)
    client.post(address, sent | {"select_across": "1"})

    assert Notice.objects.get(pk=notice.pk).status == notice.status


@pytest.mark.parametrize("role", [Role.READER, Role.MAILBOX_CLERK, Role.INSPECTOR])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_roles_without_a_pen_see_nothing_unreleased(client, unit, role, state):
    notice = secret(state, unit, audience="staff")
    client.force_login(make.member(role, unit, is_staff=True))

    desk = client.get(reverse("desk-notice", args=[notice.pk]))
    admin = client.get(reverse("admin:notices_notice_change", args=[notice.pk]))

    assert desk.status_code == 404
    assert admin.status_code in (403, 404)


@pytest.mark.parametrize("model", ["user", "agency", "notice"])
@pytest.mark.parametrize(
    "field", ["user", "author", "agency", "password", "interprets"]
)
def test_searching_fields_serve_forms_only(client, unit, model, field):
    """A reader who happens to have the admin's flag searches nobody."""
    client.force_login(make.member(Role.READER, unit, is_staff=True))
    app = {"user": "foundation", "agency": "directories", "notice": "notices"}[model]

    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": app, "model_name": model, "field_name": field, "term": ""},
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.READER])
def test_accounts_are_no_business_of_clerks(client, unit, role):
    person = make.member(role, unit, is_staff=True)
    client.force_login(person)

    for address in (
        "/admin/foundation/user/",
        f"/admin/foundation/user/{person.pk}/password/",
        "/admin/foundation/user/add/",
        "/admin/directories/membership/",
        "/admin/foundation/auditentry/",
        "/admin/foundation/outgoingmail/",
        "/admin/foundation/sitestate/1/change/",
    ):
        assert client.get(address).status_code in (302, 403, 404), address


@pytest.mark.parametrize(
    "lookup", ["body__contains", "body__startswith", "body__regex", "body"]
)
def test_the_text_of_a_mail_is_not_guessed_by_filters(client, lookup):
    """It is not shown since it may hold a link that lets a person in; nor does a list
    that is empty or not tell it letter by letter."""
    boss = make.user(is_staff=True, is_superuser=True)
    OutgoingMail.objects.create(
        recipient="a@example.org",
        sender="b@example.org",
        subject="新密码",
        body="https://host/key/abc/",
        created_at=clock.now(),
    )
    client.force_login(boss)

    answer = client.get(f"/admin/foundation/outgoingmail/?{lookup}=abc")

    assert answer.status_code in (302, 400)


def test_an_overseer_of_a_branch_reads_no_trail_and_no_mail(client, unit):
    client.force_login(make.member(Role.OVERSEER, unit, is_staff=True))
    AuditEntry.objects.record("x", None, by=None, note=SECRET)

    for name in ("auditentry", "outgoingmail", "sitestate", "confirmedyear"):
        answer = client.get(f"/admin/foundation/{name}/")
        assert answer.status_code in (302, 403), name
        assert SECRET not in answer.content.decode()


def test_nobody_opens_an_account_of_another_branch(client, unit):
    boss = make.user(is_staff=True, is_superuser=True)
    far = make.member(Role.APPROVER, make.agency("水利局"))
    leader = make.member(Role.OVERSEER, county())
    client.force_login(make.member(Role.OVERSEER, unit, is_staff=True))

    codes = [
        client.get(f"/admin/foundation/user/{person.pk}/change/").status_code
        for person in (boss, far, leader)
    ]

    assert codes == [404, 404, 404]


@pytest.mark.parametrize("length", ["-1", "9" * 30, ""])
def test_a_forged_length_breaks_no_cleaning(client, stranger, length):
    answer = client.post(
        "/desk/clean/",
        data="<p>文</p>",
        content_type="text/html",
        CONTENT_LENGTH=length,
    )

    assert answer.status_code in (200, 400, 413)
