"""Lists, windows and promises of the demo county."""

from __future__ import annotations

from collections import Counter

from directories.models import PointKind, PromiseUnit, ServiceKind
from disclosure_portal.demo.service_lists import items, points, promises
from disclosure_portal.demo.units import units


def test_each_item_has_a_code_of_its_own_in_its_unit():
    codes = Counter((item.unit, item.values["code"]) for item in items())

    assert set(codes.values()) == {1}
    assert {item.unit for item in items()} <= set(units())
    assert {item.values["kind"] for item in items()} == set(ServiceKind.values)


def test_no_item_promises_more_than_the_law():
    for item in items():
        legal = item.values.get("legal_number")
        promised = item.values.get("promised_number")
        assert legal is None or promised is None or promised <= legal, item


def test_windows_stand_in_units_and_some_of_them_name_their_items():
    assert {point.unit for point in points()} <= set(units())
    assert {point.values["kind"] for point in points()} == set(PointKind.values)
    assert any(point.items for point in points())
    assert any(not point.items for point in points())


def test_promises_became_stricter():
    changed = [row for row in promises() if "changed" in row]

    assert changed
    for row in changed:
        assert float(row["limit"]) < float(row["before"]["limit"])
        assert row["changed"] < row["since"]
    assert {row["limit_unit"] for row in promises()} <= set(PromiseUnit.values)
