"""Published checklists for everybody, for programs, and the command that takes one."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from disclosure_portal.foundation.models import AuditEntry, SiteState
from supervision.checklist_document import from_json, to_json
from supervision.checklist_drafting import move_indicator
from supervision.checklist_publishing import copy_of
from supervision.models import Checklist
from supervision.stored_trees import document_of
from tests.checklist_sheets import RIVER_ROWS, river_csv
from tests.factories import user
from tests.factories.supervision_checklists import (
    draft_checklist,
    overseer,
    published_checklist,
    retired_checklist,
)

pytestmark = pytest.mark.django_db


def test_a_published_checklist_is_read_with_its_rules_and_choices(client):
    found = published_checklist(source="清政办发〔2026〕3号")

    page = client.get(found.get_absolute_url()).content.decode()

    for words in ("组织领导", "每缺一人扣2分，扣完为止。", "优秀 ≥ 90", found.digest):
        assert words in page
    assert "清政办发〔2026〕3号" in page
    assert 'name="do"' not in page


def test_a_draft_is_not_there_for_readers_nor_for_its_writers(client):
    draft = draft_checklist()
    client.force_login(overseer())

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(f"/api/v1/checklists/{draft.pk}/").status_code == 404


def test_a_retired_one_stays_readable_and_says_so(client):
    found = retired_checklist()

    assert "已停用" in client.get(found.get_absolute_url()).content.decode()


def test_the_list_has_what_is_public_newest_year_first(client):
    draft_checklist(title="草拟中的指标")
    published_checklist(title="旧指标", year=2025)
    published_checklist(title="新指标", year=2026)

    page = client.get(reverse("checklist-list")).content.decode()

    assert "草拟中" not in page
    assert page.index("新指标") < page.index("旧指标")


@pytest.mark.parametrize("size", [1, 6])
def test_pages_cost_the_same_whatever_their_size(
    client, django_assert_num_queries, size
):
    rows = [
        {"code": str(n), "key": str(n), "title": f"项{n}", "points": "5"}
        for n in range(size)
    ]
    found = published_checklist(indicators=rows, choices={})
    for _each in range(size - 1):
        published_checklist(indicators=rows, choices={})

    with django_assert_num_queries(2):  # the site's state, the checklists
        client.get(reverse("checklist-list"))
    with django_assert_num_queries(3):  # the site's state, the checklist, its rows
        client.get(found.get_absolute_url())


@pytest.mark.parametrize("size", [1, 40])
def test_the_tree_at_the_desk_costs_the_same_whatever_its_size(
    client, django_assert_num_queries, size
):
    rows = [
        {"code": str(n), "key": str(n), "title": f"项{n}", "points": "5"}
        for n in range(size)
    ]
    first = draft_checklist(indicators=rows, choices={})
    copy = copy_of(first, year=2027, by=overseer())
    client.force_login(overseer())

    SiteState.objects.current()

    # session, person, seats, site; the checklist with the former one, rows of both
    with django_assert_num_queries(7):
        client.get(reverse("desk-checklist", args=[copy.pk]))


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_row_moved_past_forty_others_writes_two(way):
    rows = [
        {"code": str(n), "key": str(n), "title": f"项{n}", "points": "5"}
        for n in range(40)
    ]
    draft = draft_checklist(indicators=rows, choices={})
    row = draft.indicators.get(code="20")

    move_indicator(row, way, version=1, by=overseer())

    moved = AuditEntry.objects.filter(action="rows_written").latest("pk")
    assert len(moved.facts["rows"]) == 2


@pytest.mark.parametrize("address", ["0", "99999999999999999999", "x"])
def test_an_address_of_none_is_not_found(client, address):
    assert client.get(f"/inspections/checklists/{address}/").status_code == 404
    assert client.get(f"/api/v1/checklists/{address}/").status_code == 404


# --- For programs -------------------------------------------------------------------


def test_programs_get_the_rows_of_what_is_public(client):
    found = published_checklist(code="county")
    draft_checklist(code="county", year=2027)

    answer = client.get("/api/v1/checklists/?code=county").json()

    (row,) = answer["results"]
    assert (row["id"], row["code"], row["year"]) == (found.pk, "county", 2026)
    assert (row["indicator_count"], row["digest"]) == (6, found.digest)


def test_programs_get_the_whole_document_which_reads_the_same(client):
    found = published_checklist()

    answer = client.get(f"/api/v1/checklists/{found.pk}/").json()

    assert answer["document"] == to_json(document_of(found))
    assert to_json(from_json(answer["document"])) == answer["document"]


@pytest.mark.parametrize("query", ["year=x", "status=draft", "colour=red"])
def test_what_programs_ask_wrongly_is_refused(client, query):
    assert client.get(f"/api/v1/checklists/?{query}").status_code == 400


# --- The command --------------------------------------------------------------------


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "河长制.csv"
    path.write_bytes(river_csv())
    return path


OPTIONS = {"code": "river", "year": 2026, "title": "河长制考核"}


def test_the_command_takes_a_sheet_with_its_sums(sheet, capsys):
    by = overseer()

    call_command("import_checklist", str(sheet), by=by.username, **OPTIONS)

    checklist = Checklist.objects.get()
    assert str(checklist) in capsys.readouterr().out
    sections = checklist.indicators.filter(parent=None).order_by("position")
    assert [row.points for row in sections] == [9, 8, 3, 2]
    assert AuditEntry.objects.filter(action="imported", actor=by).exists()


def test_a_dry_run_tells_everything_and_writes_nothing(sheet, tmp_path, capsys):
    report = tmp_path / "报告.csv"

    call_command(
        "import_checklist",
        str(sheet),
        by=overseer().username,
        dry_run=True,
        report=report,
        **OPTIONS,
    )

    told = capsys.readouterr().out
    assert "指标 6 项，合计 20 分" in told
    assert "same_rule" in report.read_text("utf-8-sig")
    assert Checklist.objects.count() == 0


def test_sums_that_do_not_fit_stop_the_command(tmp_path, capsys):
    rows = [(*row[:2], "5", *row[3:]) if row[0] == "1" else row for row in RIVER_ROWS]
    path = tmp_path / "河长制.csv"
    path.write_bytes(river_csv(rows))
    by = overseer().username

    with pytest.raises(CommandError):
        call_command("import_checklist", str(path), by=by, **OPTIONS)
    assert "3: " in capsys.readouterr().err
    assert Checklist.objects.count() == 0

    call_command("import_checklist", str(path), by=by, with_misfits=True, **OPTIONS)
    assert Checklist.objects.count() == 1


def test_the_command_refuses_who_may_not_and_files_that_are_none(sheet, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_checklist", str(sheet), by=user().username, **OPTIONS)
    with pytest.raises(CommandError):
        call_command("import_checklist", str(sheet), by="nobody", **OPTIONS)
    with pytest.raises(CommandError):
        call_command("import_checklist", str(sheet), by=overseer().username)
    gone = str(tmp_path / "无.csv")
    with pytest.raises(CommandError):
        call_command("import_checklist", gone, by=overseer().username, **OPTIONS)


def test_a_checklist_goes_out_by_a_command_and_comes_in_again(tmp_path):
    found = published_checklist(code="county")
    path = tmp_path / "体系.json"

    call_command("export_checklist", found.pk, out=path)
    call_command("import_checklist", str(path), by=overseer().username)

    again = Checklist.objects.get(number=2)
    assert to_json(document_of(again)) == to_json(document_of(found))
