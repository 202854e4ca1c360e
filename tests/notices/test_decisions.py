"""Licences and penalties: masked before they are stored, marked when late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from disclosure_portal.foundation import clock
from notices.models import DecisionRecord, Kind, Revision
from notices.review import Incomplete, submit
from notices.structures.registry import structure_of
from tests.factories.notices import draft_notice
from tests.factories.structures import (
    DECISION,
    decision,
    decision_draft,
    publish,
    structure,
)

pytestmark = pytest.mark.django_db

# A Wednesday without a holiday near it.
NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)
LATE = "mark--late"


def person(name="张三丰", **fields):
    return decision(subject_kind="person", subject_name=name, **fields)


def test_of_a_person_only_the_family_name_is_ever_stored(client):
    notice = publish(decision_draft(person()))

    page = client.get(notice.get_absolute_url()).text
    api = client.get(f"/api/v1/notices/{notice.pk}/").text

    assert DecisionRecord.objects.get().subject_name == "张**"
    assert "张**" in page
    for text in (page, api, Revision.objects.get().content):
        assert "三丰" not in text


def test_a_line_saved_by_itself_is_masked_too():
    notice = decision_draft()
    record = DecisionRecord.objects.get(notice=notice)

    record.subject_kind, record.subject_name = "person", "欧阳明日"
    record.save()

    assert DecisionRecord.objects.get().subject_name == "欧阳**"


def test_the_number_of_a_persons_card_is_not_kept_as_a_credit_code():
    decision_draft(person(credit_code="110101199003074514"))

    assert DecisionRecord.objects.get().credit_code == ""


@pytest.mark.parametrize(
    ("kind", "name", "stored"),
    [
        ("organisation", "清源县云岭餐饮有限公司", "清源县云岭餐饮有限公司"),
        ("trader", "青砚镇聚福园酒楼", "青砚镇聚福园酒楼"),
        ("trader", "老陈面馆", "老陈面馆"),
        ("trader", "陈大山", "陈**"),
        # Said to be a person, whatever the name looks like.
        ("person", "清源县云岭餐饮有限公司", "清**********"),
    ],
)
def test_organisations_and_shops_keep_their_names(kind, name, stored):
    decision_draft(decision(subject_kind=kind, subject_name=name))

    assert DecisionRecord.objects.get().subject_name == stored


def test_a_notice_without_decisions_is_not_submitted():
    notice = draft_notice(kind=Kind.DECISION)

    with pytest.raises(Incomplete, match="决定"):
        submit(notice, by=notice.author)


@pytest.mark.parametrize(
    "code",
    [
        *("document_number", "matter", "credit_code"),
        *("facts", "bases", "penalty_kind", "result"),
    ],
)
def test_a_penalty_says_against_whom_for_what_and_how(code):
    notice = decision_draft(decision(), decision(**{code: ""}))

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


@pytest.mark.parametrize("kind", ["organisation", "trader"])
def test_the_number_of_an_identity_card_is_no_credit_code(kind):
    number = "110101199003074514"
    notice = decision_draft(decision(subject_kind=kind, credit_code=number))

    with pytest.raises(Incomplete, match="信用代码"):
        submit(notice, by=notice.author)


def test_a_licence_needs_no_facts_and_a_person_no_credit_code():
    spare = dict.fromkeys(("facts", "bases", "penalty_kind", "result"), "")
    notice = decision_draft(person(sort="licence", amount=None, **spare))

    submit(notice, by=notice.author)

    assert notice.status == "in_review"


@pytest.mark.parametrize(
    ("decided_on", "is_late"),
    [(date(2026, 11, 9), False), (date(2026, 11, 6), True)],
)
def test_a_line_published_after_seven_working_days_is_marked(
    client, decided_on, is_late
):
    with clock.frozen_at(NOON):
        notice = publish(decision_draft(decision(decided_on=decided_on)))

    page = client.get(notice.get_absolute_url()).text

    assert (LATE in page) == is_late


def test_a_draft_is_not_marked_but_its_clerk_is_told_the_days_that_are_left(client):
    with clock.frozen_at(NOON):
        notice = decision_draft(decision(decided_on=date(2026, 11, 13)))
        notice.author.is_staff = True
        notice.author.save()
        client.force_login(notice.author)

        page = client.get(f"/desk/notices/{notice.pk}/").text
        form = client.get(f"/admin/notices/notice/{notice.pk}/change/").text

    assert LATE not in page
    for text in (page, form):
        assert "2026年11月24日" in text


def test_a_clerk_is_told_that_a_line_will_be_marked(client):
    with clock.frozen_at(NOON):
        late = decision(decided_on=date(2026, 11, 2))
        notice = decision_draft(late, late, decision())
        client.force_login(notice.author)

        page = client.get(f"/desk/notices/{notice.pk}/").text

    assert "有 2 项决定" in page


def test_licences_and_penalties_stand_in_groups_of_their_own(client):
    licence = decision(
        sort="licence", matter="食品经营许可", penalty_kind="", amount=None
    )
    notice = publish(decision_draft(decision(), licence))

    page = client.get(notice.get_absolute_url()).text

    assert page.count('class="verdicts"') == 2
    assert page.index("食品经营许可") < page.index(DECISION["matter"])


def test_the_structure_holds_what_was_decided():
    notice = decision_draft()

    structure = structure_of(notice) or {}

    line = structure["lines"][0]
    assert (line["sort"], line["amount"]) == ("penalty", "5000.00")


@pytest.mark.parametrize("size", [1, 40])
def test_a_page_of_decisions_costs_the_same_whatever_its_length(
    client, django_assert_num_queries, size
):
    day = clock.now().date() - timedelta(days=60)
    notice = publish(decision_draft(*[decision(decided_on=day)] * size))
    client.get(notice.get_absolute_url())

    # The state of the site, the notice, its parts, repealed bases.
    with django_assert_num_queries(4):
        client.get(notice.get_absolute_url())


def test_a_persons_name_is_masked_wherever_the_decision_says_it():
    line = decision(
        subject_kind="person",
        subject_name="张三丰",
        credit_code="",
        facts="当事人张三丰于2026年3月无证经营。",
        result="对张三丰罚款500元。",
    )

    [kept] = structure(decision_draft(line))["lines"]

    assert "张三丰" not in str(kept)
    assert kept["facts"] == "当事人张**于2026年3月无证经营。"


def test_a_decision_that_holds_for_good_says_so(client):
    notice = publish(decision_draft(decision(valid_until=date(2099, 12, 31))))

    page = client.get(notice.get_absolute_url()).text

    assert "长期" in page
    assert "2099" not in page
