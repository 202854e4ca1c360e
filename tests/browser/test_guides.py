"""Service guides in a real browser: on a phone, on a desktop, on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from tests import factories as make
from tests.factories.structures import guide_draft, publish, warning_draft

from .pages import LARGE, Stop, faults_of

pytestmark = pytest.mark.django_db(transaction=True)

# Of 360 × 780, as most phones are.
SCREEN_OF_A_PHONE = 780
VIEWS = [
    pytest.param(360, False, id="phone"),
    pytest.param(1280, False, id="desktop"),
    pytest.param(360, True, id="phone in large type"),
]
USUAL_STEPS: list[dict[str, Any]] = [
    {"name": "申请", "what": "持材料到窗口提出，或者在网上提交。"},
    {
        "name": "受理",
        "handler": "综合窗口",
        "days": 1,
        "next": "3；1（材料不全）；6（不予受理）",
    },
    {"name": "审查", "handler": "业务股室", "days": 5, "next": "4；6（不符合条件）"},
    {"name": "决定", "handler": "分管负责人", "days": 1, "what": "作出书面决定。"},
    {"name": "送达", "handler": "综合窗口", "next": "结束", "what": "领取或者邮寄。"},
    {"name": "告知理由", "what": "说明理由，告知行政复议和行政诉讼的权利。"},
]
USUAL_FACTS = {
    "code": "00016421300301",
    "window": "一楼综合窗口",
    "visits": 1,
    "result": "残疾人证",
    "remedies": "可以自知道之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    "complaint_telephone": "0000-5550301",
    "faq": "问：可以代办吗？答：可以，持委托书和双方身份证。",
}


def usual_guide(**fields):
    """As long as most guides are: six materials, six steps with branches and a loop."""
    materials = [
        {"name": f"证明材料之{number}", "copies": "original", "quantity": 1}
        for number in range(5)
    ]
    materials.append({"name": "委托书", "condition": "委托他人代办的"})
    notice = guide_draft(
        materials=materials,
        steps=USUAL_STEPS,
        facts=USUAL_FACTS,
        title="残疾人证新办办事指南",
        events=["health", "hardship"],
        **fields,
    )
    make.attachment(notice, name="申请表.txt")
    return publish(notice)


@pytest.mark.parametrize(("width", "is_large"), VIEWS)
def test_guides_and_their_list_are_sound(open_page, live_server, width, is_large):
    unit = make.agency("清源县残疾人联合会")
    notice = usual_guide(unit=unit)
    listed = reverse("procedure-list")
    stops = [
        Stop("guide", notice.get_absolute_url()),
        Stop("guides", listed),
        Stop("guides of an event", f"{listed}?event=health&audience=citizens"),
        Stop("no guides", f"{listed}?event=birth"),
        Stop("bad filter", f"{listed}?event=nope"),
        Stop("home", reverse("home")),
    ]
    page = open_page(viewport={"width": width, "height": 800})
    if is_large:
        page.context.add_cookies([{**LARGE, "url": live_server.url}])

    faults = {stop.name: faults_of(page, stop) for stop in stops}

    assert {name: found for name, found in faults.items() if found} == {}


def test_the_four_answers_stand_before_all_else_on_a_phone(phone_page):
    notice = usual_guide()
    publish(warning_draft())

    phone_page.goto(notice.get_absolute_url())

    cards = phone_page.locator(".guide__card")
    assert cards.count() == 4
    top = cards.first.bounding_box()["y"]
    last = cards.last.bounding_box()
    assert last["y"] + last["height"] <= SCREEN_OF_A_PHONE
    for below in (".guide__part", ".facts", ".attachments"):
        assert phone_page.locator(below).first.bounding_box()["y"] > top


def test_a_usual_guide_fits_one_sheet_of_paper(browser_page):
    notice = usual_guide()
    browser_page.goto(notice.get_absolute_url())

    printed = browser_page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_guide_says_the_same_without_scripts(page_without_js):
    notice = usual_guide()

    page_without_js.goto(notice.get_absolute_url())

    assert page_without_js.locator(".flow__chart text").count() > len(USUAL_STEPS)
    assert page_without_js.locator(".guide__steps li").count() == len(USUAL_STEPS)
