"""Units that are renamed, moved, merged, closed: who may, and all that follows."""

from __future__ import annotations

from datetime import date

import pytest

from directories.merging import BadChange, close, merge, move, recode, rename
from directories.models import (
    Agency,
    AgencyAlias,
    AgencyChange,
    Employment,
    Membership,
    Official,
    Role,
)
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.workflow import NotAllowed, StaleStatusError
from notices.drafting import UnitClosed, save_draft
from notices.models import Board, Notice, Tally, Tick
from notices.publication import sign
from notices.review import submit
from notices.tallying import recount
from tests.factories import (
    agency,
    board,
    draft_notice,
    member,
    published_notice,
    submitted_notice,
    user,
)
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-23T09:00:00+08:00", tick=False)


@pytest.fixture
def overseer():
    return member(Role.OVERSEER, county())


def tree_is_sound():
    """Every path lies under its parent's path, one level deeper."""
    below = Agency.objects.exclude(parent=None)
    return all(
        path[:-4] == above for path, above in below.values_list("path", "parent__path")
    )


def history(unit):
    return list(
        AgencyChange.objects.filter(agency=unit).values_list("kind", "other", "on")
    )


# --- Renaming -----------------------------------------------------------------------


def test_a_renamed_unit_keeps_its_former_name_in_its_history(overseer):
    unit = agency("县林业局")

    rename(unit, name="县自然资源局", by=overseer, on=DAY, note="县编发〔2026〕3号")

    change = AgencyChange.objects.get()
    assert Agency.objects.get(pk=unit.pk).name == "县自然资源局"
    assert (change.kind, change.old_name, change.on) == ("renamed", "县林业局", DAY)
    assert AuditEntry.objects.get(action="renamed").actor == overseer


@pytest.mark.parametrize("name", ["", " ", "局" * 101, "县林业局"])
def test_a_name_that_is_none_is_refused(overseer, name):
    unit = agency("县林业局")

    with pytest.raises(BadChange):
        rename(unit, name=name, by=overseer, on=DAY)


def test_the_old_code_leads_to_the_unit(overseer):
    unit = agency(code="LYJ")

    recode(unit, code="ZRZYJ", by=overseer)

    unit.refresh_from_db()
    assert (unit.code, unit.slug) == ("ZRZYJ", "zrzyj")
    assert AgencyAlias.objects.get().slug == "lyj"
    assert AgencyAlias.objects.get().agency == unit


def test_a_unit_may_take_its_old_code_back(overseer):
    unit = agency(code="A1")
    recode(unit, code="B2", by=overseer)

    recode(unit, code="A1", by=overseer)

    assert [alias.slug for alias in AgencyAlias.objects.all()] == ["b2"]


@pytest.mark.parametrize(
    "code", ["TAKEN", "taken", "former", "有字", "", "a b", "x\n/"]
)
def test_a_code_that_is_taken_or_malformed_is_refused(overseer, code):
    agency(code="TAKEN")
    recode(agency(code="FORMER"), code="LATER", by=overseer)
    unit = agency(code="MINE")

    with pytest.raises(BadChange):
        recode(unit, code=code, by=overseer)

    assert Agency.objects.get(pk=unit.pk).slug == "mine"


# --- Moving -------------------------------------------------------------------------


def test_a_unit_moves_with_its_whole_branch(overseer):
    old, new = agency(), agency()
    unit = agency(parent=old)
    child = agency(parent=unit)
    grandchild = agency(parent=child)

    move(unit, to=new, by=overseer, on=DAY)

    assert unit.parent == new
    assert tree_is_sound()
    branch = Agency.objects.branch(Agency.objects.get(pk=new.pk).path)
    assert set(branch) == {new, unit, child, grandchild}
    assert history(unit) == [("moved", new.pk, DAY)]


def test_a_moved_unit_finds_a_free_place_among_its_new_siblings(overseer):
    new = agency()
    siblings = [agency(parent=new) for _number in range(3)]
    unit = agency(parent=agency())

    move(unit, to=new, by=overseer, on=DAY)

    paths = [Agency.objects.get(pk=one.pk).path for one in (*siblings, unit)]
    assert len(set(paths)) == 4
    assert tree_is_sound()


