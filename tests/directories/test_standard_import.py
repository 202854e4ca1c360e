"""Standard catalogues are taken in, renewed, and refused as a whole."""

from __future__ import annotations

import csv

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from directories import standard_defaults
from directories.bases import save_basis
from directories.models import (
    LegalBasis,
    LimitState,
    Role,
    StandardCatalogue,
    StandardItem,
    StandardLimit,
)
from directories.standard_import import Outcome, settle_limit
from disclosure_portal.foundation.models import AuditEntry
from disclosure_portal.foundation.workflow import NotAllowed
from tests.catalogue_sheets import (
    HOUSEHOLD_ROWS,
    RELIEF_ROWS,
    household_catalogue,
    relief_catalogue,
)
from tests.factories import agency, member
from tests.factories.directories import county
from tests.factories.standards import take_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer():
    return member(Role.OVERSEER, county(), is_staff=True, username="office")


def items_of(name="社会救助标准目录"):
    return list(StandardItem.objects.filter(catalogue__name=name))


def test_all_that_the_sheet_says_is_stored(overseer):
    done = take_catalogue(relief_catalogue(), by=overseer)

    assert done.counts == {Outcome.ADDED: 4}
    third = items_of()[2]
    assert str(third) == "最低生活保障 / 审核信息"
    assert third.specific_audience == "本村村民"
    assert (third.for_all, third.for_specific) == (False, True)
    assert (third.at_county, third.at_township) == (False, True)
    assert third.channels == ["notice_board"]
    rule = third.limits.get()
    assert (rule.cadence, rule.number, rule.span) == ("within", 10, "working_days")
    assert (rule.triggers, rule.posting) == (["formed", "obtained"], 7)


def test_legal_bases_of_the_register_are_recognised(overseer):
    basis = save_basis(
        LegalBasis(title="中华人民共和国政府信息公开条例", number="国务院令第711号")
    )

    take_catalogue(relief_catalogue(), by=overseer)

    assert [list(item.bases.all()) for item in items_of()] == [[basis], [basis], [], []]


def test_a_basis_that_came_into_the_register_later_is_tied_by_the_next_run(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    save_basis(LegalBasis(title="最低生活保障工作的意见", number="国发〔2012〕45号"))

    again = take_catalogue(relief_catalogue(), by=overseer)

    assert again.counts == {Outcome.SAME: 4}
    assert [item.bases.count() for item in items_of()] == [0, 0, 1, 1]


def test_the_same_sheet_again_changes_nothing(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    before = list(StandardLimit.objects.values_list("pk", "item", "number"))

    again = take_catalogue(relief_catalogue(), by=overseer)

    assert again.counts == {Outcome.SAME: 4}
    after = StandardLimit.objects.values_list("pk", "item", "number")
    assert list(after) == before


def test_a_renewed_catalogue_keeps_rows_and_marks_what_is_left_out(overseer):
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer)
    keys = {item.code: item.pk for item in items_of()}
    first, second = list(HOUSEHOLD_ROWS[0]), list(HOUSEHOLD_ROWS[1])
    first[4], second[0] = "新的要素", "0599"

    again = take_catalogue(
        household_catalogue(rows=(first, second)), "户籍.csv", by=overseer
    )

    assert again.counts == {Outcome.CHANGED: 1, Outcome.ADDED: 1, Outcome.LEFT_OUT: 2}
    found = {item.code: item for item in items_of()}
    assert found["0501"].pk == keys["0501"]
    assert found["0501"].content == "新的要素"
    assert found["0501"].left_out_at is None
    assert {code for code, item in found.items() if item.left_out_at} == {
        "0502",
        "0503",
    }


def test_what_was_left_out_before_is_not_told_again(overseer):
    shorter = household_catalogue(rows=HOUSEHOLD_ROWS[:2])
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer)
    take_catalogue(shorter, "户籍.csv", by=overseer)
    since = StandardItem.objects.get(code="0503").left_out_at

    again = take_catalogue(shorter, "户籍.csv", by=overseer)

    assert again.counts == {Outcome.SAME: 2}
    assert StandardItem.objects.get(code="0503").left_out_at == since


def test_what_was_left_out_comes_back_to_its_own_row(overseer):
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer)
    pk = StandardItem.objects.get(code="0503").pk
    shorter = household_catalogue(rows=HOUSEHOLD_ROWS[:2])
    take_catalogue(shorter, "户籍.csv", by=overseer)

    done = take_catalogue(household_catalogue(), "户籍.csv", by=overseer)

    assert done.counts == {Outcome.SAME: 2, Outcome.CHANGED: 1}
    back = StandardItem.objects.get(code="0503")
    assert (back.pk, back.left_out_at) == (pk, None)


def test_an_item_that_gets_its_code_is_known_by_its_names(overseer):
    without = [["", *row[1:]] for row in HOUSEHOLD_ROWS]
    take_catalogue(household_catalogue(rows=without), "户籍.csv", by=overseer)
    pks = {item.pk for item in items_of()}

    done = take_catalogue(household_catalogue(), "户籍.csv", by=overseer)

    assert done.counts == {Outcome.CHANGED: 3}
    assert {item.pk for item in items_of()} == pks


def test_with_one_error_nothing_is_taken(overseer, tmp_path):
    twice = ("0501", "户籍管理", "迁移登记", "迁出登记", "另一项")
    path = tmp_path / "户籍.csv"
    path.write_bytes(household_catalogue(twice))
    report = tmp_path / "报告.csv"

    with pytest.raises(CommandError, match="未收入任何内容"):
        call_command(
            *("import_catalogue", path, "--name", "户籍", "--domain", "户籍管理"),
            *("--by", "office", "--report", report),
        )

    assert not StandardCatalogue.objects.exists()
    rows = list(csv.DictReader(report.open(encoding="utf-8-sig")))
    assert [row["place"] for row in rows if row["outcome"] == "refused"] == ["7"]


