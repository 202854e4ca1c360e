"""A clerk's day with one letter in a real browser, from the inbox to the public page,
through three pairs of hands: on a phone, by keyboard only, and without scripts."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from directories.models import Role
from feedback import answering
from feedback.models import Letter, LetterStatus, ReplyTemplate
from tests import factories as make
from tests.factories.letters import mailbox, submitted_letter

from .hands import Keyboard, Pointer
from .pages import axe_faults, shape_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
PASSWORD = "correct horse battery"
TELEPHONE = "13912345678"
TEXT = f"幸福路三号门前的路灯三天不亮。我的电话{TELEPHONE}。"
MASKED = "幸福路三号门前的路灯三天不亮。我的电话已隐去。"
# Scripts of axe itself do not run where no page may run any.
WAYS = {
    "pointer": (Pointer, {}, True),
    "keyboard": (Keyboard, {}, False),
    "no script": (Pointer, {"java_script_enabled": False}, False),
}


class Desk:
    """One person at the desk; `faults` are shared by all who come after one another."""

    def __init__(self, hands, asks_axe, faults):
        self.hands, self.page = hands, hands.page
        self.asks_axe, self.faults = asks_axe, faults

    def look(self, name):
        wrong = shape_faults(self.page)
        wrong += axe_faults(self.page) if self.asks_axe else []
        if wrong:
            self.faults[name] = wrong

    def press(self, selector, name):
        self.hands.press(selector)
        self.look(name)

    def sign_in(self, name):
        self.page.goto("/accounts/login/")
        self.hands.fill("input[name=username]", name)
        self.hands.fill("input[name=password]", PASSWORD)
        self.press("main button[type=submit]", "desk")

    def open(self, letter, tab="", address="desk-letters"):
        """From the desk through the inbox, as far as the page of the letter."""
        self.page.goto(reverse("desk-home"))
        self.press(f"main a[href='{reverse(address)}']", "inbox")
        if tab:
            self.press(f".letter-tabs a[href='?tab={tab}']", f"inbox {tab}")
        link = f".tasks__title[href='{reverse('desk-letter', args=[letter.pk])}']"
        self.press(link, "letter")

    def do(self, name, **typed):
        """One button, with what is written beside it."""
        form = f"form[action$='/{name}/']"
        folded = f"details:not([open]):has({form}) > summary"
        if self.page.locator(folded).count():
            self.hands.open(folded)
        for field, text in typed.items():
            self.hands.fill(f"{form} [name={field}]", text)
        self.press(f"{form} button", name)

    def told(self):
        return self.page.locator(".message[role=status]").all_inner_texts()


@pytest.fixture
def letter():
    office, unit = make.agency("政府办公室"), make.agency("清源县住建局")
    people = {
        "office": (Role.MAILBOX_CLERK, office),
        "clerk": (Role.MAILBOX_CLERK, unit),
        "signer": (Role.APPROVER, unit),
    }
    for name, (role, where) in people.items():
        make.member(role, where, username=name)
    ReplyTemplate.objects.create(
        name="已办结",
        text="您反映的问题已经解决。",
        remedies="不满意的，可以要求重办。",
    )
    return submitted_letter(
        mailbox(office), title="幸福路的路灯不亮", text=TEXT, wants_publication=True
    )


@pytest.fixture(params=WAYS)
def faults(request):
    return request.param, {}


@pytest.fixture
def sit_down(open_page, faults):
    """Somebody signs in, in a browser of their own."""
    hands, options, asks_axe = WAYS[faults[0]]

    def sit_down(name):
        desk = Desk(hands(open_page(viewport=PHONE, **options)), asks_axe, faults[1])
        desk.sign_in(name)
        return desk

    return sit_down


def status_of(letter):
    return Letter.objects.get(pk=letter.pk).status


def test_a_letter_passes_through_three_hands_and_becomes_public(
    sit_down, faults, letter
):
    office = sit_down("office")
    office.open(letter)
    office.do("accept")
    office.do("assign", unit="清源县住建局")
    assert status_of(letter) == LetterStatus.ASSIGNED

    clerk = sit_down("clerk")
    clerk.open(letter)
    clerk.do("take-up")
    clerk.do("ask", reason="请问是路口的哪一盏？")
    assert status_of(letter) == LetterStatus.WAITING
    answering.supplement(Letter.objects.get(pk=letter.pk), "东边的一盏。")
    clerk.open(letter)
    expect(clerk.page.locator("main")).to_contain_text("东边的一盏。")
    answer(clerk)
    clerk.do("hand-in")

    signer = sit_down("signer")
    signer.open(letter, tab="sign")
    expect(signer.page.locator("main")).to_contain_text("灯已换新。")
    signer.do("sign")
    assert status_of(letter) == LetterStatus.ANSWERED

    clerk.open(letter, tab="done")
    clerk.do("propose")
    expect(clerk.page.locator(".field__error").first).to_be_visible()
    clerk.do("propose", text=MASKED)
    assert clerk.told()
    office.open(letter, tab="publish")
    expect(office.page.locator("main")).to_contain_text(MASKED)
    office.do("publish")

    page = office.page
    page.goto(reverse("letter-detail", args=[letter.number]))
    office.look("public page")
    expect(page.locator("main")).to_contain_text(MASKED)
    expect(page.locator("main")).to_contain_text("您反映的问题已经解决。")
    assert TELEPHONE not in page.content()
    assert faults[1] == {}


def answer(clerk):
    """A draft from a template, with a sentence of one's own above it."""
    hands, page = clerk.hands, clerk.page
    hands.fill("#id_text", "灯已换新。")
    hands.pick("#id_template", "已办结")
    clerk.press("button[value=fill]", "filled in")
    expect(page.locator("#id_text")).to_have_value(
        "灯已换新。\n\n您反映的问题已经解决。"
    )
    expect(page.locator("#id_remedies")).to_have_value("不满意的，可以要求重办。")
    clerk.press("button[value=keep]", "draft kept")
    assert clerk.told()