def test_counts_of_branches_follow_the_unit(overseer):
    old, new = agency(), agency()
    unit = agency(parent=old)
    child = agency(parent=unit)
    published_notice(unit=child)
    published_notice(unit=unit)
    published_notice(unit=old)

    move(unit, to=new, by=overseer, on=DAY)

    counts = {one: Tally.objects.under(f"branch:{one.pk}") for one in (old, new, unit)}
    assert counts == {old: 1, new: 2, unit: 2}
    assert Tally.objects.under(f"branch:{county().pk}") == 3
    assert recount() == 0


@pytest.mark.parametrize("target", ["itself", "child", "grandchild", "present parent"])
def test_a_unit_can_not_be_moved_there(overseer, target):
    parent = agency()
    unit = agency(parent=parent)
    child = agency(parent=unit)
    targets = {
        "itself": unit,
        "child": child,
        "grandchild": agency(parent=child),
        "present parent": parent,
    }
    before = list(Agency.objects.values_list("pk", "path"))

    with pytest.raises(BadChange):
        move(unit, to=targets[target], by=overseer, on=DAY)

    assert list(Agency.objects.values_list("pk", "path")) == before


def test_the_county_stays_where_it_is(overseer):
    with pytest.raises(BadChange):
        move(county(), to=agency(), by=overseer, on=DAY)


def test_a_branch_that_would_lie_too_deep_stays(overseer):
    deep = agency()
    for _level in range(7):
        deep = agency(parent=deep)
    unit = agency()
    agency(parent=unit)

    with pytest.raises(BadChange):
        move(unit, to=deep, by=overseer, on=DAY)


def test_a_full_superior_takes_no_more(overseer):
    full = agency()
    last = agency(parent=full)
    Agency.objects.filter(pk=last.pk).update(path=f"{full.path}9999")

    with pytest.raises(BadChange):
        move(agency(), to=full, by=overseer, on=DAY)


def test_a_day_that_lies_ahead_is_refused(overseer):
    with pytest.raises(BadChange):
        move(agency(), to=agency(), by=overseer, on=date(2026, 11, 24))


# --- Merging ------------------------------------------------------------------------


def test_a_merged_unit_is_closed_beneath_its_successor(overseer):
    unit, into = agency(), agency()

    merge(unit, into=into, by=overseer, on=DAY, note="机构改革")

    unit.refresh_from_db()
    assert (unit.closed_on, unit.successor, unit.parent) == (DAY, into, into)
    assert tree_is_sound()
    assert history(unit) == [("merged", into.pk, DAY)]
    assert history(into) == [("took_in", unit.pk, DAY)]
    assert AuditEntry.objects.get(action="merged").facts["into"] == into.code


def test_the_trail_of_each_person_says_which_roles_a_merger_took_and_gave(overseer):
    unit, into = agency("甲局"), agency("乙局")
    mover, both = member(Role.EDITOR, unit), member(Role.APPROVER, unit)
    Membership.objects.create(user=both, agency=into, role=Role.APPROVER)

    merge(unit, into=into, by=overseer, on=DAY)

    lines = AuditEntry.objects.filter(action__in=("granted", "revoked")).order_by("pk")
    told = {
        (line.target_id, line.action, line.before, line.after, line.actor)
        for line in lines
    }
    assert told == {
        (mover.pk, "revoked", "editor", "", overseer),
        (mover.pk, "granted", "", "editor", overseer),
        (both.pk, "revoked", "approver", "", overseer),
    }
    notes = lines.filter(target_id=mover.pk).values_list("note", flat=True)
    assert ["甲局" in notes[0], "乙局" in notes[1]] == [True, True]


