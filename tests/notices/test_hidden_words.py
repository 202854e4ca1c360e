"""Words about a person in public records that are no notices: how they are taken out,
and that no door tells them afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.activities import take_out_file
from notices.elsewhere import strike_posting
from notices.matters import keep_meeting, strike_meeting
from notices.models import (
    Activity,
    Matter,
    MatterMeeting,
    Notice,
    ReadingPoint,
)
from notices.two_hands import hide_former, sign, write
from tests.factories import member, published_notice, user
from tests.factories.matters import meeting_of, signed_matter
from tests.factories.postings import shown_elsewhere
from tests.factories.records import (
    activity,
    activity_draft,
    file_of,
    reading_point,
    signed,
)

from .logged import found

pytestmark = pytest.mark.django_db

SECRET = "诸葛无忌"
Row = Matter | Activity | ReadingPoint
# Sort of record → how it is made, its word, and where the public reads it.
RECORDS: dict[str, tuple[Any, str, str]] = {
    "matter": (signed_matter, "summary", "matters"),
    "activity": (activity, "questions", "activities"),
    "reading point": (reading_point, "holdings", "reading-points"),
}
QUESTIONS = f"问：{SECRET}的低保何时发？\n答：本月发。"


def record_with_words(sort: str) -> tuple[Row, str]:
    make, word, _where = RECORDS[sort]
    return make(**{word: QUESTIONS}), word


def corrected(row: Row, word: str, asked: str = "低保何时发", **how: bool) -> None:
    """Other words, by an editor; signed by somebody else."""
    now: Any = type(row)._default_manager.get(pk=row.pk)
    setattr(now, word, f"问：{asked}？\n答：本月发。")
    write(now, by=member(Role.EDITOR, now.agency))
    now = type(row)._default_manager.get(pk=row.pk)
    sign(now, by=member(Role.APPROVER, now.agency), **how)


def public_doors(where: str, pk: int) -> list[str]:
    return [
        *(f"/{where}/", f"/{where}/{pk}/", f"/api/v1/{where}/"),
        *(f"/api/v1/{where}/{pk}/", "/", "/site-map/", "/sitemap.xml", "/log/"),
    ]


def trail_doors(row: Row | Notice) -> list[str]:
    changes = "admin:foundation_auditentry_change"
    entries = AuditEntry.objects.filter(target_id=row.pk)
    return [
        reverse("admin:foundation_auditentry_changelist"),
        reverse("admin:foundation_auditentry_export"),
        *(reverse(changes, args=[entry.pk]) for entry in entries),
    ]


def staff_doors(notice: Any) -> list[str]:
    page = "admin:notices_notice"
    return [
        reverse("desk-notice", args=[notice.pk]),
        reverse("desk-elsewhere", args=[notice.pk]),
        reverse(f"{page}_history", args=[notice.pk]),
        reverse(f"{page}_change", args=[notice.pk]),
    ]


def told(client, addresses: list[str]) -> list[str]:
    answers = {each: client.get(each).getvalue().decode() for each in addresses}
    return [address for address, text in answers.items() if SECRET in text]


@pytest.mark.parametrize("sort", RECORDS)
def test_the_words_were_there_before(client, sort):
    row, _word = record_with_words(sort)

    assert told(client, public_doors(RECORDS[sort][2], row.pk))


@pytest.mark.parametrize("sort", RECORDS)
def test_two_people_take_them_out_of_every_public_door(client, sort):
    row, word = record_with_words(sort)

    corrected(row, word)

    assert told(client, public_doors(RECORDS[sort][2], row.pk)) == []
    assert AuditEntry.objects.filter(target_id=row.pk, action="proposed").exists()


@pytest.mark.parametrize("sort", RECORDS)
def test_the_trail_tells_them_until_they_are_hidden(client, sort):
    row, word = record_with_words(sort)
    client.force_login(user(is_staff=True, is_superuser=True))

    corrected(row, word)
    told_before = told(client, trail_doors(row))
    corrected(row, word, asked="何时发", hides_former=True)

    assert told_before
    assert told(client, trail_doors(row)) == []
    assert found() == []


@pytest.mark.parametrize("sort", RECORDS)
def test_what_happens_later_is_told_again(client, sort):
    row, word = record_with_words(sort)
    client.force_login(user(is_staff=True, is_superuser=True))
    corrected(row, word, hides_former=True)

    line = AuditEntry.objects.filter(target_id=row.pk, action="signed").latest("pk")
    page = client.get(
        reverse("admin:foundation_auditentry_change", args=[line.pk])
    ).text

    assert "former_words" in page
    assert line.facts.pop("imprint")
    assert line.facts == {"former_words": "hidden", "changed": [word]}


def test_no_table_but_the_trail_holds_them():
    for sort in RECORDS:
        corrected(*record_with_words(sort), hides_former=True)

    holding = {
        model._meta.label
        for model in apps.get_models()
        if SECRET in str(list(model._default_manager.values()))
    }

    assert holding <= {"foundation.AuditEntry"}


def test_an_approver_hides_them_at_the_desk(client):
    row = activity(questions=QUESTIONS)
    row.questions = "问：何时发？\n答：本月发。"
    write(row, by=member(Role.EDITOR, row.agency))
    client.force_login(member(Role.APPROVER, row.agency))
    page = client.get(row.desk_url)
    sent = {"version": page.context["row"].version, "hides_former": "on"}

    answer = client.post(reverse("desk-activities-sign", args=[row.pk]), sent)

    assert "hides_former" in page.text
    assert answer.status_code == 302
    line = AuditEntry.objects.filter(target_id=row.pk, action="signed").latest("pk")
    assert line.facts["former_words"] == "hidden"


@pytest.mark.parametrize("is_public", [True, False])
def test_what_was_never_public_is_not_asked(client, is_public):
    matter = (
        signed_matter() if is_public else signed_matter.__globals__["matter_draft"]()
    )
    if is_public:
        matter.summary = "改过。"
        write(matter, by=member(Role.EDITOR, matter.agency))
    client.force_login(member(Role.APPROVER, matter.agency))

    page = client.get(matter.desk_url).text

    assert ("hides_former" in page) == is_public


# --- Meetings -------------------------------------------------------------------------


@pytest.fixture
def meeting() -> MatterMeeting:
    """Signed, with a person's name in its minutes."""
    matter = signed_matter()
    row = meeting_of(matter, minutes=f"{SECRET}发言。")
    signed(Matter.objects.get(pk=matter.pk))
    row.refresh_from_db()
    assert row.signed_at is not None
    return row


