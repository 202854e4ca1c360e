"""The templates of answers that a new portal starts with; where they are offered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.forms.desk import RefuseForm, ReplyForm
from feedback.models import (
    LetterKind,
    LetterStatus,
    RefusalGround,
    ReplyTemplate,
    StepKind,
)
from feedback.shipped_replies import load, templates
from tests.factories.letters import (
    handled_letter,
    office_clerk,
    submitted_letter,
    unit_clerk,
)

pytestmark = pytest.mark.django_db


def test_each_kind_has_words_and_each_ground_says_where_to_turn() -> None:
    rows = list(templates())

    assert {row.kind for row in rows if not row.ground} == {"", *LetterKind}
    assert [row.ground for row in rows if row.ground] == list(RefusalGround)
    assert len({row.name for row in rows}) == len(rows)
    for row in rows:
        row.full_clean()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (LetterKind.COMPLAINT, "第三十五条"),
        (LetterKind.HELP, "六个月内向人民法院提起行政诉讼"),
        (LetterKind.OBJECTION, "行政复议"),
    ],
)
def test_a_decision_names_the_remedies_of_its_law(kind: str, words: str) -> None:
    assert any(words in row.remedies for row in templates() if row.kind == kind)


def test_what_the_office_changed_or_closed_stays_as_it_is() -> None:
    first = load()
    ReplyTemplate.objects.filter(kind=LetterKind.HELP).update(
        text="改过", is_open=False
    )

    assert (first, load()) == (len(list(templates())), 0)
    changed = ReplyTemplate.objects.filter(kind=LetterKind.HELP)
    assert set(changed.values_list("text", "is_open")) == {("改过", False)}


def test_an_answer_is_offered_those_of_its_kind_first_and_none_of_another() -> None:
    load()
    letter = handled_letter(kind=LetterKind.CONSULTATION)
    field: Any = ReplyForm(letter=letter).fields["template"]
    offered = [row.kind for row in field.queryset]

    assert offered[0] == LetterKind.CONSULTATION
    assert set(offered) == {LetterKind.CONSULTATION, ""}
    assert offered[-1] == ""


def test_a_template_fills_the_answer_in_with_its_remedies(client: Client) -> None:
    load()
    letter = handled_letter(kind=LetterKind.COMPLAINT)
    template = ReplyTemplate.objects.get(name="投诉：属实，已处理")
    client.force_login(unit_clerk(letter))
    address = reverse("desk-letter-reply", args=[letter.pk])
    sent = {"template": template.pk, "text": "您好！", "version": 0, "go": "fill"}
    form = client.post(address, sent).context["reply"]["form"]

    assert form.initial["text"] == f"您好！\n\n{template.text}"
    assert form.initial["remedies"] == template.remedies


@pytest.mark.parametrize("ground", RefusalGround.values)
def test_a_refusal_without_words_says_the_offices_own(
    ground: str, client: Client
) -> None:
    load()
    letter = submitted_letter()
    client.force_login(office_clerk(letter))
    address = reverse("desk-letter-deed", args=[letter.pk, "refuse"])
    client.post(address, {"ground": ground, "turn_to": ""})

    letter.refresh_from_db()
    step = letter.steps.get(kind=StepKind.REFUSED)
    assert letter.status == LetterStatus.REFUSED
    assert ReplyTemplate.objects.turn_to(ground) in step.message


def test_without_words_of_the_office_the_clerk_must_write_them() -> None:
    letter = submitted_letter()
    form = RefuseForm({"ground": RefusalGround.COURT}, letter=letter)

    assert not form.is_valid()
    assert "turn_to" in form.errors
