"""The chain at the desk: whose it is, three touches, sheets on paper, what changed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from directories.models import Membership, Role
from disclosure_portal.foundation.models import User
from disclosure_portal.foundation.workflow import NotAllowed
from notices.chain_panel import changes_since_last_round
from notices.deciding import agree
from notices.drafting import save_draft
from notices.models import Notice, NoticeStatus, ReviewDecision, SubmittedContent, Tick
from notices.publication import override
from notices.review import send_back, submit
from notices.submitted_contents import forget_submitted
from notices.waiting import waiting_for
from tests.factories import agency, member, published_notice, user
from tests.factories.chains import (
    ALL_TICKS,
    audited_unit,
    chained_draft,
    county_leader,
    notice_at,
    pass_step,
    whole_chain,
)

pytestmark = pytest.mark.django_db


def page_url(notice):
    return reverse("desk-notice", args=[notice.pk])


def press(client, notice, name, **words):
    read = {
        "content_version": notice.content_version,
        "round": notice.round,
        "step": notice.step,
    }
    return client.post(reverse("desk-deed", args=[notice.pk, name]), read | words)


def offered(page):
    return [button.deed.name for button in page.context["panel"]["buttons"]]


# --- Whose desk ---------------------------------------------------------------------


def waits(person, notice):
    return notice in waiting_for(User.objects.get(pk=person.pk)).to_decide.rows


def test_a_step_waits_for_its_role_only():
    unit = audited_unit()
    people = {role: member(role, unit) for role in Role}
    notice = notice_at("review", unit)

    waiting = [role for role, person in people.items() if waits(person, notice)]

    assert waiting == [Role.REVIEWER]


def test_it_waits_at_the_nearest_level_that_has_somebody():
    unit = audited_unit()
    below = agency(parent=unit)
    upper, lower = member(Role.REVIEWER, unit), member(Role.REVIEWER, below)
    notice = notice_at("review", below)
    seen = [waits(upper, notice), waits(lower, notice)]

    Membership.objects.filter(user=lower).delete()
    Membership.objects.filter(agency=below, role=Role.REVIEWER).delete()

    assert seen == [False, True]
    assert waits(upper, notice)


def test_the_county_leader_is_left_alone_while_a_unit_has_its_approver():
    unit = audited_unit()
    leader = county_leader()
    notice = notice_at("signature", unit)
    alone = waits(leader, notice)

    member(Role.APPROVER, unit)

    assert (alone, waits(leader, notice)) == (True, False)


def test_who_decided_another_step_finds_it_no_more():
    unit = audited_unit()
    notice = notice_at("review", unit)
    person = member(Role.REVIEWER, unit)
    agree(notice, by=person, ticks=ALL_TICKS)

    assert not waits(person, notice)
    assert waits(member(Role.REVIEWER, unit), notice)


def test_the_second_hand_decides_where_a_unit_has_nobody():
    unit, office = agency("小镇"), agency("政府办")
    whole_chain(unit, second_hand=office)
    helper = member(Role.REVIEWER, office)
    notice = notice_at("review", unit)

    before = waits(helper, notice)
    member(Role.REVIEWER, unit)

    assert (before, waits(helper, notice)) == (True, False)
    agree(notice, by=helper, ticks=ALL_TICKS)
    assert notice.step == "agreement"


def test_a_second_hand_reads_what_is_in_review_and_nothing_else(client):
    unit, office = agency("小镇"), agency("政府办")
    whole_chain(unit, second_hand=office)
    draft, notice = chained_draft(unit), notice_at("review", unit)
    client.force_login(member(Role.REVIEWER, office))

    assert offered(client.get(page_url(notice))) == ["agree", "return"]
    assert client.get(page_url(draft)).status_code == 404
    client.force_login(member(Role.EDITOR, office))
    assert client.get(page_url(notice)).status_code == 404


@pytest.mark.parametrize("size", [1, 12])
def test_the_desk_costs_the_same_however_long_the_chain(
    client, size, django_assert_max_num_queries
):
    unit = audited_unit()
    for _number in range(size):
        notice_at("review", unit)
    client.force_login(member(Role.REVIEWER, unit))
    client.get("/desk/")

    with django_assert_max_num_queries(18):
        client.get("/desk/")


# --- The deciding page --------------------------------------------------------------


def test_three_touches_agree_to_a_step(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    client.force_login(member(Role.REVIEWER, unit))

    home = client.get("/desk/").content.decode()
    page = client.get(page_url(notice)).content.decode()
    answer = press(client, notice, "agree", all_ticks="on")

    assert page_url(notice) in home
    assert "以上各项我均已核对" in page
    assert answer.headers["Location"] == "/desk/"
    assert Notice.objects.get().step == "agreement"


def test_what_is_left_unchecked_is_named_and_the_words_are_kept(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    client.force_login(member(Role.REVIEWER, unit))

    page = press(client, notice, "agree", ticks=["complete"], opinion="同意。")

    html = page.content.decode()
    assert page.status_code == 400
    assert "还须确认：内容真实准确" in html
    assert "同意。" in html


@pytest.mark.parametrize(
    ("step", "role", "names"),
    [
        ("audit", Role.AUDITOR, ["agree", "return"]),
        ("audit", Role.REVIEWER, []),
        ("review", Role.REVIEWER, ["agree", "return"]),
        ("review", Role.APPROVER, []),
        ("signature", Role.REVIEWER, []),
        ("signature", Role.APPROVER, ["sign", "return"]),
    ],
)
def test_each_step_offers_its_own_buttons(client, step, role, names):
    unit = audited_unit()
    notice = notice_at(step, unit)
    client.force_login(member(role, unit))

    page = client.get(page_url(notice))

    assert offered(page) == names
    states = [station.state for station in page.context["panel"]["stations"]]
    assert states.count("waiting") == 1


def test_the_leader_is_offered_the_override(client):
    notice = notice_at("audit", audited_unit())
    client.force_login(county_leader())

    page = client.get(page_url(notice))
    answer = press(client, notice, "override", reason="防汛急需。")

    assert offered(page) == ["override"]
    assert answer.status_code == 302
    assert Notice.objects.get().override_reason == "防汛急需。"


DOORS = ["agree", "sign", "return", "override"]


@pytest.mark.parametrize("name", DOORS)
@pytest.mark.parametrize("who", ["writer", "stranger", "superuser", "decided"])
def test_no_address_lets_a_wrong_hand_in(client, who, name):
    unit = audited_unit()
    notice = notice_at("review", unit)
    decided = member(Role.REVIEWER, unit)
    agree(notice, by=decided, ticks=ALL_TICKS)
    writer = notice.author
    Membership.objects.create(user=writer, agency=unit, role=Role.REVIEWER)
    people = {
        "writer": writer,
        "stranger": member(Role.REVIEWER, agency()),
        "superuser": user(is_superuser=True, is_staff=True),
        "decided": decided,
    }
    client.force_login(people[who])
    before = ReviewDecision.objects.count()

    answer = press(client, notice, name, all_ticks="on", reason="无")

    assert answer.status_code in (400, 403, 404, 409)
    assert ReviewDecision.objects.count() == before


def test_a_page_of_an_earlier_step_decides_no_later_one(client):
    unit = audited_unit()
    notice = notice_at("review", unit)
    older = Notice.objects.get()
    pass_step(notice)
    client.force_login(member(Role.REVIEWER, unit))

    answer = press(client, older, "agree", all_ticks="on")

    assert answer.status_code == 409
    assert Notice.objects.get().step == "agreement"


def test_many_at_once_skip_no_step_and_no_statement(client):
    unit = audited_unit()
    early, last = notice_at("review", unit), notice_at("signature", unit)
    client.force_login(member(Role.APPROVER, unit, is_staff=True))

    client.post(
        reverse("admin:notices_notice_changelist"),
        {
            "action": "sign_selected",
            "_selected_action": [early.pk, last.pk],
            "apply": "1",
            "ticks": Tick.NOT_SECRET,
        },
    )

    statuses = Notice.objects.values_list("status", flat=True)
    assert set(statuses) == {NoticeStatus.IN_REVIEW}


def test_the_account_of_a_system_decides_no_step():
    unit = audited_unit()
    notice = notice_at("review", unit)
    account = member(Role.REVIEWER, unit, is_service=True)

    assert not waits(account, notice)
    with pytest.raises(NotAllowed):
        agree(notice, by=account, ticks=ALL_TICKS)


def test_the_history_names_the_steps(client):
    unit = audited_unit()
    notice = notice_at("agreement", unit)
    override(notice, by=county_leader(), reason="防汛急需。")
    client.force_login(member(Role.EDITOR, unit))

    page = client.get(page_url(notice)).content.decode()

    assert "审批环节通过：财务审核" in page
    assert "特批越过未办环节：会签" in page


# --- What changed since the last round ----------------------------------------------


def handed_in_again(**changes):
    unit = audited_unit()
    notice = notice_at("review", unit, body="<p>第一段。</p><p>第二段。</p>")
    send_back(notice, by=member(Role.REVIEWER, unit), reason="请改。")
    for name, value in changes.items():
        setattr(notice, name, value)
    save_draft(notice, by=notice.author)
    submit(notice, by=notice.author)
    return notice


def test_a_second_round_shows_what_was_changed():
    notice = handed_in_again(title="新标题", body="<p>第一段。</p><p>改过的。</p>")

    told = changes_since_last_round(notice) or {}

    (title,) = told["values"]
    assert (title["label"], title["after"]) == ("标题", "新标题")
    assert told["text"] is not None
    assert not any(told[part] for part in ("tables", "files", "is_same"))


def test_a_second_round_of_another_kind_says_so():
    notice = handed_in_again(kind="policy")

    told = changes_since_last_round(notice) or {}

    assert [(value["before"], value["after"]) for value in told["values"]] == [
        ("综合", "政策")
    ]


def test_a_second_round_as_it_was_says_so(client):
    notice = handed_in_again()
    client.force_login(member(Role.AUDITOR, notice.agency))

    page = client.get(page_url(notice)).content.decode()

    assert "按原样再次报送" in page


def test_the_desk_shows_it(client):
    notice = handed_in_again(body="<p>第一段。</p><p>改过的。</p>")
    client.force_login(member(Role.AUDITOR, notice.agency))

    page = client.get(page_url(notice)).content.decode()

    assert ">第二段<" in page
    assert ">改过的<" in page


def test_a_first_round_has_nothing_to_compare():
    assert changes_since_last_round(notice_at("review", audited_unit())) is None


def test_what_was_handed_in_is_dropped_once_it_is_public():
    published_notice()
    notice_at("review", audited_unit())

    forget_submitted()

    assert SubmittedContent.objects.count() == 1
