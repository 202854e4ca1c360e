"""What a system sends of a notice that is public: a correction, never a change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directories.models import Role
from disclosure_portal.foundation.models import AuditEntry
from notices.api.submissions import examples
from notices.correcting import open_correction
from notices.models import Correction, Notice, NoticeOrigin, Revision, Tick
from notices.publication import sign
from notices.review import send_back
from tests.factories import agency, board, member
from tests.factories.systems import SystemClient

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def system():
    """Whose notice A-1 is public."""
    made = SystemClient()
    made.post(sent=made.notice(title="第一版"))
    made.post("A-1/submit/")
    sign(public(), by=approver(), ticks=Tick.values)
    return made


def public():
    return Notice.objects.get(corrects=None)


def approver():
    return member(Role.APPROVER, public().agency)


def correct(system, **fields):
    sent = {"title": "第二版", "change_note": "更正标题。"} | fields
    return system.post(sent=system.notice(**sent))


def codes(answer):
    return [(each["code"], each["attr"]) for each in answer.json()["errors"]]


def test_a_public_key_opens_a_correction_and_changes_nothing_public(system):
    answer = correct(system)

    state = answer.json()
    assert answer.status_code == 202
    assert answer["Location"] == "/api/v1/submissions/A-1/"
    assert (state["status"], state["title"]) == ("published", "第一版")
    assert state["correction"]["status"] == "draft"
    assert state["correction"]["title"] == "第二版"
    assert state["correction"]["missing"] == []
    assert public().title == "第一版"


def test_the_same_key_again_changes_the_open_correction(system):
    correct(system)

    answer = correct(system, title="第三版")

    assert answer.status_code == 202
    assert answer.json()["correction"]["title"] == "第三版"
    assert Correction.objects.count() == 1


def test_a_correction_needs_its_change_note(system):
    answer = correct(system, change_note=" ")

    assert codes(answer) == [("required", "change_note")]
    assert not Correction.objects.exists()


def test_a_system_submits_its_correction_and_reads_what_became_of_it(system):
    correct(system, reviewer="孙明远")

    state = system.post("A-1/submit/").json()
    assert (state["status"], state["correction"]["status"]) == (
        "published",
        "in_review",
    )
    sign(Notice.objects.get(corrects=public()), by=approver(), ticks=Tick.values)
    after = system.get("A-1/").json()

    assert (after["title"], after["revision"], after["correction"]) == (
        "第二版",
        2,
        None,
    )
    assert NoticeOrigin.objects.get().reviewer == "孙明远"


def test_what_a_system_says_of_its_correction_is_read_with_it(system):
    correct(system, reviewer="王若兰", change_note="误", reason="误")
    correct(
        system,
        change_note="更正标题。",
        reason="原标题漏字。",
        reviewer="孙明远",
        reviewed_at="2026-11-20T10:00:00+08:00",
    )
    told = Correction.objects.get()
    origin = NoticeOrigin.objects.get()

    system.post("A-1/submit/")
    sign(Notice.objects.get(corrects=public()), by=approver(), ticks=Tick.values)

    assert (told.change_note, told.reason) == ("更正标题。", "原标题漏字。")
    assert (told.reviewer, told.reviewed_at) == ("孙明远", AT)
    assert origin.reviewer == "陈立新"  # until it is signed, of what is public
    signed = NoticeOrigin.objects.get()
    assert (signed.reviewer, signed.reviewed_at) == ("孙明远", AT)
    revision = Revision.objects.latest("number")
    assert (revision.change_note, revision.reason) == ("更正标题。", "原标题漏字。")


def test_each_sending_of_a_correction_leaves_who_reviewed_it_in_the_trail(system):
    for reviewer in ("王若兰", "孙明远"):
        correct(system, reviewer=reviewer)

    correction = Notice.objects.get(corrects=public())
    lines = AuditEntry.objects.filter(action="received", target_id=correction.pk)
    reviewers = [line.facts["reviewer"] for line in lines.order_by("pk")]
    assert reviewers == ["王若兰", "孙明远"]


@pytest.mark.parametrize("said", ["change_note", "reason", "reviewer"])
def test_personal_data_in_what_is_said_of_a_correction_is_refused_whole(system, said):
    answer = correct(system, **{said: "身份证11010519491231002X"})

    assert answer.status_code == 400
    assert not Correction.objects.exists()
    assert not Notice.objects.filter(corrects=public()).exists()


def test_a_correction_in_review_takes_no_other_content(system):
    correct(system)
    system.post("A-1/submit/")

    answer = correct(system, title="第三版")

    assert answer.status_code == 409
    assert codes(answer) == [("in_review", None)]


def test_a_correction_that_came_back_says_why(system):
    correct(system)
    system.post("A-1/submit/")
    send_back(Notice.objects.get(corrects=public()), by=approver(), reason="再核对。")

    correction = system.get("A-1/").json()["correction"]

    assert correction["status"] == "draft"
    assert [each["reason"] for each in correction["returns"]] == ["再核对。"]


def test_a_correction_begun_at_the_desk_is_not_written_over(system):
    editor = member(Role.EDITOR, public().agency)
    open_correction(public(), by=editor)

    answers = [correct(system), system.post("A-1/submit/")]

    assert [each.status_code for each in answers] == [409, 409]
    assert codes(answers[0]) == [("correction_open", None)]
    assert str(editor) in answers[0].json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"kind": "policy"}, "kind"),
        ({"release_at": "2099-01-01T08:00:00+08:00"}, "release_at"),
    ],
)
def test_what_would_make_it_another_notice_is_refused(system, sent, place):
    answer = correct(system, **sent)

    assert codes(answer) == [("fixed_by_correction", place)]


def test_a_correction_stays_with_its_unit(system):
    answer = correct(system, agency_code=agency().code)

    assert codes(answer) == [("fixed_by_correction", "agency_code")]


def test_a_dry_run_opens_no_correction(system):
    answer = system.post(
        "?dry_run=true", system.notice(title="第二版", change_note="更正标题。")
    )

    assert answer.status_code == 200
    assert answer.json()["correction"]["title"] == "第二版"
    assert not Correction.objects.exists()


def test_what_says_the_same_as_the_public_notice_can_not_be_submitted(system):
    correct(system, title="第一版")

    answer = system.post("A-1/submit/")

    assert codes(answer) == [("nothing_corrected", None)]


def test_files_sent_for_a_public_notice_hang_on_its_correction(system):
    correct(system)

    file = SimpleUploadedFile("标准.txt", "新标准".encode())
    answer = system.upload("A-1/attachments/", file=file)

    state = system.get("A-1/").json()
    assert answer.status_code == 201
    assert state["attachments"] == []
    assert [each["file_name"] for each in state["correction"]["attachments"]] == [
        "标准.txt"
    ]


def test_files_of_a_public_notice_without_a_correction_stay(system):
    file = SimpleUploadedFile("标准.txt", "新标准".encode())

    assert system.upload("A-1/attachments/", file=file).status_code == 409


def test_the_example_of_the_documentation_is_taken():
    system = SystemClient()
    board(slug="policy")
    assert system.post(sent=examples.SENT).status_code == 201
    key = examples.SENT["source_id"]
    assert system.post(f"{key}/submit/").status_code == 200
    sign(public(), by=approver(), ticks=Tick.values)

    answer = system.post(sent=examples.SENT_CORRECTION)

    assert answer.status_code == 202
    assert answer.json()["correction"]["refusals"] == []
