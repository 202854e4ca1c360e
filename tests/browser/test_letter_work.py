"""The writer's browser does the work that the office asks for while the letter is read
once more."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from feedback.proof_of_work import is_done
from tests.factories.letters import mailbox

pytestmark = pytest.mark.django_db(transaction=True)
BITS = 8


def test_the_work_is_done_by_the_script(phone_page: Page, settings: Any) -> None:
    settings.LETTER_WORK_BITS = BITS
    box, page = mailbox(), phone_page

    def go_on() -> None:
        page.locator("button[value=next]:visible").last.click()

    page.goto("/letters/new/")
    page.locator(f"[name=mailbox][value={box.code}]").check()
    page.locator("[name=kind][value=complaint]").check()
    go_on()
    go_on()
    page.fill("[name=title]", "路灯不亮")
    page.fill("[name=text]", "幸福路的路灯三天不亮。")
    go_on()
    page.fill("[name=name]", "王小明")
    page.fill("[name=telephone]", "13800138000")
    page.locator("[name=wants_publication][value=no]").check()
    go_on()
    field = page.locator("[data-work-bits]")
    expect(field).not_to_have_value("")
    token = page.locator("[name=token]").input_value()
    assert is_done(token, field.input_value(), BITS)
