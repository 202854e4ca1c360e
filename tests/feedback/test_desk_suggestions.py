"""What the desk shows of rules, categories and like letters, and to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from feedback import category_defaults, intake
from feedback.classifying import learn_categories
from feedback.models import LetterKind, RoutingRule
from tests.factories import agency
from tests.factories.letters import (
    accepted_letter,
    accusing_letter,
    mailbox,
    office_clerk,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


def shown(client, letter, by, query: str = "") -> str:
    client.force_login(by)
    page = client.get(reverse("desk-letter", args=[letter.pk]) + query)
    assert page.status_code == 200
    return page.content.decode()


def test_the_rule_that_won_is_shown_with_its_word_and_the_others_with_reasons(client):
    letter = accepted_letter()
    housing = agency("住建局")
    RoutingRule.objects.create(name="路灯归住建", goes_to=housing, words="路灯")
    RoutingRule.objects.create(
        name="求助归民政", goes_to=agency("民政局"), kind=LetterKind.HELP
    )

    page = shown(client, letter, office_clerk(letter))

    assert "住建局" in page
    assert "路灯归住建（含“路灯”）" in page
    assert "求助归民政：信件类型不同" in page


def test_categories_are_shown_with_the_words_that_spoke_for_them(client):
    category_defaults.load()
    learn_categories()
    letter = submitted_letter(title="路灯照明", text="路灯照明坏了")

    page = shown(client, letter, office_clerk(letter))

    assert "路灯照明 " in page
    assert "%（" in page


def test_like_letters_are_shown_when_they_are_asked_for(client):
    box = mailbox()
    words = {"title": "香樟小区电梯", "text": "香樟小区三栋电梯停运十多天了。"}
    first, again = submitted_letter(box, **words), submitted_letter(box, **words)
    clerk = office_clerk(again)

    assert first.number not in shown(client, again, clerk)
    assert first.number in shown(client, again, clerk, "?alike=1")


def test_an_accusation_names_its_superior_and_not_the_accused(client):
    bureau = agency("住建局")
    desk = agency("物业科", parent=bureau)
    letter = accusing_letter(desk, mailbox(desk))
    RoutingRule.objects.create(name="物业", goes_to=desk, kind=LetterKind.REPORT)

    page = shown(client, letter, office_clerk(letter))

    assert "规则所指单位被反映，转其上级单位" in page


def test_the_unit_that_answers_is_shown_no_suggestions(client):
    letter = accepted_letter()
    intake.assign(letter, agency("住建局"), by=office_clerk(letter))

    page = shown(client, letter, unit_clerk(letter))

    assert 'id="suggested"' not in page
