"""Corrections at the desk: begun with a button, written in the usual form, decided with
the changes before one's eyes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Role
from notices.correcting import open_correction_of
from notices.models import Notice
from notices.publication import withdraw
from notices.review import send_back
from notices.waiting import waiting_for
from tests.factories import (
    correction_of,
    draft_notice,
    member,
    published_notice,
    submitted_correction,
)
from tests.factories.structures import fee_draft, publish

pytestmark = pytest.mark.django_db


def editor(notice):
    return member(Role.EDITOR, notice.agency, is_staff=True)


def approver(notice):
    return member(Role.APPROVER, notice.agency, is_staff=True)


def desk(notice, *deed):
    name = "desk-deed" if deed else "desk-notice"
    return reverse(name, args=[notice.pk, *deed])


def form_of(notice):
    return reverse("admin:notices_notice_change", args=[notice.pk])


def begun(client, notice):
    """A correction, begun with the button by an editor who stays signed in."""
    client.force_login(editor(notice))
    client.post(desk(notice, "correct"))
    return Notice.objects.get(corrects=notice)


def typed(client, correction, **changes):
    """What the form of a correction sends, as it stands, with changes."""
    page = client.get(form_of(correction))
    data = {}
    for field in page.context["adminform"].form:
        data[field.html_name] = field.value()
    for formset in page.context["inline_admin_formsets"]:
        for form in [formset.formset.management_form, *formset.formset.forms]:
            for field in form:
                data[field.html_name] = field.value()
    data |= changes
    return {
        name: value
        for name, value in data.items()
        if value is not None and value is not False
    }


def test_the_button_leads_to_the_form_of_a_correction(client):
    notice = published_notice()
    client.force_login(editor(notice))
    assert "更正本信息" in client.get(desk(notice)).text

    answer = client.post(desk(notice, "correct"))

    correction = open_correction_of(notice)
    assert answer["Location"] == form_of(correction)
    html = client.get(answer["Location"]).text
    assert f"更正“{notice.title}”" in html
    assert "修改说明" in html


def test_who_presses_second_is_told_who_corrects(client):
    notice = published_notice()
    first = correction_of(notice).author
    client.force_login(editor(notice))

    page, answer = client.get(desk(notice)), client.post(desk(notice, "correct"))

    names = [button.deed.name for button in page.context["panel"]["buttons"]]
    assert "correct" not in names
    assert str(first) in page.text
    assert answer.status_code == 409
    assert str(first) in answer.text


def test_the_form_saves_note_and_text(client):
    notice = published_notice()
    correction = begun(client, notice)

    sent = typed(
        client,
        correction,
        title="改过的标题",
        **{"correction-0-change_note": "更正标题。"},
    )
    answer = client.post(form_of(correction), sent)

    assert answer.status_code == 302
    correction = Notice.objects.get(corrects=notice)
    assert correction.title == "改过的标题"
    assert correction.correction.change_note == "更正标题。"


def test_a_number_of_a_person_in_the_note_is_refused_in_place(client):
    notice = published_notice()
    correction = begun(client, notice)

    sent = typed(
        client, correction, **{"correction-0-change_note": "原号码13812345678有误"}
    )
    answer = client.post(form_of(correction), sent)

    assert answer.status_code == 200
    assert "138****5678" in answer.text


def test_what_a_correction_keeps_can_not_be_typed(client):
    notice = published_notice()
    correction = begun(client, notice)

    form = client.get(form_of(correction)).context["adminform"].form

    kept = ("agency", "kind", "audience", "audience_branch", "release_at")
    assert all(form.fields[name].disabled for name in kept)


def test_who_decides_sees_the_changes(client):
    notice = published_notice(body="<p>收费30元。</p>")
    correction = submitted_correction(
        notice, body="<p>收费35元。</p>", change_note="更正金额。", reason="笔误"
    )
    client.force_login(approver(notice))

    html = client.get(desk(correction)).text

    assert "更正金额。" in html
    assert "〔删去〕</span>30<span" in html
    assert "〔新增〕</span>35<span" in html


def test_a_correction_that_changes_nothing_yet_says_so(client):
    correction = correction_of(published_notice())
    client.force_login(correction.author)

    assert "还没有改动。" in client.get(desk(correction)).text


def test_an_approver_signs_a_correction_with_the_usual_button(client):
    notice = published_notice()
    correction = submitted_correction(notice, title="改过的标题")
    client.force_login(approver(notice))
    form = client.get(desk(correction)).context["panel"]["buttons"][0].form

    answer = client.post(desk(correction, "sign"), form.initial | {"all_ticks": "on"})

    notice.refresh_from_db()
    assert answer.status_code == 302
    assert notice.title == "改过的标题"
    assert client.get(desk(correction)).status_code == 302


def test_corrections_wait_where_drafts_wait():
    notice = published_notice()
    correction = submitted_correction(notice)
    signer = approver(notice)

    assert waiting_for(signer).to_decide.rows == [correction]
    assert waiting_for(correction.author).submitted.rows == [correction]
    assert waiting_for(editor(notice)).corrections.rows == [correction]

    send_back(correction, by=signer, reason="再核对。")
    assert waiting_for(correction.author).returned.rows == [correction]


def test_a_correction_of_what_was_withdrawn_waits_for_nobody():
    notice = published_notice()
    correction = submitted_correction(notice)
    signer = approver(notice)

    withdraw(notice, by=signer, ground="wrong", reason="内容有误。")

    assert waiting_for(signer).to_decide.rows == []
    assert waiting_for(correction.author).submitted.rows == []
    assert waiting_for(correction.author).corrections.rows == []


def test_a_correction_is_no_double_of_its_notice(client):
    notice = published_notice()
    correction = correction_of(notice)
    client.force_login(editor(notice))

    assert client.get(desk(correction)).context["panel"]["doubles"] == ""
    draft = draft_notice(unit=notice.agency, title=notice.title)
    doubles = client.get(desk(draft)).context["panel"]["doubles"]
    assert f"/{notice.pk}/" in doubles
    assert f"/{correction.pk}/" not in doubles


def test_a_correction_is_no_policy_to_interpret(client):
    notice = published_notice(kind="policy")
    correction = correction_of(notice)
    client.force_login(editor(notice))
    address = reverse("admin:autocomplete")
    asked = {"app_label": "notices", "model_name": "notice", "field_name": "interprets"}

    found = client.get(address, asked | {"term": notice.title}).json()["results"]

    assert [row["id"] for row in found] == [str(notice.pk)]
    assert correction.kind == "policy"


def test_structured_lines_of_a_correction_are_typed_in_the_usual_table(client):
    notice = publish(fee_draft())
    page = client.get(form_of(begun(client, notice)))

    prefixes = [each.formset.prefix for each in page.context["inline_admin_formsets"]]
    assert prefixes[0] == "correction"
    assert any("fee" in prefix for prefix in prefixes)


def test_the_page_of_a_draft_knows_no_correction(client):
    draft = draft_notice()
    client.force_login(editor(draft))

    panel = client.get(desk(draft)).context["panel"]

    assert (panel["correction"], panel["beside"]) == (None, None)
    assert Notice.objects.get().corrects is None
