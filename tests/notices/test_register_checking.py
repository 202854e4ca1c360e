"""What a citizen reads of officials, groups, floor plans, boards, legal bases and
programmes and somebody alters behind the portal's back is named."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.urls import reverse

from directories.bases import save_basis
from directories.merging import close, merge, move, recode, rename
from directories.models import (
    Agency,
    FloorPlan,
    GroupMember,
    LegalBasis,
    Official,
    Role,
    WorkingGroup,
)
from disclosure_portal.foundation.models import AuditEntry
from notices import register_checking
from notices.import_targets import made_with_notice
from notices.models import Board, Programme
from notices.register_checking import (
    record_registers,
    register_findings,
    rows_not_compared,
)
from tests import factories as make
from tests.factories.chains import group
from tests.factories.subsidies import posting_programme, programme

pytestmark = pytest.mark.django_db


def official(**fields: Any) -> Official:
    words = {"name": "王建国", "post": "局长", "telephone": "0999-1234567"}
    return Official.objects.create(agency=make.agency(), **words | fields)


def basis() -> LegalBasis:
    return save_basis(LegalBasis(title="《收费办法》", number="价费〔2026〕1号"))


def plan() -> FloorPlan:
    return FloorPlan.objects.create(agency=make.agency(), title="一楼", digest="a" * 64)


def staffed_group() -> WorkingGroup:
    return group(make.agency(), "supervision", make.user())


MAKE: dict[Any, Any] = {
    Agency: make.agency,
    Official: official,
    WorkingGroup: staffed_group,
    FloorPlan: plan,
    Board: make.board,
    LegalBasis: basis,
    Programme: programme,
}


@pytest.fixture(params=MAKE, ids=lambda model: model.__name__)
def row(request):
    """As it was before the trail kept digests, and recorded later."""
    made = MAKE[request.param]()
    record_registers()
    return made


def found() -> list[str]:
    return [str(each) for each in register_findings(lambda _count: None)]


def other(column: Any, value: Any) -> Any:
    if isinstance(column, models.ForeignKey):
        return make.agency().pk
    if isinstance(column, models.BooleanField):
        return not value
    if isinstance(column, models.DateField):
        return date(2031, 1, 1)
    if isinstance(column, models.IntegerField | models.DecimalField):
        return (value or 0) + 1
    if column.choices:
        return next(code for code, _label in column.flatchoices if code != value)
    return f"改{value[1:]}" if value else "改"


def columns(model: Any) -> list[Any]:
    """All that a row says itself; where a unit stands follows from its superiors."""
    derived = {"id", *getattr(model, "DERIVED", ())}
    return [each for each in model._meta.concrete_fields if each.name not in derived]


CASES = [(model, column.name) for model in MAKE for column in columns(model)]


@pytest.mark.parametrize(
    ("model", "name"), CASES, ids=[f"{m.__name__}-{name}" for m, name in CASES]
)
def test_every_column_that_is_altered_is_named(model, name):
    # Only a list with masked names may be posted.
    made = posting_programme() if name == "line_access" else MAKE[model]()
    record_registers()
    assert found() == []
    column = model._meta.get_field(name)
    value = other(column, getattr(made, column.attname))

    model._default_manager.filter(pk=made.pk).update(**{column.attname: value})

    own = f"{model._meta.verbose_name} {made.pk}："
    told = [each for each in found() if each.startswith(own)]
    assert told[0].startswith(own + label(column))


def label(column: Any) -> str:
    return str(column.verbose_name)


def test_a_row_that_was_taken_out_or_put_in_is_named(row):
    model: Any = type(row)
    name = model._meta.verbose_name
    copy = model._default_manager.get(pk=row.pk)
    copy.pk = row.pk + 100
    for column in model._meta.concrete_fields:
        if column.unique and not column.primary_key:
            setattr(copy, column.attname, f"另{row.pk}")
    model._default_manager.filter(pk=row.pk).delete()
    copy.save(force_insert=True)

    told = found()

    assert any(
        each.startswith(f"{name} {row.pk}：") and "不见了" in each for each in told
    )
    assert any(each.startswith(f"{name} {copy.pk}：") for each in told)


def test_digests_are_recorded_once(row):
    assert record_registers() == 0

    type(row)._default_manager.filter(pk=row.pk).update(**altered(row))
    record_registers()

    assert len(found()) == 1


def altered(row: Any) -> dict[str, str]:
    is_titled = isinstance(row, LegalBasis | FloorPlan)
    return {"title" if is_titled else "name": "改了"}


@pytest.mark.parametrize("name", ["name", "post", "is_head", "user"])
def test_a_seat_of_a_group_that_is_altered_is_named(name):
    made = staffed_group()
    record_registers()
    seat = GroupMember.objects.get()
    column = GroupMember._meta.get_field(name)
    value = make.user().pk if name == "user" else other(column, getattr(seat, name))

    GroupMember.objects.filter(pk=seat.pk).update(**{name: value})

    (told,) = found()
    assert told.startswith(f"{WorkingGroup._meta.verbose_name} {made.pk}：")
    assert str(GroupMember._meta.verbose_name_plural) in told


def test_a_seat_that_was_put_in_or_taken_out_is_named():
    made, other_group = staffed_group(), staffed_group()
    record_registers()

    GroupMember.objects.filter(group=made).delete()
    GroupMember.objects.create(group=other_group, name="甲")

    assert len(found()) == 2


def test_before_that_rows_are_counted_and_no_fault_is_found():
    for each in MAKE.values():
        each()

    assert found() == []
    assert rows_not_compared() >= len(MAKE)
    record_registers()
    assert rows_not_compared() == 0


@pytest.fixture
def overseer(client):
    person = make.member(Role.OVERSEER, make.county(), is_staff=True)
    client.force_login(person)
    return person


def sent(model: Any, **words: str) -> dict[str, str]:
    return {
        Official: {"kind": "leader", "name": "李红", "post": "局长", "position": "0"},
        LegalBasis: {"title": "《价格法》", "number": "", "validity": "in_force"},
    }[model] | words


@pytest.mark.parametrize("model", [Official, LegalBasis])
def test_what_staff_write_change_and_delete_is_in_order(client, overseer, model):
    app = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    words = sent(model)
    if model is Official:
        words["agency"] = str(make.agency().pk)
    record_registers()
    client.post(reverse(f"{app}_add"), words)
    made = model._default_manager.get()
    assert found() == []

    field = "title" if model is LegalBasis else "name"
    changed = {**words, field: "《价格法》修正" if field == "title" else "李小红"}
    client.post(reverse(f"{app}_change", args=[made.pk]), changed)
    made.refresh_from_db()
    assert getattr(made, field) == changed[field]
    assert found() == []

    client.post(reverse(f"{app}_delete", args=[made.pk]), {"post": "yes"})
    assert found() == []
    if not model._default_manager.exists():
        made.save(force_insert=True)
        assert len(found()) == 1


def test_a_group_that_staff_write_with_its_members_is_in_order(client, overseer):
    form = {"kind": "leading", "name": "领导小组", "agency": make.agency().pk}
    seats = {"members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 0}
    seat = {"members-0-name": "何组长", "members-0-position": 0}

    add = reverse("admin:directories_workinggroup_add")
    client.post(add, {**form, **seats, **seat})

    assert GroupMember.objects.get().name == "何组长"
    assert found() == []
    GroupMember.objects.update(name="贺组长")
    assert len(found()) == 1


def test_people_and_boards_of_a_unit_that_ends_are_in_order(overseer):
    one, two, into = official(), official(), make.agency()
    boards = [make.board(agency=each.agency) for each in (one, two)]
    record_registers()

    close(one.agency, by=overseer, on=date(2026, 3, 2), note="机构改革。")
    merge(two.agency, into=into, by=overseer, on=date(2026, 3, 2), note="机构改革。")

    assert {*Official.objects.values_list("left_on", flat=True)} == {date(2026, 3, 2)}
    for board in boards:
        board.refresh_from_db()
    assert [(board.is_open, board.agency) for board in boards] == [
        (False, one.agency),
        (True, into),
    ]
    assert found() == []


def test_what_deeds_make_of_units_is_in_order(overseer):
    town, other_town = make.agency(), make.agency()
    village = make.agency(parent=town)
    record_registers()
    how = {"by": overseer, "note": "机构改革。"}

    rename(town, name="改名镇", on=date(2026, 3, 2), **how)
    recode(town, code=f"{town.code}-A", **how)
    move(town, to=other_town, on=date(2026, 3, 2), **how)
    close(village, on=date(2026, 3, 2), **how)

    assert found() == []
    Agency.objects.filter(pk=village.pk).update(closed_on=None)
    assert len(found()) == 1


@pytest.mark.parametrize(
    ("relation", "name", "value"),
    [
        ("changes", "old_name", "旧名"),
        ("changes", "on", date(2020, 1, 1)),
        ("aliases", "slug", "elsewhere"),
    ],
)
def test_history_and_old_addresses_of_a_unit_are_compared(
    overseer, relation, name, value
):
    one, into = make.agency(), make.agency()
    record_registers()
    how = {"by": overseer, "note": "机构改革。"}
    recode(one, code=f"{one.code}-A", **how)
    rename(one, name="改名局", on=date(2026, 3, 2), **how)
    merge(one, into=into, on=date(2026, 3, 2), **how)
    assert found() == []

    row = getattr(one, relation).order_by("pk").first()
    type(row)._default_manager.filter(pk=row.pk).update(**{name: value})

    (told,) = found()
    assert told.startswith(f"{Agency._meta.verbose_name} {one.pk}：")
    assert str(row._meta.verbose_name_plural) in told


def test_a_unit_at_another_place_of_the_tree_is_named():
    town, village = make.agency(), make.agency(parent=make.agency())
    record_registers()

    Agency.objects.filter(pk=village.pk).update(path=f"{town.path}9999")

    (told,) = found()
    assert told.startswith(f"{Agency._meta.verbose_name} {village.pk}：")


def imported(folder, top, **names):
    """Units below the top by their codes, as a sheet of divisions brings them."""
    path = folder / "units.csv"
    lines = [f"{code},{name},{top.code}" for code, name in names.items()]
    path.write_text("\n".join(["code,name,parent_code", *lines]), encoding="utf-8")
    call_command("import_agencies", path, stdout=io.StringIO())


def test_units_of_an_import_are_compared_at_once(tmp_path):
    top = make.county()
    known = make.agency("石盘镇", parent=top)
    record_registers()

    imported(tmp_path, top, **{known.code: "石盘镇", "9901": "上渡村"})
    assert found() == []
    imported(tmp_path, top, **{known.code: "石磐镇", "9901": "上渡村"})

    known.refresh_from_db()
    assert known.name == "石磐镇"
    assert found() == []
    Agency.objects.filter(slug="9901").update(name="下渡村")
    record_registers()
    assert len(found()) == 1


def test_of_more_units_than_a_county_has_each_whole_row_is_compared(monkeypatch):
    monkeypatch.setattr(register_checking, "MOST", 2)
    for _number in range(3):
        make.agency()

    record_registers()

    assert rows_not_compared() == 0
    assert found() == []
    last = Agency.objects.latest("pk")
    Agency.objects.filter(pk=last.pk).update(telephone="0999-1")
    (told,) = found()
    assert told.startswith(f"{Agency._meta.verbose_name} {last.pk}：")


def test_a_board_that_an_import_makes_is_in_order(overseer):
    record_registers()
    new = Board(name="旧栏目", slug="board-old", column_type="news")

    with made_with_notice(new, by=overseer):
        pass

    assert found() == []
    Board.objects.filter(pk=new.pk).update(description="改了")
    assert len(found()) == 1


def test_the_commands_record_them_later_and_name_what_was_altered(capsys):
    make.published_notice()
    man = official()
    call_command("verify_log", rows=True)
    assert "record_receipts" in capsys.readouterr().out

    call_command("record_receipts")
    Official.objects.filter(pk=man.pk).update(telephone="0999-7654321")
    with pytest.raises(CommandError):
        call_command("verify_log", rows=True)

    told = capsys.readouterr().out
    assert f"{Official._meta.verbose_name} {man.pk}：" in told
    assert "0999-7654321" in told
    assert AuditEntry.objects.filter(action="imprinted", target_id=man.pk).exists()
    assert Programme.objects.count() == 0


def test_a_row_put_into_a_register_that_was_empty_when_it_was_recorded_is_named():
    unit = make.agency()
    assert not FloorPlan.objects.exists()
    record_registers()
    assert found() == []

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO directories_floorplan"
            " (agency_id, title, description, digest, position)"
            " VALUES (%s, %s, '', %s, 0)",
            [unit.pk, "假的平面图", "b" * 64],
        )

    plan = FloorPlan.objects.get()
    (told,) = found()
    assert told.startswith(f"{FloorPlan._meta.verbose_name} {plan.pk}：")
    assert "没有写入它的操作" in told
    assert rows_not_compared() == 0


def test_an_empty_register_is_recorded_once():
    record_registers()
    lines = AuditEntry.objects.filter(action=register_checking.LATER)
    count = lines.count()
    assert lines.filter(target_type="directories.floorplan").count() == 1

    record_registers()

    assert lines.count() == count
