"""The desk: what waits for whom, and the buttons under a notice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import User
from notices import desk_views
from notices.drafting import save_draft
from notices.models import Notice, NoticeStatus, Tick
from notices.publication import sign
from notices.review import send_back, submit
from notices.waiting import waiting_for
from tests import factories as make

pytestmark = pytest.mark.django_db

HOME = "/desk/"


def page_url(notice):
    return reverse("desk-notice", args=[notice.pk])


def press(client, notice, name, **words):
    """Press a button of a page that shows the notice as it is now."""
    seen = {"content_version": notice.content_version, "round": notice.round}
    return client.post(reverse("desk-deed", args=[notice.pk, name]), seen | words)


def offered(page):
    return [button.deed.name for button in page.context["panel"]["buttons"]]


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def approver(unit):
    return make.member(Role.APPROVER, unit)


@pytest.fixture
def signing(client, approver):
    """The browser of an approver."""
    client.force_login(approver)
    return client


# --- What waits ---------------------------------------------------------


@pytest.mark.parametrize("address", [HOME, "/desk/internal/", "/desk/notices/1/"])
def test_the_desk_asks_who_is_there(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_the_desk_is_kept_by_no_cache(signing):
    assert "no-store" in signing.get(HOME).headers["Cache-Control"]


@pytest.mark.parametrize("role", Role.values)
def test_every_role_has_a_desk(client, unit, role):
    root_only = {Role.INSPECTOR}
    person = make.member(role, unit if role not in root_only else unit.parent)
    client.force_login(person)

    assert client.get(HOME).status_code == 200


def test_an_approver_finds_what_waits_oldest_first(unit, approver):
    first, second = (make.submitted_notice(unit=unit) for _number in range(2))
    make.submitted_notice()
    make.draft_notice(unit=unit)

    desk = waiting_for(approver)

    assert desk.to_decide.rows == [first, second]


def test_what_an_approver_wrote_does_not_wait_for_their_signature(unit, approver):
    Membership.objects.create(user=approver, agency=unit, role=Role.EDITOR)
    draft = make.draft_notice(unit=unit)
    save_draft(draft, by=approver)
    submit(draft, by=draft.author)

    assert waiting_for(approver).to_decide.rows == []


def test_a_returned_draft_comes_back_to_its_writer_with_the_reason(unit):
    notice = make.returned_notice(unit=unit, reason="请写明依据。")

    returned = waiting_for(notice.author).returned.rows

    assert returned == [notice]
    assert vars(returned[0])["return_reason"] == "请写明依据。"


def test_a_returned_draft_is_no_longer_among_the_drafts(unit):
    notice = make.returned_notice(unit=unit)
    draft = Notice(agency=unit, board=notice.board, title="新稿", body="<p>文</p>")
    save_draft(draft, by=notice.author)

    desk = waiting_for(notice.author)

    assert desk.drafts.rows == [draft]


def test_a_signed_notice_waits_for_its_release(unit, approver):
    timed = make.approved_notice(unit=unit)

    assert waiting_for(approver).to_release.rows == [timed]


def test_who_lost_the_role_finds_nothing_waiting(unit):
    notice = make.returned_notice(unit=unit)
    Membership.objects.filter(user=notice.author).delete()

    writer = User.objects.get(pk=notice.author_id)
    assert waiting_for(writer).returned.count == 0


def test_a_long_list_says_how_many_more_there_are(unit, approver):
    board = make.board()
    for _number in range(22):
        make.submitted_notice(unit=unit, board=board)

    waiting = waiting_for(approver).to_decide

    assert (len(waiting.rows), waiting.count, waiting.hidden) == (20, 22, 2)


@pytest.mark.parametrize("size", [1, 12])
def test_the_desk_costs_the_same_however_much_waits(
    client, unit, size, django_assert_max_num_queries
):
    board = make.board()
    for _number in range(size):
        make.submitted_notice(unit=unit, board=board)
        make.published_notice(unit=unit, board=board)
    client.force_login(make.member(Role.APPROVER, unit))
    client.get(HOME)

    # Session, user, seats (twice), site (twice), the choice of mail, what is owed, one
    # for each list (of orders to answer, too), two that ask for rounds and for sheets,
    # and six that find for whom a notice waits.
    with django_assert_max_num_queries(28):
        client.get(HOME)


# --- A notice with its buttons ---------------------------------------------------

BUTTONS = [
    ("draft_notice", Role.EDITOR, ["submit"]),
    ("draft_notice", Role.APPROVER, []),
    ("submitted_notice", Role.EDITOR, []),
    ("submitted_notice", Role.REVIEWER, []),
    ("submitted_notice", Role.APPROVER, ["sign", "return"]),
    ("approved_notice", Role.APPROVER, ["recall"]),
    ("approved_notice", Role.EDITOR, []),
    ("published_notice", Role.APPROVER, ["withdraw"]),
    ("published_notice", Role.EDITOR, ["correct", "ask-withdrawal"]),
    ("published_notice", Role.OVERSEER, []),
    ("withdrawn_notice", Role.APPROVER, ["ask-erasure"]),
    ("withdrawn_notice", Role.EDITOR, []),
    ("archived_notice", Role.APPROVER, ["ask-erasure"]),
]


@pytest.mark.parametrize(("state", "role", "expected"), BUTTONS)
def test_only_what_can_be_done_is_offered(client, unit, state, role, expected):
    notice = getattr(make, state)(unit=unit)
    client.force_login(make.member(role, unit))

    page = client.get(page_url(notice))

    assert page.status_code == 200
    assert offered(page) == expected


@pytest.mark.parametrize(
    "state", ["draft_notice", "submitted_notice", "approved_notice", "withdrawn_notice"]
)
def test_what_is_not_public_is_not_there_for_outsiders(client, unit, state):
    notice = getattr(make, state)(unit=unit)
    client.force_login(make.member(Role.APPROVER, make.agency()))

    assert client.get(page_url(notice)).status_code == 404


@pytest.mark.parametrize("name", ["submit", "sign", "return", "recall", "withdraw"])
def test_outsiders_press_no_button(client, unit, name):
    notice = make.submitted_notice(unit=unit)
    client.force_login(make.member(Role.APPROVER, make.agency()))

    answer = press(client, notice, name, reason="无", ground="wrong")

    assert answer.status_code == 404
    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


def test_outsiders_see_no_history_of_a_public_notice(client, unit):
    notice = make.published_notice(unit=unit)
    client.force_login(make.member(Role.APPROVER, make.agency()))

    page = client.get(page_url(notice))

    assert page.context["panel"]["history"] == []


def test_a_preview_is_the_public_page_with_a_panel(client, unit):
    notice = make.draft_notice(unit=unit, body="<p>预览的正文</p>")
    client.force_login(notice.author)

    page = client.get(page_url(notice))

    assert "notices/notice_detail.html" in [part.name for part in page.templates]
    assert page.context["is_preview"]
    assert "预览的正文" in page.content.decode()


def test_a_file_of_a_draft_is_fetched_at_the_desk_by_insiders_only(client, unit):
    notice = make.draft_notice(unit=unit)
    make.attachment(notice, content="附件内容".encode())
    client.force_login(notice.author)
    url = client.get(page_url(notice)).context["attachments"][0]["download"]

    answer = client.get(url)
    client.force_login(make.member(Role.EDITOR, make.agency()))
    refused = client.get(url)

    assert b"".join(answer).decode() == "附件内容"
    assert refused.status_code == 404


def test_an_approver_signs_and_comes_back_to_what_waits(signing, unit):
    notice = make.submitted_notice(unit=unit)

    answer = press(signing, notice, "sign", all_ticks="on", opinion="同意。")

    assert answer.headers["Location"] == HOME
    assert Notice.objects.get().status == NoticeStatus.PUBLISHED


def test_a_notice_with_a_later_release_is_approved_only(signing, unit):
    notice = make.submitted_notice(
        unit=unit, release_at=clock.now() + timedelta(days=1)
    )

    press(signing, notice, "sign", all_ticks="on")

    assert Notice.objects.get().status == NoticeStatus.APPROVED


def test_returning_without_a_reason_asks_for_one(signing, unit):
    notice = make.submitted_notice(unit=unit)

    page = press(signing, notice, "return", reason="  ")

    assert page.status_code == 400
    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


def test_returning_gives_the_draft_back(signing, unit):
    notice = make.submitted_notice(unit=unit)

    press(signing, notice, "return", reason="请补充依据。")

    assert Notice.objects.get().status == NoticeStatus.DRAFT


def test_the_second_of_two_approvers_is_told_and_keeps_the_words(signing, unit):
    notice = make.submitted_notice(unit=unit)
    sign(Notice.objects.get(), by=make.member(Role.APPROVER, unit), ticks=Tick.values)

    page = press(signing, notice, "return", reason="我不同意这一段。")

    assert page.status_code == 409
    assert "我不同意这一段。" in page.content.decode()
    assert page.context["panel"]["error"]


def test_what_was_changed_since_it_was_read_is_not_signed(signing, unit):
    notice = make.submitted_notice(unit=unit)
    other = make.member(Role.APPROVER, unit)
    send_back(Notice.objects.get(), by=other, reason="改")
    rewritten = Notice.objects.get()
    rewritten.body = "<p>换过的正文</p>"
    save_draft(rewritten, by=notice.author)
    submit(rewritten, by=notice.author)

    page = press(signing, notice, "sign", all_ticks="on")

    assert page.status_code == 409
    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


def test_nobody_signs_their_own_text(client, unit):
    writer = make.member(Role.EDITOR, unit)
    Membership.objects.create(user=writer, agency=unit, role=Role.APPROVER)
    notice = Notice(agency=unit, board=make.board(), title="自拟", body="<p>文</p>")
    submit(save_draft(notice, by=writer), by=writer)
    client.force_login(writer)

    shown = client.get(page_url(notice))
    page = press(client, notice, "sign", all_ticks="on")

    assert shown.context["panel"]["needs_other"]
    assert offered(shown) == []
    assert page.status_code == 403


def test_an_incomplete_draft_is_not_submitted(client, unit):
    notice = make.draft_notice(unit=unit, body="")
    client.force_login(notice.author)

    page = press(client, notice, "submit")

    assert page.status_code == 400
    assert page.context["panel"]["error"]
    assert Notice.objects.get().status == NoticeStatus.DRAFT


def test_a_timed_notice_is_recalled_before_its_release(signing, unit):
    notice = make.approved_notice(unit=unit)

    press(signing, notice, "recall", reason="日期有误。")

    assert Notice.objects.get().status == NoticeStatus.DRAFT


def test_withdrawing_shows_the_stone_and_no_text(signing, unit):
    notice = make.published_notice(unit=unit, body="<p>不该再见的正文</p>")

    press(signing, notice, "withdraw", ground="wrong", reason="金额有误。")
    page = signing.get(page_url(notice))

    assert Notice.objects.get().status == NoticeStatus.WITHDRAWN
    assert "金额有误。" in page.content.decode()
    assert "不该再见的正文" not in page.content.decode()


@pytest.mark.parametrize("ground", ["", "whim"])
def test_withdrawing_needs_a_ground_of_the_list(signing, unit, ground):
    notice = make.published_notice(unit=unit)

    page = press(signing, notice, "withdraw", ground=ground, reason="有误。")

    assert page.status_code == 400
    assert Notice.objects.get().status == NoticeStatus.PUBLISHED


def test_a_signer_is_told_of_a_double_that_they_may_see(signing, unit):
    make.published_notice(unit=unit, title="年度预算公开")
    make.draft_notice(document_number="清教发〔2026〕1号", title="别处的草稿")
    notice = make.submitted_notice(
        unit=unit, title="年度预算公开", document_number="清教发〔2026〕1号"
    )

    page = signing.get(page_url(notice))

    assert page.context["panel"]["doubles"].count("<a ") == 1
    assert "别处的草稿" not in page.content.decode()


@pytest.mark.parametrize("name", ["publish", "delete", "x"])
def test_there_is_no_other_deed(signing, unit, name):
    notice = make.submitted_notice(unit=unit)

    assert press(signing, notice, name).status_code == 404


def test_the_history_tells_who_did_what_and_why(client, unit):
    notice = make.returned_notice(unit=unit, reason="缺附件。")
    client.force_login(notice.author)

    history = client.get(page_url(notice)).context["panel"]["history"]

    assert [line.note for line in history] == ["缺附件。", "", ""]


# --- Internal notices ---------------------------------------------------------


def test_internal_notices_are_listed_for_their_branch_only(client, unit):
    own = make.published_notice(unit=unit, audience="staff")
    make.published_notice(audience="staff")
    make.published_notice(unit=unit)
    client.force_login(make.member(Role.READER, unit))

    page = client.get("/desk/internal/")

    assert page.context["page"].rows == [own]


def test_internal_notices_are_found_by_who_may_read_them(client, unit):
    own = make.published_notice(unit=unit, audience="staff", title="防汛值班安排")
    make.published_notice(unit=unit, audience="staff", title="食堂用餐时间")
    make.published_notice(audience="staff", title="防汛物资清点")
    make.published_notice(unit=unit, title="防汛知识问答")
    client.force_login(make.member(Role.READER, unit))

    page = client.get("/desk/internal/", {"q": "防汛"})
    nothing = client.get("/desk/internal/", {"q": "没有这样的词"})

    assert page.context["page"].rows == [own]
    assert 'value="防汛"' in page.text
    assert nothing.context["page"].rows == []
    assert "没有这样的词" in nothing.text


def test_the_next_page_of_found_internal_notices_keeps_the_words(
    client, unit, monkeypatch
):
    for number in range(3):
        make.published_notice(unit=unit, audience="staff", title=f"防汛{number}")
    monkeypatch.setattr(desk_views, "INTERNAL_PAGE", 2)
    client.force_login(make.member(Role.READER, unit))

    first = client.get("/desk/internal/", {"q": "防汛"})
    (link,) = re.findall(r'href="(\?page=[^"]+)"\s+rel="next"', first.text)
    rest = client.get(f"/desk/internal/{link.replace('&amp;', '&')}")

    assert [row.title for row in rest.context["page"].rows] == ["防汛0"]


def test_a_reader_opens_an_internal_notice_without_its_history(client, unit):
    notice = make.published_notice(unit=unit, audience="staff")
    client.force_login(make.member(Role.READER, unit))

    page = client.get(page_url(notice))

    assert page.status_code == 200
    assert page.context["is_internal"]
    assert page.context["panel"]["history"] == []


def test_a_cursor_that_was_never_given_out_is_not_found(signing):
    assert signing.get("/desk/internal/?page=x").status_code == 404
