"""Letters and common questions stand in the search of the site, and units narrow all
that it finds."""

from __future__ import annotations

import pytest

from directories.merging import move
from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AskedWords, SearchEntry
from disclosure_portal.foundation.search import moving
from feedback.answering_questions import withdraw_question
from feedback.publishing_letters import take_down
from feedback.search import LETTER, QUESTION
from tests.factories import agency, member, published_notice
from tests.factories.directories import county
from tests.factories.ledger import duty
from tests.factories.letters import accusing_letter, office_clerk, published_letter
from tests.feedback.test_questions import published as published_question

ROOT = "/api/v1"
RARE = "鳡鱼"

pytestmark = pytest.mark.django_db


def letter(unit=None, **words):
    told = {"title": f"{RARE}怎么养", "text": "想养鱼。"}
    return published_letter(unit, **told | words)


def found(client, **query):
    answer = client.get(f"{ROOT}/search/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


# --- Letters and questions --------------------------------------------------------


def test_what_only_a_letter_or_a_question_answers_is_found(client):
    about = letter(), published_question(title=f"{RARE}补助多少")

    page = client.get("/search/", {"q": RARE})

    for each in about:
        assert each.get_absolute_url() in page.text
    assert "没有找到" not in page.text
    assert page.wsgi_request.asked_words == (RARE, True)


def test_what_nothing_answers_is_carried_over_to_the_mailbox(client):
    page = client.get("/search/", {"q": "鳡鱼养殖 & 补助"})

    address = "/letters/new/?title=%E9%B3%A1%E9%B1%BC%E5%85%BB%E6%AE%96%20%26%20"
    assert address in page.text
    asked = client.get("/letters/new/", {"title": "鳡鱼养殖 & 补助"})
    assert "鳡鱼养殖 &amp; 补助" in asked.text


def test_programs_find_letters_and_questions_behind_notices(client):
    notice = published_notice(title=f"{RARE}养殖公告")
    public = letter(text=f"想养{RARE}。")
    question = published_question(title=f"{RARE}补助多少")

    rows = found(client, q=RARE, highlight="true")

    assert rows[0]["id"] == notice.pk
    assert {(row["kind"], row["id"]) for row in rows[1:]} == {
        (LETTER, public.pk),
        (QUESTION, question.pk),
    }
    for row in rows[1:]:
        assert {"text": RARE, "is_marked": True} in row["highlight"]["title"]
    (row,) = found(client, q=RARE, kind="letter")
    assert row["url"].endswith(public.get_absolute_url())
    assert row["agency_code"] == public.agency.code
    assert [row["kind"] for row in found(client, q=RARE, kind="question")] == [QUESTION]


def test_letters_that_nobody_published_are_found_by_no_door(client):
    accusing_letter(agency("水利站"), title=f"{RARE}举报")
    public = letter()
    take_down(public, "本人要求", by=office_clerk(public.letter))

    assert found(client, q=RARE) == []
    assert "举报" not in client.get("/search/", {"q": RARE}).text.replace(RARE, "")


def test_a_letter_taken_down_leaves_no_word_that_only_it_had():
    public = letter()
    question = published_question(title="鳑鲏怎么养")
    today = local_day(clock.now())
    for words in (RARE, "鳑鲏", "低保"):
        AskedWords.objects.create(day=today, key=words, words=words, times=5)

    take_down(public, "本人要求", by=office_clerk(public.letter))
    withdraw_question(question, "有误", by=member(Role.APPROVER, question.agency))

    assert not SearchEntry.objects.filter(kind__in=(LETTER, QUESTION)).exists()
    assert set(AskedWords.objects.values_list("words", flat=True)) == {"低保"}


# --- Within a unit ----------------------------------------------------------------


@pytest.fixture
def towns():
    """Two towns, with an office of the first that has something of each kind."""
    first, second = agency("青石镇"), agency("白水镇")
    office = agency("青石镇民政办", parent=first, duties="负责低保审核。")
    for unit in (office, second):
        published_notice(title=f"{unit.name}低保公示", unit=unit)
    letter(office, title="低保怎么申请", text="想问低保。")
    duty(office, name="低保对象名单")
    return first, second, office


def test_units_below_are_offered_with_how_much_was_found_there(client, towns):
    first, second, _office = towns

    (facet,) = client.get("/search/", {"q": "低保"}).context["facets"]

    offered = {each["title"]: each["count_text"] for each in facet["options"]}
    # The office itself, its notice, its letter and its duty; the other's notice.
    assert offered == {first.label: "4", second.label: "1"}


def test_a_chosen_unit_narrows_all_kinds_and_can_be_let_go(client, towns):
    first, _second, office = towns

    page = client.get("/search/", {"q": "低保", "branch": first.slug})

    titles = [each["row"]["title"] for each in page.context["rows"]]
    assert titles == ["青石镇民政办低保公示"]
    assert [unit["url"] for unit in page.context["units"]] == [
        office.get_absolute_url()
    ]
    assert [each.title for each in page.context["letters"]] == ["低保怎么申请"]
    assert len(page.context["items"]) == 1
    chip, _words = page.context["chosen"]
    assert chip["title"] == first.label
    whole = client.get(chip["remove_url"])
    assert len(whole.context["rows"]) == 2


def test_nothing_in_a_unit_leads_to_the_same_words_everywhere(client, towns):
    _first, second, _office = towns

    page = client.get("/search/", {"q": "青石镇民政办低保公示", "branch": second.slug})

    assert page.context["help"]["unfiltered_url"]


@pytest.mark.parametrize("branch", ["nowhere", "x" * 500, "\x00", "../"])
def test_a_unit_that_is_none_is_said_and_narrows_nothing(client, towns, branch):
    page = client.get("/search/", {"q": "低保", "branch": branch})

    assert page.status_code == 200
    assert len(page.context["rows"]) == 2


def test_what_a_moved_unit_published_is_found_below_its_new_place(client, monkeypatch):
    monkeypatch.setattr("notices.reference.SMALL_BRANCH", 0)
    monkeypatch.setattr(moving, "BATCH", 2)
    town, office = agency("青石镇"), agency("民政办")
    for number in range(5):
        published_notice(title=f"低保公示{number}", unit=office)
    letter(office, title="低保怎么申请", text="想问低保。")
    query = {"q": "低保", "branch": town.slug}
    assert client.get("/search/", query).context["rows"] == []

    move(office, to=town, by=member(Role.OVERSEER, county()), on=local_day(clock.now()))

    page = client.get("/search/", query)
    assert len(page.context["rows"]) == 5
    assert len(page.context["letters"]) == 1