def test_a_signed_meeting_is_struck_out_and_written_anew(client, meeting):
    matter = meeting.matter
    doors = public_doors("matters", matter.pk)
    assert told(client, doors)

    strike_meeting(
        meeting, by=member(Role.APPROVER, matter.agency), reason="误登姓名。"
    )
    keep_meeting(
        MatterMeeting(
            matter=Matter.objects.get(pk=matter.pk),
            sort=meeting.sort,
            held_on=meeting.held_on,
            present=meeting.present,
            decision=meeting.decision,
            minutes="村民代表发言。",
        ),
        by=member(Role.EDITOR, matter.agency),
    )

    assert told(client, doors) == []
    line = AuditEntry.objects.get(action="meeting_struck")
    assert (line.target_id, line.note) == (matter.pk, "误登姓名。")
    client.force_login(user(is_staff=True, is_superuser=True))
    assert told(client, trail_doors(matter)) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.OVERSEER])
def test_only_approvers_strike_a_signed_meeting_out(meeting, role):
    with pytest.raises(NotAllowed):
        strike_meeting(
            meeting, by=member(role, meeting.matter.agency), reason="误登姓名。"
        )

    assert MatterMeeting.objects.exists()


def test_it_is_struck_out_at_the_desk_with_a_reason(client, meeting):
    matter = meeting.matter
    client.force_login(member(Role.APPROVER, matter.agency))
    door = reverse("desk-meeting-out", args=[matter.pk, meeting.pk])
    assert door in client.get(matter.desk_url).text

    client.post(door, {"reason": ""})
    assert MatterMeeting.objects.exists()
    client.post(door, {"reason": "误登姓名。"})

    assert not MatterMeeting.objects.exists()
    assert client.post(door, {"reason": "误登姓名。"}).status_code == 404


def test_strangers_strike_nothing_out(client, meeting):
    door = reverse("desk-meeting-out", args=[meeting.matter_id, meeting.pk])
    client.force_login(member(Role.APPROVER, published_notice().agency))

    assert client.post(door, {"reason": "误登姓名。"}).status_code == 404
    assert door not in client.get(meeting.matter.get_absolute_url()).text


