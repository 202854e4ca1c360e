"""Importing subsidies: townships, villages and groups; what a refused list leaves."""

from __future__ import annotations

from typing import Any

import pytest

from directories import branch_sizes
from directories.models import Agency
from notices.models import Board, CheckKind, LineSet, Notice, SubsidyLine
from tests.factories.subsidies import programme

from .importing import Office
from .subsidy_importing import (
    mapping_with,
    overseen_office,
    row,
    rules_of,
    take,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(name="office")
def an_office() -> Office:
    return overseen_office()


def mapping_for(name: str, **told: Any) -> dict[str, Any]:
    return mapping_with(programme={"name": name, **told})


# --- Townships ------------------------------------------------------------------------


def test_a_list_that_leaves_some_townships_blank_is_not_guessed_at(office, tmp_path):
    rows = [
        row(出厂编号="GN000001"),
        row(出厂编号="GN000002", **{"所在乡(镇)": ""}),
        row(出厂编号="GN000003", 县="柳河县"),
    ]

    _done, results = take(office, written(tmp_path, rows))

    assert rules_of(results) == {"no_township": 2, "published": 1}
    (refused,) = [each for each in results if each.rule == "no_township"]
    assert "3" in refused.detail, "the row, as a spreadsheet counts"
    assert Notice.objects.get().title.startswith("柳河县")


def test_a_list_without_any_township_is_whole(office, tmp_path):
    rows = [row(出厂编号=f"GN00000{number}", **{"所在乡(镇)": ""}) for number in (1, 2)]

    _done, results = take(office, written(tmp_path, rows))

    assert rules_of(results) == {"published": 2}
    assert LineSet.objects.get().count == 2


# --- Village and group ----------------------------------------------------------------


def test_village_and_group_of_one_cell_are_kept_apart_where_they_are_asked_for(
    office, tmp_path
):
    programme(
        unit=office.unit, name="耕地补贴", check_kind=CheckKind.NONE, check_length=0
    )
    mapping = mapping_for("耕地补贴")
    mapping["fields"] = {**mapping["fields"], "group": "机具品目"}
    del mapping["fields"]["remark"], mapping["fields"]["check"]

    take(office, written(tmp_path, [row(机具品目="堰口村三组")]), mapping=mapping)

    line = SubsidyLine.objects.get()
    assert (line.village, line.group) == ("堰口村", "三组")


# --- A list that is refused when it is stored -----------------------------------------


def test_units_and_boards_made_for_a_refused_list_are_unmade_with_it(office, tmp_path):
    programme(
        unit=office.unit,
        name="困难残疾人补贴",
        check_kind=CheckKind.CARD,
        is_sensitive=True,
        measure="",
        standard_amount=None,
    )
    mapping = mapping_for("困难残疾人补贴")
    mapping["fields"] = {**mapping["fields"], "check": "银行卡号"}
    path = written(tmp_path, [row(出厂编号="6217000000000012")])
    path.write_text(path.read_text().replace("出厂编号", "银行卡号"))
    units = Agency.objects.count()

    _done, results = take(office, path, mapping=mapping)

    assert rules_of(results) == {"refused_by_deed": 1}, "one recipient would be known"
    assert Agency.objects.count() == units
    assert not Board.objects.exists()
    assert not Notice.objects.exists()
    assert not SubsidyLine.objects.exists()
    assert branch_sizes.recount() == 0