def test_what_it_published_keeps_its_name_and_is_reached_by_the_successor(overseer):
    unit, into = agency(), agency()
    notice = published_notice(unit=unit)
    internal = published_notice(unit=unit, audience="staff")
    reader = member(Role.READER, into)

    merge(unit, into=into, by=overseer, on=DAY)

    assert Notice.objects.get(pk=notice.pk).agency == unit
    assert Tally.objects.under(f"agency:{unit.pk}") == 1
    assert Tally.objects.under(f"branch:{into.pk}") == 1
    assert internal in Notice.objects.visible_to(reader)


def test_its_people_work_for_the_successor(overseer):
    unit, into = agency(), agency()
    editor = member(Role.EDITOR, unit)
    both = member(Role.APPROVER, unit)
    Membership.objects.create(user=both, agency=into, role=Role.APPROVER)
    Employment.objects.create(user=editor, agency=unit)

    merge(unit, into=into, by=overseer, on=DAY)

    posts = Membership.objects.filter(user__in=[editor, both])
    assert set(posts.values_list("user", "agency", "role")) == {
        (editor.pk, into.pk, "editor"),
        (both.pk, into.pk, "approver"),
    }
    assert posts.count() == 2
    assert Employment.objects.get().agency == into


def test_its_officials_leave_their_posts(overseer):
    unit, into = agency(), agency()
    Official.objects.create(agency=unit, name="王某", post="局长")
    gone = date(2020, 1, 1)
    Official.objects.create(agency=unit, name="李某", post="局长", left_on=gone)

    merge(unit, into=into, by=overseer, on=DAY)

    assert set(Official.objects.values_list("left_on", flat=True)) == {DAY, gone}


def test_its_open_units_go_to_the_successor_and_closed_ones_stay_with_it(overseer):
    unit, into = agency(), agency()
    child, former = agency(parent=unit), agency(parent=unit)
    grandchild = agency(parent=child)
    close(former, by=overseer, on=DAY)

    merge(unit, into=into, by=overseer, on=DAY)

    parents = dict(Agency.objects.values_list("pk", "parent"))
    assert parents[child.pk] == into.pk
    assert parents[grandchild.pk] == child.pk
    assert parents[former.pk] == unit.pk
    assert tree_is_sound()
    assert history(child) == [("moved", into.pk, DAY)]


def test_drafts_and_open_boards_go_to_the_successor(overseer):
    unit, into = agency(), agency()
    open_board = board(agency=unit)
    closed_board = board(agency=unit, is_open=False)
    draft = draft_notice(unit=unit, board=open_board)

    merge(unit, into=into, by=overseer, on=DAY)

    draft.refresh_from_db()
    assert (draft.agency, draft.board.agency) == (into, into)
    assert Board.objects.get(pk=closed_board.pk).agency == unit


def test_a_decision_read_before_the_merger_is_refused_and_made_again_after(overseer):
    unit, into = agency(), agency()
    read_before = submitted_notice(unit=unit)
    approver = member(Role.APPROVER, unit)

    merge(unit, into=into, by=overseer, on=DAY)

    with pytest.raises(StaleStatusError):
        sign(read_before, by=approver, ticks=Tick.values)
    notice = Notice.objects.get()
    sign(
        notice,
        by=type(approver)._default_manager.get(pk=approver.pk),
        ticks=Tick.values,
    )
    assert notice.agency == into


def test_internal_notices_for_its_people_follow_them(overseer):
    unit, into = agency(), agency()
    reader = member(Role.READER, unit)
    notice = published_notice(audience="staff", audience_branch=unit)

    merge(unit, into=into, by=overseer, on=DAY)

    fresh = type(reader)._default_manager.get(pk=reader.pk)
    assert notice in Notice.objects.visible_to(fresh)


def test_a_child_can_be_merged_into_its_superior(overseer):
    into = agency()
    unit = agency(parent=into)
    path = unit.path

    merge(unit, into=into, by=overseer, on=DAY)

    unit.refresh_from_db()
    assert (unit.path, unit.successor) == (path, into)


