"""A round is played by those whom it concerns, each at their own browser: the office,
a unit without JavaScript, one inspector on a telephone and one without a mouse."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from directories.models import Role
from supervision.models import (
    InspectionRound,
    Mark,
    OrderStatus,
    RectificationOrder,
    SheetKind,
    SheetStatus,
)
from tests.factories import member
from tests.factories.inspections import inspector, prepared_round, sheet_of
from tests.factories.supervision_checklists import overseer

from .hands import Keyboard, Pointer
from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
MARKED = {"1.1": "9", "1.2": "2", "2.1": "90"}


@pytest.fixture
def at_desk(open_page, sign_in):
    def at_desk(person, **options):
        page = open_page(**options)
        sign_in(page, person)
        return page

    return at_desk


def passes(page):
    """No fault of access, and nothing to scroll sideways."""
    assert axe_faults(page) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0


def address(round_, unit=None):
    desk = f"/desk/inspections/{round_.pk}/"
    return desk if unit is None else f"{desk}units/{unit.pk}/"


def press(page, deed):
    Pointer(page).press(f'form[action$="/{deed}/"] button[type=submit]')


def set_inspectors(page, deed, person):
    """Ticked in the folded form of this deed."""
    form = f'form[action$="/{deed}/"]'
    page.locator(f"details:has({form}) summary").click()
    page.locator(form).get_by_label(str(person), exact=True).check()
    return Pointer(page).press(f"{form} button")


def score(page, sheet):
    """Typed one after the other, Enter between them; handed in."""
    page.goto(f"/desk/sheets/{sheet.pk}/")
    hands = Keyboard(page)
    hands.reach('[data-mark="1.1"] [name=value]')
    for value in MARKED.values():
        page.keyboard.insert_text(value)
        page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_have_text("已保存。")
    expect(page.locator("[data-whole]")).to_be_visible()
    passes(page)
    hands.press("[data-close] button")
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.HANDED_IN


def assess_oneself(page, sheet):
    page.goto(f"/desk/sheets/{sheet.pk}/")
    for code, value in MARKED.items():
        page.goto(f"/desk/sheets/{sheet.pk}/?at={code}")
        page.locator(f'[data-mark="{code}"] [name=value]').fill(value)
        Pointer(page).press(f'[data-mark="{code}"] .score__buttons button')
    Pointer(page).press("[data-close] button")
    assert Mark.objects.filter(sheet=sheet).count() == len(MARKED)


def test_a_round_is_played_from_its_opening_to_the_end_of_an_order(at_desk, open_page):
    round_ = prepared_round(3, self_due_on=date(2026, 10, 31), blind_percent=30)
    one, other = inspector(), inspector()
    office, second_office = at_desk(overseer()), at_desk(overseer())

    # The office shares out the units and opens the round.
    office.goto(address(round_))
    passes(office)
    set_inspectors(office, "share", one)
    press(office, "open")
    passes(office)
    blind = round_.units.select_related("agency").get(is_sampled=True)

    office.goto(address(round_, blind))
    form = 'form[action$="/assign/"]'
    office.locator(f"details:has({form}) summary").click()
    office.locator(f"{form} [name=kind]").select_option("second")
    office.locator(form).get_by_label(str(other), exact=True).check()
    Pointer(office).press(f"{form} button")
    passes(office)

    # A unit assesses itself, in a browser without scripts.
    clerk = at_desk(member(Role.EDITOR, blind.agency), java_script_enabled=False)
    assess_oneself(clerk, sheet_of(blind, SheetKind.SELF))
    office.goto(address(round_))
    press(office, "begin")

    # One scores on a telephone; the other has no mouse and sees nothing of it.
    phone = at_desk(one, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.goto("/desk/sheets/")
    passes(phone)
    for unit in round_.units.all():
        score(phone, sheet_of(unit))
    keys = at_desk(other)
    refused = keys.goto(f"/desk/sheets/{sheet_of(blind).pk}/")
    assert refused.status == 404
    score(keys, sheet_of(blind, SheetKind.SECOND))

    # The sheets are closed, the unit objects, another of the office rules.
    office.goto(address(round_))
    press(office, "close")
    passes(office)
    clerk.goto(address(round_, blind))
    clerk.locator('form[action$="/object/"] select').select_option(index=1)
    clerk.locator('form[action$="/object/"] textarea').fill("人员已经到位。")
    press(clerk, "object")
    second_office.goto(address(round_, blind))
    passes(second_office)
    second_office.locator('form[action*="/objections/"] [name=value]').fill("1")
    second_office.locator('form[action*="/objections/"] textarea').fill("已补充证明。")
    Pointer(second_office).press('form[action*="/objections/"] button[value=uphold]')
    expect(second_office.locator("#objections")).to_be_visible()

    # The days for objections pass; the results are published.
    InspectionRound.objects.update(object_until=date(2026, 11, 2))
    second_office.goto(address(round_))
    press(second_office, "publish")
    round_.refresh_from_db()
    public = open_page(viewport=PHONE)
    public.goto(round_.get_absolute_url())
    passes(public)

    # What was lost becomes an order; it is answered, re-checked and closed.
    second_office.goto(address(round_, blind))
    Pointer(second_office).press('a[href*="/orders/new/?mark="]')
    passes(second_office)
    Pointer(second_office).press("main form button[type=submit]")
    passes(second_office)
    order = RectificationOrder.objects.get()
    clerk.goto(f"/desk/orders/{order.pk}/")
    press(clerk, "accept")
    clerk.locator('form[action$="/answer/"] textarea').fill("已经全部补齐。")
    press(clerk, "answer")
    second_office.goto(f"/desk/orders/{order.pk}/")
    form = 'form[action$="/close/"]'
    second_office.locator(f"{form} textarea").fill("复核属实。")
    press(second_office, "close")
    passes(second_office)
    order.refresh_from_db()
    assert order.status == OrderStatus.CLOSED