# --- Where else a notice was shown ----------------------------------------------------


def test_a_place_that_names_a_person_is_struck_out_of_every_public_door(client):
    notice = published_notice()
    posting = shown_elsewhere(notice, place=f"{SECRET}家门口")
    doors = [notice.get_absolute_url(), "/api/v1/elsewhere/"]
    assert told(client, doors)

    approver = member(Role.APPROVER, notice.agency)
    strike_posting(posting, by=approver, reason="误登姓名。")

    assert told(client, doors) == []
    client.force_login(user(is_staff=True, is_superuser=True))
    assert told(client, [*trail_doors(notice), *staff_doors(notice)]) == []
    assert "误登姓名。" in client.get(trail_doors(notice)[1]).getvalue().decode()


def test_the_trail_holds_the_place_of_an_older_line_back(client):
    """Struck out when the line of the deed still said the place."""
    notice = published_notice()
    AuditEntry.objects.record(
        "posting_struck", notice, by=notice.author, facts={"place": SECRET, "number": 1}
    )
    client.force_login(user(is_staff=True, is_superuser=True))

    assert told(client, trail_doors(notice)) == []


def test_a_file_that_names_a_person_is_told_nowhere_after_it_was_taken_out(client):
    draft = activity_draft()
    file = file_of(draft, b"%PDF-1.4\n%%EOF\n", f"{SECRET}.pdf")
    signed(draft)
    file.refresh_from_db()
    doors = public_doors("activities", draft.pk)
    assert told(client, doors)

    take_out_file(file, by=member(Role.APPROVER, draft.agency), reason="误登姓名。")

    assert told(client, doors) == []
    client.force_login(user(is_staff=True, is_superuser=True))
    assert told(client, [*trail_doors(draft), draft.desk_url]) == []


# --- Hidden by themselves -------------------------------------------------------------


@pytest.mark.parametrize("sort", RECORDS)
def test_words_that_were_changed_before_are_hidden_by_an_approver_alone(client, sort):
    row, word = record_with_words(sort)
    corrected(row, word)
    client.force_login(user(is_staff=True, is_superuser=True))
    assert told(client, trail_doors(row))
    client.force_login(member(Role.APPROVER, row.agency))
    page = client.get(row.desk_url)
    sent = {"version": page.context["row"].version, "reason": "原文有个人信息。"}

    answer = client.post(page.context["hide_url"], sent)

    assert f'action="{page.context["hide_url"]}"' in page.text
    assert answer.status_code == 302
    now = client.get(row.desk_url)
    assert "低保何时发" in now.text
    client.force_login(user(is_staff=True, is_superuser=True))
    assert told(client, trail_doors(row)) == []
    line = AuditEntry.objects.get(action="former_words_hidden")
    assert (line.target_id, line.note) == (row.pk, "原文有个人信息。")
    assert found() == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.OVERSEER])
def test_only_approvers_hide_former_words(client, role):
    row = activity(questions=QUESTIONS)
    person = member(role, row.agency)
    client.force_login(person)

    with pytest.raises(NotAllowed):
        hide_former(row, by=person, reason="原文有个人信息。")

    assert reverse("desk-activities-hide", args=[row.pk]) not in (
        client.get(row.desk_url).text
    )


def test_a_draft_has_no_former_words():
    draft = activity_draft(questions=QUESTIONS)

    with pytest.raises(TransitionError):
        hide_former(draft, by=member(Role.APPROVER, draft.agency), reason="误登。")


@pytest.mark.parametrize("sort", RECORDS)
def test_they_are_not_hidden_without_a_reason_or_from_an_old_page(client, sort):
    row, word = record_with_words(sort)
    old = row.version
    corrected(row, word)
    client.force_login(member(Role.APPROVER, row.agency))
    page = client.get(row.desk_url)
    door, version = page.context["hide_url"], page.context["row"].version

    silent = client.post(door, {"version": version, "reason": ""})
    late = client.post(door, {"version": old, "reason": "原文有个人信息。"})

    assert (silent.status_code, late.status_code) == (400, 409)
    assert "请说明原因" in silent.text
    assert "原文有个人信息。" in late.text  # what was typed is still there
    assert not AuditEntry.objects.filter(action="former_words_hidden").exists()
