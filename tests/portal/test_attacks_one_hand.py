"""Attempts to publish with one pair of eyes, or to change what others have judged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.attaching import attach, detach
from notices.discarding import discard
from notices.drafting import save_draft, set_co_publishers, set_posting_period
from notices.models import (
    Audience,
    CoPublisher,
    Notice,
    NoticeAttachment,
    NoticeStatus,
    PostingPeriod,
    ReviewDecision,
    Tick,
)
from notices.publication import publish_migrated, sign, withdraw
from notices.review import submit
from tests import factories as make

pytestmark = pytest.mark.django_db

PREFIXES = ("attachments", "posting_period", "co_publishings")


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def both(unit):
    """One person with both pens."""
    person = make.member(Role.EDITOR, unit, is_staff=True)
    Membership.objects.create(user=person, agency=unit, role=Role.APPROVER)
    return person


@pytest.fixture
def hand(client, both):
    """The browser of that person."""
    client.force_login(both)
    return client


def fresh(notice):
    return Notice.objects.get(pk=notice.pk)


def edit_url(notice):
    return reverse("admin:notices_notice_change", args=[notice.pk])


def press(client, notice, name, **words):
    return client.post(reverse("desk-deed", args=[notice.pk, name]), words)


def form_data(notice, **changes):
    """What the form of a draft sends, without its lines."""
    data = {
        "title": notice.title,
        "body": notice.body,
        "agency": notice.agency_id,
        "board": notice.board_id,
        "kind": notice.kind,
        "disclosure": "proactive",
        "term": "long",
        "audience": notice.audience,
        "content_version": notice.content_version,
    }
    for prefix in PREFIXES:
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | changes


def added(prefix, **fields):
    """A line that is new in the form."""
    head = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return head | {f"{prefix}-0-{name}": value for name, value in fields.items()}


def posting_line():
    return added(
        "posting_period",
        starts_on="2026-12-01",
        length="5",
        unit="working",
        objection_unit="纪检组",
        afterwards="long",
    )


# --- Having touched it, in any way --------------------------------------------------


def touch_text(client, notice, _unit):
    client.post(edit_url(notice), form_data(notice, title="改过的标题"))


def touch_nothing(client, notice, _unit):
    """Saved as it was: still in this person's responsibility."""
    client.post(edit_url(notice), form_data(notice))


def touch_posting(client, notice, _unit):
    client.post(edit_url(notice), form_data(notice, **posting_line()))


def touch_co_publisher(client, notice, _unit):
    other = make.agency()
    line = added("co_publishings", agency=other.pk, position=0)
    client.post(edit_url(notice), form_data(notice, **line))


def touch_file(client, notice, _unit):
    file = SimpleUploadedFile("名单.txt", "名单".encode())
    client.post(edit_url(notice), form_data(notice, new_files=file))


def touch_file_title(client, notice, _unit):
    file = make.attachment(notice)
    line = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "1",
        "attachments-0-id": file.pk,
        "attachments-0-notice": notice.pk,
        "attachments-0-position": "0",
        "attachments-0-title": "换了的名单",
    }
    client.post(edit_url(notice), form_data(fresh(notice), **line))


def touch_by_submitting(client, notice, _unit):
    press(client, notice, "submit")


def touch_by_bulk_submitting(client, notice, _unit):
    data = {"action": "submit_selected", "_selected_action": [notice.pk]}
    client.post(reverse("admin:notices_notice_changelist"), data)


TOUCHES = [
    touch_text,
    touch_nothing,
    touch_posting,
    touch_co_publisher,
    touch_file,
    touch_file_title,
    touch_by_submitting,
    touch_by_bulk_submitting,
]
DOORS = ["desk", "bulk", "deed", "migrated"]


def sign_at(door, client, notice, person):
    """Whatever the door answers, the caller looks at what became of the notice."""
    if door == "desk":
        press(client, notice, "sign", all_ticks="on")
    elif door == "bulk":
        data = {"action": "sign_selected", "_selected_action": [notice.pk]}
        data |= {"apply": "1", "ticks": Tick.values}
        client.post(reverse("admin:notices_notice_changelist"), data)
    elif door == "deed":
        with pytest.raises(NotAllowed):
            sign(fresh(notice), by=person, ticks=Tick.values)
    else:
        now, stored = clock.now(), fresh(notice)
        with pytest.raises(NotAllowed):
            publish_migrated(stored, original_published_at=now, approved_by=person)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("touch", TOUCHES, ids=lambda touch: touch.__name__)