def test_a_dry_run_tells_everything_and_writes_nothing(overseer, tmp_path, capsys):
    path = tmp_path / "救助.xlsx"
    path.write_bytes(relief_catalogue())

    call_command(
        *("import_catalogue", path, "--name", "救助", "--domain", "社会救助"),
        *("--by", "office", "--dry-run"),
    )

    assert not StandardCatalogue.objects.exists()
    assert "新增: 4" in capsys.readouterr().out


def test_the_command_takes_in_and_leaves_a_line_in_the_trail(overseer, tmp_path):
    path = tmp_path / "救助.xlsx"
    path.write_bytes(relief_catalogue())

    call_command(
        *("import_catalogue", path, "--name", "救助", "--domain", "社会救助"),
        *("--by", "office", "--level", "national", "--number", "国办发〔2019〕54号"),
    )

    catalogue = StandardCatalogue.objects.get()
    assert (catalogue.issue_level, catalogue.number) == (
        "national",
        "国办发〔2019〕54号",
    )
    line = AuditEntry.objects.get(action="imported")
    assert (line.actor, line.facts["added"]) == (overseer, 4)


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.EDITOR, Role.APPROVER])
def test_nobody_of_a_single_unit_takes_in_a_catalogue(role):
    with pytest.raises(NotAllowed):
        take_catalogue(relief_catalogue(), by=member(role, agency()))

    assert not StandardItem.objects.exists()


def settle(item, by, **values):
    item.limits.all().delete()
    StandardLimit.objects.create(
        **{"item": item, "cadence": "within", "number": 5, "span": "days"} | values
    )
    return settle_limit(item, by=by)


def test_a_settled_limit_stays_while_its_text_is_the_same(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    item = StandardItem.objects.get(limit_state=LimitState.UNREAD)

    settle(item, overseer)
    take_catalogue(relief_catalogue(), by=overseer)

    item.refresh_from_db()
    assert item.limit_state == LimitState.SETTLED
    assert item.limits.get().number == 5


def test_a_settled_limit_is_read_anew_when_its_text_changes(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    settle(StandardItem.objects.get(limit_state=LimitState.UNREAD), overseer)
    last = list(RELIEF_ROWS[3])
    last[5] = "长期公开"

    take_catalogue(relief_catalogue(rows=[*RELIEF_ROWS[:3], last]), by=overseer)

    item = items_of()[3]
    assert item.limit_state == LimitState.UNDERSTOOD
    assert item.limits.get().cadence == "standing"


def test_one_settling_serves_all_items_of_the_same_text(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    take_catalogue(relief_catalogue(), by=overseer, catalogue="另一目录")
    first, second = StandardItem.objects.filter(limit_state=LimitState.UNREAD)

    assert settle(first, overseer) == 2

    second.refresh_from_db()
    assert second.limit_state == LimitState.SETTLED
    assert second.limits.get().number == 5
    line = AuditEntry.objects.get(action="limit_settled")
    assert line.facts["items"] == 2


def test_the_limits_of_both_samples_are_read_but_for_one(overseer):
    take_catalogue(relief_catalogue(), by=overseer)
    take_catalogue(household_catalogue(), "户籍.csv", by=overseer, catalogue="户籍")

    states = StandardItem.objects.order_by("pk").values_list("limit_state", flat=True)

    assert list(states) == [
        *["understood", "understood", "understood", "unread"],
        *["understood", "understood", "not_stated"],
    ]


def test_the_regulation_comes_with_the_portal():
    added = standard_defaults.load()

    catalogue = StandardCatalogue.objects.get(code="regulation")
    assert added == 1 + 15 + 7 + 8
    assert catalogue.items.filter(code__startswith="20-").count() == 15
    rules = StandardLimit.objects.values_list("cadence", "number", "span").distinct()
    assert list(rules.order_by("cadence")) == [("within", 20, "working_days")]


def test_the_defaults_add_what_is_missing_and_change_nothing():
    standard_defaults.load()
    StandardItem.objects.filter(code="20-1").update(content="本县改写")
    StandardCatalogue.objects.update(name="改名")
    StandardItem.objects.get(code="20-15").delete()

    assert standard_defaults.load() == 1
    assert standard_defaults.load() == 0
    assert StandardItem.objects.get(code="20-1").content == "本县改写"


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": None},
        {"span": ""},
        {"cadence": "periodic"},
        {"cadence": "often"},
        {"period": "year"},
        {"day": 31},
        {"cadence": "periodic", "period": "year", "month": 13, "day": 1},
        {"cadence": "periodic", "period": "year", "month": 3},
        {"cadence": "posted"},
        {"posting": 7},
        {"posting_span": "days"},
        {"posting": 0, "posting_span": "days"},
    ],
    ids=str,
)
def test_the_database_refuses_rules_that_say_nothing(wrong):
    standard_defaults.load()
    item = StandardItem.objects.get(code="20-1")
    right = {"cadence": "within", "number": 5, "span": "days", "position": 2}

    with pytest.raises(IntegrityError), transaction.atomic():
        StandardLimit.objects.create(item=item, **{**right, **wrong})

    StandardLimit.objects.create(item=item, **right)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level_1": ""},
        {"code": "20-2"},
        {"key": "code:20-2"},
        {"limit_state": "not_stated"},
        {"limit_text": ""},
        {"specific_audience": "村民"},
    ],
    ids=str,
)
def test_the_database_refuses_items_that_contradict_themselves(wrong):
    standard_defaults.load()

    with pytest.raises(IntegrityError), transaction.atomic():
        StandardItem.objects.filter(code="20-1").update(**wrong)
