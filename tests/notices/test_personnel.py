"""Appointments, recruitments and proposed appointments."""

from __future__ import annotations

import pytest

from notices.models import Kind
from notices.review import Incomplete, submit
from tests.factories.notices import draft_notice
from tests.factories.structures import PERSON, personnel_draft, publish

pytestmark = pytest.mark.django_db


def test_officials_and_recruits_are_named_in_full(client):
    recruit = {**PERSON, "name": "尤嘉木", "action": "hired", "exam_number": "99042131"}
    notice = publish(personnel_draft(PERSON, recruit, sort="hiring"))

    page = client.get(notice.get_absolute_url()).text

    assert "贺知行" in page
    assert "尤嘉木" in page
    assert "99042131" in page
    assert "第58次常务会议" in page


def test_a_recruitment_announces_posts_and_names_nobody(client):
    notice = publish(personnel_draft(sort="examination", body="<p>招聘26名。</p>"))

    page = client.get(notice.get_absolute_url()).text

    assert "招聘26名" in page
    assert "lines__table" not in page


@pytest.mark.parametrize("sort", ["posts", "hiring", "proposed"])
def test_all_else_names_at_least_one_person(sort):
    notice = personnel_draft(sort=sort)

    with pytest.raises(Incomplete, match="人员"):
        submit(notice, by=notice.author)


@pytest.mark.parametrize("code", ["name", "post"])
def test_a_person_without_name_or_post_is_named_by_the_line(code):
    notice = personnel_draft(PERSON, {**PERSON, code: ""})

    with pytest.raises(Incomplete, match="2"):
        submit(notice, by=notice.author)


def test_a_personnel_notice_says_what_it_is_about():
    notice = draft_notice(kind=Kind.PERSONNEL)

    with pytest.raises(Incomplete, match="类别"):
        submit(notice, by=notice.author)


def test_the_api_gives_facts_and_persons(client):
    notice = publish(personnel_draft(PERSON))

    structure = client.get(f"/api/v1/notices/{notice.pk}/").json()["structure"]

    assert structure["sort"] == "posts"
    assert structure["lines"][0]["post"] == PERSON["post"]
