"""The choices of a checklist on a telephone, without a script, and to axe."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.supervision_checklists import draft_checklist, overseer

from .pages import axe_faults

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [{"width": 360, "height": 740}, {"width": 1280, "height": 900}]
GROUPS = [{"code": "town", "title": "乡镇", "maximum": "100"}]
FULL = {
    "terms": [{"parts": ["1", "2", "3"], "normalised_to": "100"}],
    "bonus_gates": [{"threshold": "80", "is_strict": True, "parts": ["1"]}],
    "fail_lines": [{"threshold": "60"}],
    "grading": {"bands": [{"grade": "优秀", "lowest": "90"}], "lowest": "一般"},
    "groups": GROUPS,
}


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desktop"])
def test_the_choices_fit_and_a_fault_is_told_beside_its_field(open_page, sign_in, size):
    page = open_page(viewport=size)
    sign_in(page, overseer())
    page.goto(
        reverse("desk-checklist-choices", args=[draft_checklist(choices=FULL).pk])
    )
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert axe_faults(page) == []
    assert page.evaluate(wide) <= 0

    page.locator('button[name=add][value="bands"]').click()
    page.locator("[name=bands-1-grade]").fill("良好")
    page.locator("[name=bands-1-grade]").press("Enter")

    fault = page.locator("#field-bands-1-lowest .field__error")
    expect(fault).to_have_text("请填写该等次的最低总分。")
    assert axe_faults(page) == []
    assert page.evaluate(wide) <= 0
