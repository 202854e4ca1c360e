"""What is kept of one version of the site, and no longer."""

from __future__ import annotations

from itertools import count

from disclosure_portal.foundation.kept_objects import MOST, kept


def test_a_value_is_loaded_once_for_each_version():
    loads = count(1)

    def load():
        return next(loads)

    assert [kept("boards", version, load) for version in (7, 7, 8, 8)] == [1, 1, 2, 2]


def test_nothing_is_a_value_too():
    loads = count(1)

    def load():
        next(loads)

    kept("branch:nowhere", 7, load)
    kept("branch:nowhere", 7, load)

    assert next(loads) == 2


def test_many_names_drive_out_the_oldest():
    for number in range(MOST + 1):
        kept(f"branch:{number}", 7, lambda: "old")

    assert kept("branch:0", 7, lambda: "new") == "new"
    assert kept(f"branch:{MOST}", 7, lambda: "new") == "old"
