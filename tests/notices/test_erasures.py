"""隐私撤下 takes two people, and a revoked penalty three days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock, file_removal, mail, store
from disclosure_portal.foundation.days import LOCAL, local_day
from disclosure_portal.foundation.models import AuditEntry, OutgoingMail
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.attaching import detach
from notices.erasures import NotGone, ask_erasure, decline_erasure, erase_for_good
from notices.models import (
    ERASING,
    Erasure,
    Notice,
    NoticeStatus,
    Revision,
    WithdrawalGround,
    WithdrawalRequest,
)
from notices.publication import withdraw
from notices.waiting import waiting_for
from notices.withdrawal_requests import ask_withdrawal
from tests import factories as make
from tests.factories.structures import publish
from tests.mail_server import some_port

from .logged import found

pytestmark = pytest.mark.django_db
OTHER_GROUNDS = [ground for ground in WithdrawalGround if ground not in ERASING]


@pytest.fixture
def unit():
    return make.agency("民政局")


@pytest.fixture
def approver(unit):
    return make.member(Role.APPROVER, unit)


@pytest.fixture
def second(unit):
    return make.member(Role.OVERSEER, unit.parent)


@pytest.fixture
def taken_down(unit, approver):
    notice = make.published_notice(unit=unit, title="张某某救助情况")
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")
    return notice


def page_of(notice):
    return reverse("desk-notice", args=[notice.pk])


def press(client, notice, name, **words):
    address = reverse("desk-deed", args=[notice.pk, name])
    return client.post(address, words)


# --- Two people ---------------------------------------------------------------------


@pytest.mark.parametrize("ground", ERASING)
def test_who_withdraws_on_such_a_ground_is_the_first_hand(unit, approver, ground):
    notice = make.published_notice(unit=unit)

    withdraw(notice, by=approver, ground=ground, reason="误登。")

    order = Erasure.objects.get(notice=notice)
    assert (order.ground, order.asked_by, order.done_at) == (ground, approver, None)


@pytest.mark.parametrize("ground", OTHER_GROUNDS)
def test_on_another_ground_nothing_is_erased(unit, approver, ground):
    notice = make.published_notice(unit=unit)

    withdraw(notice, by=approver, ground=ground, reason="误登。")

    assert not Erasure.objects.exists()


def test_the_first_hand_is_not_the_second(taken_down, approver):
    with pytest.raises(NotAllowed, match="两人"):
        erase_for_good(taken_down, by=approver)

    assert Notice.objects.get(pk=taken_down.pk).title == "张某某救助情况"


@pytest.mark.parametrize(
    ("role", "may"),
    [(role, role in (Role.APPROVER, Role.OVERSEER)) for role in Role],
)
def test_the_second_hand_signs_or_oversees(taken_down, unit, role, may):
    person = make.member(role, unit)

    if not may:
        with pytest.raises(NotAllowed):
            erase_for_good(taken_down, by=person)
        return
    erase_for_good(taken_down, by=person)

    assert Erasure.objects.get().done_by == person


def test_somebody_of_another_unit_erases_nothing(taken_down):
    with pytest.raises(NotAllowed):
        erase_for_good(taken_down, by=make.member(Role.APPROVER, make.agency()))


def test_a_superuser_without_a_role_erases_nothing(taken_down):
    with pytest.raises(NotAllowed):
        erase_for_good(taken_down, by=make.user(is_superuser=True, is_staff=True))


def test_number_unit_times_ground_and_digest_stay(taken_down, second):
    before = Notice.objects.get(pk=taken_down.pk)
    digest = Revision.objects.get(notice=taken_down).digest

    erase_for_good(taken_down, by=second)

    after = Notice.objects.get(pk=taken_down.pk)
    for name in ("index_number", "agency", "published_at", "withdrawn_at", "status"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.title == before.index_number
    assert (after.body, after.withdrawal_reason) == ("", "")
    revision = Revision.objects.get(notice=taken_down)
    assert (revision.content, revision.digest) == ("", digest)


def test_it_is_done_once(taken_down, second, unit):
    erase_for_good(taken_down, by=second)

    with pytest.raises(TransitionError):
        erase_for_good(taken_down, by=make.member(Role.APPROVER, unit))
    with pytest.raises(TransitionError):
        ask_erasure(taken_down, by=second, ground="privacy")
    with pytest.raises(TransitionError):
        decline_erasure(taken_down, by=second, reason="不必。")


def test_what_is_declined_stays_and_can_be_asked_for_again(taken_down, second):
    decline_erasure(taken_down, by=second, reason="已隐去姓名，不必销毁。")

    assert Notice.objects.get(pk=taken_down.pk).title == "张某某救助情况"
    ask_erasure(taken_down, by=second, ground="privacy")
    assert Erasure.objects.open().count() == 1


def test_what_is_public_is_withdrawn_first(unit, approver):
    with pytest.raises(NotGone):
        ask_erasure(make.published_notice(unit=unit), by=approver, ground="privacy")


def test_what_is_archived_is_erased_too(client, unit, approver, second):
    notice = make.archived_notice(unit=unit, title="李某某名单")
    ask_erasure(notice, by=approver, ground="privacy")
    asked = client.get(notice.get_absolute_url())
    erase_for_good(notice, by=second)

    page = client.get(notice.get_absolute_url())

    for answer in (asked, page):
        assert answer.status_code == 410
        assert "李某某" not in answer.text
        assert "个人隐私" in answer.text


def test_both_hands_are_on_record_without_the_title(taken_down, second, approver):
    erase_for_good(taken_down, by=second)

    done = AuditEntry.objects.get(action="erased")
    assert (done.actor, done.after) == (second, "privacy")
    assert done.target_name == Notice.objects.get(pk=taken_down.pk).index_number
    assert AuditEntry.objects.get(action="erasure_asked").actor == approver


# --- Files --------------------------------------------------------------------------


def test_files_go_unless_another_notice_has_them(unit, approver, second):
    notices = [make.draft_notice(unit=unit) for _number in range(2)]
    own = make.attachment(notices[0], content="只在这里".encode())
    shared = [
        make.attachment(notice, content="两处都有".encode()) for notice in notices
    ]
    publish(notices[0])
    withdraw(notices[0], by=approver, ground="privacy", reason="误登。")

    erase_for_good(notices[0], by=second)
    file_removal.remove_files.func([own.public_digest, shared[0].public_digest])

    assert not store.exists(own.public_digest)
    assert store.exists(shared[1].public_digest)


def test_a_file_that_a_correction_took_off_goes_too(unit, approver, second):
    draft = make.draft_notice(unit=unit)
    file = make.attachment(draft, content="名单".encode())
    notice = publish(draft)
    correction = make.correction_of(notice)
    detach(correction.attachments.get(), by=correction.author)
    make.merged(correction)
    notice.refresh_from_db()
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")

    erase_for_good(notice, by=second)

    assert not store.exists(file.public_digest)


# --- At the desk --------------------------------------------------------------------


def test_the_second_person_finds_it_reads_it_and_erases_it(client, taken_down, second):
    client.force_login(second)
    home = client.get(reverse("desk-home"))
    assert taken_down.index_number in home.text
    assert "张某某" not in home.text

    unsure = press(client, taken_down, "erase")
    assert unsure.status_code == 400
    answer = press(client, taken_down, "erase", is_sure="on")

    assert answer.status_code == 302
    page = client.get(page_of(taken_down))
    assert page.status_code == 200
    assert "张某某" not in page.text
    assert "误登" not in page.text
    assert waiting_for(second).to_erase.rows == []


def test_the_first_person_is_offered_to_decline_only(client, taken_down, approver):
    client.force_login(approver)

    page = client.get(page_of(taken_down)).text

    assert reverse("desk-deed", args=[taken_down.pk, "erase"]) not in page
    assert reverse("desk-deed", args=[taken_down.pk, "keep-sealed"]) in page


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.AUDITOR])
def test_others_are_offered_nothing(client, taken_down, unit, role):
    client.force_login(make.member(role, unit))

    page = client.get(page_of(taken_down)).text

    for name in ("erase", "keep-sealed", "ask-erasure"):
        assert reverse("desk-deed", args=[taken_down.pk, name]) not in page


# --- A revoked penalty --------------------------------------------------------------


@pytest.fixture
def editor(unit):
    return make.member(Role.EDITOR, unit)


def test_an_editor_asks_and_three_days_run(client, unit, editor, approver):
    notice = make.published_notice(unit=unit)
    today = local_day(clock.now())
    client.force_login(editor)

    answer = press(
        client,
        notice,
        "ask-withdrawal",
        ground="revoked",
        revoked_on=f"{today:%Y-%m-%d}",
        reason="复议撤销。",
    )

    assert answer.status_code == 302
    (row,) = waiting_for(approver).to_withdraw.rows
    assert row.due.on >= today + timedelta(days=3)
    assert not row.due.is_late


def test_the_desk_says_who_asks_for_it_on_which_ground(client, unit, editor, approver):
    notice = make.published_notice(unit=unit)
    ask_withdrawal(notice, by=editor, ground="wrong", reason="引用了旧目录。")
    client.force_login(approver)

    page = client.get("/desk/").text

    assert f"{editor} · 内容有误" in page
    assert "tasks__item--urgent" not in page  # no time runs


def test_who_asked_for_an_erasure_stands_on_its_page(client, taken_down, approver):
    client.force_login(approver)

    page = client.get(reverse("desk-notice", args=[taken_down.pk])).text

    assert f"{approver}于" in page
    assert "须由另一人" in page


@pytest.mark.parametrize(
    ("revoked_on", "last_day"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),
        (date(2026, 3, 6), date(2026, 3, 11)),
        (date(2026, 3, 7), date(2026, 3, 11)),
    ],
    ids=["Monday", "Friday", "Saturday"],
)
def test_after_the_third_working_day_it_is_overdue(
    unit, editor, approver, revoked_on, last_day
):
    with clock.frozen_at(datetime(2026, 3, 1, tzinfo=LOCAL)):
        notice = make.published_notice(unit=unit)
    ask_withdrawal(
        notice, by=editor, ground="revoked", reason="法院撤销。", revoked_on=revoked_on
    )

    late = []
    for day in (last_day, last_day + timedelta(days=1)):
        with clock.frozen_at(datetime(day.year, day.month, day.day, tzinfo=LOCAL)):
            (row,) = waiting_for(approver).to_withdraw.rows
            late.append(row.due.is_late)

    assert late == [False, True]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"ground": "revoked", "reason": "撤销。"}, "撤销之日"),
        ({"ground": "revoked", "reason": "撤销。", "revoked_on": "2099-01-01"}, "未到"),
        ({"ground": "revoked", "reason": "撤销。", "revoked_on": "x"}, "日期"),
        ({"ground": "revoked", "reason": ""}, "理由"),
    ],
)
def test_what_the_request_lacks_is_said(client, unit, editor, words, fault):
    notice = make.published_notice(unit=unit)
    client.force_login(editor)

    answer = press(client, notice, "ask-withdrawal", **words)

    assert answer.status_code == 400
    assert fault in answer.text
    assert not WithdrawalRequest.objects.exists()


def test_a_day_counts_for_a_revoked_penalty_only(client, unit, editor):
    notice = make.published_notice(unit=unit)
    client.force_login(editor)

    press(
        client,
        notice,
        "ask-withdrawal",
        **{"ground": "wrong", "reason": "有误。", "revoked_on": "2026-01-01"},
    )

    assert WithdrawalRequest.objects.get().revoked_on is None
    assert Notice.objects.get(pk=notice.pk).status == NoticeStatus.PUBLISHED


@pytest.mark.parametrize("state", ["withdrawn_notice", "archived_notice"])
def test_the_log_holds_while_an_erasure_is_asked_for_or_was_declined(
    state, unit, approver, second
):
    notice = getattr(make, state)(unit=unit)
    ask_erasure(notice, by=approver, ground="privacy")
    assert found() == []

    decline_erasure(notice, by=second, reason="并无个人信息。")

    assert found() == []


def test_a_ground_that_nobody_asked_for_is_named(unit):
    notice = make.withdrawn_notice(unit=unit)
    Notice.objects.filter(pk=notice.pk).update(withdrawal_ground="privacy")

    assert len(found()) == 1


@pytest.fixture
def no_mail_server(settings):
    """Mails wait, with their text."""
    settings.OUTBOX_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", some_port()


def mailed(subject, body):
    return mail.queue(EmailMessage(subject, body), "a@example.org").pk


@pytest.mark.parametrize(
    ("title", "subject", "body", "goes"),
    [
        ("通知", "有信息待审", "https://x.cn/desk/notices/{pk}/", True),
        ("通知", "重设口令的通知", "请打开链接。", False),
        ("通知", "有信息待审", "https://x.cn/desk/notices/{pk}0/", False),
        ("张某某救助情况", "《张某某救助情况》待审", "请登录。", True),
        ("张某某救助情况", "待审", "《张某某救助情况》 /notices/{pk}/", True),
        ("张某某救助情况", "张某某救助情况", "/notices/{pk}7/", False),
    ],
    ids=[
        *("address", "short title by chance", "address of another one"),
        *("title", "title and address", "same title elsewhere"),
    ],
)
@pytest.mark.usefixtures("no_mail_server")
def test_mail_about_it_goes_and_other_mail_stays(
    unit, approver, second, title, subject, body, goes
):
    notice = make.published_notice(unit=unit, title=title)
    pk = mailed(subject, body.format(pk=notice.pk))
    withdraw(notice, by=approver, ground="privacy", reason="误登个人情况。")

    erase_for_good(notice, by=second)

    kept = OutgoingMail.objects.get(pk=pk)
    if goes:
        assert (kept.subject, kept.body) == (notice.index_number, "")
    else:
        assert (kept.subject, kept.body) == (subject, body.format(pk=notice.pk))
