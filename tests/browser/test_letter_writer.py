"""A citizen's letter in a real browser, from the wrong line of a notice to the second
look at the answer: on a phone by pointer, by keyboard only, and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.clock import frozen_at
from feedback import answering, intake, letter_codes
from feedback.models import Letter, LetterStatus
from tests import factories as make
from tests.factories.letters import ANSWER, mailbox, unit_clerk
from tests.factories.structures import fee_draft, publish

from .hands import Keyboard, Pointer
from .pages import axe_faults, shape_faults

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
WORDS = "窗口收了四十元，公示写的是三十元。\n票据见附件。"
QUESTION = "请问是哪一天、在哪个窗口交的？"
# Scripts of axe itself do not run where no page may run any.
WAYS = {
    "pointer": (Pointer, {}, True),
    "keyboard": (Keyboard, {}, False),
    "no script": (Pointer, {"java_script_enabled": False}, False),
}


class Citizen:
    """Somebody at a phone, and all that was wrong with the pages they came through."""

    def __init__(self, hands, asks_axe):
        self.hands, self.page = hands, hands.page
        self.asks_axe = asks_axe
        self.faults = {}

    def look(self, name):
        faults = shape_faults(self.page)
        self.faults[name] = faults + (axe_faults(self.page) if self.asks_axe else [])

    def press(self, selector, name):
        self.hands.press(selector)
        self.look(name)

    def began_long_ago(self):
        """Two minutes went by while they wrote; a program would be faster."""
        with frozen_at(clock.now() - timedelta(minutes=2)):
            token = letter_codes.new_token()
        field = self.page.locator("[name=token]")
        field.evaluate("(e, token) => { e.value = token; }", token)

    def look_up(self, number, code):
        self.page.goto("/letters/track/")
        self.look("look-up")
        self.hands.fill("#id_number", number)
        self.hands.fill("#id_code", code)
        self.press("main button[type=submit]", "tracked")


@pytest.fixture(params=WAYS)
def citizen(request, open_page):
    hands, options, asks_axe = WAYS[request.param]
    return Citizen(hands(open_page(viewport=PHONE, **options)), asks_axe)


@pytest.fixture
def notice(unit):
    mailbox(make.agency("政府办公室"), code="corrections", name="我要纠错")
    return publish(fee_draft(unit=unit, title="收费目录清单公示"))


@pytest.fixture
def receipt_photo(tmp_path):
    path = tmp_path / "票据.txt"
    path.write_text("收费四十元整", encoding="utf-8")
    return path


def next_page(citizen, name):
    citizen.press(".form-buttons button[value=next]", name)


def written(citizen, notice, photo):
    """From the notice to the receipt: number and code, as they stand on it."""
    page, hands = citizen.page, citizen.hands
    page.goto(notice.get_absolute_url())
    citizen.press(f"a[href='{notice.get_absolute_url()}correction/']", "mistake")
    line = page.locator(".plain-list a").first.inner_text()
    citizen.press(".plain-list a", "where to")
    hands.choose("input[name=mailbox][value=corrections]")
    next_page(citizen, "what about")
    expect(page.locator("main")).to_contain_text(line)
    hands.pick("#letter-fault", "收费不符")
    next_page(citizen, "words")
    next_page(citizen, "words, refused")
    expect(page.locator(".error-summary a")).to_have_count(2)
    hands.fill("#letter-title", "多收了十元")
    hands.fill("#letter-text", WORDS)
    hands.attach("#letter-upload", photo)
    citizen.press("button[value=attach]", "words with a file")
    expect(page.locator(".letter-files li")).to_contain_text("票据.txt")
    next_page(citizen, "contact")
    hands.fill("#letter-telephone", "13800138000")
    hands.choose("input[name=wants_publication][value=yes]")
    next_page(citizen, "preview")
    expect(page.locator(".letter-public")).to_contain_text("公示写的是三十元")
    citizen.began_long_ago()
    citizen.press(".form-buttons button[value=send]", "receipt")
    return page.locator(".receipt__figures .figure").all_inner_texts()


def asked_by_the_unit(letter):
    office = make.member(Role.MAILBOX_CLERK, letter.intake)
    intake.accept(letter, by=office)
    intake.assign(letter, letter.about_agency, by=office)
    intake.take_up(letter, by=unit_clerk(letter))
    answering.ask_writer(letter, QUESTION, by=unit_clerk(letter))


def answered_by_the_unit(letter):
    clerk = unit_clerk(letter)
    answering.keep_reply(letter, ANSWER, "不服的，可以申请复核。", version=0, by=clerk)
    answering.hand_in(letter, by=clerk)
    answering.sign_reply(letter, by=make.member(Role.APPROVER, letter.agency))


def test_a_letter_goes_from_a_line_to_a_second_look_at_its_answer(
    citizen, notice, receipt_photo
):
    page, hands = citizen.page, citizen.hands
    number, code = written(citizen, notice, receipt_photo)
    letter = Letter.objects.get(number=number)
    assert (letter.notice, letter.text, letter.files.count()) == (notice, WORDS, 1)
    citizen.press(".receipt__follow button", "followed")

    asked_by_the_unit(letter)
    citizen.look_up(number, code)
    expect(page.locator(".letter-course")).to_contain_text(QUESTION)
    hands.fill("#id_supplement", "上周五，二号窗口。")
    hands.attach("#more-files", receipt_photo)
    citizen.press(".letter-form button", "added to")
    expect(page.locator(".message[role=status]")).to_be_visible()
    letter.refresh_from_db()
    assert (letter.status, letter.files.count()) == (LetterStatus.HANDLING, 2)

    answered_by_the_unit(letter)
    citizen.look_up(number, code)
    expect(page.locator("main")).to_contain_text(ANSWER)
    hands.choose("input[name=grade][value='1']")
    citizen.press(".letter-form button", "rated, without a word why")
    expect(page.locator(".error-summary")).to_be_visible()
    hands.fill("#id_reason", "多收的钱还没有退。")
    citizen.press(".letter-form button", "rated")
    expect(page.locator(".letter-course")).to_contain_text("多收的钱还没有退。")
    letter.refresh_from_db()
    assert (letter.status, letter.is_reopened) == (LetterStatus.HANDLING, True)
    assert {name: wrong for name, wrong in citizen.faults.items() if wrong} == {}


def test_a_wrong_code_is_answered_beside_the_form_and_what_was_typed_stays(
    citizen, notice
):
    citizen.look_up("2026000001", "1234 5678")

    expect(citizen.page.locator(".error-summary")).to_be_visible()
    expect(citizen.page.locator("#id_number")).to_have_value("2026000001")
    assert citizen.faults == {"look-up": [], "tracked": []}
