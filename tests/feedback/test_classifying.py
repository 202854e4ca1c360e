"""Categories: shipped, suggested from what clerks decided, decided by a clerk."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from directories.models import Role
from disclosure_portal.foundation import schedule
from disclosure_portal.foundation.workflow import NotAllowed
from feedback import category_defaults, classifying
from feedback.classifying import (
    learn_categories,
    learn_daily,
    suggest_categories,
)
from feedback.helping import classify
from feedback.models import CategoryModel, Complexity, LetterCategory
from tests.factories import agency, member
from tests.factories.letters import (
    accusing_letter,
    mailbox,
    office_clerk,
    submitted_letter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    category_defaults.load()
    return {row.code: row for row in LetterCategory.objects.all()}


@pytest.fixture
def box():
    return mailbox()


def sorted_letter(box, category, text="停水三天没有通知", **fields):
    letter = submitted_letter(box, text=text, **{"title": text[:6], **fields})
    classify(letter, category, Complexity.ORDINARY, by=office_clerk(letter))
    return letter


def test_the_shipped_tree_is_loaded_once(tree):
    assert len(tree) == 362
    assert tree["010202"].parent == tree["0102"]
    assert category_defaults.load() == 0


def test_an_office_with_a_tree_of_its_own_keeps_it():
    LetterCategory.objects.create(code="A1", name="本县分类")

    assert category_defaults.load() == 0
    assert LetterCategory.objects.count() == 1


def test_a_category_that_went_missing_comes_back(tree):
    LetterCategory.objects.filter(code="010202").delete()

    assert category_defaults.load() == 1


def test_somebody_of_another_unit_reads_no_suggestion(tree, box):
    letter = submitted_letter(box)
    stranger = member(Role.MAILBOX_CLERK, agency("别的局"))

    with pytest.raises(NotAllowed):
        suggest_categories(letter, by=stranger)


def test_a_category_out_of_use_is_not_suggested(tree, box):
    learn_categories()
    letter = submitted_letter(box, title="路灯照明", text="路灯照明坏了")
    LetterCategory.objects.filter(code="010202").update(is_open=False)

    found = suggest_categories(letter, by=office_clerk(letter))

    assert found[0].category == tree["0102"]


def test_before_the_first_learning_nothing_is_suggested(tree, box):
    letter = submitted_letter(box)

    assert suggest_categories(letter, by=office_clerk(letter)) == []


def test_names_suffice_for_a_start(tree, box):
    learn_categories()
    letter = submitted_letter(box, title="路灯照明", text="路灯照明坏了")

    found = suggest_categories(letter, by=office_clerk(letter))

    assert found[0].category == tree["010202"]
    assert "路灯照明" in found[0].words[0]


def test_what_clerks_decided_is_learned(tree, box):
    for number in range(3):
        sorted_letter(box, tree["0805"], f"龙溪湾的事情第{number}次")
    learn_categories()
    letter = submitted_letter(box, title="龙溪湾", text="又是龙溪湾的事情")

    found = suggest_categories(letter, by=office_clerk(letter))

    assert found[0].category.code.startswith("0805")


def test_nothing_is_learned_of_accusations(tree, box):
    accused = agency("住建局")
    for number in range(3):
        letter = accusing_letter(accused, box, text=f"龙溪湾第{number}次收钱")
        classify(letter, tree["1404"], Complexity.ORDINARY, by=office_clerk(letter))

    row = learn_categories()

    assert row.letters == 0
    assert "龙溪" not in json.dumps(row.content, ensure_ascii=False)


def test_few_letters_are_not_measured_and_many_are(tree, box, monkeypatch):
    sorted_letter(box, tree["010401"])
    assert learn_categories().accuracy is None
    monkeypatch.setattr(classifying, "FEWEST_HELD_BACK", 2)
    for number in range(6):
        code = "010401" if number % 2 else "010202"
        text = "停水三天没有通知" if number % 2 else "路灯不亮夜里漆黑"
        sorted_letter(box, tree[code], f"{text}{number}")

    row = learn_categories()

    assert str(row.accuracy) == str(row.majority) == "1.0000"


def test_the_daily_duty_learns_once_and_waits_for_new_letters(tree, box):
    assert learn_daily() == "learned of 0 letters"
    assert learn_daily() == "nothing new"
    sorted_letter(box, tree["010401"])

    assert learn_daily() == "learned of 1 letters"
    assert "categories" in {duty.name for duty in schedule.duties()}


def test_after_a_week_it_learns_anew(tree, time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)
    learn_daily()
    time_machine.move_to("2026-12-01T09:00:00+08:00", tick=False)

    assert learn_daily() == "learned of 0 letters"


def test_codes_of_an_office_need_not_say_their_place(box):
    top = LetterCategory.objects.create(code="S", name="供水")
    LetterCategory.objects.create(code="R", name="道路")
    below = LetterCategory.objects.create(code="P-7", name="管网", parent=top, level=2)
    sorted_letter(box, below)

    paths = [path for path, _terms in learn_categories().content["categories"]]

    assert paths == [["R"], ["S"], ["S", "P-7"]]


def test_without_categories_there_is_nothing_to_learn():
    assert learn_daily() == "no categories"


def test_the_last_ten_models_are_kept(tree):
    made = [learn_categories() for _number in range(12)]

    assert list(CategoryModel.objects.all()) == made[:1:-1]


def test_the_command_says_what_it_learned(tree, box, capsys):
    sorted_letter(box, tree["010401"])

    call_command("learn_categories")

    assert capsys.readouterr().out == "learned of 1 letters, not measured\n"
