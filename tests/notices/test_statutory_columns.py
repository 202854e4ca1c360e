"""The fixed columns of a unit's disclosure page: rules and systems, annual reports."""

from __future__ import annotations

import pytest

from directories.models import Role
from notices.models import Board, ColumnType
from notices.publication import withdraw
from notices.statutory_columns import (
    RULES_BOARD,
    annual_reports_of,
    disclosure_rules_of,
    load,
)
from tests.factories import agency, board, draft_notice, member, published_notice
from tests.factories.directories import county

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules():
    return board("政府信息公开制度", slug=RULES_BOARD)


@pytest.fixture
def reports():
    return board("年报", column_type=ColumnType.ANNUAL_REPORT)


def test_a_units_rules_are_its_own_and_those_that_bind_it_from_above(rules):
    unit, other = agency(), agency()
    own = published_notice(unit=unit, board=rules)
    above = published_notice(unit=county(), board=rules)
    published_notice(unit=other, board=rules)
    published_notice(unit=unit)

    assert list(disclosure_rules_of(unit)) == [above, own]


def test_rules_that_no_longer_hold_or_are_not_public_are_not_shown(rules):
    unit = agency()
    published_notice(unit=unit, board=rules, validity="repealed")
    draft_notice(unit=unit, board=rules)
    gone = published_notice(unit=unit, board=rules)
    approver = member(Role.APPROVER, unit)
    withdraw(gone, by=approver, ground="wrong", reason="内容有误。")

    assert not disclosure_rules_of(unit).exists()


def test_annual_reports_are_the_units_own_newest_first(reports):
    unit = agency()
    first, second = (published_notice(unit=unit, board=reports) for _each in range(2))
    published_notice(unit=county(), board=reports)

    assert list(annual_reports_of(unit)) == [second, first]


def test_the_board_of_rules_is_there_from_the_beginning_and_made_once():
    assert (load(), load()) == (1, 0)

    assert Board.objects.get(slug=RULES_BOARD).name == "政府信息公开制度"
