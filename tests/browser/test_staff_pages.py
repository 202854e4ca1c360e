"""The pages of staff in a real browser: for each role what it works on, on a phone and
on a desktop."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Official, Role
from disclosure_portal.foundation.models import SiteState, User
from notices.models import Notice
from tests import factories as make

from .pages import BODY, LONG_TITLE, Stop, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = [pytest.param(360, id="phone"), pytest.param(1280, id="desktop")]


@pytest.fixture
def unit(db):
    SiteState.objects.update_or_create(
        pk=SiteState.ONLY,
        defaults={"name": "清源县政务公开", "site_code": "1399000001"},
    )
    return make.agency("清源县教育局", duties="管理各级各类学校。")


@pytest.fixture
def visit(open_page, sign_in):
    """Visit pages as somebody; the faults of those that have any."""

    def visit(person, width, stops):
        page = open_page(viewport={"width": width, "height": 800})
        sign_in(page, person)
        faults = {stop.name: faults_of(page, stop) for stop in stops}
        return {name: found for name, found in faults.items() if found}

    return visit


def staff(role, unit, name):
    return make.member(role, unit, is_staff=True, name=name)


def desk(notice):
    return reverse("desk-notice", args=[notice.pk])


def in_admin(model, page, *arguments):
    return reverse(
        f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=arguments
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_an_editor_are_sound(visit, unit, width):
    returned = make.returned_notice(unit=unit, title=LONG_TITLE, body=BODY)
    make.attachment(returned, name="附件1：2026年义务教育学校招生片区一览表.txt")
    editor = returned.author
    User.objects.filter(pk=editor.pk).update(is_staff=True, name="王芳")
    fresh = make.draft_notice(unit=unit)
    public = make.published_notice(unit=unit)
    withdrawn = make.withdrawn_notice(unit=unit)

    faults = visit(
        editor,
        width,
        [
            Stop("desk with a returned draft", reverse("desk-home")),
            Stop("preview of a draft", desk(returned)),
            Stop("form of a draft", in_admin(Notice, "change", returned.pk)),
            Stop("history of a draft", in_admin(Notice, "history", returned.pk)),
            Stop("removal of a draft", in_admin(Notice, "delete", fresh.pk)),
            Stop("public notice", desk(public)),
            Stop("form of a public notice", in_admin(Notice, "change", public.pk)),
            Stop("withdrawn notice", desk(withdrawn)),
            Stop("add form", in_admin(Notice, "add")),
            Stop("list", in_admin(Notice, "changelist") + "?q=招生"),
        ],
    )

    assert faults == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_an_approver_are_sound(visit, unit, width):
    submitted = make.submitted_notice(unit=unit, title=LONG_TITLE, body=BODY)
    approved = make.approved_notice(unit=unit)
    public = make.published_notice(unit=unit)
    approver = staff(Role.APPROVER, unit, "李强")

    faults = visit(
        approver,
        width,
        [
            Stop("desk with one to sign", reverse("desk-home")),
            Stop("health of the site", reverse("desk-health")),
            Stop("panel of signing", desk(submitted)),
            Stop("panel of recalling", desk(approved)),
            Stop("panel of withdrawing", desk(public)),
            Stop("form of one to sign", in_admin(Notice, "change", submitted.pk)),
            Stop("administration", reverse("admin:index")),
        ],
    )

    assert faults == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_an_overseer_are_sound(visit, unit, width):
    Official.objects.create(agency=unit, name="王明", post="局长")
    overseer = staff(Role.OVERSEER, unit.parent, "赵主任")

    faults = visit(
        overseer,
        width,
        [
            Stop("administration", reverse("admin:index")),
            Stop("units", in_admin(type(unit), "changelist")),
            Stop("form of a unit", in_admin(type(unit), "change", unit.pk)),
            Stop(
                "merging a unit",
                in_admin(type(unit), "restructure", unit.pk, "merge"),
            ),
            Stop("officials", in_admin(Official, "changelist")),
            Stop("people", in_admin(User, "changelist")),
            Stop("form of a person", in_admin(User, "change", overseer.pk)),
            Stop("granting a role", reverse("admin:directories_membership_add")),
            Stop("form of a group", reverse("admin:directories_workinggroup_add")),
            Stop("boards", reverse("admin:notices_board_changelist")),
            Stop("form of a board", reverse("admin:notices_board_add")),
            Stop("site settings", in_admin(SiteState, "change", SiteState.ONLY)),
            Stop("trail", reverse("admin:foundation_auditentry_changelist")),
            Stop("days off", reverse("admin:foundation_calendaroverride_add")),
        ],
    )

    assert faults == {}


def test_the_desk_is_worked_by_keyboard_alone(browser_page, sign_in, unit):
    notice = make.submitted_notice(unit=unit)
    page = browser_page
    sign_in(page, staff(Role.APPROVER, unit, "李强"))
    page.goto(reverse("desk-home"))

    press_until(page, f"document.activeElement.textContent.includes('{notice.title}')")
    with page.expect_navigation(url=f"**{desk(notice)}"):
        page.keyboard.press("Enter")
    press_until(page, "document.activeElement.matches('#sign_all_ticks')")
    page.keyboard.press("Space")
    press_until(page, "document.activeElement.matches(\"[action$='/sign/'] button\")")
    with page.expect_navigation(url="**/desk/"):
        page.keyboard.press("Enter")

    assert Notice.objects.get(pk=notice.pk).is_released


def press_until(page, condition, most=60):
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(condition):
            return
    pytest.fail(f"not reached by keyboard: {condition}")
