"""Importing units: the tree is checked as a whole, and nobody is moved silently."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings, strategies as st

from directories import agency_import, tree
from directories.agency_import import AgencyImport, BadTree
from directories.agency_rows import Rule, kind_of
from directories.models import Agency, AgencyAlias, AgencyChange
from disclosure_portal.foundation.models import AuditEntry, SiteState
from disclosure_portal.foundation.row_files import open_rows
from tests.factories import agency
from tests.factories.directories import county

pytestmark = pytest.mark.django_db

TREE = """code,name,parent_code,level
90,清源市,,2
9001,青山县,90,3
9001-A,青山街道办事处,9001,4
9001-B,白水镇,9001,4
9001-B-1,白水社区,9001-B,5
9001-B-2,白水村,9001-B,5
"""


@pytest.fixture(name="take")
def import_of_text(tmp_path):
    def take(text, **options):
        path = tmp_path / "units.csv"
        path.write_text(text)
        found = {}
        run = AgencyImport(
            rows=open_rows(path),
            report=lambda line, rule, code, name: found.update({line: rule}),
            **options,
        )
        run.run()
        return run.counts, found

    return take


def paths():
    return dict(Agency.objects.order_by("path").values_list("code", "path"))


def test_a_tree_is_loaded_with_its_paths_and_kinds(take):
    counts, _found = take(TREE)

    assert counts == {Rule.ADDED: 6}
    assert paths() == {
        "90": "0001",
        "9001": "00010001",
        "9001-A": "000100010001",
        "9001-B": "000100010002",
        "9001-B-1": "0001000100020001",
        "9001-B-2": "0001000100020002",
    }
    kinds = dict(Agency.objects.values_list("name", "kind"))
    assert kinds["青山街道办事处"] == "street"
    assert kinds["白水社区"] == "community"
    assert all(
        unit.parent and unit.path.startswith(unit.parent.path)
        for unit in Agency.objects.exclude(parent=None).select_related("parent")
    )


def test_a_run_says_what_it_is_about_and_how_far(take):
    reached = []

    take(TREE, progress=lambda *place: reached.append(place))

    phases = dict.fromkeys(phase for phase, _done, _total in reached)
    assert [*phases] == ["reading", "checking", "writing", "counting", "finding"]
    assert all(done <= total for _phase, done, total in reached)


def test_the_order_of_the_rows_does_not_matter(take):
    head, *rows = TREE.splitlines()

    counts, _found = take("\n".join([head, *reversed(rows)]))

    assert counts == {Rule.ADDED: 6}
    assert Agency.objects.get(code="9001-B-1").parent == Agency.objects.get(
        code="9001-B"
    )


def test_a_second_run_changes_nothing(take):
    take(TREE)
    version = SiteState.objects.current().version

    counts, _found = take(TREE)

    assert counts == {Rule.UNCHANGED: 6}
    assert SiteState.objects.current().version == version
    assert AuditEntry.objects.filter(action="imported").count() == 1


def test_a_new_name_is_taken_over_and_stays_in_the_history(take):
    take(TREE)

    counts, found = take(TREE.replace("白水镇", "白水乡"))

    assert (counts[Rule.RENEWED], found[5]) == (1, Rule.RENEWED)
    unit = Agency.objects.get(code="9001-B")
    assert unit.name == "白水乡"
    assert AgencyChange.objects.get(agency=unit).old_name == "白水镇"


def test_nobody_is_moved_silently(take):
    take(TREE)
    before = paths()

    _counts, found = take(TREE.replace("白水村,9001-B", "白水村,9001-A"))

    assert found[7] == Rule.WOULD_MOVE
    assert paths() == before


def test_new_units_follow_those_that_are_there(take):
    root = county()
    first = agency("老单位", parent=root)

    take("code,name,parent_code\nN1,新单位,\nN2,下属单位,N1\n", under=root)

    new = Agency.objects.get(code="N1")
    assert new.parent == root
    assert new.path > first.path
    assert tree.depth(Agency.objects.get(code="N2").path) == 2


def test_a_dry_run_decides_the_same_and_writes_nothing(take):
    dry, decided = take(TREE, dry_run=True)

    assert not Agency.objects.exists()
    assert not AuditEntry.objects.exists()
    counts, found = take(TREE)
    assert (dry, decided) == (counts, found)


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        (["A,甲,90,4", "A,乙,90,4"], [Rule.ADDED, Rule.DUPLICATE]),
        (["A,甲,90,4", "a,乙,90,4"], [Rule.ADDED, Rule.DUPLICATE]),
        (["A,甲,没有,4"], [Rule.UNKNOWN_PARENT]),
        (["A,甲,B,4", "B,乙,A,4"], [Rule.CIRCLE, Rule.CIRCLE]),
        (["A,甲,A,4"], [Rule.CIRCLE]),
        (["A,甲,B,4", "B,乙,没有,4"], [Rule.PARENT_REFUSED, Rule.UNKNOWN_PARENT]),
        (["A/1,甲,90,4", "B,乙,A/1,4"], [Rule.BAD_CODE, Rule.PARENT_REFUSED]),
        ([f"{'A' * 41},甲,90,4"], [Rule.BAD_CODE]),
        (["A,,90,4"], [Rule.BAD_NAME]),
        ([f"A,{'甲' * 101},90,4"], [Rule.BAD_NAME]),
        (["A,甲,90,9"], [Rule.BAD_KIND]),
        (["A,甲,90,4,多"], [Rule.UNREADABLE]),
    ],
    ids=[
        "twice", "twice but for case", "unknown", "circle", "itself", "above unknown",
        "above refused", "long code", "no name", "long name", "level", "cells",
    ],
)  # fmt: skip
def test_a_row_is_refused_by_rule(take, rows, rules):
    _counts, found = take("\n".join([TREE.rstrip(), *rows]))

    assert [found[8 + number] for number in range(len(rows))] == rules
    assert found[2] == Rule.ADDED


def test_no_unit_has_more_children_than_a_path_can_number(take, monkeypatch):
    monkeypatch.setattr(tree, "LAST", 2)

    _counts, found = take(TREE + "9001-B-3,第三村,9001-B,5\n")

    assert found[8] == Rule.TOO_MANY


def test_there_are_ten_levels_at_most(take):
    rows = [f"L{number},第{number}级,L{number - 1},5" for number in range(1, 12)]
    rows[0] = rows[0].replace("L0", "90")

    counts, found = take("\n".join([TREE.rstrip(), *rows]))

    assert found[8 + 8] == Rule.ADDED
    assert (found[8 + 9], found[8 + 10]) == (Rule.TOO_DEEP, Rule.PARENT_REFUSED)
    assert max(map(len, paths().values())) == 40
    assert counts.total() == 17


def test_an_old_address_is_not_given_away(take):
    AgencyAlias.objects.create(slug="9001-b", agency=agency())
    root = county()

    _counts, found = take(TREE, under=root)

    assert (found[5], found[6]) == (Rule.OLD_ADDRESS, Rule.PARENT_REFUSED)


def test_rows_without_a_superior_unit_need_a_place(take):
    with pytest.raises(BadTree, match="2"):
        take("code,name,parent_code\nA,甲,\nB,乙,\n")

    assert not Agency.objects.exists()


def test_a_root_is_made_above_them_once(take):
    text = "code,name,parent_code\nA,甲,\nB,乙,\n"

    take(text, root_code="CN", root_name="全国")
    again, _found = take(text, root_code="CN", root_name="全国")

    assert paths() == {"CN": "0001", "A": "00010001", "B": "00010002"}
    assert again == {Rule.UNCHANGED: 2}
    with pytest.raises(BadTree):
        take(text, root_code="OTHER")


def test_particulars_are_stored_and_refreshed(take):
    head = "code,name,parent_code,kind,telephone,email\n"
    take(head + "A,甲县,,县,010-1,a@example.org\n")

    take(head + "A,甲县,,,010-2,\n")

    unit = Agency.objects.get()
    assert (unit.kind, unit.telephone, unit.email) == (
        "county", "010-2", "a@example.org",
    )  # fmt: skip
    _counts, found = take(head + "B,乙县,A,县,,no address\n")
    assert found[2] == Rule.BAD_PARTICULAR


@pytest.mark.parametrize(
    ("kind", "level", "name", "found"),
    [
        ("department", "", "教育局", "department"),
        ("乡镇", "", "白水镇", "township"),
        ("", "4", "青山街道", "street"),
        ("", "5", "白水居委会", "community"),
        ("", "5", "白水村委会", "village"),
        ("", "1", "河北省", "region"),
        ("", "", "教育局", ""),
        ("诗社", "", "教育局", None),
        ("", "6", "教育局", None),
    ],
)
def test_a_kind_comes_from_its_word_or_from_the_level(kind, level, name, found):
    assert kind_of(kind, level, name) == found


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEFG")), max_size=10
    )
)
@settings(max_examples=40, deadline=None)
def test_every_row_finds_its_rule_whatever_the_tree(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("tree") / "units.csv"
    rows = [f"{code},{code}村,{parent}" for code, parent in pairs]
    path.write_text("\n".join(["code,name,parent_code", "G,县,", *rows]))
    found = {}

    AgencyImport(
        rows=open_rows(path),
        dry_run=True,
        report=lambda line, rule, code, name: found.update({line: rule}),
    ).run()

    assert sorted(found) == list(range(2, len(rows) + 3))


def test_the_command_reports_each_row(tmp_path):
    path, report, out = tmp_path / "units.csv", tmp_path / "report.csv", StringIO()
    path.write_text(TREE)

    call_command("import_agencies", path, report=report, stdout=out)

    rows = list(csv.DictReader(report.open(encoding="utf-8-sig", newline="")))
    assert {row["rule"] for row in rows} == {"added"}
    assert "6" in out.getvalue()


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("code,name\nA,甲\n", {}),
        (TREE, {"under": "nowhere"}),
        ("code,name,parent_code\nA,甲,\n", {"root_code": "not a code"}),
        ("code,name,parent_code\nA,甲,,\nB,乙,,x\n".replace("A,甲,,\n", ""), {}),
    ],
    ids=["columns", "under", "root", "nothing readable"],
)
def test_the_command_says_what_is_wrong(tmp_path, text, options):
    path = tmp_path / "units.csv"
    path.write_text(text)

    with pytest.raises(CommandError):
        call_command("import_agencies", path, **options)

    assert not Agency.objects.exists()


def test_large_files_are_loaded_in_batches(take, monkeypatch):
    monkeypatch.setattr(agency_import, "BATCH", 2)
    monkeypatch.setattr(agency_import, "CODES", 3)

    counts, _found = take(TREE)

    assert counts == {Rule.ADDED: 6}
    assert len(set(paths().values())) == 6