def test_who_touched_a_draft_never_signs_it(hand, both, unit, touch, door):
    notice = make.draft_notice(unit=unit)
    version, status = notice.content_version, notice.status
    touch(hand, notice, unit)
    now = fresh(notice)
    assert (now.content_version, now.status) != (version, status)  # it was touched
    if now.status == NoticeStatus.DRAFT:
        submit(now, by=now.author)

    sign_at(door, hand, notice, User.objects.get(pk=both.pk))

    assert fresh(notice).status == NoticeStatus.IN_REVIEW
    assert not ReviewDecision.objects.exists()


def test_recalling_and_handing_in_anew_makes_no_second_person(hand, both, unit):
    notice = make.submitted_notice(
        unit=unit, release_at=clock.now() + timedelta(days=1)
    )
    sign(fresh(notice), by=both, ticks=Tick.values)
    press(hand, notice, "recall", reason="改日期")
    press(hand, notice, "submit")

    press(hand, notice, "sign", all_ticks="on")

    assert fresh(notice).status == NoticeStatus.IN_REVIEW


def test_a_superuser_signs_nothing_at_any_door(client, unit):
    boss = make.user(is_staff=True, is_superuser=True)
    client.force_login(boss)
    notice = make.submitted_notice(unit=unit)

    for door in DOORS:
        sign_at(door, client, notice, boss)

    assert fresh(notice).status == NoticeStatus.IN_REVIEW


# --- Fields that no form may set ----------------------------------------------------

PAST = "2020-01-01T09:00"
FORGED = {
    "status": "published",
    "published_at": PAST,
    "recorded_at": PAST,
    "index_number": "990000/2020-00001",
    "author": "1",
    "submitted_by": "1",
    "round": "7",
    "step": "signature",
    "is_migrated": "on",
    "import_source": "old",
    "source_id": "1",
    "original_url": "https://a.gov.cn/",
    "legacy_index_number": "1",
    "withdrawn_at": PAST,
    "withdrawal_ground": "wrong",
    "document_key": "x",
}


@pytest.mark.parametrize("address", ["add", "change"])
def test_forged_fields_are_not_read(hand, both, unit, address):
    other = make.user()
    forged = FORGED | {"author": other.pk, "submitted_by": other.pk}
    notice = make.draft_notice(unit=unit)
    before = Notice.objects.filter(pk=notice.pk).values(*FORGED).get()
    data = form_data(notice, title="带私货的标题", **forged)
    url = (
        edit_url(notice) if address == "change" else reverse("admin:notices_notice_add")
    )

    hand.post(url, data)

    saved = Notice.objects.filter(title="带私货的标题").values(*FORGED).get()
    expected = before if address == "change" else before | {"author": both.pk}
    assert saved == expected


@pytest.mark.parametrize(
    "version", ["0", "2", "99999999", "-1", str(10**30)], ids=lambda value: value[:9]
)
def test_another_version_of_the_content_is_refused(hand, unit, version):
    notice = make.draft_notice(unit=unit)

    page = hand.post(
        edit_url(notice), form_data(notice, title="抢写", content_version=version)
    )

    assert page.status_code == 200
    assert fresh(notice).title == notice.title


def test_a_release_in_the_past_is_refused_at_its_field(hand, unit):
    notice = make.draft_notice(unit=unit)

    page = hand.post(edit_url(notice), form_data(notice, release_at=PAST))

    assert "release_at" in page.context["adminform"].form.errors
    assert fresh(notice).release_at is None


@pytest.mark.parametrize("field", ["agency", "board", "audience_branch", "interprets"])
def test_what_belongs_to_others_is_no_choice(hand, unit, field):
    stranger = make.agency("水利局")
    foreign = {
        "agency": stranger.pk,
        "board": make.board(agency=stranger).pk,
        "audience_branch": 10**9,
        "interprets": make.draft_notice(unit=stranger, kind="policy").pk,
    }
    notice = make.draft_notice(unit=unit)

    page = hand.post(edit_url(notice), form_data(notice, **{field: foreign[field]}))

    assert field in page.context["adminform"].form.errors
    assert fresh(notice).agency_id == unit.pk


def test_a_line_of_another_notice_is_not_dragged_over(hand, unit):
    other = make.draft_notice()
    file = make.attachment(other)
    notice = make.draft_notice(unit=unit)
    stolen = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "1",
        "attachments-0-id": file.pk,
        "attachments-0-notice": notice.pk,
        "attachments-0-position": "0",
        "attachments-0-title": "偷来的附件",
        "attachments-0-DELETE": "on",
    }

    hand.post(edit_url(notice), form_data(notice, **stolen))

    kept = NoticeAttachment.objects.get(pk=file.pk)
    assert (kept.notice_id, kept.title) == (other.pk, file.title)


# --- Frozen from submission on ------------------------------------------------------


