"""Matters (一事一档): public by two hands, and never a word more than is public."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from directories.models import Role
from disclosure_portal.foundation import clock
from disclosure_portal.foundation.days import local_day
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import (
    NotAllowed,
    StaleStatusError,
    TransitionError,
)
from notices.leak_check import PersonalDataInWords
from notices.matter_stages import COMING, DONE, NOW, station_states
from notices.matters import (
    finish_matter,
    keep_meeting,
    put_on_file,
    reopen_matter,
    sign_matter,
    take_off_file,
)
from notices.models import Matter, MatterKind, MatterStatus, Stage
from notices.publication import withdraw
from notices.two_hands import write
from tests.factories import (
    agency,
    approved_notice,
    draft_notice,
    member,
    published_notice,
    withdrawn_notice,
)
from tests.factories.matters import (
    finished_matter,
    matter_draft,
    meeting_of,
    signed_matter,
)

pytestmark = pytest.mark.django_db

ALLOWED = {("draft", "open"), ("open", "closed"), ("closed", "open")}


def editor_of(matter):
    return member(Role.EDITOR, matter.agency)


def approver_of(matter):
    return member(Role.APPROVER, matter.agency)


def in_file(matter, notice, stage=Stage.DURING):
    return put_on_file(matter, notice, stage=stage, by=editor_of(matter))


def read(matter):
    return Matter.objects.select_related("agency").get(pk=matter.pk)


def detail(client, matter):
    return client.get(matter.get_absolute_url())


# --- Two hands ----------------------------------------------------------------------


@pytest.mark.parametrize("move", list(product(MatterStatus.values, repeat=2)))
def test_only_the_listed_moves_are_allowed(move):
    source, target = move

    assert Matter(status=source).can_move_to(target) == (move in ALLOWED)


def test_a_matter_is_public_once_somebody_else_signed_it(client):
    matter = matter_draft(title="食堂改造")
    assert detail(client, matter).status_code == 404

    sign_matter(matter, by=approver_of(matter))

    assert "食堂改造" in detail(client, matter).text
    assert "食堂改造" in client.get("/matters/").text


def test_nobody_signs_what_they_wrote_themselves():
    matter = matter_draft()
    both = member(Role.EDITOR, matter.agency)
    both.memberships.create(agency=matter.agency, role=Role.APPROVER)
    matter.progress = "已开工。"
    write(matter, by=both)

    with pytest.raises(NotAllowed):
        sign_matter(read(matter), by=both)


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPROVER])
def test_only_approvers_sign_finish_and_take_up_again(role):
    draft, done = matter_draft(), finished_matter()

    with pytest.raises(NotAllowed):
        sign_matter(draft, by=member(role, draft.agency))
    with pytest.raises(NotAllowed):
        reopen_matter(done, by=member(role, done.agency), reason="有误")


@pytest.mark.parametrize("role", [r for r in Role if r != Role.EDITOR])
def test_only_editors_write_and_join(role):
    matter, notice = signed_matter(), published_notice()
    person = member(role, matter.agency)

    with pytest.raises(NotAllowed):
        write(matter, by=person)
    with pytest.raises(NotAllowed):
        put_on_file(matter, notice, stage=Stage.DURING, by=person)


def test_changed_words_wait_for_a_signature(client):
    matter = signed_matter(progress="已开工。")
    changed = read(matter)
    changed.progress, changed.next_step = "已封顶。", "验收"
    changed.next_step_on = date(2027, 3, 1)
    write(changed, by=editor_of(matter))

    before = detail(client, matter).text
    sign_matter(read(matter), by=approver_of(matter))
    after = detail(client, matter).text

    assert "已开工。" in before
    assert "已封顶。" not in before
    assert "已封顶。" in after
    assert "2027年3月1日" in after
    signed = AuditEntry.objects.filter(action="signed").latest("pk")
    assert signed.facts["before"]["progress"] == "已开工。"
    assert signed.facts["after"]["progress"] == "已封顶。"


def test_of_two_editors_the_second_is_told():
    matter = signed_matter()
    first, second = read(matter), read(matter)
    first.progress, second.progress = "甲", "乙"
    write(first, by=editor_of(matter), read=matter.version)

    with pytest.raises(StaleStatusError):
        write(second, by=editor_of(matter), read=matter.version)

    assert read(matter).proposed == {"progress": "甲"}


def test_nobody_signs_another_version_than_they_read():
    matter = matter_draft()
    seen = read(matter)
    matter.progress = "后来加的话"
    write(matter, by=editor_of(matter))

    with pytest.raises(StaleStatusError):
        sign_matter(seen, by=approver_of(matter))


def test_a_promised_work_says_what_was_promised():
    matter = matter_draft(kind=MatterKind.PROMISE)

    with pytest.raises(TransitionError):
        sign_matter(matter, by=approver_of(matter))


def test_it_is_finished_with_a_result_and_taken_up_again_with_a_reason():
    matter = signed_matter()
    with pytest.raises(TransitionError):
        finish_matter(matter, by=approver_of(matter))

    done = finished_matter()
    reopen_matter(done, by=approver_of(done), reason="验收不合格，需返工。")

    assert read(done).status == MatterStatus.OPEN
    assert AuditEntry.objects.latest("pk").note == "验收不合格，需返工。"


def test_numbers_of_persons_are_refused():
    with pytest.raises(PersonalDataInWords):
        matter_draft(progress="联系张三 13800138000")


def test_a_meeting_is_public_when_signed_and_fixed_from_then_on(client):
    matter = signed_matter()
    held = meeting_of(matter, decision="同意原址重建。")
    assert "同意原址重建。" not in detail(client, matter).text

    sign_matter(read(matter), by=approver_of(matter))

    page = detail(client, matter).text
    assert "同意原址重建。" in page
    assert "34" in page
    held.decision = "改了"
    with pytest.raises(TransitionError):
        keep_meeting(held, by=editor_of(matter))


# --- What shows ---------------------------------------------------------------------

HIDDEN = {
    "draft": draft_notice,
    "signed for tomorrow": approved_notice,
    "internal": lambda **fields: published_notice(audience="staff", **fields),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_a_notice_that_is_not_public_leaks_through_no_door(client, name):
    matter = signed_matter()
    hidden = HIDDEN[name](unit=matter.agency, title="不公开的标题")
    in_file(matter, hidden)

    doors = (
        matter.get_absolute_url(),
        "/matters/",
        f"/api/v1/matters/{matter.pk}/",
        "/api/v1/matters/",
        "/data/matters.csv",
        f"/agencies/{matter.agency.slug}/",
    )

    for door in doors:
        answer = client.get(door)
        assert answer.status_code == 200, door
        text = answer.getvalue().decode()
        assert "不公开的标题" not in text, door
        assert f"/notices/{hidden.pk}/" not in text, door


def test_a_withdrawn_notice_stays_as_a_way_to_its_tombstone(client):
    matter = signed_matter()
    gone = withdrawn_notice(unit=matter.agency, title="有误的标题")
    shown = published_notice(unit=matter.agency)
    in_file(matter, shown)
    withdraw(shown, by=approver_of(matter), ground="wrong", reason="有误")
    matter.entries.create(notice=gone, stage=Stage.AFTER)

    page = detail(client, matter).text

    assert "有误的标题" not in page
    assert f"/notices/{gone.pk}/" in page
    assert f"/notices/{shown.pk}/" in page
    assert client.get(f"/api/v1/matters/{matter.pk}/").json()["notices"] == []


def test_an_editor_joins_only_what_they_may_read():
    matter, foreign = signed_matter(), draft_notice()

    with pytest.raises(NotAllowed):
        in_file(matter, foreign)


def test_a_notice_leads_to_its_matter_and_a_draft_of_one_does_not_show(client):
    notice = published_notice()
    shown = signed_matter(title="公开的事项")
    hidden = matter_draft(title="未审的事项", unit=notice.agency)
    entry = in_file(shown, notice)
    in_file(hidden, notice)

    page = client.get(notice.get_absolute_url()).text

    assert shown.get_absolute_url() in page
    assert "未审的事项" not in page
    take_off_file(entry, by=editor_of(shown))
    assert "公开的事项" not in client.get(notice.get_absolute_url()).text


def test_a_unit_with_matters_links_to_them(client):
    matter, other = signed_matter(), agency()

    assert f"/matters/?unit={matter.agency.slug}" in (
        client.get(f"/agencies/{matter.agency.slug}/").text
    )
    assert "/matters/?unit=" not in client.get(f"/agencies/{other.slug}/").text


def test_the_list_is_filtered_by_unit_kind_and_state(client):
    today = local_day(clock.now())
    late = signed_matter(
        title="逾期事项", next_step="验收", next_step_on=today - timedelta(days=3)
    )
    signed_matter(title="按期事项", kind=MatterKind.POLICY)
    finished_matter(title="办结事项")

    def titles(address):
        return {row["title"] for row in client.get(address).context["rows"]}

    assert titles("/matters/?state=overdue") == {"逾期事项"}
    assert titles("/matters/?state=closed") == {"办结事项"}
    assert titles("/matters/?kind=policy") == {"按期事项"}
    assert titles(f"/matters/?unit={late.agency.slug}") == {"逾期事项"}
    assert len(titles("/matters/?kind=nonsense&page=77&unit=nowhere")) == 3


@pytest.mark.parametrize("size", [1, 12])
def test_pages_cost_the_same_whatever_their_size(
    client, size, django_assert_num_queries
):
    matter = signed_matter()
    for _number in range(size):
        in_file(matter, published_notice())
        signed_matter()
    client.get("/matters/")
    SiteState.objects.current()

    with django_assert_num_queries(4):  # the site; the matter; notices; meetings
        client.get(matter.get_absolute_url())
    with django_assert_num_queries(5):  # the site; count; page; notices; meetings
        client.get("/matters/")


def test_every_deed_makes_a_new_version_of_the_site():
    def version():
        return SiteState.objects.current().version

    matter = matter_draft()
    before = version()
    sign_matter(matter, by=approver_of(matter))
    signed = version()
    entry = in_file(matter, published_notice())
    joined = version()
    take_off_file(entry, by=editor_of(matter))

    assert before < signed < joined < version()


@pytest.mark.parametrize(
    ("reached", "is_closed", "states"),
    [
        ((), False, [NOW, COMING, COMING]),
        (("before",), False, [NOW, COMING, COMING]),
        (("during",), False, [DONE, NOW, COMING]),
        (("before", "after"), False, [DONE, DONE, NOW]),
        ((), True, [DONE, DONE, DONE]),
    ],
)
def test_a_matter_stands_where_its_file_reaches(reached, is_closed, states):
    assert station_states(Stage.values, reached, is_closed=is_closed) == states


# --- Programs -----------------------------------------------------------------------


def test_programs_read_the_whole_file(client):
    matter = signed_matter(kind=MatterKind.PROMISE, promise="年底完工。")
    notice = published_notice(unit=matter.agency)
    in_file(matter, notice, Stage.BEFORE)
    meeting_of(matter, minutes_notice=draft_notice(unit=matter.agency))
    sign_matter(read(matter), by=approver_of(matter))

    (row,) = client.get("/api/v1/matters/?kind=promise").json()["results"]
    whole = client.get(f"/api/v1/matters/{matter.pk}/").json()

    assert row["promise"] == whole["promise"] == "年底完工。"
    assert [each["id"] for each in whole["notices"]] == [notice.pk]
    assert whole["meetings"][0]["present"] == 34
    assert whole["meetings"][0]["minutes_notice"] is None  # not public
    assert client.get("/api/v1/matters/999/").status_code == 404
    assert client.get("/api/v1/matters/?overdue=true").json()["results"] == []


# --- Desk and administration --------------------------------------------------------


def test_an_approver_signs_at_the_desk(client):
    matter = matter_draft(title="待签事项")
    client.force_login(approver_of(matter))

    listed = client.get("/desk/matters/").text
    page = client.get(f"/desk/matters/{matter.pk}/").text
    answer = client.post(
        f"/desk/matters/{matter.pk}/sign/", {"version": matter.version}
    )

    assert "待签事项" in listed
    assert f"/desk/matters/{matter.pk}/sign/" in page
    assert answer.status_code == 302
    assert read(matter).status == MatterStatus.OPEN


def test_strangers_find_no_matter_at_the_desk(client):
    matter = matter_draft()
    client.force_login(member(Role.APPROVER, agency()))

    assert client.get(f"/desk/matters/{matter.pk}/").status_code == 404
    answer = client.post(f"/desk/matters/{matter.pk}/sign/", {"version": 1})
    assert answer.status_code == 404


def test_who_may_not_sign_is_refused_in_place(client):
    matter = matter_draft()
    client.force_login(editor_of(matter))

    answer = client.post(
        f"/desk/matters/{matter.pk}/sign/", {"version": matter.version}
    )

    assert answer.status_code == 403
    assert read(matter).status == MatterStatus.DRAFT


def form_of(matter, **changed):
    rows = {
        f"{prefix}-{name}": "0"
        for prefix in ("entries", "meetings")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    words = {name: getattr(matter, name) or "" for name in Matter.WORDS}
    return {
        **words,
        **rows,
        "agency": matter.agency_id,
        "read_version": matter.version or "",
        **changed,
    }


def test_an_editor_writes_in_the_administration(client):
    unit = agency()
    person = member(Role.EDITOR, unit, is_staff=True)
    client.force_login(person)
    notice = published_notice(unit=unit)
    draft = Matter(agency=unit, title="新事项", person_in_charge="项目办")
    joined = {
        "entries-TOTAL_FORMS": "1",
        "entries-0-stage": "before",
        "entries-0-notice": notice.pk,
        "meetings-TOTAL_FORMS": "1",
        "meetings-0-sort": "forum",
        "meetings-0-held_on": "2026-03-02",
        "meetings-0-present": "12",
        "meetings-0-decision": "同意",
    }

    answer = client.post("/admin/notices/matter/add/", form_of(draft, **joined))

    matter = Matter.objects.get()
    assert answer.headers["Location"] == f"/desk/matters/{matter.pk}/"
    assert matter.status == MatterStatus.DRAFT
    assert [entry.notice_id for entry in matter.entries.all()] == [notice.pk]
    assert matter.meetings.get().present == 12

    sign_matter(read(matter), by=approver_of(matter))
    public = read(matter)
    change = f"/admin/notices/matter/{matter.pk}/change/"
    client.post(
        change,
        form_of(
            public,
            progress="已开工",
            **{"entries-TOTAL_FORMS": "0"},
        ),
    )

    assert read(matter).proposed == {"progress": "已开工"}
    assert "已开工" in client.get(change).text


def test_an_editor_of_another_unit_is_not_let_in(client):
    matter = matter_draft()
    client.force_login(member(Role.EDITOR, agency(), is_staff=True))

    answer = client.get(f"/admin/notices/matter/{matter.pk}/change/")

    assert answer.status_code == 404


def test_who_only_looks_is_shown_no_hidden_field(client):
    matter = signed_matter()
    client.force_login(member(Role.OVERSEER, matter.agency, is_staff=True))

    page = client.get(f"/admin/notices/matter/{matter.pk}/change/")

    assert page.status_code == 200
    assert matter.title in page.text
    assert "ead version" not in page.text
    assert "None" not in page.text
