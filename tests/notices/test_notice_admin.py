"""The clerk's form and list: what it shows to whom, and that nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState
from notices.drafting import save_draft
from notices.models import Notice, NoticeStatus, Tick
from notices.review import submit
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "admin:notices_notice_changelist"
ADD = "admin:notices_notice_add"


def edit_url(notice):
    return reverse("admin:notices_notice_change", args=[notice.pk])


def staff(role, unit):
    return make.member(role, unit, is_staff=True)


def form_data(notice=None, **changes):
    """What the browser sends from the form, with nothing in the lines below it."""
    data = {
        "title": "关于清明节放假的通知",
        "body": "<p>全文如下。</p>",
        "kind": "general",
        "disclosure": "proactive",
        "term": "long",
        "audience": "public",
        "content_version": "1",
        "_continue": "1",
    }
    for prefix in ("attachments", "posting_period", "co_publishings"):
        data[f"{prefix}-TOTAL_FORMS"] = "0"
        data[f"{prefix}-INITIAL_FORMS"] = "0"
    if notice is not None:
        data |= {
            "title": notice.title,
            "body": notice.body,
            "agency": notice.agency_id,
            "board": notice.board_id,
            "content_version": notice.content_version,
        }
    return data | changes


@pytest.fixture
def unit(db):
    return make.agency("教育局")


@pytest.fixture
def editor(unit):
    return staff(Role.EDITOR, unit)


@pytest.fixture
def desk(client, editor):
    """The browser of an editor."""
    client.force_login(editor)
    return client


@pytest.fixture
def draft(unit, editor):
    notice = make.draft_notice(unit=unit)
    return Notice.objects.get(pk=notice.pk)


def test_a_new_draft_is_cleaned_and_bears_its_writer(desk, unit, editor):
    board = make.board()
    body = '<p>正文</p><script>alert(1)</script><p onclick="x()">续</p>'
    data = form_data(agency=unit.pk, board=board.pk, body=body)

    desk.post(reverse(ADD), data)

    notice = Notice.objects.get()
    assert notice.body == "<p>正文</p>\n<p>续</p>"
    assert notice.author == editor
    assert notice.status == NoticeStatus.DRAFT


def test_plain_text_becomes_paragraphs(desk, unit):
    data = form_data(agency=unit.pk, board=make.board().pk, body="第一段。\n第二段。")

    desk.post(reverse(ADD), data)

    assert Notice.objects.get().body.count("<p>") == 2


def test_the_form_of_a_draft_opens_with_its_version(desk, draft):
    page = desk.get(edit_url(draft))

    assert page.status_code == 200
    assert page.context["adminform"].form["content_version"].value() == 1


def test_a_stale_edit_comes_back_with_its_text_and_changes_nothing(desk, draft):
    desk.post(edit_url(draft), form_data(draft, title="先保存的标题"))

    page = desk.post(edit_url(draft), form_data(draft, title="后保存的标题"))

    assert page.context["errors"]
    assert "后保存的标题" in page.content.decode()
    assert Notice.objects.get().title == "先保存的标题"


def test_a_draft_submitted_meanwhile_is_not_overwritten(desk, draft):
    notice = make.submitted_notice(unit=draft.agency)

    page = desk.post(edit_url(notice), form_data(notice, body="<p>迟到的正文</p>"))

    assert page.status_code == 200
    assert page.context["errors"]
    assert "迟到的正文" in page.content.decode()
    assert Notice.objects.get(pk=notice.pk).status == NoticeStatus.IN_REVIEW


def test_what_is_in_review_is_read_only(desk, unit):
    notice = make.submitted_notice(unit=unit)

    page = desk.get(edit_url(notice))

    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert 'name="title"' not in page.content.decode()


def test_submitting_saves_first_and_hands_the_draft_on(desk, draft):
    data = form_data(draft, body="<p>改过的正文</p>", _submit="1")

    answer = desk.post(edit_url(draft), data)

    notice = Notice.objects.get()
    assert answer.headers["Location"] == reverse("desk-notice", args=[notice.pk])
    assert notice.status == NoticeStatus.IN_REVIEW
    assert notice.body == "<p>改过的正文</p>"


def test_an_incomplete_draft_is_saved_and_not_submitted(desk, draft):
    data = form_data(draft, body="", _submit="1")

    page = desk.post(edit_url(draft), data, follow=True)

    assert Notice.objects.get().status == NoticeStatus.DRAFT
    assert Notice.objects.get().body == ""
    assert [message.level_tag for message in page.context["messages"]] == ["error"]


def test_saving_and_previewing_leads_to_the_preview(desk, draft):
    answer = desk.post(edit_url(draft), form_data(draft, _preview="1"))

    assert answer.headers["Location"] == reverse("desk-notice", args=[draft.pk])


def test_a_double_is_warned_of_and_saved_all_the_same(desk, draft):
    make.published_notice(unit=draft.agency, title="年度预算公开")

    page = desk.post(
        edit_url(draft), form_data(draft, title="年度预算公开"), follow=True
    )

    tags = [message.level_tag for message in page.context["messages"]]
    assert tags == ["warning", "success"]
    assert Notice.objects.filter(title="年度预算公开").count() == 2


def test_good_files_are_taken_and_a_disguised_one_is_named(desk, draft):
    files = [
        SimpleUploadedFile("名单.txt", "张三\n".encode()),
        SimpleUploadedFile("报告.pdf", b"MZ\x90\x00" + bytes(200)),
    ]
    data = form_data(draft, body="<p>带附件</p>", new_files=files)

    page = desk.post(edit_url(draft), data, follow=True)

    notice = Notice.objects.get()
    assert [file.file_name for file in notice.attachments.all()] == ["名单.txt"]
    assert [name for name, _reason in page.context["refused_files"]] == ["报告.pdf"]
    assert notice.body == "<p>带附件</p>"


def test_a_file_beyond_the_limit_is_refused(desk, draft, settings):
    settings.UPLOAD_MAX_BYTES = 10
    data = form_data(draft, new_files=SimpleUploadedFile("长.txt", b"x" * 11))

    page = desk.post(edit_url(draft), data, follow=True)

    assert [name for name, _reason in page.context["refused_files"]] == ["长.txt"]
    assert not Notice.objects.get().attachments.exists()


def test_the_posting_period_is_saved_with_its_computed_end(desk, draft):
    data = form_data(draft) | {
        "posting_period-TOTAL_FORMS": "1",
        "posting_period-0-starts_on": "2026-03-02",
        "posting_period-0-length": "5",
        "posting_period-0-unit": "working",
        "posting_period-0-objection_unit": "教育局办公室",
        "posting_period-0-afterwards": "long",
    }

    desk.post(edit_url(draft), data)

    assert str(Notice.objects.get().posting_period.ends_on) == "2026-03-06"


def test_co_publishers_are_kept_in_the_given_order(desk, draft):
    second, first = make.agency("财政局"), make.agency("审计局")
    data = form_data(draft) | {
        "co_publishings-TOTAL_FORMS": "2",
        "co_publishings-0-agency": second.pk,
        "co_publishings-0-position": "2",
        "co_publishings-1-agency": first.pk,
        "co_publishings-1-position": "1",
    }

    desk.post(edit_url(draft), data)

    names = [row.agency.name for row in Notice.objects.get().co_publishings.all()]
    assert names == ["审计局", "财政局"]


def test_a_release_in_the_past_is_said_at_its_field(desk, draft):
    past = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")

    page = desk.post(edit_url(draft), form_data(draft, release_at=past))

    assert "release_at" in page.context["adminform"].form.errors


def test_a_board_of_another_unit_is_no_choice(desk, draft):
    foreign = make.board(agency=make.agency())

    page = desk.post(edit_url(draft), form_data(draft, board=foreign.pk))

    assert "board" in page.context["adminform"].form.errors


def test_an_internal_notice_on_a_public_board_is_refused_at_the_board(desk, draft):
    page = desk.post(edit_url(draft), form_data(draft, audience="staff"))

    assert "board" in page.context["adminform"].form.errors


def test_a_unit_outside_the_branch_is_no_choice(desk, draft):
    page = desk.post(edit_url(draft), form_data(draft, agency=make.agency().pk))

    assert "agency" in page.context["adminform"].form.errors


SCOPE = [
    # role, own unit, status of the form, may change
    (Role.EDITOR, True, 200, True),
    (Role.REVIEWER, True, 200, False),
    (Role.AUDITOR, True, 200, False),
    (Role.APPROVER, True, 200, False),
    (Role.OVERSEER, True, 200, False),
    (Role.READER, True, 404, False),
    (Role.MAILBOX_CLERK, True, 404, False),
    (Role.EDITOR, False, 404, False),
    (Role.APPROVER, False, 404, False),
    (Role.OVERSEER, False, 404, False),
]


@pytest.mark.parametrize(("role", "inside", "status", "may_change"), SCOPE)
def test_a_draft_opens_for_its_branch_only(
    client, draft, role, inside, status, may_change
):
    person = staff(role, draft.agency if inside else make.agency())
    client.force_login(person)

    page = client.get(edit_url(draft))

    assert page.status_code == status
    if status == 200:
        assert page.context["has_change_permission"] == may_change


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.OVERSEER])
def test_only_editors_save(client, draft, role):
    client.force_login(staff(role, draft.agency))

    answer = client.post(edit_url(draft), form_data(draft, title="他人改写"))

    assert answer.status_code == 403
    assert Notice.objects.get().title == draft.title


def test_a_superuser_reads_but_does_not_write(client, draft):
    client.force_login(make.user(is_staff=True, is_superuser=True))

    page = client.get(edit_url(draft))

    assert page.status_code == 200
    assert not page.context["has_change_permission"]


def test_the_index_of_the_administration_names_its_columns_in_our_own_words(desk):
    page = desk.get(reverse("admin:index"))

    assert 'class="visually-hidden"' in page.text
    assert "Model name" not in page.text
    assert "Change or view list link" not in page.text


def test_the_list_holds_the_branch_and_nothing_else(desk, draft):
    below = make.draft_notice(unit=make.agency(parent=draft.agency))
    make.published_notice()

    page = desk.get(reverse(LIST))

    assert set(page.context["cl"].result_list) == {draft, below}


@pytest.mark.parametrize("size", [1, 12])
def test_the_list_costs_the_same_whatever_its_size(
    desk, unit, size, django_assert_max_num_queries
):
    board = make.board()
    for _number in range(size):
        make.draft_notice(unit=unit, board=board)

    SiteState.objects.current()
    # Session, user, seats (twice), boards and units to filter by, count, rows, site.
    with django_assert_max_num_queries(9):
        desk.get(reverse(LIST))


def test_a_document_number_is_found_however_it_is_typed(desk, unit):
    wanted = make.draft_notice(unit=unit, document_number="清政发〔2026〕3号")
    make.draft_notice(unit=unit)

    page = desk.get(reverse(LIST), {"q": "清政发[2026]3号"})

    assert list(page.context["cl"].result_list) == [wanted]


def test_the_list_searches_title_and_filters_by_board(desk, unit):
    board = make.board()
    wanted = make.draft_notice(unit=unit, title="预算公开说明", board=board)
    make.draft_notice(unit=unit, title="预算公开说明")

    page = desk.get(reverse(LIST), {"q": "预算", "board": board.pk})

    assert list(page.context["cl"].result_list) == [wanted]


def test_a_draft_never_submitted_can_be_deleted_and_the_trail_keeps_its_title(
    desk, draft
):
    url = reverse("admin:notices_notice_delete", args=[draft.pk])

    desk.post(url, {"post": "yes"})

    assert not Notice.objects.exists()
    assert AuditEntry.objects.filter(action="deleted", target_name=draft.title).exists()


def test_a_returned_draft_is_never_deleted(desk, unit):
    notice = make.returned_notice(unit=unit)
    url = reverse("admin:notices_notice_delete", args=[notice.pk])

    answer = desk.post(url, {"post": "yes"})

    assert answer.status_code == 403
    assert Notice.objects.exists()


def run(client, action, notices, **extra):
    data = {"action": action, "_selected_action": [n.pk for n in notices], **extra}
    return client.post(reverse(LIST), data, follow=True)


def told(page):
    return [(m.level_tag, str(m)) for m in page.context["messages"]]


def test_bulk_submitting_does_the_good_ones_and_names_the_refused(desk, unit):
    good = make.draft_notice(unit=unit)
    empty = make.draft_notice(unit=unit, body="", title="没有正文的通知")

    page = run(desk, "submit_selected", [good, empty])

    statuses = dict(Notice.objects.values_list("pk", "status"))
    assert statuses == {good.pk: "in_review", empty.pk: "draft"}
    assert [tag for tag, _text in told(page)] == ["success", "error"]
    assert "没有正文的通知" in told(page)[1][1]


def test_bulk_signing_refuses_own_texts_by_title(client, unit):
    approver = staff(Role.APPROVER, unit)
    Membership.objects.create(user=approver, agency=unit, role=Role.EDITOR)
    other = make.submitted_notice(unit=unit)
    own = Notice(
        agency=unit, board=make.board(), title="自己写的通知", body="<p>文</p>"
    )
    submit(save_draft(own, by=approver), by=approver)
    client.force_login(approver)

    page = run(client, "sign_selected", [other, own], apply="1", ticks=Tick.values)

    statuses = dict(Notice.objects.values_list("pk", "status"))
    assert statuses == {other.pk: "published", own.pk: "in_review"}
    assert "自己写的通知" in told(page)[1][1]


@pytest.mark.parametrize("left_out", Tick.values)
def test_bulk_signing_asks_for_every_statement_first(client, unit, left_out):
    notice = make.submitted_notice(unit=unit)
    client.force_login(staff(Role.APPROVER, unit))
    said = [code for code in Tick.values if code != left_out]

    asked = run(client, "sign_selected", [notice])
    page = run(client, "sign_selected", [notice], apply="1", ticks=said)

    assert asked.context["form"].fields.keys() == {"ticks"}
    assert str(Tick(left_out).label) in told(page)[0][1]
    assert Notice.objects.get().status == NoticeStatus.IN_REVIEW


def test_bulk_returning_asks_for_a_reason_first(client, unit):
    notices = [make.submitted_notice(unit=unit), make.draft_notice(unit=unit)]
    client.force_login(staff(Role.APPROVER, unit))

    asked = run(client, "return_selected", notices)
    page = run(client, "return_selected", notices, apply="1", reason="缺少依据。")

    assert asked.context["form"].fields.keys() == {"reason"}
    assert [tag for tag, _text in told(page)] == ["success", "error"]
    assert notices[1].title in told(page)[1][1]


def test_bulk_withdrawing_needs_ground_and_reason(client, unit):
    notice = make.published_notice(unit=unit)
    client.force_login(staff(Role.APPROVER, unit))

    asked = run(client, "withdraw_selected", [notice], apply="1", reason="有误。")
    assert "ground" in asked.context["form"].errors
    run(client, "withdraw_selected", [notice], apply="1", reason="误。", ground="wrong")

    assert Notice.objects.get().status == NoticeStatus.WITHDRAWN


@pytest.mark.parametrize("action", ["sign_selected", "withdraw_selected"])
def test_editors_are_offered_no_decisions(desk, draft, action):
    page = desk.get(reverse(LIST))

    choices = [
        name for name, _title in page.context["action_form"].fields["action"].choices
    ]
    assert action not in choices
