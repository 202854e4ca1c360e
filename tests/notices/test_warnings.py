"""Warnings: on every page while they hold, gone with the next request when not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.dateparse import parse_datetime

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import NotAllowed, TransitionError
from notices.models import Audience, Kind, Tick, WarningFacts, WithdrawalGround
from notices.publication import archive, recall, sign, withdraw
from notices.release import settle_due
from notices.review import Incomplete, ReasonMissing, submit
from notices.warnings_in_force import end_warning
from tests.factories import draft_notice, member, published_notice
from tests.factories.structures import publish, warning_draft

pytestmark = pytest.mark.django_db

TITLE = "大风蓝色预警"
BANNER = 'class="warnings"'


def later(**span):
    return clock.frozen_at(clock.now() + timedelta(**span))


def approver_of(notice):
    return member(Role.APPROVER, notice.agency)


@pytest.fixture
def now():
    """One moment for the whole test: what is timed lies around it."""
    moment = clock.now()
    with clock.frozen_at(moment):
        yield moment


@pytest.fixture
def warning(now):
    return publish(warning_draft())


def test_a_warning_in_force_stands_on_every_public_page(client, warning):
    other = published_notice()
    paths = [
        *("/", "/notices/", "/boards/", "/agencies/", "/index/", "/site-map/"),
        *("/help/", "/postings/", other.get_absolute_url(), "/nowhere/"),
    ]

    for path in paths:
        page = client.get(path).text

        assert BANNER in page, path
        assert TITLE in page, path


def test_its_level_is_told_by_a_word_and_a_shape(client, warning):
    page = client.get("/").text

    assert "蓝色预警" in page.split(BANNER)[1][:400]
    assert "●" in page.split(BANNER)[1][:400]


def test_the_banner_costs_no_query(client, django_assert_max_num_queries):
    client.get("/help/")
    with django_assert_max_num_queries(1):
        client.get("/help/")

    publish(warning_draft())
    client.get("/help/")

    with django_assert_max_num_queries(1):
        assert TITLE in client.get("/help/").text


def test_an_ordinary_notice_makes_no_banner(client):
    publish(draft_notice(kind=Kind.GENERAL))

    assert BANNER not in client.get("/").text


def test_it_is_gone_when_its_time_is_over_though_nothing_ran(client, warning):
    first = client.get("/").headers["ETag"]

    with later(hours=24):
        page = client.get("/", headers={"If-None-Match": first})

    assert page.status_code == 200
    assert BANNER not in page.text


def test_it_comes_when_its_time_begins_though_nothing_ran(client, now):
    span = {"starts_at": now + timedelta(hours=2), "ends_at": now + timedelta(hours=9)}
    publish(warning_draft(facts=span))
    before = client.get("/")

    with later(hours=2):
        after = client.get("/", headers={"If-None-Match": before.headers["ETag"]})

    assert BANNER not in before.text
    assert BANNER in after.text


def test_a_timed_warning_is_not_shown_before_its_release(client, now):
    notice = warning_draft(release_at=now + timedelta(hours=3))
    submit(notice, by=notice.author)
    sign(notice, by=approver_of(notice), ticks=Tick.values)
    before = client.get("/").text

    with later(hours=3):
        after = client.get("/").text

    assert BANNER not in before
    assert BANNER in after


def test_the_end_of_a_warning_is_the_next_change_of_the_site(warning):
    end = WarningFacts.objects.get().ends_at
    assert SiteState.objects.current().next_change_at == end

    with clock.frozen_at(end):
        settle_due()

    state = SiteState.objects.current()
    assert state.next_change_at is None
    assert state.warnings == []


@pytest.mark.parametrize("take_down", ["withdraw", "archive", "end"])
def test_with_the_next_request_after_a_deed_it_is_gone(client, warning, take_down):
    etag = client.get("/").headers["ETag"]
    by = approver_of(warning)

    if take_down == "withdraw":
        withdraw(warning, by=by, ground=WithdrawalGround.WRONG, reason="有误。")
    elif take_down == "archive":
        archive(warning, by=by, reason="机构撤销。")
    else:
        end_warning(warning, by=by, note="大风已过。")

    page = client.get("/", headers={"If-None-Match": etag})
    assert page.status_code == 200
    assert BANNER not in page.text


def test_a_recalled_warning_is_never_shown(client, now):
    notice = warning_draft(release_at=now + timedelta(hours=3))
    submit(notice, by=notice.author)
    sign(notice, by=approver_of(notice), ticks=Tick.values)
    recall(notice, by=approver_of(notice), reason="再核实。")

    with later(hours=4):
        assert BANNER not in client.get("/").text


def test_an_internal_warning_is_for_staff(client, now):
    publish(warning_draft(audience=Audience.STAFF))

    assert BANNER not in client.get("/").text


def test_the_gravest_stands_first_and_the_rest_are_counted(client, now):
    levels = ["blue", "blue", "yellow", "red", "blue", "orange", "blue"]
    for number, level in enumerate(levels):
        publish(warning_draft(title=f"第{number}号预警", facts={"level": level}))

    banner = client.get("/").text.split(BANNER)[1].split("</section>")[0]

    assert banner.index("第3号") < banner.index("第5号") < banner.index("第2号")
    assert banner.count("<strong") == 3
    assert "kind=warning" in banner


def test_a_warning_that_is_over_is_not_submitted(now):
    past = {"starts_at": now - timedelta(hours=9), "ends_at": now - timedelta(hours=1)}
    notice = warning_draft(facts=past)

    with pytest.raises(Incomplete, match="结束"):
        submit(notice, by=notice.author)


def test_a_warning_that_is_over_before_its_release_is_not_submitted(now):
    notice = warning_draft(hours=2, release_at=now + timedelta(hours=3))

    with pytest.raises(Incomplete, match="结束"):
        submit(notice, by=notice.author)


@pytest.mark.parametrize("code", ["area", "advice", "telephone", "issuing_unit"])
def test_a_warning_says_where_what_to_do_and_whom_to_call(code, now):
    notice = warning_draft(facts={code: ""})

    with pytest.raises(Incomplete):
        submit(notice, by=notice.author)


def test_a_warning_without_facts_names_what_is_missing(now):
    notice = draft_notice(kind=Kind.WARNING)

    with pytest.raises(Incomplete, match="生效"):
        submit(notice, by=notice.author)


# --- Ended early ------------------------------------------------------------------


def test_an_ended_warning_says_so_on_its_page(client, warning):
    end_warning(warning, by=approver_of(warning), note="大风已过，解除预警。")

    page = client.get(warning.get_absolute_url()).text

    assert "大风已过，解除预警。" in page
    assert "提前解除" in page
    assert AuditEntry.objects.filter(action="warning_ended").count() == 1


def test_only_who_signs_ends_a_warning(warning):
    with pytest.raises(NotAllowed):
        end_warning(warning, by=warning.author, note="大风已过。")


def test_an_end_needs_a_reason(warning):
    with pytest.raises(ReasonMissing):
        end_warning(warning, by=approver_of(warning), note=" ")


def test_a_warning_ends_once(warning):
    end_warning(warning, by=approver_of(warning), note="大风已过。")

    with pytest.raises(TransitionError):
        end_warning(warning, by=approver_of(warning), note="再次解除。")


def test_what_is_over_can_not_be_ended(warning):
    by = approver_of(warning)

    with later(hours=25), pytest.raises(TransitionError):
        end_warning(warning, by=by, note="大风已过。")


def test_a_draft_can_not_be_ended(now):
    notice = warning_draft()

    with pytest.raises(TransitionError):
        end_warning(notice, by=approver_of(notice), note="大风已过。")


def test_the_approver_ends_it_at_the_desk(client, warning):
    client.force_login(approver_of(warning))
    address = f"/desk/notices/{warning.pk}/end-warning/"
    offered = client.get(f"/desk/notices/{warning.pk}/").text

    refused = client.post(address, {"note": ""})
    done = client.post(address, {"note": "大风已过。"}, follow=True)

    assert address in offered
    assert refused.status_code == 400
    assert "大风已过。" in done.text
    assert address not in done.text


def test_an_editor_is_not_offered_the_end(client, warning):
    client.force_login(warning.author)

    assert "end-warning" not in client.get(f"/desk/notices/{warning.pk}/").text


@pytest.mark.parametrize(
    ("moved", "word"), [({"hours": -1}, "尚未生效"), ({"hours": 1}, "生效中")]
)
def test_the_page_says_whether_it_holds(client, now, moved, word):
    span = {"starts_at": now, "ends_at": now + timedelta(hours=9)}
    with clock.frozen_at(now - timedelta(days=1)):
        notice = publish(warning_draft(facts=span))

    with clock.frozen_at(now + timedelta(**moved)):
        assert word in client.get(notice.get_absolute_url()).text


def test_the_api_gives_the_moments(client, warning):
    structure = client.get(f"/api/v1/notices/{warning.pk}/").json()["structure"]

    assert structure["level"] == "blue"
    assert structure["starts_at"] < structure["ends_at"]


@pytest.mark.parametrize(
    ("moved", "state"),
    [({"hours": -1}, "coming"), ({"hours": 1}, "holds"), ({"hours": 9}, "over")],
)
def test_the_api_says_whether_it_holds(client, now, moved, state):
    span = {"starts_at": now, "ends_at": now + timedelta(hours=9)}
    with clock.frozen_at(now - timedelta(days=1)):
        notice = publish(warning_draft(facts=span))

    with clock.frozen_at(now + timedelta(**moved)):
        answer = client.get(f"/api/v1/notices/{notice.pk}/").json()

    assert answer["warning_state"] == {"state": state, "ended_at": None, "end_note": ""}


def test_the_api_says_that_a_warning_ended_early_and_leaves_what_was_signed(
    client, warning, now
):
    address = f"/api/v1/notices/{warning.pk}/"
    signed = client.get(address).json()["structure"]

    end_warning(warning, by=approver_of(warning), note="大风已过。")

    answer = client.get(address).json()
    assert answer["structure"] == signed
    assert answer["warning_state"]["state"] == "ended"
    assert answer["warning_state"]["end_note"] == "大风已过。"
    assert parse_datetime(answer["warning_state"]["ended_at"]) == now


def test_other_kinds_have_no_state_of_a_warning(client):
    notice = published_notice()

    answer = client.get(f"/api/v1/notices/{notice.pk}/").json()

    assert answer["warning_state"] is None