@pytest.mark.parametrize("case", ["itself", "its child", "the county", "a closed unit"])
def test_a_unit_can_not_be_merged_into(overseer, case):
    unit, closed = agency(), agency()
    close(closed, by=overseer, on=DAY)
    targets = {
        "itself": unit,
        "its child": agency(parent=unit),
        "the county": county(),
        "a closed unit": closed,
    }

    with pytest.raises(BadChange):
        merge(unit, into=targets[case], by=overseer, on=DAY)

    assert Agency.objects.get(pk=unit.pk).is_open


def test_a_merged_unit_is_not_merged_again(overseer):
    unit, into = agency(), agency()
    merge(unit, into=into, by=overseer, on=DAY)

    with pytest.raises(BadChange):
        merge(unit, into=agency(), by=overseer, on=DAY)


def test_all_of_a_merger_or_nothing(overseer, monkeypatch):
    unit, into = agency(), agency()
    member(Role.EDITOR, unit)
    agency(parent=unit)
    before = list(Agency.objects.order_by("pk").values())

    def fail(*_args, **_kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr("notices.receivers.Board.objects", fail)
    with pytest.raises(AttributeError):
        merge(unit, into=into, by=overseer, on=DAY)

    assert list(Agency.objects.order_by("pk").values()) == before
    assert not AgencyChange.objects.exists()
    assert not Membership.objects.filter(agency=into).exists()


# --- Closing ------------------------------------------------------------------------


def test_a_closed_unit_has_no_successor_and_its_boards_close(overseer):
    unit = agency()
    board(agency=unit)

    close(unit, by=overseer, on=DAY)

    unit.refresh_from_db()
    assert (unit.closed_on, unit.successor) == (DAY, None)
    assert not Board.objects.get().is_open
    assert history(unit) == [("closed", None, DAY)]


def test_a_closed_unit_writes_and_submits_nothing_new(overseer):
    unit = agency()
    draft = draft_notice(unit=unit)
    close(unit, by=overseer, on=DAY)
    draft.agency.refresh_from_db()

    with pytest.raises(UnitClosed):
        save_draft(draft, by=draft.author)
    with pytest.raises(UnitClosed):
        submit(draft, by=draft.author)


def test_a_unit_with_open_units_below_it_is_not_closed(overseer):
    unit = agency()
    agency(parent=unit)

    with pytest.raises(BadChange):
        close(unit, by=overseer, on=DAY)


def test_the_county_is_not_closed(overseer):
    with pytest.raises(BadChange):
        close(county(), by=overseer, on=DAY)


# --- Who may ------------------------------------------------------------------------

CHANGES = {
    "rename": lambda one, other, by: rename(one, name="新名", by=by, on=DAY),
    "recode": lambda one, other, by: recode(one, code="NEW", by=by),
    "close": lambda one, other, by: close(one, by=by, on=DAY),
    "move": lambda one, other, by: move(one, to=other, by=by, on=DAY),
    "merge": lambda one, other, by: merge(one, into=other, by=by, on=DAY),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "role", [role for role in Role.values if role != Role.OVERSEER]
)
def test_other_roles_change_no_units(change, role):
    one, other = agency(), agency()
    person = member(role, one)
    Membership.objects.create(user=person, agency=other, role=role)

    with pytest.raises(NotAllowed):
        CHANGES[change](one, other, person)


@pytest.mark.parametrize("change", CHANGES)
def test_a_superuser_without_the_role_changes_no_units(change):
    with pytest.raises(NotAllowed):
        CHANGES[change](agency(), agency(), user(is_superuser=True))


@pytest.mark.parametrize("change", ["move", "merge"])
@pytest.mark.parametrize("side", [0, 1], ids=["the unit only", "the target only"])
def test_both_units_must_be_overseen(change, side):
    units = agency(), agency()
    person = member(Role.OVERSEER, units[side])

    with pytest.raises(NotAllowed):
        CHANGES[change](*units, person)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_makes_cached_pages_stale(change, overseer):
    before = SiteState.objects.current().version

    CHANGES[change](agency(), agency(), overseer)

    assert SiteState.objects.current().version > before