def change_text(notice, by):
    notice.title = "审后换题"
    save_draft(notice, by=by)


def change_audience(notice, by):
    notice.audience = Audience.STAFF
    notice.board = make.board(is_internal=True)
    save_draft(notice, by=by)


def change_co_publishers(notice, by):
    set_co_publishers(notice, [make.agency()])


def change_posting(notice, by):
    start = local_day(clock.now())
    set_posting_period(
        notice, PostingPeriod(starts_on=start, length=5, objection_unit="纪检组")
    )


def change_by_attaching(notice, by):
    attach(notice, file_name="新.txt", chunks=["新".encode()], by=by)


def change_by_detaching(notice, by):
    file = notice.attachments.get()
    file.notice = notice
    detach(file, by=by)


def change_by_discarding(notice, by):
    discard(notice, by=by)


CHANGES = [
    change_text,
    change_audience,
    change_co_publishers,
    change_posting,
    change_by_attaching,
    change_by_detaching,
    change_by_discarding,
]


def content(notice):
    row = Notice.objects.filter(pk=notice.pk).values(
        "title", "body", "audience", "board", "agency", "status", "posting_until"
    )
    return (
        row.get(),
        list(CoPublisher.objects.values_list("notice", "agency")),
        list(PostingPeriod.objects.values_list("notice", "ends_on")),
        list(NoticeAttachment.objects.values_list("notice", "title")),
    )


@pytest.mark.parametrize("is_stale", [False, True], ids=["fresh", "older tab"])
@pytest.mark.parametrize("state", ["in_review", "approved", "published", "withdrawn"])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_was_submitted_is_frozen(unit, change, state, is_stale):
    notice = make.draft_notice(unit=unit)
    editor = notice.author
    make.attachment(notice)
    older = fresh(notice)
    if state == "approved":
        notice.release_at = clock.now() + timedelta(days=1)
        save_draft(notice, by=editor)
    submit(notice, by=editor)
    officer = make.member(Role.APPROVER, unit)
    if state != "in_review":
        sign(notice, by=officer, ticks=Tick.values)
    if state == "withdrawn":
        withdraw(notice, by=officer, ground="wrong", reason="有误")
    before = content(notice)

    with pytest.raises((TransitionError, StaleStatusError)):
        change(older if is_stale else fresh(notice), editor)

    assert content(notice) == before


@pytest.mark.parametrize("state", [make.submitted_notice, make.published_notice])
def test_a_form_sent_too_late_changes_no_line(hand, unit, state):
    notice = state(unit=unit)
    before = content(notice)
    lines = posting_line() | added(
        "co_publishings", agency=make.agency().pk, position=0
    )
    file = SimpleUploadedFile("晚到.txt", "晚到".encode())

    hand.post(
        edit_url(notice),
        form_data(fresh(notice), title="晚到", audience="staff", new_files=file)
        | lines,
    )

    assert content(notice) == before


def test_a_second_tab_does_not_sign_what_was_not_read(client, unit):
    """The text changed between two readings: the older page signs nothing."""
    notice = make.submitted_notice(unit=unit)
    read = {"content_version": notice.content_version, "round": notice.round}
    officer = make.member(Role.APPROVER, unit)
    client.force_login(officer)
    press(client, notice, "return", reason="改")
    notice = fresh(notice)
    notice.body = "<p>另一篇</p>"
    save_draft(notice, by=notice.author)
    submit(notice, by=notice.author)

    answer = press(client, notice, "sign", all_ticks="on", **read)

    assert answer.status_code == 409
    assert fresh(notice).status == NoticeStatus.IN_REVIEW


@pytest.mark.parametrize("name", ["content_version", "round"])
@pytest.mark.parametrize("value", ["70000", str(2**63), str(10**40), "-1", "x", "1.5"])
def test_a_forged_version_or_round_signs_nothing(client, unit, name, value):
    notice = make.submitted_notice(unit=unit)
    client.force_login(make.member(Role.APPROVER, unit))

    answer = press(client, notice, "sign", all_ticks="on", **{name: value})

    assert answer.status_code in (400, 409)
    assert fresh(notice).status == NoticeStatus.IN_REVIEW
    assert not ReviewDecision.objects.exists()


# --- The result of a posting --------------------------------------------------------


def test_no_result_of_a_posting_is_written_before_it_began(hand, unit):
    notice = make.draft_notice(unit=unit)
    lines = posting_line() | {
        "posting_period-0-result": "none",
        "posting_period-0-result_note": "无人提出异议",
    }

    hand.post(edit_url(notice), form_data(notice, **lines))

    period = PostingPeriod.objects.get(notice=notice)
    assert (period.result, period.result_note) == ("", "")
