"""A notice names the slot of the ledger that it answers: on its form, and from the
ledger with last period's notice filled in."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from directories.catalogue_editions import open_edition
from directories.models import Role, Slot
from notices.drafting import WrongSlot, save_draft
from notices.forms.slots import LISTED
from notices.fulfilling import explain
from notices.models import Fulfilment, Notice, Tick
from notices.publication import sign, withdraw
from notices.review import submit
from tests.factories import (
    agency,
    board,
    correction_of,
    draft_notice,
    member,
    published_notice,
)
from tests.factories.directories import county
from tests.factories.ledger import duty, entry, fulfilled, put_in_force, slots_of
from tests.factories.systems import SystemClient

from .test_notice_admin import edit_url, form_data

pytestmark = pytest.mark.django_db

ADD = "/admin/notices/notice/add/"


@pytest.fixture(autouse=True)
def spring(time_machine):
    time_machine.move_to("2026-04-28T09:00:00+08:00", tick=False)
    return time_machine


@pytest.fixture
def unit(db):
    return agency("民政局")


@pytest.fixture
def item(unit):
    basis = "《社会救助暂行办法》"
    since = date(2025, 10, 1)
    return duty(unit, since=since, name="低保对象名单", basis_text=basis)


@pytest.fixture
def owed(item):
    return slots_of(item)


@pytest.fixture
def clerk(client, unit):
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    return person


def initial(answer):
    return answer.context["adminform"].form.initial


def field(answer):
    return answer.context["adminform"].form.fields["slot"]


# --- From the ledger to a form that is filled in -----------------------------------


def test_in_two_taps_from_the_ledger_to_a_form_with_last_periods_notice(
    client, clerk, owed
):
    last = fulfilled(
        owed[0],
        title="2025年第四季度城乡低保对象名单",
        summary="公示2025年第四季度低保对象。",
        body="<p>上期正文。</p>",
        kind="policy",
        keywords="低保",
    )
    page = client.get("/desk/ledger/")
    post_now = reverse("desk-slot-post", args=[owed[1].pk])
    assert f'href="{post_now}"' in page.text

    form = client.get(post_now, follow=True)

    wanted = {
        "slot": owed[1].pk,
        "title": "2026年第一季度城乡低保对象名单",
        "summary": "公示2026年第一季度低保对象。",
        "body": "<p>上期正文。</p>",
        "kind": "policy",
        "keywords": "低保",
        "board": last.board_id,
        "agency": last.agency_id,
    }
    assert wanted.items() <= initial(form).items()
    assert "内容复制自上一期的“2025年第四季度城乡低保对象名单”" in form.text
    assert f'<option value="{owed[1].pk}" selected>' in form.text


def test_a_structured_kind_brings_its_own_form(client, clerk, owed):
    fulfilled(owed[0], kind="news")
    Notice.objects.update(kind="fee")

    answer = client.get(reverse("desk-slot-post", args=[owed[1].pk]))

    assert answer["Location"] == f"{ADD}?slot={owed[1].pk}&kind=fee"


def test_the_first_notice_of_a_duty_begins_with_the_words_of_the_catalogue(
    client, clerk, owed
):
    form = client.get(ADD, {"slot": owed[0].pk})

    assert initial(form)["title"] == "2025年第四季度低保对象名单"
    assert initial(form)["disclosure_basis"] == "《社会救助暂行办法》"
    assert "本事项首次公开" in form.text


def test_a_withdrawn_notice_is_not_copied(client, clerk, unit, owed):
    last = fulfilled(owed[0], title="误发的名单")
    approver = member(Role.APPROVER, unit)
    withdraw(last, by=approver, ground="wrong", reason="内容有误。")

    assert "误发的名单" not in client.get(ADD, {"slot": owed[1].pk}).text


def test_a_closed_board_is_not_proposed(client, clerk, unit, owed):
    closed = board()
    fulfilled(owed[0], board=closed)
    type(closed).objects.filter(pk=closed.pk).update(is_open=False)

    assert "board" not in initial(client.get(ADD, {"slot": owed[1].pk}))


@pytest.mark.parametrize(
    "which", ["foreign", "filled", "x", "-1", "²", str(10**30), ""]
)
def test_what_is_no_empty_slot_of_ones_own_begins_nothing(client, clerk, owed, which):
    if which == "foreign":
        which = str(slots_of(duty(since=date(2026, 1, 1)))[0].pk)
    elif which == "filled":
        fulfilled(owed[0])
        which = str(owed[0].pk)

    form = client.get(ADD, {"slot": which})

    assert form.status_code == 200
    assert not initial(form).get("title")
    assert " selected>低保" not in form.text
    assert "notice-reminder" not in form.text


def test_of_a_duty_the_oldest_empty_period_is_chosen(client, clerk, item, owed):
    explain(owed[0], "无此业务。", by=clerk)

    form = client.get(ADD, {"item": item.pk})

    assert initial(form)["slot"] == owed[1].pk


# --- The choice --------------------------------------------------------------------


def test_the_form_offers_the_empty_slots_of_ones_own_units_grouped(
    client, clerk, unit, owed
):
    fulfilled(owed[0])
    foreign = slots_of(duty(since=date(2026, 1, 1)))[0]

    page = client.get(ADD)

    (group,) = [each for each in field(page).choices if isinstance(each[1], list)]
    assert group[0] == "民政局 · 社会救助"
    assert [str(value) for value, _label in group[1]] == [
        str(slot.pk) for slot in owed[1:]
    ]
    assert f'value="{foreign.pk}"' not in page.text
    assert "低保对象名单 · 2026年第一季度（2026年4月29日前）" in page.text


def test_a_form_of_a_unit_with_very_many_slots_stays_small(client, clerk, unit, owed):
    first = owed[0]
    rows = [
        Slot(
            item=first.item, agency=unit, rule=first.rule, key=f"x{number}",
            period_start=first.period_start, period_end=first.period_end,
            opens_on=first.opens_on, due_on=date(2026, 1, 2),
        )
        for number in range(LISTED + 50)
    ]  # fmt: skip
    Slot.objects.bulk_create(rows)

    page = client.get(ADD, {"slot": owed[1].pk})

    assert page.text.count(">低保对象名单 · ") == LISTED + 1
    assert f'<option value="{owed[1].pk}" selected>' in page.text


def saved(client, unit, slot, **changes):
    data = form_data(agency=unit.pk, board=board().pk, slot=slot.pk, **changes)
    return client.post(ADD, data, follow=True)


def test_what_is_saved_tells_what_it_will_fill(client, clerk, unit, owed):
    answer = saved(client, unit, owed[0])

    assert Notice.objects.get().slot == owed[0]
    assert "本信息公开后，即完成“低保对象名单 · 2025年第四季度”" in answer.text


def test_an_older_empty_period_is_told(client, clerk, unit, owed):
    answer = saved(client, unit, owed[1])

    assert "同一事项更早的所属期尚未公开" in answer.text
    assert reverse("desk-slot", args=[owed[0].pk]) in answer.text


def test_a_period_that_was_filled_meanwhile_is_told(client, clerk, unit, owed):
    draft = draft_notice(unit=unit, slot=owed[0], title="第二份名单")
    fulfilled(owed[0], title="第一份名单")

    answer = client.post(
        edit_url(draft), form_data(draft, slot=owed[0].pk), follow=True
    )

    assert "已有2026年4月28日公开的“第一份名单”，以最先公开的为准" in answer.text
    assert Notice.objects.get(pk=draft.pk).slot == owed[0]


@pytest.mark.parametrize("which", ["foreign", "filled", "forged"])
def test_a_slot_that_is_not_offered_is_refused_at_its_field(
    client, clerk, unit, owed, which
):
    slot = owed[0]
    if which == "filled":
        fulfilled(slot)
    elif which == "foreign":
        slot = slots_of(duty(since=date(2026, 1, 1)))[0]
    pk = 987654321 if which == "forged" else slot.pk

    answer = client.post(
        ADD, form_data(agency=unit.pk, board=board().pk, slot=pk, title="新稿")
    )

    assert "slot" in answer.context["adminform"].form.errors
    assert not Notice.objects.filter(title="新稿").exists()


def test_a_slot_of_another_of_ones_units_is_refused_at_its_field(
    client, clerk, unit, owed
):
    village = agency(parent=unit)

    answer = saved(client, village, owed[0])

    assert "是其他单位的公开事项" in str(
        answer.context["adminform"].form.errors["slot"]
    )


def test_an_internal_notice_fills_no_slot(unit, owed):
    with pytest.raises(WrongSlot):
        draft_notice(unit=unit, audience="staff", slot=owed[0])


def test_a_signature_tells_what_was_filled_and_what_else_would_fit(
    client, unit, item, owed
):
    other = duty(unit, since=date(2026, 1, 1), name="特困对象名单")
    draft = draft_notice(
        unit=unit, slot=owed[1], title="2026年第一季度低保对象和特困对象名单"
    )
    submit(draft, by=draft.author)
    client.force_login(member(Role.APPROVER, unit))

    answer = client.post(
        reverse("desk-deed", args=[draft.pk, "sign"]),
        seen(draft) | {"all_ticks": "on"},
        follow=True,
    )

    assert "本信息完成了“低保对象名单 · 2026年第一季度”" in answer.text
    assert "似乎还可对应以下任务，可前往关联" in answer.text
    fits = slots_of(other)[0]
    assert fits.key == "2026-Q1"
    assert reverse("desk-slot", args=[fits.pk]) in answer.text
    assert answer.text.count("特困对象名单 · ") == 1


def seen(draft):
    fresh = Notice.objects.get(pk=draft.pk)
    return {name: getattr(fresh, name) for name in ("round", "step", "content_version")}


def test_a_notice_that_fits_three_slots_is_told_all_three(client, clerk, unit, spring):
    names = ("救助对象名单", "救助资金发放", "临时救助标准")
    duty(agency(parent=unit), since=date(2026, 1, 1), name="别处的救助对象名单")
    duty_of_three(unit, names)
    title = "2026年第一季度救助对象名单、救助资金发放和临时救助标准"

    answer = client.post(
        ADD, form_data(agency=unit.pk, board=board().pk, title=title), follow=True
    )

    told = " ".join(str(message) for message in answer.context["messages"])
    assert "公开后可前往关联" in told
    assert "别处的" not in told
    for name in names:
        assert f"{name} · 2026年第一季度" in told
        assert f"{name} · 2026年第二季度" not in told


def duty_of_three(unit, names):
    """One edition with three duties."""
    clerk, office = member(Role.EDITOR, unit), member(Role.OVERSEER, county())
    catalogue = open_edition(unit, by=clerk)
    for name in names:
        entry(catalogue, name, by=clerk)
    put_in_force(catalogue, by=clerk, office=office, since=date(2026, 1, 1))


# --- Corrections and systems --------------------------------------------------------


def test_a_correction_has_no_slot_and_fills_nothing_twice(client, clerk, unit, owed):
    notice = fulfilled(owed[0])
    correction = correction_of(notice)

    form = client.get(edit_url(correction))

    assert "slot" not in form.context["adminform"].form.fields
    corrected_notice_of(correction)
    assert Fulfilment.objects.count() == 1


def corrected_notice_of(correction):
    correction.title = "更正后的名单"
    save_draft(correction, by=correction.author)
    submit(correction, by=correction.author)
    sign(correction, by=member(Role.APPROVER, correction.agency), ticks=Tick.values)


def test_what_a_system_sends_leaves_the_clerks_choice_alone(unit):
    """A system can't know the county's slots: the clerk chooses, on the form or in the
    ledger."""
    system = SystemClient()
    sent = system.notice()
    assert system.post(sent=sent).status_code == 201
    draft = Notice.objects.get()
    slot = slots_of(duty(draft.agency, since=date(2026, 1, 1)))[0]
    draft.slot = slot
    save_draft(draft, by=member(Role.EDITOR, draft.agency))

    again = system.post(sent={**sent, "title": "改过的标题"})

    assert again.status_code == 200
    fresh = Notice.objects.get()
    assert (fresh.title, fresh.slot) == ("改过的标题", slot)


def test_a_read_only_notice_shows_its_slot(client, unit, owed):
    notice = published_notice(unit=unit, slot=owed[0])
    client.force_login(member(Role.APPROVER, unit, is_staff=True))

    assert "低保对象名单" in client.get(edit_url(notice)).text
