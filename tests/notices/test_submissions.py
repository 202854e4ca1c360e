"""What units' systems hand in: taken like a clerk's draft, and never signed by them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from notices.models import Notice, NoticeAttachment, NoticeOrigin, PostingPeriod, Tick
from notices.publication import archive, sign, withdraw
from notices.review import send_back
from tests.factories import agency, member
from tests.factories.systems import SystemClient

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)


@pytest.fixture
def system():
    return SystemClient()


def only():
    return Notice.objects.get()


def approver():
    return member(Role.APPROVER, only().agency)


def codes(answer):
    return [(each["code"], each["attr"]) for each in answer.json()["errors"]]


# --- The key makes it repeatable ------------------------------------------------------


def test_a_new_key_makes_a_draft_of_the_units_own(system):
    answer = system.post(sent=system.notice())

    state = answer.json()
    assert answer.status_code == 201
    assert (state["status"], state["missing"], state["refusals"]) == ("draft", [], [])
    assert only().agency == system.token.system.agency
    assert only().author == system.token.system.user


def in_draft(system):
    pass


def sent_back(system):
    system.post("A-1/submit/")
    send_back(only(), by=approver(), reason="请补充依据。")


def in_review(system):
    system.post("A-1/submit/")


def approved(system):
    release_at = (clock.now() + LATER).isoformat()
    system.post(sent=system.notice(release_at=release_at))
    system.post("A-1/submit/")
    sign(only(), by=approver(), ticks=Tick.values)


def published(system):
    system.post("A-1/submit/")
    sign(only(), by=approver(), ticks=Tick.values)


def withdrawn(system):
    published(system)
    withdraw(only(), by=approver(), ground="wrong", reason="内容有误。")


def archived(system):
    published(system)
    archive(only(), by=approver(), reason="机构撤销。")


@pytest.mark.parametrize(
    ("reach", "status", "code"),
    [
        (in_draft, 200, None),
        (sent_back, 200, None),
        (in_review, 409, "in_review"),
        (approved, 409, "approved"),
        (published, 400, "required"),
        (withdrawn, 409, "withdrawn"),
        (archived, 409, "archived"),
    ],
)
def test_a_known_key_changes_a_draft_and_nothing_else(system, reach, status, code):
    system.post(sent=system.notice(title="第一稿"))
    reach(system)

    answer = system.post(sent=system.notice(title="第二稿"))

    assert answer.status_code == status
    assert (codes(answer)[0][0] if code else None) == code
    assert (only().title == "第二稿") == (code is None)


def test_what_is_left_out_of_a_new_content_is_empty(system):
    period = {"starts_on": "2026-03-04", "length": 5, "objection_unit": "县住建局"}
    system.post(sent=system.notice(summary="摘要", posting_period=period))

    system.post(sent=system.notice())

    assert only().summary == ""
    assert not PostingPeriod.objects.exists()


def test_two_systems_may_use_the_same_key(system):
    other = SystemClient()

    answers = [each.post(sent=each.notice()) for each in (system, other)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert [len(each.get().json()["results"]) for each in (system, other)] == [1, 1]


def test_a_new_token_of_the_system_knows_its_notices(system):
    system.post(sent=system.notice())
    renewed = SystemClient(system=system.token.system)

    assert renewed.get("A-1/").status_code == 200


def test_a_dry_run_tells_and_writes_nothing(system):
    answer = system.post("?dry_run=true", system.notice(title="干跑", body=""))

    state = answer.json()
    assert answer.status_code == 200
    assert state["id"] is None
    assert state["missing"] == ["正文或附件"]
    assert [each["code"] for each in state["refusals"]] == ["incomplete"]
    assert not Notice.objects.exists()
    assert not AuditEntry.objects.filter(target_name="干跑").exists()


def test_a_dry_submission_leaves_a_draft(system):
    system.post(sent=system.notice(body="<p>电话：13812345678</p>"))

    state = system.post("A-1/submit/?dry_run=true").json()

    assert [each["code"] for each in state["refusals"]] == ["personal_data_found"]
    assert state["status"] == "draft"


# --- Provenance -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reviewer", "reviewed_at", "source_id", "title"])
def test_who_reviewed_it_there_and_when_is_required(system, name):
    sent = system.notice()
    del sent[name]

    assert codes(system.post(sent=sent)) == [("required", name)]


def test_a_review_in_the_future_is_refused(system):
    moment = (clock.now() + LATER).isoformat()

    answer = system.post(sent=system.notice(reviewed_at=moment))

    assert codes(answer) == [("in_future", "reviewed_at")]


def test_the_trail_names_the_system_and_the_reviewer(system):
    system.post(sent=system.notice())

    entry = AuditEntry.objects.get(action="received")
    assert entry.actor_name == str(system.token.system)
    assert "陈立新" in entry.note
    assert entry.facts["reviewed_at"] == "2026-03-02T10:20:00+08:00"


def test_each_deed_of_a_system_bears_its_token_and_address(system):
    system.post(sent=system.notice())
    made = system.upload("A-1/attachments/", file=file()).json()
    system.post(f"A-1/attachments/{made['id']}/remove/")
    system.post("A-1/submit/")
    sign(only(), by=approver(), ticks=Tick.values)
    system.post("A-1/withdrawal-request/", ASKED)

    entries = AuditEntry.objects.filter(target_type="notices.notice")
    shown = {"token": system.token.prefix, "address": "127.0.0.1"}
    own = [each.facts for each in entries if each.actor == system.token.system.user]

    assert len(own) == 6  # written, received, two files, submitted, asked
    assert all(shown.items() <= facts.items() for facts in own)
    assert all("token" not in each.facts for each in entries.exclude(
        actor=system.token.system.user
    ))  # fmt: skip


def test_the_approver_sees_where_it_came_from(client, system):
    system.post(sent=system.notice())
    system.post("A-1/submit/")
    client.force_login(approver())

    html = client.get(f"/desk/notices/{only().pk}/").text

    assert str(system.token.system) in html
    assert "陈立新" in html


# --- The way of a notice --------------------------------------------------------------


def test_a_system_submits_and_reads_why_it_came_back(system):
    system.post(sent=system.notice())
    submitted = system.post("A-1/submit/").json()
    send_back(only(), by=approver(), reason="请补充依据。")

    state = system.get("A-1/").json()

    assert submitted["status"] == "in_review"
    assert state["status"] == "draft"
    assert [(each["round"], each["reason"]) for each in state["returns"]] == [
        (1, "请补充依据。")
    ]


def test_what_was_signed_has_its_number_and_its_address(system, settings):
    system.post(sent=system.notice())
    published(system)

    state = system.get("A-1/").json()

    assert state["index_number"] == only().index_number
    assert state["url"] == f"{settings.SITE_URL}/notices/{only().pk}/"


@pytest.mark.parametrize("reach", [in_review, published])
@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_only_a_draft_is_submitted(system, reach, query):
    system.post(sent=system.notice())
    reach(system)

    answer = system.post(f"A-1/submit/{query}")

    assert (answer.status_code, codes(answer)) == (409, [(only().status, None)])


def test_an_incomplete_draft_is_not_submitted(system):
    system.post(sent=system.notice(body=""))

    answer = system.post("A-1/submit/")

    assert (answer.status_code, codes(answer)) == (400, [("incomplete", None)])


def test_texts_are_cleaned_as_those_of_clerks(system):
    system.post(sent=system.notice(body="<p>文<script>alert(1)</script></p>"))

    assert "script" not in only().body


def test_the_list_tells_only_own_notices_and_those_in_a_status(system):
    stranger = SystemClient()
    stranger.post(sent=stranger.notice("B-1"))
    system.post(sent=system.notice("A-1"))
    system.post(sent=system.notice("A-2"))
    system.post("A-2/submit/")

    everything = system.get().json()["results"]
    waiting = system.get(status="in_review").json()["results"]

    assert [row["source_id"] for row in everything] == ["A-1", "A-2"]
    assert [row["source_id"] for row in waiting] == ["A-2"]
    assert system.get("B-1/").status_code == 404


# --- Files ----------------------------------------------------------------------------


def file(name="说明.txt", content=b"text"):
    return SimpleUploadedFile(name, content)


def test_the_same_file_twice_is_one_attachment(system):
    system.post(sent=system.notice())

    first = system.upload("A-1/attachments/", file=file(), title="说明")
    second = system.upload("A-1/attachments/", file=file())

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert NoticeAttachment.objects.get().title == "说明"


def test_a_file_is_judged_by_its_content(system):
    system.post(sent=system.notice())

    answer = system.upload("A-1/attachments/", file=file("文.pdf", b"MZ\x90\x00"))

    assert (answer.status_code, codes(answer)) == (400, [("refused_file", None)])
    assert not NoticeAttachment.objects.exists()


def test_a_file_that_is_too_large_is_refused(system, settings):
    settings.UPLOAD_MAX_BYTES = 3
    system.post(sent=system.notice())

    answer = system.upload("A-1/attachments/", file=file())

    assert codes(answer) == [("refused_file", None)]


def test_of_two_files_in_one_request_none_is_dropped_in_silence(system):
    system.post(sent=system.notice())

    answer = system.upload("A-1/attachments/", file=[file("一.txt"), file("二.txt")])

    assert codes(answer) == [("several_files", "file")]


@pytest.mark.parametrize(
    ("parts", "attr"),
    [({"file": ("\ufffd.txt", b"x")}, "file"), ({"title": "\ufffd\ufffd"}, "title")],
)
def test_a_name_that_was_no_utf_8_is_refused(system, parts, attr):
    system.post(sent=system.notice())
    given = {"file": ("文.txt", b"x")} | parts

    answer = system.upload("A-1/attachments/", **given | {"file": file(*given["file"])})

    assert codes(answer) == [("not_utf8", attr)]


def test_a_file_is_taken_off_a_draft_but_not_off_what_was_submitted(system):
    system.post(sent=system.notice())
    made = [
        system.upload("A-1/attachments/", file=file(name)).json()["id"]
        for name in ("一.txt", "二.txt")
    ]

    removed = system.post(f"A-1/attachments/{made[0]}/remove/")
    system.post("A-1/submit/")
    late = system.post(f"A-1/attachments/{made[1]}/remove/")
    added = system.upload("A-1/attachments/", file=file("三.txt"))

    assert [each["id"] for each in removed.json()["attachments"]] == [made[1]]
    assert (late.status_code, added.status_code) == (409, 409)


# --- Withdrawals are asked for --------------------------------------------------------

ASKED = {"ground": "wrong", "reason": "附件一的金额有误。"}


def test_a_system_asks_and_the_approver_withdraws(client, system):
    system.post(sent=system.notice())
    published(system)

    asked = system.post("A-1/withdrawal-request/", ASKED)
    again = system.post("A-1/withdrawal-request/", ASKED)

    assert (asked.status_code, again.status_code) == (202, 200)
    assert only().status == "published"
    signer = approver()
    client.force_login(signer)
    assert ASKED["reason"] in client.get(f"/desk/notices/{only().pk}/").text
    assert only().title in client.get("/desk/").text
    withdraw(only(), by=signer, ground="wrong", reason="金额有误。")
    assert system.get("A-1/").json()["withdrawal"]["reason"] == "金额有误。"


def test_an_approver_declines_and_the_system_reads_why(client, system):
    system.post(sent=system.notice())
    published(system)
    system.post("A-1/withdrawal-request/", ASKED)
    client.force_login(approver())

    client.post(
        f"/desk/notices/{only().pk}/keep-public/",
        {
            "reason": "金额无误。",
            "content_version": only().content_version,
            "round": only().round,
        },
    )

    request = system.get("A-1/").json()["withdrawal_request"]
    assert request["decline_reason"] == "金额无误。"
    assert system.post("A-1/withdrawal-request/", ASKED).status_code == 202


@pytest.mark.parametrize("reach", [in_draft, in_review, withdrawn])
def test_only_what_is_public_is_asked_to_be_withdrawn(system, reach):
    system.post(sent=system.notice())
    reach(system)

    answer = system.post("A-1/withdrawal-request/", ASKED)

    assert (answer.status_code, codes(answer)[0][0]) == (409, "not_public")


def test_nothing_of_a_system_is_kept_by_caches(system):
    system.post(sent=system.notice())

    assert system.get("A-1/").headers["Cache-Control"] == "no-store"


def test_a_closed_unit_hands_in_nothing(system):
    unit = agency()
    type(unit).objects.filter(pk=system.token.system.agency_id).update(
        closed_on=datetime(2026, 1, 1, tzinfo=UTC).date()
    )

    answer = system.post(sent=system.notice())

    assert codes(answer)[0][0] == "unit_closed"
    assert not NoticeOrigin.objects.exists()
