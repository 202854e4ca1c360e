"""What is said with a deed is public or stays for good: it holds nobody's number."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import day_start
from disclosure_portal.foundation.models import AuditEntry
from notices.leak_check import PersonalDataInWords
from notices.leak_deeds import override_leaks
from notices.models import LeakOverride, Notice, PostingPeriod, ReviewDecision, Tick
from notices.posting_results import propose_result
from notices.publication import archive, recall, sign, withdraw
from notices.review import send_back
from notices.warnings_in_force import end_warning
from tests import factories as make
from tests.factories.structures import posted_notice, publish, warning_draft

from .test_notice_admin import form_data

pytestmark = pytest.mark.django_db

MOBILE, MASKED = "13812341234", "138****1234"
WORDS = f"经张某（手机{MOBILE}）确认。"


def leaky_draft() -> Notice:
    return make.draft_notice(body="<p>联系人手机15987654321</p>")


def recallable() -> Notice:
    return make.approved_notice(release_at=clock.now() + timedelta(days=1))


def public_warning() -> Notice:
    return publish(warning_draft())


DEEDS = {
    "keeping numbers": (leaky_draft, override_leaks, {"reason": WORDS}),
    "returning": (make.submitted_notice, send_back, {"reason": WORDS}),
    "signing": (
        make.submitted_notice,
        partial(sign, ticks=Tick.values),
        {"opinion": WORDS},
    ),
    "recalling": (recallable, recall, {"reason": WORDS}),
    "withdrawing": (
        make.published_notice,
        withdraw,
        {"ground": "wrong", "reason": WORDS},
    ),
    "archiving": (make.published_notice, archive, {"reason": WORDS}),
    "ending a warning": (public_warning, end_warning, {"note": WORDS}),
}


@pytest.mark.parametrize(("made", "deed", "said"), DEEDS.values(), ids=DEEDS.keys())
def test_a_deed_is_refused_whose_words_hold_a_number(made, deed, said):
    notice = made()
    role = Role.EDITOR if deed is override_leaks else Role.APPROVER
    person = make.member(role, notice.agency)
    before = Notice.objects.get(pk=notice.pk).status
    entries, decisions = AuditEntry.objects.count(), ReviewDecision.objects.count()

    with pytest.raises(PersonalDataInWords) as refusal:
        deed(notice, by=person, **said)

    assert MASKED in str(refusal.value)
    assert MOBILE not in str(refusal.value)
    assert Notice.objects.get(pk=notice.pk).status == before
    assert AuditEntry.objects.count() == entries
    assert ReviewDecision.objects.count() == decisions


def test_the_note_on_the_result_of_a_posting_holds_no_number():
    notice = posted_notice(days=5)
    approver = make.member(Role.APPROVER, notice.agency)
    period = PostingPeriod.objects.get(notice=notice)

    with (
        clock.frozen_at(day_start(period.ends_on + timedelta(days=1))),
        pytest.raises(PersonalDataInWords, match=r"138\*\*\*\*1234"),
    ):
        propose_result(notice, by=approver, result="handled", note=WORDS)

    period.refresh_from_db()
    assert period.result == ""


def test_the_telephone_of_a_unit_may_stand_in_a_reason():
    make.agency("民政局", telephone="0999-1234567")
    notice = make.published_notice()
    approver = make.member(Role.APPROVER, notice.agency)

    archive(notice, by=approver, reason="机构撤销，请致电民政局0999-1234567。")

    assert Notice.objects.get(pk=notice.pk).status == "archived"


# --- At the desk and on the form ----------------------------------------------------

PRESSED = {
    "return": (make.submitted_notice, "reason"),
    "sign": (make.submitted_notice, "opinion"),
    "recall": (recallable, "reason"),
    "withdraw": (make.published_notice, "reason"),
    "end-warning": (public_warning, "note"),
}


@pytest.mark.parametrize(("name", "field"), [(k, v[1]) for k, v in PRESSED.items()])
def test_it_is_said_at_the_field_and_what_was_typed_is_there(client, name, field):
    notice = PRESSED[name][0]()
    client.force_login(make.member(Role.APPROVER, notice.agency, is_staff=True))
    stored = Notice.objects.get(pk=notice.pk)
    seen = {"content_version": stored.content_version, "round": stored.round}

    answer = client.post(
        reverse("desk-deed", args=[notice.pk, name]),
        {**seen, "ground": "wrong", field: WORDS},
    )

    assert answer.status_code == 400
    assert MASKED in answer.text
    assert f"{WORDS}</textarea>" in answer.text
    assert Notice.objects.get(pk=notice.pk).status == stored.status


def test_many_are_withdrawn_by_a_clean_reason_only(client):
    notice = make.published_notice()
    client.force_login(make.member(Role.APPROVER, notice.agency, is_staff=True))
    data = {"action": "withdraw_selected", "_selected_action": [notice.pk]}

    answer = client.post(
        reverse("admin:notices_notice_changelist"),
        {**data, "apply": "1", "ground": "wrong", "reason": WORDS},
    )

    assert MASKED in answer.context["form"].errors["reason"][0]
    assert f"{WORDS}</textarea>" in answer.text


def test_the_reason_on_the_form_of_a_draft_is_read_too(client):
    notice = leaky_draft()
    client.force_login(make.member(Role.EDITOR, notice.agency, is_staff=True))
    data = form_data(Notice.objects.get(pk=notice.pk), _keep="1", leak_reason=WORDS)

    answer = client.post(
        reverse("admin:notices_notice_change", args=[notice.pk]),
        {**data, "title": "新的标题"},
    )

    assert MASKED in answer.text
    assert f"{WORDS}</textarea>" in answer.text
    assert 'value="新的标题"' in answer.text
    assert not LeakOverride.objects.exists()
