"""Who sees and changes which units, people and roles in the admin."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from directories.admin.agencies import AgencyAdmin
from directories.merging import move
from directories.models import (
    Agency,
    Employment,
    Membership,
    Official,
    Role,
    WorkingGroup,
)
from disclosure_portal.foundation import store
from disclosure_portal.foundation.models import AuditEntry, SiteState, User
from tests import factories as make

pytestmark = pytest.mark.django_db


def url(model, view, *args):
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{view}", args=args)


def staff(role, unit):
    return make.member(role, unit, is_staff=True)


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def root(unit):
    return unit.parent


@pytest.fixture
def overseer(client, root):
    person = staff(Role.OVERSEER, root)
    client.force_login(person)
    return person


@pytest.fixture
def editor(client, unit):
    person = staff(Role.EDITOR, unit)
    client.force_login(person)
    return person


def an_official(unit):
    return Official.objects.create(agency=unit, name="张三", post="局长")


def a_group(unit):
    return WorkingGroup.objects.create(agency=unit, kind="leading", name="领导小组")


def a_membership(unit):
    return Membership.objects.create(user=make.user(), agency=unit, role=Role.READER)


def an_employment(unit):
    return Employment.objects.create(user=make.user(), agency=unit)


def itself(unit):
    return unit


YES, NO, GONE = 200, 403, 404
SCOPE = [
    # row, role, inside or not: list, open, add, delete
    (itself, Role.EDITOR, True, (YES, YES, NO, NO)),
    (itself, Role.EDITOR, False, (YES, GONE, NO, GONE)),
    (itself, Role.OVERSEER, True, (YES, YES, YES, NO)),
    (itself, Role.OVERSEER, False, (YES, GONE, YES, GONE)),
    (itself, Role.READER, True, (NO, GONE, NO, GONE)),
    (an_official, Role.EDITOR, True, (YES, YES, YES, YES)),
    (an_official, Role.EDITOR, False, (YES, GONE, YES, GONE)),
    (an_official, Role.APPROVER, True, (YES, YES, NO, NO)),
    (an_official, Role.OVERSEER, True, (YES, YES, YES, NO)),
    (a_group, Role.EDITOR, True, (YES, YES, YES, YES)),
    (a_group, Role.EDITOR, False, (YES, GONE, YES, GONE)),
    (a_membership, Role.EDITOR, True, (NO, GONE, NO, GONE)),
    (a_membership, Role.OVERSEER, True, (YES, YES, YES, YES)),
    (a_membership, Role.OVERSEER, False, (YES, GONE, YES, GONE)),
    (an_employment, Role.OVERSEER, True, (YES, YES, YES, NO)),
    (an_employment, Role.OVERSEER, False, (YES, GONE, YES, GONE)),
]


def _name(case):
    return f"{case[1]}-{'inside' if case[2] else 'outside'}-{case[0].__name__}"


@pytest.mark.parametrize("case", SCOPE, ids=_name)
def test_rows_open_for_their_branch_and_role_only(client, unit, case):
    row_of, role, is_inside, expected = case
    row = row_of(unit)
    client.force_login(staff(role, unit if is_inside else make.agency()))

    answers = tuple(
        client.get(url(type(row), *page)).status_code
        for page in (
            ("changelist",),
            ("change", row.pk),
            ("add",),
            ("delete", row.pk),
        )
    )

    assert answers == expected


def test_a_list_holds_the_branch_only(client, editor, unit):
    below = make.agency(parent=unit)
    make.agency()

    page = client.get(url(Agency, "changelist"))

    assert set(page.context["cl"].result_list) == {unit, below}


def unit_form(unit, **changes):
    data = {"duties": "", "address": "", "telephone": "", "position": "0"}
    data |= {"kind": unit.kind, "short_name": "", "credit_code": ""}
    for prefix in ("aliases", "changes"):
        data[f"{prefix}-TOTAL_FORMS"] = data[f"{prefix}-INITIAL_FORMS"] = "0"
    return data | changes


def test_an_editor_keeps_the_contact_and_nothing_else(client, editor, unit):
    sent = unit_form(
        unit, telephone="0760-12345678", code="1", name="改名", kind="village"
    )

    client.post(url(Agency, "change", unit.pk), sent)

    kept = Agency.objects.get(pk=unit.pk)
    assert kept.telephone == "0760-12345678"
    assert (kept.code, kept.name, kept.kind) == (unit.code, "教育局", unit.kind)


def test_a_change_leaves_a_unit_where_it_was_moved_meanwhile(
    client, overseer, unit, monkeypatch
):
    town = make.agency("青石镇")
    head = make.member(Role.OVERSEER, unit.parent)
    read = AgencyAdmin.get_object

    def read_and_moved_then(admin, request, key, *more):
        found = read(admin, request, key, *more)
        move(Agency.objects.get(pk=key), to=town, by=head, on=date(2024, 1, 1))
        return found

    monkeypatch.setattr(AgencyAdmin, "get_object", read_and_moved_then)

    client.post(url(Agency, "change", unit.pk), unit_form(unit, duties="主管教育。"))

    kept = Agency.objects.get(pk=unit.pk)
    assert (kept.duties, kept.parent) == ("主管教育。", town)
    assert town.contains(kept)


def test_a_change_tells_the_site_and_the_trail(client, editor, unit):
    before = SiteState.objects.current().version

    client.post(url(Agency, "change", unit.pk), unit_form(unit, duties="主管教育。"))

    assert SiteState.objects.current().version == before + 1
    entry = AuditEntry.objects.get(target_type="directories.agency", action="edited")
    assert entry.actor == editor


def test_an_overseer_adds_a_unit_below_the_branch(client, overseer, unit):
    sent = unit_form(unit, name="城关小学", code="990001-01", parent=unit.pk)

    client.post(url(Agency, "add"), sent)

    added = Agency.objects.get(code="990001-01")
    assert added.path.startswith(unit.path)


def test_no_unit_is_added_below_a_foreign_one(client, unit):
    client.force_login(staff(Role.OVERSEER, unit))
    sent = unit_form(unit, name="别处", code="990009", parent=make.agency().pk)

    page = client.post(url(Agency, "add"), sent)

    assert "parent" in page.context["adminform"].form.errors
    assert not Agency.objects.filter(code="990009").exists()


def test_searching_fields_offer_the_units_for_which_one_may_act(client, editor, unit):
    make.agency("教育局以外")
    query = {"app_label": "directories", "model_name": "official"}
    query |= {"field_name": "agency", "permission": "directories.add_official"}

    answer = client.get(reverse("admin:autocomplete"), query | {"term": "教育局"})

    assert [row["text"] for row in answer.json()["results"]] == ["教育局"]


# --- Changes of the tree -----------------------------------------------------


def restructure(client, unit, change, **words):
    address = reverse("admin:directories_agency_restructure", args=[unit.pk, change])
    return client.post(address, {"on": "2026-01-05", "note": "依据", **words})


def test_an_overseer_renames_moves_and_closes(client, overseer, unit):
    target = make.agency("文教局")

    renamed = restructure(client, unit, "rename", name="教育和体育局")
    moved = restructure(client, unit, "move", to=target.pk)
    closed = restructure(client, unit, "close")

    assert {renamed.status_code, moved.status_code, closed.status_code} == {302}
    unit.refresh_from_db()
    assert (unit.name, unit.parent, unit.is_open) == ("教育和体育局", target, False)


def test_a_refused_change_comes_back_with_its_words(client, overseer, unit):
    make.agency(parent=unit)

    page = restructure(client, unit, "close", note="机构改革方案")

    assert page.context["form"].non_field_errors()
    assert "机构改革方案" in page.content.decode()


def test_an_editor_changes_no_tree(client, editor, unit):
    assert restructure(client, unit, "close").status_code == 403
    assert restructure(client, make.agency(), "close").status_code == 404


# --- Officials -----------------------------------------------------


def picture(size=(4, 4)):
    written = io.BytesIO()
    Image.new("RGB", size, "red").save(written, "JPEG")
    return written.getvalue()


def official_form(unit, **changes):
    data = {"agency": unit.pk, "kind": "leader", "name": "张三", "post": "局长"}
    return data | {"position": "0", "is_public": "on"} | changes


def test_a_photograph_is_drawn_anew_and_stored(client, editor, unit):
    upload = SimpleUploadedFile("照片.jpg", picture())

    client.post(url(Official, "add"), official_form(unit, photo=upload))

    assert store.exists(Official.objects.get().photo_digest)


@pytest.mark.parametrize(
    ("name", "content"),
    [("照片.jpg", b"MZ" + bytes(100)), ("名单.txt", "张三".encode())],
    ids=["disguised", "no picture"],
)
def test_what_is_no_picture_is_refused_at_its_field(
    client, editor, unit, name, content
):
    upload = SimpleUploadedFile(name, content)

    page = client.post(url(Official, "add"), official_form(unit, photo=upload))

    assert "photo" in page.context["adminform"].form.errors
    assert "张三" in page.content.decode()
    assert not Official.objects.exists()


def test_a_group_is_kept_with_its_members(client, editor, unit):
    sent = {"agency": unit.pk, "kind": "leading", "name": "领导小组", "is_public": "on"}
    sent |= {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0"}
    sent |= {"members-0-name": "李四", "members-0-position": "0"}

    client.post(url(WorkingGroup, "add"), sent)

    assert [row.name for row in WorkingGroup.objects.get().members.all()] == ["李四"]


# --- Roles -----------------------------------------------------


def test_an_overseer_grants_a_role_and_the_trail_tells(client, overseer, unit):
    person = make.user()
    sent = {"user": person.pk, "agency": unit.pk, "role": Role.EDITOR}

    client.post(url(Membership, "add"), sent)

    assert Membership.objects.filter(user=person, role=Role.EDITOR).exists()
    assert AuditEntry.objects.get(action="granted").actor == overseer
    assert User.objects.get(pk=person.pk).is_staff


def test_nobody_grants_a_role_to_themselves(client, overseer, unit):
    sent = {"user": overseer.pk, "agency": unit.pk, "role": Role.APPROVER}

    page = client.post(url(Membership, "add"), sent)

    assert page.context["adminform"].form.non_field_errors()
    assert Membership.objects.filter(user=overseer).count() == 1


def test_no_role_is_granted_outside_the_branch(client, unit):
    client.force_login(staff(Role.OVERSEER, unit))
    sent = {"user": make.user().pk, "agency": make.agency().pk, "role": Role.EDITOR}

    page = client.post(url(Membership, "add"), sent)

    assert "agency" in page.context["adminform"].form.errors


def test_a_revoked_role_leaves_a_line(client, overseer, unit):
    membership = a_membership(unit)

    client.post(url(Membership, "delete", membership.pk), {"post": "yes"})

    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert AuditEntry.objects.get(action="revoked").before == Role.READER


# --- Accounts and the rows of the county ---------------------------------------------


def test_accounts_are_never_deleted(client):
    client.force_login(make.user(is_staff=True, is_superuser=True))
    person = make.user()

    answer = client.post(url(User, "delete", person.pk), {"post": "yes"})

    assert answer.status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_an_overseer_sees_the_people_of_the_branch_and_the_unplaced(client, unit):
    own, foreign, unplaced = make.user(), make.user(), make.user()
    Membership.objects.create(user=own, agency=unit, role=Role.READER)
    Membership.objects.create(user=foreign, agency=make.agency(), role=Role.READER)
    me = staff(Role.OVERSEER, unit)
    client.force_login(me)

    page = client.get(url(User, "changelist"))

    assert set(page.context["cl"].result_list) == {own, unplaced, me}


COUNTY = [
    "foundation_auditentry",
    "foundation_calendaroverride",
    "foundation_sitestate",
]


@pytest.mark.parametrize("name", COUNTY)
@pytest.mark.parametrize(("at_root", "status"), [(True, 200), (False, 403)])
def test_the_countys_rows_are_for_those_who_answer_for_it(
    client, unit, root, name, at_root, status
):
    client.force_login(staff(Role.OVERSEER, root if at_root else unit))

    answer = client.get(reverse(f"admin:{name}_changelist"), follow=True)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("pattern", "is_taken"),
    [("{org_code}-{yyyy}-{seq:04d}", True), ("{org_code}/{yyyy}", False), ("x", False)],
)
def test_the_pattern_of_index_numbers_must_give_unique_ones(
    client, overseer, pattern, is_taken
):
    state = SiteState.objects.current()

    sent = {"name": "清源县", "index_pattern": pattern, "ledger_audience": "units"}
    sent["today_audience"] = "own"
    client.post(url(SiteState, "change", state.pk), sent)

    assert (SiteState.objects.current().index_pattern == pattern) == is_taken


def test_the_trail_can_be_read_and_not_changed(client, overseer):
    entry = AuditEntry.objects.record("edited", overseer, by=overseer)

    read = client.get(url(AuditEntry, "change", entry.pk))
    written = client.post(url(AuditEntry, "change", entry.pk), {"note": "x"})

    assert (read.status_code, written.status_code) == (200, 403)
