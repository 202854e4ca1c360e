"""特批: the county leader lets a notice or a correction out past open steps, and all
the public reads it: on the page, in the history, in the API, in what the log proves."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import DomainError, NotAllowed
from notices.deciding import agree
from notices.drafting import save_draft
from notices.erasures import erase_for_good
from notices.models import Decision, Notice, NoticeStatus, ReviewDecision, Revision
from notices.publication import override, recall, withdraw
from notices.review import ReasonMissing, submit
from tests.factories import correction_of, member, submitted_notice, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    county_leader,
    notice_at,
    pass_step,
)
from tests.factories.directories import county

from .logged import found

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("step", ["audit", "review", "agreement"])
def test_the_county_leader_lets_it_out_by_name(step):
    notice = notice_at(step, audited_unit())
    leader = county_leader()

    override(notice, by=leader, reason="防汛急需。")

    row = ReviewDecision.objects.get(is_override=True)
    content = Revision.objects.get().content
    assert notice.status == NoticeStatus.PUBLISHED
    assert (row.by, row.step, row.decision) == (leader, step, Decision.AGREED)
    assert '"override":{"by":"周县长","reason":"防汛急需。"}' in content
    assert AuditEntry.objects.get(action="step_overridden").note == "防汛急需。"


def test_its_page_says_so(client):
    notice = notice_at("audit", audited_unit())
    override(notice, by=county_leader(), reason="防汛急需。")

    page = client.get(notice.get_absolute_url()).content.decode()

    assert "特批" in page
    assert "周县长" in page
    assert "防汛急需。" in page


def test_an_override_without_a_reason_is_none():
    notice = notice_at("audit", audited_unit())

    with pytest.raises(ReasonMissing):
        override(notice, by=county_leader(), reason=" ")


@pytest.mark.parametrize("who", ["editor", "approver", "superuser", "overseer"])
def test_nobody_else_overrides(who):
    unit = audited_unit()
    notice = notice_at("audit", unit)
    people = {
        "editor": lambda: member(Role.EDITOR, unit),
        "approver": lambda: member(Role.APPROVER, unit, is_superuser=True),
        "superuser": lambda: user(is_superuser=True, is_staff=True),
        "overseer": lambda: member(Role.OVERSEER, county()),
    }

    with pytest.raises(NotAllowed):
        override(notice, by=people[who](), reason="急。")


def test_the_leader_overrides_nothing_that_they_wrote():
    unit = audited_unit()
    leader = county_leader()
    Membership.objects.create(user=leader, agency=unit, role=Role.EDITOR)
    notice = notice_at("audit", unit)
    Notice.objects.filter(pk=notice.pk).update(author=leader)

    with pytest.raises(NotAllowed):
        override(Notice.objects.get(), by=leader, reason="急。")


def test_where_only_the_signature_is_open_there_is_nothing_to_override():
    with pytest.raises(DomainError):
        override(submitted_notice(), by=county_leader(), reason="急。")


def test_a_recalled_override_is_forgotten():
    notice = chained_draft(audited_unit())
    notice.release_at = clock.now() + timedelta(days=1)
    save_draft(notice, by=notice.author)
    submit(notice, by=notice.author)
    override(notice, by=county_leader(), reason="急。")
    assert notice.status == NoticeStatus.APPROVED

    recall(notice, by=member(Role.APPROVER, notice.agency), reason="改期。")

    assert (notice.override_by, notice.override_reason) == ("", "")


def test_who_agreed_to_a_step_overrides_no_other(client):
    unit = audited_unit()
    leader = county_leader()
    Membership.objects.create(user=leader, agency=unit, role=Role.AUDITOR)
    notice = notice_at("audit", unit)
    agree(notice, by=leader, ticks=ALL_TICKS)

    with pytest.raises(NotAllowed):
        override(notice, by=leader, reason="急。")

    client.force_login(leader)
    page = client.get(reverse("desk-notice", args=[notice.pk]))
    assert page.context["panel"]["buttons"] == []


# --- Of a correction ----------------------------------------------------------------


def public_notice(unit):
    notice = notice_at("signature", unit, title="关于供水的通知")
    pass_step(notice)
    return notice


def corrected_past_the_chain(public, reason="抢险急需。", **changes):
    """A correction that the leader let out at its first step."""
    correction = correction_of(public, **(changes or {"title": "关于停水的通知"}))
    submit(correction, by=correction.author)
    override(correction, by=county_leader(), reason=reason)
    return Notice.objects.get(pk=public.pk)


def corrected_by_the_chain(public, **changes):
    correction = correction_of(public, **changes)
    submit(correction, by=correction.author)
    while correction.step:
        pass_step(correction)
    return Notice.objects.get(pk=public.pk)


def overrides_of(notice):
    rows = Revision.objects.filter(notice=notice).order_by("number")
    return [(row.override_by, row.override_reason) for row in rows]


def read(client, notice):
    """What a stranger finds: the page, the history, the newest version, the API."""
    newest = Revision.objects.filter(notice=notice).latest("number")
    addresses = [
        notice.get_absolute_url(),
        reverse("notice-revisions", args=[notice.pk]),
        reverse("notice-revision", args=[notice.pk, newest.number]),
    ]
    pages = [client.get(address).content.decode() for address in addresses]
    return pages, client.get(f"/api/v1/notices/{notice.pk}/").json()["override"]


def test_an_overridden_correction_says_so_on_the_notice_itself(client):
    notice = corrected_past_the_chain(public_notice(audited_unit()))

    pages, told = read(client, notice)

    assert notice.title == "关于停水的通知"
    for page in pages:
        assert "特批" in page
        assert "周县长" in page
        assert "抢险急需。" in page
    assert told == {"by": "周县长", "reason": "抢险急需。"}
    assert overrides_of(notice) == [("", ""), ("周县长", "抢险急需。")]


def test_an_overridden_first_publication_says_so_in_every_place(client):
    notice = notice_at("audit", audited_unit())
    override(notice, by=county_leader(), reason="防汛急需。")

    pages, told = read(client, notice)

    assert all("防汛急需。" in page and "周县长" in page for page in pages)
    assert told == {"by": "周县长", "reason": "防汛急需。"}


def test_a_later_correction_by_the_whole_chain_hides_no_override(client):
    unit = audited_unit()
    notice = notice_at("audit", unit)
    override(notice, by=county_leader(), reason="防汛急需。")

    notice = corrected_by_the_chain(notice, title="改一个字")

    (page, history, version), told = read(client, notice)
    assert "防汛急需。" in page
    assert "防汛急需。" in history
    assert "防汛急需。" not in version
    assert told == {"by": "周县长", "reason": "防汛急需。"}
    assert overrides_of(notice) == [("周县长", "防汛急需。"), ("", "")]


def test_what_was_let_out_twice_names_both_in_its_history(client):
    notice = notice_at("audit", audited_unit())
    override(notice, by=county_leader(), reason="防汛急需。")

    notice = corrected_past_the_chain(notice)

    (page, history, _version), _told = read(client, notice)
    assert "抢险急需。" in page
    assert "防汛急需。" in history
    assert "抢险急需。" in history


def test_what_nobody_let_out_says_nothing_of_it(client):
    notice = corrected_by_the_chain(public_notice(audited_unit()), title="新题")

    pages, told = read(client, notice)

    assert told is None
    assert all("特批" not in page for page in pages)


def test_the_signed_content_bears_the_override_of_a_correction():
    notice = corrected_past_the_chain(public_notice(audited_unit()))

    first, second = Revision.objects.filter(notice=notice).order_by("number")

    assert "override" not in json.loads(first.content)["record"]
    signed = json.loads(second.content)["record"]["override"]
    assert signed == {"by": "周县长", "reason": "抢险急需。"}
    assert found() == []


@pytest.mark.parametrize("column", ["override_by", "override_reason"])
@pytest.mark.parametrize("model", [Notice, Revision])
def test_a_changed_word_of_an_override_is_found_by_the_log(model, column):
    notice = corrected_past_the_chain(public_notice(audited_unit()))
    rows: Any = Revision.objects.filter(notice=notice, number=2)
    if model is Notice:
        rows = Notice.objects.filter(pk=notice.pk)

    rows.update(**{column: ""})

    assert found() != []


def test_an_erased_notice_tells_nothing_of_its_override(client):
    notice = corrected_past_the_chain(
        public_notice(audited_unit()), reason="钟某某病危，急需。"
    )
    first, second = (member(Role.APPROVER, notice.agency) for _each in range(2))
    withdraw(notice, by=first, ground="privacy", reason="误登。")

    erase_for_good(notice, by=second)

    rows = [*Notice.objects.values_list(), *Revision.objects.values_list()]
    assert "钟某某" not in str(rows)
    client.force_login(second)
    page = client.get(reverse("desk-notice", args=[notice.pk])).content.decode()
    assert "钟某某" not in page
    assert found() == []
